// Get-Printers, and Get-Printer-Attributes at the system.
#include <algorithm>

#include "doors/ipp/document.h"
#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

constexpr const char* which_words[] = {"all",        "accepting", "idle",    "not-accepting",
                                       "processing", "shutdown",  "stopped", "testing"};

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_which(const SystemPrinter& printer, std::string_view which) {
  const registry::PrinterCondition& is = printer.condition;
  if (which == "accepting") return is.accepts;
  if (which == "not-accepting") return !is.accepts;
  if (which == "idle") return is.state == ipp::printer_state::idle;
  if (which == "processing") return is.state == ipp::printer_state::processing;
  if (which == "stopped") return is.state == ipp::printer_state::stopped;
  if (which == "shutdown") return has(is.reasons, "shutdown");
  return which == "all";  // nothing is ever testing
}

bool takes_format(const SystemPrinter& printer, const std::string& format, const convert::Accepted& accepted) {
  return has(printer.device ? printer.device->capabilities.formats : accepted.media_types(), format);
}

// What the request narrows the list to.
struct Filter {
  std::vector<std::int32_t> ids;
  std::vector<std::string> types;
  std::string which, location, place, format;

  explicit Filter(const ipp::Group& operation)
      : ids(operation.integers("printer-ids")),
        types(operation.texts("printer-service-type")),
        which(operation.text("which-printers").value_or("all")),
        location(operation.text("printer-location").value_or("")),
        place(operation.text("printer-geo-location").value_or("")),
        format(operation.text("document-format").value_or("")) {}

  bool takes(const SystemPrinter& printer, const convert::Accepted& accepted) const {
    if (!ids.empty() && std::find(ids.begin(), ids.end(), printer.number) == ids.end()) return false;
    if (!types.empty() && !has(types, "print") && !has(types, "all")) return false;
    if (!location.empty() && printer.description.location != location) return false;
    if (!place.empty() && printer.description.geo_location != place) return false;
    if (!format.empty() && !takes_format(printer, format, accepted)) return false;
    return is_which(printer, which);
  }
};

bool is_known_which(const std::string& word) {
  return std::any_of(std::begin(which_words), std::end(which_words), [&](const char* known) { return word == known; });
}

}  // namespace

Task<http::Response> get_printers(SystemCall& call) {
  const Filter filter(call.operation());
  if (!is_known_which(filter.which))
    co_return call.unsupported(ipp::status::attributes_or_values_not_supported, "ask for printers by another word",
                               {ipp::keyword("which-printers", filter.which)});
  const std::int32_t first = call.operation().integer("first-index").value_or(1);
  std::int32_t left = call.operation().integer("limit").value_or(INT32_MAX);
  if (first < 1 || left < 1) co_return call.refuse(ipp::status::bad_request, "first-index and limit begin with 1");
  const Result<std::vector<SystemPrinter>> all = co_await printers_of(call);
  if (!all.ok()) co_return call.refuse(all.error());
  const Requested asked(call.operation(), "printer-description", {"all"});
  ipp::Message answer = call.answer();
  std::int32_t index = 0;
  for (const SystemPrinter& printer : all.value()) {
    if (!filter.takes(printer, call.service.formats) || ++index < first) continue;
    if (left-- == 0) break;
    add_printer(call, printer, asked, answer.add_group(ipp::Tag::printer));
  }
  co_return to_http(answer);
}

Task<http::Response> get_system_printer_attributes(SystemCall& call) {
  const Result<SystemPrinter> printer = co_await target_printer(call, true);
  if (!printer.ok()) co_return call.refuse(printer.error());
  const Requested asked(call.operation(), "printer-description", {"all"});
  ipp::Message answer = call.answer();
  add_printer(call, printer.value(), asked, answer.add_group(ipp::Tag::printer));
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
