// The printer itself at its own queue: what it told us, and what we say of it.
#include <algorithm>
#include <cctype>

#include "doors/ipp/device_call.h"
#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/requested.h"
#include "doors/ipp/uris.h"
#include "flow/deliver/deliver.h"
#include "registry/device_uuids.h"
#include "registry/text.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::size_t words_max = 256, reasons_max = 32;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// What a device tells is bounded and, where it is no word, left out: one odd value must not cost us the rest.
std::vector<std::string> keywords_in(const ipp::Group& group, std::string_view name, std::size_t most) {
  std::vector<std::string> words;
  for (std::string& word : group.texts(name))
    if (registry::is_keyword(word) && words.size() < most) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> formats_in(const ipp::Group& group) {
  std::vector<std::string> formats;
  for (std::string& format : group.texts("document-format-supported")) {
    const std::string bare = lower(format.substr(0, format.find_first_of("; ")));
    const bool plain = std::all_of(bare.begin(), bare.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
    if (plain && bare.find('/') != std::string::npos && bare.size() < 128 && formats.size() < words_max)
      formats.push_back(bare);
  }
  return formats;
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Only what came is changed.
registry::Capabilities merged(registry::Capabilities known, const ipp::Group& told) {
  if (auto media = keywords_in(told, "media-supported", words_max); !media.empty()) known.media = std::move(media);
  if (auto formats = formats_in(told); !formats.empty()) known.formats = std::move(formats);
  if (told.find("sides-supported")) {
    const auto sides = keywords_in(told, "sides-supported", words_max);
    known.two_sided = has(sides, "two-sided-long-edge") || has(sides, "two-sided-short-edge");
  }
  if (told.find("print-color-mode-supported"))
    known.color = has(keywords_in(told, "print-color-mode-supported", words_max), "color");
  else if (const auto color = told.boolean("color-supported"))
    known.color = *color;
  return known;
}

std::string state_word(std::int32_t printer_state, const std::string& known) {
  switch (printer_state) {
    case ipp::printer_state::idle: return "idle";
    case ipp::printer_state::processing: return "processing";
    case ipp::printer_state::stopped: return "stopped";
    default: return known;
  }
}

std::int32_t state_value(const std::string& word) {
  if (word == "processing") return ipp::printer_state::processing;
  return word == "idle" ? ipp::printer_state::idle : ipp::printer_state::stopped;
}

Result<void> take_report(store::Transaction& in, PrinterId printer, const ipp::Group& told, Instant now) {
  const registry::Printer known = TRY(registry::printer(in, printer));
  const std::string state = state_word(told.integer("printer-state").value_or(0), known.state);
  const bool says_reasons = told.find("printer-state-reasons") != nullptr;
  const auto reasons = says_reasons ? keywords_in(told, "printer-state-reasons", reasons_max) : known.state_reasons;
  return registry::device_reported(in, printer, state, reasons, merged(known.capabilities, told), now);
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

void add_device_names(const DeviceCall& call, const registry::Printer& printer, Picker& put) {
  const bool secure = call.incoming.http->secure;
  put.add(ipp::name("printer-name", clipped(printer.name, 127)));
  put.add(ipp::text("printer-info", clipped(printer.name, 127)));
  put.add(ipp::text("printer-location", clipped(printer.site_name, 127)));
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
  std::int32_t queued = 0;
};

Task<Result<Facts>> read_facts(DeviceCall& call) {
  std::function<Result<Facts>(store::Reader&)> look_up = [&](store::Reader& in) -> Result<Facts> {
    const auto active = TRY(flow::active_attempts(in, call.queue.printer));
    return Facts{TRY(registry::printer(in, call.queue.printer)), static_cast<std::int32_t>(active.size())};
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
  add_device_names(call, facts.value().printer, put);
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
    return take_report(in, printer, told, now);
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
    return registry::device_reported(in, printer, "unknown", {}, std::nullopt, now);
  };
  const Result<void> gone = co_await call.service.write_void(change);
  if (!gone.ok()) co_return call.refuse(gone.error());
  call.board->cancel_all();
  co_return call.ok();
}

}  // namespace tsuke::ippdoor
