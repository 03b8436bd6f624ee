#include "doors/ipp/device_board.h"

#include "base/json.h"
#include "platform/ipp/codes.h"
#include "registry/printers.h"

namespace tsuke::ippdoor {
namespace {

constexpr Duration presence_step = minutes(1);

std::optional<Notice> notice_of(const store::Event& event) {
  const auto payload = Json::parse(event.payload);
  if (!payload.ok()) return std::nullopt;
  const auto job = static_cast<std::int32_t>(payload.value()["job"].integer());
  const std::string& word = payload.value()["event"].text();
  if (job <= 0 || word.empty()) return std::nullopt;
  return Notice{0, word, job, false};
}

}  // namespace

std::int32_t attempt_job_state(const flow::Attempt& attempt) {
  switch (attempt.state) {
    case flow::AttemptState::fetchable:
    case flow::AttemptState::fetched: return ipp::job_state::pending;
    case flow::AttemptState::printing:
    case flow::AttemptState::stopping: return ipp::job_state::processing;
    case flow::AttemptState::ended: break;
  }
  if (attempt.result == flow::AttemptResult::completed) return ipp::job_state::completed;
  if (attempt.result == flow::AttemptResult::aborted || attempt.result == flow::AttemptResult::lost)
    return ipp::job_state::aborted;
  return ipp::job_state::canceled;
}

std::vector<std::string> attempt_job_reasons(const flow::Attempt& attempt) {
  switch (attempt.state) {
    case flow::AttemptState::fetchable: return {"job-fetchable"};
    case flow::AttemptState::fetched: return {"none"};
    case flow::AttemptState::printing: return {"job-printing"};
    case flow::AttemptState::stopping: return {"processing-to-stop-point"};
    case flow::AttemptState::ended: break;
  }
  switch (attempt.result) {
    case flow::AttemptResult::completed: return {"job-completed-successfully"};
    case flow::AttemptResult::aborted:
    case flow::AttemptResult::lost: return {"aborted-by-system"};
    case flow::AttemptResult::not_fetched: return {"job-canceled-after-timeout"};
    default: return {"job-canceled-by-user"};
  }
}

DeviceBoard::DeviceBoard(doors::Service& service, PrinterId printer)
    : NoticeBoard(service, flow::device_audience(printer), notice_of, WhenFull::forget_least_used), printer_(printer) {}

void DeviceBoard::hear(const store::Event& event) {
  if (event.topic == "direct") return cancel_all();
  NoticeBoard::hear(event);
}

void DeviceBoard::note_presence() {
  const Instant now = service_.now();
  if (now - present_at_ < presence_step) return;
  present_at_ = now;
  service_.store.write_later(
      [printer = printer_, now](store::Transaction& in) -> Result<void> {
        const registry::Printer known = TRY(registry::printer(in, printer));
        return registry::device_reported(in, printer, known.state, known.state_reasons, std::nullopt, now);
      },
      [](Result<void>) {});
}

}  // namespace tsuke::ippdoor
