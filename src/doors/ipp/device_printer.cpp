// The printer itself at its own queue: what it told us, and what we say of it.
#include "devices/reports.h"
#include "doors/ipp/device_call.h"
#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/requested.h"
#include "doors/ipp/uris.h"
#include "flow/deliver/deliver.h"
#include "registry/device_uuids.h"
#include "registry/direct.h"
#include "registry/printer_numbers.h"

namespace tsuke::ippdoor {
namespace {

std::int32_t state_value(const std::string& word) {
  if (word == "processing") return ipp::printer_state::processing;
  return word == "idle" ? ipp::printer_state::idle : ipp::printer_state::stopped;
}

void add_device_state(const registry::Printer& printer, Picker& put) {
  std::vector<std::string> reasons = printer.state_reasons;
  if (reasons.empty()) reasons.emplace_back("none");
  put.add(ipp::enumeration("printer-state", state_value(printer.state)));
  put.add(ipp::keywords("printer-state-reasons", std::move(reasons)));
  put.add(ipp::strings("document-format-supported", ipp::Tag::mime_type, printer.capabilities.formats));
  put.add(ipp::boolean("color-supported", printer.capabilities.color));
  const auto colors = printer.capabilities.color ? std::vector<std::string>{"monochrome", "color"}
                                                 : std::vector<std::string>{"monochrome"};
  const auto sides = printer.capabilities.two_sided
                         ? std::vector<std::string>{"one-sided", "two-sided-long-edge", "two-sided-short-edge"}
                         : std::vector<std::string>{"one-sided"};
  put.add(ipp::keywords("print-color-mode-supported", colors), Kind::job_template);
  put.add(ipp::keywords("sides-supported", sides), Kind::job_template);
  put.add(ipp::keywords("media-supported", printer.capabilities.media), Kind::job_template);
}

void add_device_names(const DeviceCall& call, const registry::Printer& printer,
                      const registry::PrinterDescription& said, Picker& put) {
  const bool secure = call.incoming.http->secure;
  put.add(ipp::name("printer-name", clipped(printer.name, 127)));
  put.add(ipp::text("printer-info", clipped(said.info.empty() ? printer.name : said.info, 127)));
  put.add(ipp::text("printer-location", clipped(said.location, 127)));
  put.add(geo_location(said.geo_location));
  put.add(ipp::text("printer-make-and-model", "Tsuke device queue"));
  put.add(ipp::uri("printer-uuid", printer.uuid));
  put.add(ipp::uri("printer-more-info", web_base(call.service, *call.incoming.http) + "/"));
  put.add(ipp::uri("printer-uri-supported", call.queue.uri));
  put.add(ipp::keyword("uri-authentication-supported", "basic"));
  put.add(ipp::keyword("uri-security-supported", secure ? "tls" : "none"));
  put.add(ipp::strings("output-device-uuid-supported", ipp::Tag::uri, {printer.uuid}));
}

void add_device_service(const DeviceCall& call, Picker& put) {
  const Instant now = call.service.now();
  put.add(ipp::strings("charset-configured", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("charset-supported", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("natural-language-configured", ipp::Tag::language, {"en"}));
  put.add(ipp::strings("generated-natural-language-supported", ipp::Tag::language, {"en"}));
  put.add(ipp::keywords("ipp-versions-supported", {"1.1", "2.0"}));
  put.add(ipp::keyword("ipp-features-supported", "infrastructure-printer"));
  put.add(ipp::enumerations("operations-supported", device_operations()));
  put.add(ipp::strings("document-format-default", ipp::Tag::mime_type, {"application/pdf"}));
  put.add(ipp::keyword("compression-supported", "none"));
  put.add(ipp::keyword("pdl-override-supported", "attempted"));
  put.add(ipp::boolean("printer-is-accepting-jobs", false));  // jobs come by release alone
  put.add(ipp::integer("printer-up-time", static_cast<std::int32_t>(now.micros / 1'000'000)));
  put.add(ipp::keyword("notify-pull-method-supported", "ippget"));
  put.add(ipp::keywords("notify-events-supported", {std::begin(device_events), std::end(device_events)}));
  put.add(ipp::keywords("notify-events-default", {"job-fetchable", "job-state-changed"}));
  put.add(ipp::integer("notify-lease-duration-default", 0));
  put.add(ipp::range("notify-lease-duration-supported", 0, 0));
  put.add(ipp::integer("notify-max-events-supported", static_cast<std::int32_t>(std::size(device_events))));
  put.add(ipp::keywords("which-jobs-supported", {"completed", "not-completed", "all", "fetchable"}));
}

struct Facts {
  registry::Printer printer;
  registry::PrinterDescription said;
  std::int32_t queued = 0;
};

Task<Result<Facts>> read_facts(DeviceCall& call) {
  std::function<Result<Facts>(store::Reader&)> look_up = [&](store::Reader& in) -> Result<Facts> {
    Facts facts;
    facts.printer = TRY(registry::printer(in, call.queue.printer));
    facts.queued = static_cast<std::int32_t>(TRY(flow::active_attempts(in, call.queue.printer)).size());
    facts.said = TRY(registry::printer_description(in, {{}, call.queue.printer}))
                     .value_or(registry::PrinterDescription{"", facts.printer.site_name, ""});
    return facts;
  };
  co_return co_await call.service.read<Facts>(look_up);
}

}  // namespace

Task<http::Response> get_device_printer_attributes(DeviceCall& call) {
  const Result<Facts> facts = co_await read_facts(call);
  if (!facts.ok()) co_return call.refuse(facts.error());
  const Requested asked(call.operation(), "printer-description", {"all"});
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  Picker put(asked, answer.add_group(ipp::Tag::printer));
  add_device_names(call, facts.value().printer, facts.value().said, put);
  add_device_state(facts.value().printer, put);
  add_device_service(call, put);
  put.add(ipp::integer("queued-job-count", facts.value().queued));
  co_return to_http(answer);
}

Task<http::Response> update_output_device_attributes(DeviceCall& call) {
  const auto uuid = call.operation().text("output-device-uuid");
  if (!uuid) co_return call.refuse(ipp::status::bad_request, "output-device-uuid is missing");
  std::function<Result<void>(store::Transaction&)> change =
      [printer = call.queue.printer, uuid = *uuid, told = call.request().group(ipp::Tag::printer),
       now = call.service.now()](store::Transaction& in) -> Result<void> {
    TRY(registry::remember_device_uuid(in, printer, uuid, now));
    if (TRY(registry::direct(in, printer))) return {};  // the service sees for itself how the printer is
    return devices::described(in, printer, told, now);
  };
  const Result<void> taken = co_await call.service.write_void(change);
  if (!taken.ok()) co_return call.refuse(taken.error());
  co_return call.ok();
}

Task<http::Response> get_output_device_attributes(DeviceCall& call) {
  const Result<Facts> facts = co_await read_facts(call);
  if (!facts.ok()) co_return call.refuse(facts.error());
  const Requested asked(call.operation(), "printer-description", {"all"});
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  Picker put(asked, answer.add_group(ipp::Tag::printer));
  add_device_state(facts.value().printer, put);
  co_return to_http(answer);
}

// The device goes; its credential stays good, and what was released to it waits for it.
Task<http::Response> deregister_output_device(DeviceCall& call) {
  std::function<Result<void>(store::Transaction&)> change =
      [printer = call.queue.printer, uuid = call.operation().text("output-device-uuid"),
       now = call.service.now()](store::Transaction& in) -> Result<void> {
    if (uuid) TRY(registry::forget_device_uuid(in, printer, *uuid));
    if (TRY(registry::direct(in, printer))) return {};
    return registry::device_reported(in, printer, "unknown", {}, std::nullopt, now);
  };
  const Result<void> gone = co_await call.service.write_void(change);
  if (!gone.ok()) co_return call.refuse(gone.error());
  call.board->cancel_all();
  co_return call.ok();
}

}  // namespace tsuke::ippdoor
