// Which resources a caller may see, and what is said of them.
#include <algorithm>

#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

using registry::Resource;
using registry::ResourceState;

constexpr int first_state = 3;  // resource-state: pending
constexpr std::size_t text_bytes_max = 127;

bool is_among(const std::vector<Resource>& all, const Resource& one) {
  return std::any_of(all.begin(), all.end(), [&](const Resource& each) { return each.id == one.id; });
}

ipp::Attribute time_or_nothing(const char* name, Instant at) {
  return at == Instant{} ? ipp::no_value(name) : ipp::integer(name, unix_seconds(at));
}
ipp::Attribute date_or_nothing(const char* name, Instant at) {
  return at == Instant{} ? ipp::no_value(name) : ipp::date_time(name, at.micros);
}

void put_times(const Resource& resource, Picker& put) {
  const bool canceled = resource.state == ResourceState::canceled;
  const Instant ended = canceled ? resource.ended_at : Instant{};
  const Instant installed = canceled ? Instant{} : resource.installed_at;
  put.add(date_or_nothing("date-time-at-canceled", ended));
  put.add(date_or_nothing("date-time-at-creation", resource.created_at));
  put.add(date_or_nothing("date-time-at-installed", installed));
  put.add(time_or_nothing("time-at-canceled", ended));
  put.add(time_or_nothing("time-at-creation", resource.created_at));
  put.add(time_or_nothing("time-at-installed", installed));
}

void put_data(const SystemCall& call, const Resource& resource, Picker& put) {
  const bool has_data = !resource.format.empty();
  put.add(has_data ? ipp::uri("resource-data-uri", resource_uri(call, resource)) : ipp::no_value("resource-data-uri"));
  put.add(has_data ? ipp::strings("resource-format", ipp::Tag::mime_type, {resource.format})
                   : ipp::no_value("resource-format"));
  put.add(ipp::integer("resource-k-octets", static_cast<std::int32_t>((resource.size_bytes + 1023) / 1024)));
  put.add(resource.string_version.empty() ? ipp::no_value("resource-string-version")
                                          : ipp::text("resource-string-version", resource.string_version));
  put.add(ipp::no_value("resource-version"));
  if (!resource.language.empty())
    put.add(ipp::strings("resource-natural-language", ipp::Tag::language, {resource.language}));
}

void put_state(const Resource& resource, Picker& put) {
  put.add(ipp::integer("resource-id", resource.number));
  put.add(ipp::enumeration("resource-state", first_state + static_cast<int>(resource.state)));
  put.add(ipp::text("resource-state-message", clipped(resource.message, text_bytes_max)));
  const bool going = resource.cancel_asked && resource.state != ResourceState::canceled;
  put.add(ipp::keyword("resource-state-reasons", going ? "cancel-requested" : "none"));
  put.add(ipp::keyword("resource-type", resource.type));
  put.add(ipp::integer("resource-use-count", resource.uses));
  put.add(ipp::uri("resource-uuid", resource.uuid));
}

// What Get-Resources is narrowed to.
struct Filter {
  std::vector<std::string> formats, types;
  std::vector<std::int32_t> ids, states;

  explicit Filter(const ipp::Group& operation)
      : formats(operation.texts("resource-formats")),
        types(operation.texts("resource-types")),
        ids(operation.integers("resource-ids")),
        states(operation.integers("resource-states")) {}

  template <typename T, typename U>
  static bool takes(const std::vector<T>& wanted, const U& value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
  }
  bool takes(const Resource& resource) const {
    return takes(formats, resource.format) && takes(types, resource.type) && takes(ids, resource.number) &&
           takes(states, first_state + static_cast<int>(resource.state));
  }
};

}  // namespace

bool sees(const SystemCaller& caller, const Resource& resource) {
  if (caller.administers(resource.provider)) return true;
  return !resource.provider.exists() && resource.state == ResourceState::installed && (caller.role & signed_in) != 0;
}

Result<std::vector<Resource>> resources_for(store::Reader& in, const SystemCaller& caller) {
  if (caller.role == system_operator) return registry::resources(in);
  std::vector<Resource> all = TRY(registry::resources_of(in, {}));
  std::erase_if(all, [&](const Resource& each) { return !sees(caller, each); });
  for (const ProviderId provider : caller.providers)
    for (Resource& resource : TRY(registry::resources_of(in, provider))) all.push_back(std::move(resource));
  if (caller.role == device)
    for (Resource& resource : TRY(registry::resources_at(in, {{}, caller.printer})))
      if (!is_among(all, resource)) all.push_back(std::move(resource));
  std::sort(all.begin(), all.end(), [](const Resource& a, const Resource& b) { return a.number < b.number; });
  return all;
}

Result<int> target_resource(const ipp::Group& operation) {
  const auto number = operation.integer("resource-id");
  if (!number || *number < 1) return Error{Reason::malformed, "bad-ipp", "resource-id is missing"};
  return static_cast<int>(*number);
}

Result<Resource> visible_resource(store::Reader& in, const SystemCaller& caller, int number) {
  const Resource found = TRY(registry::resource(in, number));
  if (sees(caller, found)) return found;
  if (caller.role == device && is_among(TRY(registry::resources_at(in, {{}, caller.printer})), found)) return found;
  return Error{Reason::not_found, "no-such-resource", "there is no such resource, or none that you may see"};
}

Result<Resource> own_resource(store::Reader& in, const SystemCaller& caller, int number) {
  const Resource found = TRY(visible_resource(in, caller, number));
  if (caller.administers(found.provider)) return found;
  return Error{Reason::not_permitted, "not-your-resource", "this resource is not yours to change or to give away"};
}

std::string resource_uri(const SystemCall& call, const Resource& resource) {
  return web_base(call.service, *call.incoming.http) + "/ipp/system/resources/" +
         resource.uuid.substr(std::string_view("urn:uuid:").size());
}

void add_resource(const SystemCall& call, const Resource& resource, const ipp::Group& operation, ipp::Group& into) {
  const Requested description(operation, "resource-description", {"all"});
  Picker put_description(description, into);
  put_description.add(ipp::text("resource-info", clipped(resource.info, text_bytes_max)));
  put_description.add(ipp::name("resource-name", clipped(resource.name, text_bytes_max)));
  const Requested status(operation, "resource-status", {"all"});
  Picker put_status(status, into);
  put_times(resource, put_status);
  put_data(call, resource, put_status);
  put_state(resource, put_status);
}

Task<http::Response> get_resource_attributes(SystemCall& call) {
  const Result<int> number = target_resource(call.operation());
  if (!number.ok()) co_return call.refuse(number.error());
  std::function<Result<Resource>(store::Reader&)> look_up = [&](store::Reader& in) {
    return visible_resource(in, call.caller, number.value());
  };
  const Result<Resource> found = co_await call.service.read<Resource>(look_up);
  if (!found.ok()) co_return call.refuse(found.error());
  ipp::Message answer = call.answer();
  add_resource(call, found.value(), call.operation(), answer.add_group(ipp::Tag::resource));
  co_return to_http(answer);
}

Task<http::Response> get_resources(SystemCall& call) {
  using Resources = std::vector<Resource>;
  std::function<Result<Resources>(store::Reader&)> list = [&](store::Reader& in) {
    return resources_for(in, call.caller);
  };
  const std::int32_t first = call.operation().integer("first-index").value_or(1);
  std::int32_t left = call.operation().integer("limit").value_or(INT32_MAX);
  if (first < 1 || left < 1) co_return call.refuse(ipp::status::bad_request, "first-index and limit begin with 1");
  const Result<Resources> all = co_await call.service.read<Resources>(list);
  if (!all.ok()) co_return call.refuse(all.error());
  const Filter filter(call.operation());
  ipp::Message answer = call.answer();
  std::int32_t index = 0;
  for (const Resource& resource : all.value()) {
    if (!filter.takes(resource) || ++index < first) continue;
    if (left-- == 0) break;
    add_resource(call, resource, call.operation(), answer.add_group(ipp::Tag::resource));
  }
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
