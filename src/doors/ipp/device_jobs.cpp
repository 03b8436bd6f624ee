// The jobs of a device's queue: attempts released to this printer. The provider's side sees neither titles nor people
// nor payers.
#include <algorithm>

#include "devices/reports.h"
#include "doors/ipp/device_call.h"
#include "doors/ipp/media.h"
#include "doors/ipp/requested.h"
#include "doors/ipp/uris.h"
#include "flow/deliver/deliver.h"
#include "registry/device_uuids.h"
#include "registry/direct.h"

namespace tsuke::ippdoor {
namespace {

constexpr int ended_jobs_max = 500;
constexpr const char* opaque_user = "tsuke";

std::int32_t clamped(std::int64_t count) { return static_cast<std::int32_t>(std::min<std::int64_t>(count, INT32_MAX)); }

// What the printer is told beside its document. Never page-ranges and number-up: those have been done.
void add_ticket(const registry::PrintSettings& settings, const flow::Delivery& delivery, Picker& put) {
  const Kind kind = Kind::job_template;
  put.add(ipp::integer("copies", delivery.copies), kind);
  if (delivery.copies > 1)
    put.add(ipp::keyword("multiple-document-handling", settings.collate ? "separate-documents-collated-copies"
                                                                        : "separate-documents-uncollated-copies"),
            kind);
  put.add(ipp::keyword("sides", std::string(registry::to_keyword(settings.sides))), kind);
  put.add(ipp::keyword("print-color-mode", std::string(registry::to_keyword(delivery.color_mode))), kind);
  put.add(ipp::keyword("media", settings.media), kind);
  put.add(ipp::enumeration("print-quality", 3 + static_cast<int>(settings.quality)), kind);
  put.add(ipp::keyword("print-scaling", "none"), kind);  // each page has the sheet's size
  std::vector<std::int32_t> finishings;
  for (const std::string& keyword : settings.finishings)
    finishings.push_back(registry::find_finishing(keyword)->ipp_enum);
  if (!finishings.empty()) put.add(ipp::enumerations("finishings", std::move(finishings)), kind);
}

void add_identity(const DeviceQueue& queue, const flow::Attempt& attempt, Picker& put) {
  put.add(ipp::integer("job-id", attempt.device_number));
  put.add(ipp::uri("job-uri", job_uri(queue.uri, attempt.device_number)));
  put.add(ipp::uri("job-printer-uri", queue.uri));
  put.add(ipp::uri("job-uuid", stable_uuid("attempt", attempt.id.value)));
  put.add(ipp::name("job-name", "job-" + std::to_string(attempt.device_number)));
  put.add(ipp::name("job-originating-user-name", opaque_user));
  put.add(ipp::enumeration("job-state", attempt_job_state(attempt)));
  put.add(ipp::keywords("job-state-reasons", attempt_job_reasons(attempt)));
}

void add_attempt(const DeviceQueue& queue, const flow::Attempt& attempt, const Requested& asked, ipp::Group& into) {
  Picker put(asked, into);
  add_identity(queue, attempt, put);
  put.add(ipp::integer("number-of-documents", 1));
  put.add(ipp::strings("compression-supported", ipp::Tag::keyword, {"none"}));
  put.add(ipp::integer("job-impressions", clamped(attempt.expected_impressions)));
  put.add(ipp::integer("job-media-sheets", clamped(attempt.expected_sheets)));
  put.add(ipp::integer("time-at-creation", static_cast<std::int32_t>(attempt.released_at.micros / 1'000'000)));
  put.add(ipp::date_time("date-time-at-creation", attempt.released_at.micros));
}

using devices::Planned;

Result<std::vector<flow::Attempt>> attempts_for(store::Reader& in, PrinterId printer, std::string_view which) {
  if (which == "fetchable") return flow::fetchable(in, printer);
  if (which == "not-completed") return flow::active_attempts(in, printer);
  if (which != "completed" && which != "all")
    return refusal(ipp::status::attributes_or_values_not_supported,
                   "which-jobs can be fetchable, not-completed, completed or all");
  auto attempts = TRY(flow::attempts_at(in, printer, ended_jobs_max));
  if (which == "completed")
    std::erase_if(attempts, [](const flow::Attempt& attempt) { return attempt.state != flow::AttemptState::ended; });
  return attempts;
}

using AttemptChange = std::function<Result<flow::Attempt>(store::Transaction&, const DeviceTarget&)>;

Task<Result<Planned>> change_attempt(DeviceCall& call, AttemptChange change) {
  CO_TRY(const DeviceTarget target, device_target(call));
  std::function<Result<Planned>(store::Transaction&)> function = [target,
                                                                  change](store::Transaction& in) -> Result<Planned> {
    TRY(check_uuid(in, target));
    return devices::with_plan(in, target.printer, TRY(change(in, target)));
  };
  co_return co_await call.service.write<Planned>(function);
}

http::Response answer_with(const DeviceCall& call, const Planned& planned) {
  const Requested asked(call.operation(), "job-description", {"all"});
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  ipp::Group& group = answer.add_group(ipp::Tag::job);
  add_attempt(call.queue, planned.attempt, asked, group);
  if (planned.delivery) {
    Picker put(asked, group);
    put.add(ipp::strings("document-format-supported", ipp::Tag::mime_type, {planned.delivery->format}));
    put.add(ipp::strings("document-format", ipp::Tag::mime_type, {planned.delivery->format}));
    add_ticket(planned.attempt.settings, *planned.delivery, put);
  }
  return to_http(answer);
}

// What the service prints by itself is nobody else's.
Result<void> require_agent(store::Reader& in, PrinterId printer) {
  if (!TRY(registry::direct(in, printer))) return {};
  return Error{Reason::conflict, "not-fetchable", "the service prints the jobs of this printer by itself"};
}

}  // namespace

Result<DeviceTarget> device_target(const DeviceCall& call) {
  DeviceTarget target{call.queue.printer, TRY(target_job(call.operation())), {}};
  target.uuid = call.operation().text("output-device-uuid").value_or("");
  if (target.uuid.empty()) return Error{Reason::malformed, "bad-ipp", "output-device-uuid is missing"};
  return target;
}

Result<void> check_uuid(store::Reader& in, const DeviceTarget& target) {
  if (TRY(registry::is_device_uuid(in, target.printer, target.uuid))) return {};
  return Error{Reason::not_permitted, "other-device", "output-device-uuid is not that of this printer"};
}

Task<http::Response> get_device_jobs(DeviceCall& call) {
  const std::string which = call.operation().text("which-jobs").value_or("not-completed");
  std::int32_t left = call.operation().integer("limit").value_or(INT32_MAX);
  std::function<Result<std::vector<flow::Attempt>>(store::Reader&)> look_up = [&](store::Reader& in) {
    return attempts_for(in, call.queue.printer, which);
  };
  const Result<std::vector<flow::Attempt>> attempts = co_await call.service.read<std::vector<flow::Attempt>>(look_up);
  if (!attempts.ok()) co_return call.refuse(attempts.error());
  // PAPPL asks for five attributes and ignores a job that lacks one; ippproxy asks for none and needs the id.
  const Requested asked(
      call.operation(), "job-description",
      {"job-id", "job-uri", "job-name", "job-originating-user-name", "job-state", "job-state-reasons", "job-uuid"});
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  for (const flow::Attempt& attempt : attempts.value()) {
    if (left-- <= 0) break;
    add_attempt(call.queue, attempt, asked, answer.add_group(ipp::Tag::job));
  }
  co_return to_http(answer);
}

Task<http::Response> get_device_job_attributes(DeviceCall& call) {
  const Result<std::int32_t> number = target_job(call.operation());
  if (!number.ok()) co_return call.refuse(number.error());
  std::function<Result<Planned>(store::Reader&)> look_up = [&](store::Reader& in) -> Result<Planned> {
    const PrinterId printer = call.queue.printer;
    return devices::with_plan(in, printer, TRY(flow::attempt_at_printer(in, printer, number.value())));
  };
  const Result<Planned> attempt = co_await call.service.read<Planned>(look_up);
  if (!attempt.ok()) co_return call.refuse(attempt.error());
  co_return answer_with(call, attempt.value());
}

// The winner is fixed here: the loser hears client-error-not-fetchable, the one code that proxies take for "another has
// it".
Task<http::Response> fetch_job(DeviceCall& call) {
  AttemptChange fetch = [now = call.service.now()](store::Transaction& in,
                                                   const DeviceTarget& target) -> Result<flow::Attempt> {
    TRY(require_agent(in, target.printer));
    return flow::fetch(in, target.printer, target.job, now, target.uuid);
  };
  const Result<Planned> attempt = co_await change_attempt(call, std::move(fetch));
  if (!attempt.ok()) co_return call.refuse(attempt.error());
  co_return answer_with(call, attempt.value());
}

// With a fetch-status-code that is no success the device gives the job back.
Task<http::Response> acknowledge_job(DeviceCall& call) {
  const std::int32_t fetched = call.operation().integer("fetch-status-code").value_or(0);
  AttemptChange acknowledge = [fetched, now = call.service.now()](store::Transaction& in, const DeviceTarget& target) {
    if (fetched < ipp::status::bad_request) return flow::acknowledge(in, target.printer, target.job, now, target.uuid);
    flow::DeviceReport report;
    report.state = flow::DeviceReport::State::aborted;
    report.reasons = "job-rejected-by-device";
    report.device = target.uuid;
    return flow::record_report(in, target.printer, target.job, report, now);
  };
  const Result<Planned> attempt = co_await change_attempt(call, std::move(acknowledge));
  if (!attempt.ok()) co_return call.refuse(attempt.error());
  co_return call.ok();
}

}  // namespace tsuke::ippdoor
