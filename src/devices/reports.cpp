#include "devices/reports.h"

#include "devices/abilities.h"
#include "devices/supplies.h"
#include "platform/ipp/codes.h"

namespace tsuke::devices {
namespace {

using State = flow::DeviceReport::State;

constexpr std::size_t reasons_max = 32;

std::string state_word(std::int32_t printer_state, const std::string& known) {
  switch (printer_state) {
    case ipp::printer_state::idle: return "idle";
    case ipp::printer_state::processing: return "processing";
    case ipp::printer_state::stopped: return "stopped";
    default: return known;
  }
}

// Most jobs have no blank sides between copies, and then nothing is looked up.
Result<void> leave_out_blank_sides(store::Reader& in, PrinterId id, std::int32_t number, flow::DeviceReport& report) {
  if (!report.impressions) return {};
  const flow::Attempt attempt = TRY(flow::attempt_at_printer(in, id, number));
  if (attempt.settings.copies == 1 || attempt.settings.sides == registry::Sides::one_sided) return {};
  const registry::Printer printer = TRY(registry::printer(in, id));
  const Pages pages = flow::pages_of(TRY(flow::job(in, attempt.job)));
  const auto delivery = flow::plan_delivery(attempt.settings, pages, printer.capabilities);
  if (delivery.ok())
    report.impressions = flow::printed_sides(delivery.value(), *report.impressions, report.state == State::completed);
  return {};
}

}  // namespace

State state_of(std::int32_t job_state) {
  switch (job_state) {
    case ipp::job_state::processing_stopped: return State::stopped;
    case ipp::job_state::canceled: return State::cancelled;
    case ipp::job_state::aborted: return State::aborted;
    case ipp::job_state::completed: return State::completed;
    default: return State::working;
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word.substr(0, 255);
  return text.substr(0, 1000);
}

Result<void> described(store::Transaction& in, PrinterId printer, const ipp::Group& told, Instant now) {
  const registry::Printer known = TRY(registry::printer(in, printer));
  const std::string state = state_word(told.integer("printer-state").value_or(0), known.state);
  const bool says_reasons = told.find("printer-state-reasons") != nullptr;
  const auto reasons = says_reasons ? keywords_in(told, "printer-state-reasons", reasons_max) : known.state_reasons;
  TRY(registry::device_reported(in, printer, state, reasons, abilities(known.capabilities, told), now));
  if (tells_supplies(told)) TRY(registry::supplies_reported(in, printer, supplies_in(told), now));
  return {};
}

Result<flow::Attempt> printed(store::Transaction& in, PrinterId printer, std::int32_t number, flow::DeviceReport report,
                              Instant now) {
  TRY(leave_out_blank_sides(in, printer, number, report));
  return flow::record_report(in, printer, number, report, now);
}

Result<Planned> with_plan(store::Reader& in, PrinterId printer, flow::Attempt attempt) {
  const registry::Printer device = TRY(registry::printer(in, printer));
  const flow::Job job = TRY(flow::job(in, attempt.job));
  auto delivery = flow::plan_delivery(attempt.settings, flow::pages_of(job), device.capabilities);
  Planned planned{std::move(attempt), std::nullopt};
  if (delivery.ok()) planned.delivery = delivery.take();
  return planned;
}

flow::DeviceReport not_made(const Error& why) {
  flow::DeviceReport report;
  report.state = State::aborted;
  report.reasons = "document-unprintable-error " + why.code;
  return report;
}

}  // namespace tsuke::devices
