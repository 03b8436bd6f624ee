#include "doors/ipp/device_board.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/json.h"
#include "platform/ipp/codes.h"
#include "registry/printers.h"

namespace tsuke::ippdoor {
namespace {

constexpr Duration presence_step = minutes(1);

// Ids of before a restart must not be met again.
std::int32_t random_first_id() {
  const std::string bytes = random_bytes(3);
  std::int32_t id = 1;
  for (const char c : bytes) id = id << 8 | static_cast<unsigned char>(c);
  return id;
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
    : service_(service), printer_(printer), changed_(service.loop), next_id_(random_first_id()) {}

std::int32_t DeviceBoard::subscribe(std::set<std::string, std::less<>> events) {
  if (!hearing_) {
    const std::weak_ptr<DeviceBoard> self = weak_from_this();
    hearing_ = service_.announcer.subscribe({flow::device_audience(printer_)}, [self](const store::Event& event) {
      if (const auto board = self.lock()) board->hear(event);
    });
  }
  if (subscriptions_.size() >= subscriptions_max) {
    const auto least = std::min_element(subscriptions_.begin(), subscriptions_.end(),
                                        [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
    subscriptions_.erase(least);
  }
  const std::int32_t id = next_id_++;
  subscriptions_[id] = {id, last_number_, std::move(events), ++uses_};
  return id;
}

bool DeviceBoard::cancel(std::int32_t id) {
  const bool known = subscriptions_.erase(id) > 0;
  if (subscriptions_.empty()) {
    hearing_.reset();
    notices_.clear();
  }
  if (known) changed_.notify_all();
  return known;
}

void DeviceBoard::cancel_all() {
  while (!subscriptions_.empty()) cancel(subscriptions_.begin()->first);
}

DeviceSubscription* DeviceBoard::find(std::int32_t id) {
  const auto found = subscriptions_.find(id);
  if (found == subscriptions_.end()) return nullptr;
  found->second.used = ++uses_;
  return &found->second;
}

std::vector<Notice> DeviceBoard::notices(const DeviceSubscription& subscription, std::int64_t from_sequence) const {
  std::vector<Notice> wanted;
  for (const Notice& notice : notices_)
    if (sequence_of(subscription, notice) >= std::max<std::int64_t>(from_sequence, 1) &&
        subscription.events.contains(notice.event))
      wanted.push_back(notice);
  return wanted;
}

void DeviceBoard::hear(const store::Event& event) {
  const auto payload = Json::parse(event.payload);
  if (!payload.ok()) return;
  const auto job = static_cast<std::int32_t>(payload.value()["job"].integer());
  const std::string& word = payload.value()["event"].text();
  if (job > 0 && !word.empty()) tell({0, word, job});
}

void DeviceBoard::tell(Notice notice) {
  if (subscriptions_.empty()) return;
  notice.number = ++last_number_;
  notices_.push_back(std::move(notice));
  if (notices_.size() > notices_max) notices_.pop_front();
  changed_.notify_all();
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
