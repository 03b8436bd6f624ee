// The life of a resource: created, given its data, installed, changed, cancelled.
#include <algorithm>

#include "doors/ipp/resource_data.h"
#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

using registry::Resource;

void add_state(const Resource& resource, ipp::Group& into) {
  into.add(ipp::integer("resource-id", resource.number))
      .add(ipp::enumeration("resource-state", 3 + static_cast<int>(resource.state)))
      .add(ipp::keyword("resource-state-reasons", resource.cancel_asked ? "cancel-requested" : "none"))
      .add(ipp::uri("resource-uuid", resource.uuid));
}

http::Response state_of(const SystemCall& call, const Resource& resource) {
  ipp::Message answer = call.answer();
  add_state(resource, answer.add_group(ipp::Tag::resource));
  return to_http(answer);
}

// Those attributes of the request that are none of these.
std::vector<ipp::Attribute> others_than(const ipp::Group& group, std::initializer_list<std::string_view> known) {
  std::vector<ipp::Attribute> others;
  for (const ipp::Attribute& attribute : group.attributes)
    if (std::find(known.begin(), known.end(), attribute.name) == known.end())
      others.push_back(ipp::unsupported_value(attribute.name));
  return others;
}

http::Response refuse_change(const SystemCall& call, const Error& error) {
  if (error.reason == Reason::malformed && error.code == "bad-resource")
    return call.refuse(ipp::status::attributes_or_values_not_supported, error.what);
  return call.refuse(error);
}

// Changes one that is the caller's own, and answers how it is then.
using Change = std::function<Result<Resource>(store::Transaction&, int number)>;
Task<http::Response> change_own(SystemCall& call, const Change& change) {
  const Result<int> number = target_resource(call.operation());
  if (!number.ok()) co_return call.refuse(number.error());
  std::function<Result<Resource>(store::Transaction&)> write = [caller = call.caller, number = number.value(),
                                                                change](store::Transaction& in) -> Result<Resource> {
    TRY(own_resource(in, caller, number));
    return change(in, number);
  };
  const Result<Resource> changed = co_await call.service.write<Resource>(write);
  co_return changed.ok() ? state_of(call, changed.value()) : refuse_change(call, changed.error());
}

// The operator makes the system's own, everybody else their (first) provider's.
Resource wished(const SystemCall& call) {
  const ipp::Group& group = call.request().group(ipp::Tag::resource);
  Resource resource;
  if (call.caller.role != system_operator) resource.provider = call.caller.providers.front();
  resource.type = call.operation().text("resource-type").value_or("");
  resource.name = group.text("resource-name").value_or("");
  resource.info = group.text("resource-info").value_or("");
  resource.language = group.text("resource-natural-language").value_or("");
  resource.string_version = group.text("resource-string-version").value_or("");
  return resource;
}

// All of what follows the message: a resource is small.
Task<Result<std::string>> read_data(Incoming& incoming) {
  std::string data = std::move(incoming.rest);
  while (true) {
    CO_TRY(const std::string_view piece, co_await incoming.http->body->read());
    if (piece.empty()) break;
    data.append(piece);
    if (data.size() > registry::resource_bytes_max)
      co_return refusal(ipp::status::request_entity_too_large, "a resource may have 1 MiB");
  }
  co_return data;
}

Result<std::string> keep(vault::Vault& vault, const std::string& data) {
  const auto writer = TRY(vault.begin());
  TRY(writer->append(data));
  return TRY(writer->finish()).text;
}

// The format that is declared, when the resource waits for data and these are such data.
Result<std::string> declared_format(const SystemCall& call) {
  const auto format = call.operation().text("resource-format");
  if (!format) return Error{Reason::malformed, "bad-ipp", "resource-format is missing"};
  const auto* known = std::find(std::begin(registry::resource_formats), std::end(registry::resource_formats), *format);
  if (known == std::end(registry::resource_formats))
    return refusal(ipp::status::document_format_not_supported, "resources of this format are not taken");
  if (call.operation().text("compression").value_or("none") != "none")
    return refusal(ipp::status::compression_not_supported, "send the data of a resource as they are");
  return *format;
}

Task<Result<void>> check_awaits_data(SystemCall& call, int number) {
  std::function<Result<Resource>(store::Reader&)> look_up = [&](store::Reader& in) {
    return own_resource(in, call.caller, number);
  };
  CO_TRY(const Resource resource, co_await call.service.read<Resource>(look_up));
  if (resource.state != registry::ResourceState::pending || resource.cancel_asked)
    co_return refusal(ipp::status::not_possible, "the resource has its data already, or is gone");
  co_return Result<void>{};
}

Task<http::Response> abort_it(SystemCall& call, int number) {
  std::function<Result<void>(store::Transaction&)> abort = [number, now = call.service.now()](store::Transaction& in) {
    return registry::abort_resource(in, number, "the data are not of the format that they are said to have", now);
  };
  const Result<void> aborted = co_await call.service.write_void(abort);
  if (!aborted.ok()) co_return call.refuse(aborted.error());
  co_return call.refuse(ipp::status::document_format_error, "these data are not of that format; create it anew");
}

Task<http::Response> give(SystemCall& call, int number, const std::string& format, const std::string& data) {
  const Result<std::string> location = keep(call.service.vault, data);
  if (!location.ok()) co_return call.refuse(location.error());
  const registry::ResourceData given{format, location.value(), static_cast<std::int64_t>(data.size())};
  std::function<Result<Resource>(store::Transaction&)> write = [number, given,
                                                                now = call.service.now()](store::Transaction& in) {
    return registry::give_resource_data(in, number, given, now);
  };
  const Result<Resource> changed = co_await call.service.write<Resource>(write);
  if (changed.ok()) co_return state_of(call, changed.value());
  destroy_data(call.service, {location.value()});
  co_return call.refuse(changed.error());
}

}  // namespace

void destroy_data(doors::Service& service, std::vector<std::string> locations) {
  for (std::string& location : locations)
    if (!location.empty())
      service.pool.post(
          [&vault = service.vault, location = vault::Location{std::move(location)}] { (void)vault.destroy(location); });
}

Task<http::Response> create_resource(SystemCall& call) {
  auto others = others_than(call.request().group(ipp::Tag::resource),
                            {"resource-info", "resource-name", "resource-natural-language", "resource-string-version"});
  if (!others.empty())
    co_return call.unsupported(ipp::status::attributes_or_values_not_supported, "a resource has no such attributes",
                               std::move(others));
  if (!call.operation().text("resource-type"))
    co_return call.refuse(ipp::status::bad_request, "resource-type is missing");
  std::function<Result<Resource>(store::Transaction&)> create = [wished = wished(call),
                                                                 now = call.service.now()](store::Transaction& in) {
    return registry::create_resource(in, wished, now);
  };
  const Result<Resource> made = co_await call.service.write<Resource>(create);
  co_return made.ok() ? state_of(call, made.value()) : refuse_change(call, made.error());
}

Task<http::Response> send_resource_data(SystemCall& call) {
  const Result<int> number = target_resource(call.operation());
  if (!number.ok()) co_return call.refuse(number.error());
  const Result<std::string> format = declared_format(call);
  if (!format.ok()) co_return call.refuse(format.error());
  const Result<void> awaits = co_await check_awaits_data(call, number.value());
  if (!awaits.ok()) co_return call.refuse(awaits.error());
  const Result<std::string> data = co_await read_data(call.incoming);
  if (!data.ok()) co_return call.refuse(data.error());
  if (data.value().empty()) co_return call.refuse(ipp::status::bad_request, "no data came with the request");
  if (!is_of_format(data.value(), format.value())) co_return co_await abort_it(call, number.value());
  co_return co_await give(call, number.value(), format.value(), data.value());
}

Task<http::Response> install_resource(SystemCall& call) {
  const Change install = [now = call.service.now()](store::Transaction& in, int number) {
    return registry::install_resource(in, number, now);
  };
  co_return co_await change_own(call, install);
}

Task<http::Response> set_resource_attributes(SystemCall& call) {
  const ipp::Group& group = call.request().group(ipp::Tag::resource);
  if (group.attributes.empty()) co_return call.refuse(ipp::status::bad_request, "the resource attributes are missing");
  auto others = others_than(group, {"resource-info", "resource-name", "resource-string-version"});
  for (ipp::Attribute& other : others) other.tag = ipp::Tag::not_settable;
  if (!others.empty())
    co_return call.unsupported(ipp::status::attributes_not_settable, "these cannot be set", std::move(others));
  const registry::ResourceChange wish{group.text("resource-name"), group.text("resource-info"),
                                      group.text("resource-string-version")};
  const Change change = [wish](store::Transaction& in, int number) {
    return registry::change_resource(in, number, wish);
  };
  co_return co_await change_own(call, change);
}

Task<http::Response> cancel_resource(SystemCall& call) {
  const Result<int> number = target_resource(call.operation());
  if (!number.ok()) co_return call.refuse(number.error());
  using registry::Cancelled;
  std::function<Result<Cancelled>(store::Transaction&)> cancel =
      [caller = call.caller, number = number.value(),
       now = call.service.now()](store::Transaction& in) -> Result<Cancelled> {
    TRY(own_resource(in, caller, number));
    return registry::cancel_resource(in, number, now);
  };
  const Result<Cancelled> cancelled = co_await call.service.write<Cancelled>(cancel);
  if (!cancelled.ok()) co_return call.refuse(cancelled.error());
  destroy_data(call.service, {cancelled.value().freed});
  co_return state_of(call, cancelled.value().resource);
}

}  // namespace tsuke::ippdoor
