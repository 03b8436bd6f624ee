// The printers as a caller sees them: a person their purpose queues, and the devices that they administer; a device
// itself.
#include <algorithm>
#include <map>

#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::size_t text_bytes_max = 127;

Result<void> describe(store::Reader& in, SystemPrinter& printer) {
  if (auto said = TRY(registry::printer_description(in, printer.ref))) printer.description = *said;
  return {};
}

Result<SystemPrinter> purpose_view(store::Reader& in, const registry::Purpose& purpose) {
  SystemPrinter view;
  view.ref.purpose = purpose.id;
  view.purpose = purpose;
  view.path = "/ipp/print/" + purpose.slug;
  view.condition = {ipp::printer_state::idle, {"none"}, purpose.state == registry::PurposeState::active};
  if (!purpose.switched_on) view.condition = {ipp::printer_state::stopped, {"shutdown"}, false};
  TRY(describe(in, view));
  return view;
}

// By number; those that have none yet have 0.
Result<std::vector<SystemPrinter>> views_of(store::Reader& in, const SystemCaller& caller) {
  std::vector<SystemPrinter> all;
  if (caller.role == enrolling) return all;
  if (caller.role == device) {
    all.push_back(TRY(device_view(in, TRY(registry::printer(in, caller.printer)))));
    all.back().number = 1;
    return all;
  }
  std::map<std::pair<PurposeId, PrinterId>, int> numbers;
  for (const auto& known : TRY(registry::printer_numbers(in, caller.of)))
    numbers[{known.of.purpose, known.of.printer}] = known.number;
  for (const registry::Purpose& purpose : TRY(registry::purposes(in, caller.of)))
    all.push_back(TRY(purpose_view(in, purpose)));
  for (const registry::Printer& printer : TRY(administered_printers(in, caller)))
    all.push_back(TRY(device_view(in, printer)));
  for (SystemPrinter& view : all) {
    const auto found = numbers.find({view.ref.purpose, view.ref.printer});
    if (found != numbers.end()) view.number = found->second;
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return all;
}

Result<std::vector<SystemPrinter>> numbered_views(store::Transaction& in, const SystemCaller& caller) {
  for (const SystemPrinter& view : TRY(views_of(in, caller)))
    if (view.number == 0) TRY(registry::number_printer(in, caller.of, view.ref));
  return views_of(in, caller);
}

std::string path_of(const std::string& uri) {
  const std::size_t host = uri.find("://");
  const std::size_t path = host == std::string::npos ? host : uri.find('/', host + 3);
  return path == std::string::npos ? "" : uri.substr(path);
}

// Replaces what the queue says of itself where the system knows more.
void put_over(ipp::Group& group, const Requested& asked, ipp::Attribute attribute) {
  if (!asked.wants(attribute.name)) return;
  for (ipp::Attribute& known : group.attributes)
    if (known.name == attribute.name) {
      known = std::move(attribute);
      return;
    }
  group.add(std::move(attribute));
}

void put_device(const SystemCall& call, const registry::Printer& printer, const Requested& asked, ipp::Group& into) {
  Picker put(asked, into);
  const Instant now = call.service.now();
  put.add(ipp::text("printer-make-and-model", "Tsuke device queue"));
  put.add(ipp::uri("printer-uuid", printer.uuid));
  put.add(ipp::uri("printer-more-info", web_base(call.service, *call.incoming.http) + "/"));
  put.add(ipp::integer("printer-up-time", unix_seconds(now)));
  put.add(ipp::strings("document-format-supported", ipp::Tag::mime_type, printer.capabilities.formats));
  put.add(ipp::boolean("color-supported", printer.capabilities.color));
  put.add(ipp::keywords("media-supported", printer.capabilities.media), Kind::job_template);
  put.add(ipp::enumerations("operations-supported", device_operations()));
  put.add(ipp::keyword("ipp-features-supported", "infrastructure-printer"));
  put.add(ipp::keywords("ipp-versions-supported", {"1.1", "2.0"}));
}

void put_purpose(const SystemCall& call, const SystemPrinter& printer, const Requested& asked, ipp::Group& into) {
  Queue queue;
  queue.purpose = printer.purpose;
  queue.credential.person = printer.purpose->person;
  queue.path = printer.path;
  queue.uri = call.base() + printer.path;
  queue.said = printer.description;
  const QueueFacts facts{queue, call.secure(), web_base(call.service, *call.incoming.http), {}, call.service.formats};
  add_fixed_attributes(facts, asked, into);
  Picker put(asked, into);
  put.add(ipp::integer("printer-up-time", unix_seconds(call.service.now())));
}

void put_state(const SystemPrinter& printer, const Requested& asked, ipp::Group& into) {
  put_over(into, asked, ipp::enumeration("printer-state", printer.condition.state));
  put_over(into, asked, ipp::keywords("printer-state-reasons", printer.condition.reasons));
  put_over(into, asked, ipp::boolean("printer-is-accepting-jobs", printer.condition.accepts));
}

}  // namespace

std::int32_t unix_seconds(Instant at) { return static_cast<std::int32_t>(at.micros / 1'000'000); }

Result<std::vector<registry::Printer>> administered_printers(store::Reader& in, const SystemCaller& caller) {
  if (caller.role == system_operator) return registry::printers(in);
  std::vector<registry::Printer> all;
  for (const ProviderId provider : caller.providers)
    for (registry::Printer& printer : TRY(registry::printers_of(in, provider))) all.push_back(std::move(printer));
  return all;
}

Result<SystemPrinter> device_view(store::Reader& in, const registry::Printer& printer) {
  SystemPrinter view;
  view.ref.printer = printer.id;
  view.device = printer;
  view.path = "/ipp/device/" + to_string(printer.id);
  view.condition = registry::condition_of(printer, TRY(registry::why_off(in, printer)));
  view.description.location = printer.site_name;
  TRY(describe(in, view));
  return view;
}

Task<Result<std::vector<SystemPrinter>>> printers_of(SystemCall& call) {
  std::function<Result<std::vector<SystemPrinter>>(store::Reader&)> look_up = [&](store::Reader& in) {
    return views_of(in, call.caller);
  };
  Result<std::vector<SystemPrinter>> views = co_await call.service.read<std::vector<SystemPrinter>>(look_up);
  if (!views.ok() || views.value().empty() || views.value().front().number > 0) co_return views;
  std::function<Result<std::vector<SystemPrinter>>(store::Transaction&)> number =
      [caller = call.caller](store::Transaction& in) { return numbered_views(in, caller); };
  co_return co_await call.service.write<std::vector<SystemPrinter>>(number);
}

Task<Result<SystemPrinter>> target_printer(SystemCall& call, bool or_default) {
  CO_TRY(std::vector<SystemPrinter> all, co_await printers_of(call));
  const auto number = call.operation().integer("printer-id");
  const auto uri = call.operation().text("printer-uri");
  if (!number && !uri && !or_default)
    co_return Error{Reason::malformed, "bad-ipp", "name the printer, by printer-id or by printer-uri"};
  const std::string path = path_of(uri.value_or(""));
  for (SystemPrinter& printer : all) {
    if (number ? printer.number == *number : !uri || printer.path == path) co_return std::move(printer);
  }
  co_return Error{Reason::not_found, "no-such-printer", "there is no such printer, or none that you may see"};
}

bool manages(const SystemCaller& caller, const SystemPrinter& printer) {
  if (printer.purpose) return caller.of.exists() && printer.purpose->person == caller.of;
  return caller.administers(printer.device->provider);
}

ipp::Collection xri(const std::string& uri, bool secure) {
  return {ipp::uri("xri-uri", uri), ipp::keyword("xri-authentication", "basic"),
          ipp::keyword("xri-security", secure ? "tls" : "none")};
}

void add_printer(const SystemCall& call, const SystemPrinter& printer, const Requested& asked, ipp::Group& into) {
  if (printer.purpose) {
    put_purpose(call, printer, asked, into);
  } else {
    put_device(call, *printer.device, asked, into);
  }
  const registry::PrinterDescription& said = printer.description;
  const std::string uri = call.base() + printer.path;
  put_over(into, asked, ipp::integer("printer-id", printer.number));
  put_over(into, asked, ipp::name("printer-name", clipped(printer.name(), text_bytes_max)));
  put_over(into, asked,
           ipp::text("printer-info", clipped(said.info.empty() ? printer.name() : said.info, text_bytes_max)));
  put_over(into, asked, ipp::text("printer-location", clipped(said.location, text_bytes_max)));
  put_over(into, asked, geo_location(said.geo_location));
  put_over(into, asked, ipp::keyword("printer-service-type", "print"));
  put_over(into, asked, ipp::uri("printer-uri-supported", uri));
  put_over(into, asked, ipp::collection("printer-xri-supported", xri(uri, call.secure())));
  put_over(into, asked, ipp::keyword("uri-authentication-supported", "basic"));
  put_over(into, asked, ipp::keyword("uri-security-supported", call.secure() ? "tls" : "none"));
  put_state(printer, asked, into);
}

void add_new_printer(const SystemCall& call, const SystemPrinter& printer, ipp::Group& into) {
  const std::string uri = call.base() + printer.path;
  into.add(ipp::integer("printer-id", printer.number))
      .add(ipp::boolean("printer-is-accepting-jobs", printer.condition.accepts))
      .add(ipp::enumeration("printer-state", printer.condition.state))
      .add(ipp::keywords("printer-state-reasons", printer.condition.reasons))
      .add(ipp::uri("printer-uuid",
                    printer.purpose ? stable_uuid("purpose", printer.ref.purpose.value) : printer.device->uuid))
      .add(ipp::collection("printer-xri-supported", xri(uri, call.secure())))
      .add(ipp::name("printer-name", clipped(printer.name(), text_bytes_max)))
      .add(ipp::uri("printer-uri-supported", uri));
}

http::Response SystemCall::unsupported(std::uint16_t status, std::string_view sentence,
                                       std::vector<ipp::Attribute> attributes) const {
  ipp::Message answer = ippdoor::refuse(request(), status, sentence);
  ipp::Group& group = answer.add_group(ipp::Tag::unsupported_group);
  for (ipp::Attribute& attribute : attributes) group.add(std::move(attribute));
  return to_http(answer);
}

}  // namespace tsuke::ippdoor
