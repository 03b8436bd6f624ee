// What the device says came out. Counts are evidence and only grow; a state without counts is a word, not evidence.
#include "devices/reports.h"
#include "doors/ipp/device_call.h"
#include "doors/ipp/uris.h"

namespace tsuke::ippdoor {
namespace {

using State = flow::DeviceReport::State;

std::optional<std::int64_t> count_in(const ipp::Collection& counts, std::string_view name) {
  for (const ipp::Attribute& each : counts) {
    if (each.name != name || each.values.empty()) continue;
    if (const auto* count = std::get_if<std::int32_t>(&each.values.front())) return *count;
  }
  return std::nullopt;
}

// job-impressions-completed-col: colour is what is not monochrome; blank sides are no impressions.
void take_split(const ipp::Collection& counts, flow::DeviceReport& report) {
  report.monochrome_impressions = count_in(counts, "monochrome");
  const auto full = count_in(counts, "full-color"), highlight = count_in(counts, "highlight-color");
  if (full || highlight) report.color_impressions = full.value_or(0) + highlight.value_or(0);
}

flow::DeviceReport report_in(const ipp::Group& group) {
  flow::DeviceReport report;
  report.state = devices::state_of(group.integer("output-device-job-state").value_or(0));
  report.reasons = devices::joined(group.texts("output-device-job-state-reasons"));
  if (const auto count = group.integer("job-impressions-completed")) report.impressions = *count;
  if (const auto count = group.integer("job-media-sheets-completed")) report.sheets = *count;
  if (const auto* split = group.collection("job-impressions-completed-col")) take_split(*split, report);
  return report;
}

bool says_something(const ipp::Group& group) {
  for (const char* name : {"output-device-job-state", "output-device-job-state-reasons", "job-impressions-completed",
                           "job-media-sheets-completed", "job-impressions-completed-col"})
    if (group.find(name)) return true;
  return false;
}

Task<Result<flow::Attempt>> record(DeviceCall& call, flow::DeviceReport report) {
  CO_TRY(const DeviceTarget target, device_target(call));
  std::function<Result<flow::Attempt>(store::Transaction&)> change =
      [target, report, now = call.service.now()](store::Transaction& in) -> Result<flow::Attempt> {
    TRY(check_uuid(in, target));
    flow::DeviceReport printed = report;
    printed.device = target.uuid;
    return devices::printed(in, target.printer, target.job, printed, now);
  };
  co_return co_await call.service.write<flow::Attempt>(change);
}

struct ActiveJob {
  std::int32_t number = 0;
  State state = State::working;
};

std::vector<ActiveJob> active_jobs(const ipp::Group& operation) {
  std::vector<ActiveJob> jobs;
  const auto numbers = operation.integers("job-ids");
  const auto states = operation.integers("output-device-job-states");
  for (std::size_t i = 0; i < numbers.size() && i < 256; ++i)
    jobs.push_back({numbers[i], i < states.size() ? devices::state_of(states[i]) : State::working});
  return jobs;
}

// The numbers that are not this printer's jobs, or that this device has not fetched.
Result<std::vector<std::int32_t>> record_active(store::Transaction& in, PrinterId printer,
                                                const std::vector<ActiveJob>& jobs, const std::string& device,
                                                Instant now) {
  std::vector<std::int32_t> unknown;
  for (const ActiveJob& job : jobs) {
    flow::DeviceReport report;
    report.state = job.state;
    report.device = device;
    const auto recorded = flow::record_report(in, printer, job.number, report, now);
    if (recorded.ok()) continue;
    const Reason why = recorded.error().reason;
    if (why != Reason::not_found && why != Reason::conflict && why != Reason::not_permitted) return recorded.error();
    unknown.push_back(job.number);
  }
  return unknown;
}

}  // namespace

Task<http::Response> update_job_status(DeviceCall& call) {
  const ipp::Group& group = call.request().group(ipp::Tag::job);
  if (!says_something(group))
    co_return call.refuse(ipp::status::bad_request, "the job attributes say nothing of the job");
  const Result<flow::Attempt> attempt = co_await record(call, report_in(group));
  if (!attempt.ok()) co_return call.refuse(attempt.error());
  co_return call.ok();
}

// One document is the whole job, so its impressions are the job's.
Task<http::Response> update_document_status(DeviceCall& call) {
  flow::DeviceReport report;
  if (const auto count = call.request().group(ipp::Tag::document).integer("impressions-completed"))
    report.impressions = *count;
  const Result<flow::Attempt> attempt = co_await record(call, report);
  if (!attempt.ok()) co_return call.refuse(attempt.error());
  co_return call.ok();
}

// After a restart of the agent. What it does not name is not taken from it: it may still print, and silence ends it in
// time.
Task<http::Response> update_active_jobs(DeviceCall& call) {
  std::function<Result<std::vector<std::int32_t>>(store::Transaction&)> change =
      [printer = call.queue.printer, jobs = active_jobs(call.operation()),
       device = call.operation().text("output-device-uuid").value_or(""),
       now = call.service.now()](store::Transaction& in) { return record_active(in, printer, jobs, device, now); };
  const Result<std::vector<std::int32_t>> unknown = co_await call.service.write<std::vector<std::int32_t>>(change);
  if (!unknown.ok()) co_return call.refuse(unknown.error());
  if (unknown.value().empty()) co_return call.ok();
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok_ignored_or_substituted);
  answer.add_group(ipp::Tag::unsupported_group).add(ipp::integers("job-ids", unknown.value()));
  co_return to_http(answer);
}

// Somebody pressed cancel at the printer: the device's own word, with whatever was counted before.
Task<http::Response> cancel_device_job(DeviceCall& call) {
  const Result<std::int32_t> number = target_job(call.operation());
  if (!number.ok()) co_return call.refuse(number.error());
  std::function<Result<flow::Attempt>(store::Transaction&)> change =
      [printer = call.queue.printer, number = number.value(),
       now = call.service.now()](store::Transaction& in) -> Result<flow::Attempt> {
    if (TRY(flow::attempt_at_printer(in, printer, number)).state == flow::AttemptState::ended)
      return refusal(ipp::status::not_possible, "this job has ended");
    flow::DeviceReport report;
    report.state = State::cancelled;
    report.reasons = "job-canceled-at-device";
    return flow::record_report(in, printer, number, report, now);
  };
  const Result<flow::Attempt> attempt = co_await call.service.write<flow::Attempt>(change);
  if (!attempt.ok()) co_return call.refuse(attempt.error());
  co_return call.ok();
}

}  // namespace tsuke::ippdoor
