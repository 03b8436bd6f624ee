#include "doors/ipp/notice_board.h"

#include <algorithm>

#include "base/bytes.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::string_view state_changed = "job-state-changed";

Duration end_of(Duration span) { return {monotonic_now().micros + span.micros}; }

// Ids of before a restart must not be met again.
std::int32_t random_first_id() {
  const std::string bytes = random_bytes(3);
  std::int32_t id = 1;
  for (const char c : bytes) id = id << 8 | static_cast<unsigned char>(c);
  return id;
}

}  // namespace

std::optional<std::string> Subscription::wanted(const Notice& notice) const {
  if (job != 0 && job != notice.job) return std::nullopt;
  if (events.contains(notice.event)) return notice.event;
  const bool is_change = notice.event == "job-created" || notice.event == "job-completed";
  if (is_change && events.contains(state_changed)) return std::string(state_changed);
  return std::nullopt;
}

NoticeBoard::NoticeBoard(doors::Service& service, std::string audience, Translate translate, WhenFull when_full)
    : service_(service),
      audience_(std::move(audience)),
      translate_(std::move(translate)),
      when_full_(when_full),
      changed_(service.loop),
      next_id_(random_first_id()) {}

void NoticeBoard::listen() {
  if (hearing_) return;
  const std::weak_ptr<NoticeBoard> self = weak_from_this();
  hearing_ = service_.announcer.subscribe({audience_}, [self](const store::Event& event) {
    if (const auto board = self.lock()) board->hear(event);
  });
}

const Subscription* NoticeBoard::subscribe(Subscription wish) {
  drop_ended();
  if (subscriptions_.size() >= subscriptions_max) {
    if (when_full_ == WhenFull::refuse) return nullptr;
    const auto least = std::min_element(subscriptions_.begin(), subscriptions_.end(),
                                        [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
    subscriptions_.erase(least);
  }
  listen();
  wish.id = next_id_++;
  wish.start = last_number_;
  wish.used = ++uses_;
  renew(wish, wish.lease_s);
  return &(subscriptions_[wish.id] = std::move(wish));
}

void NoticeBoard::renew(Subscription& subscription, std::int32_t lease_s) {
  subscription.lease_s = lease_s;
  subscription.ends = lease_s > 0 ? end_of(seconds(lease_s)) : Duration{};
}

bool NoticeBoard::cancel(std::int32_t id) {
  const bool known = subscriptions_.erase(id) > 0;
  quieten();
  if (known) changed_.notify_all();
  return known;
}

void NoticeBoard::cancel_all() {
  while (!subscriptions_.empty()) cancel(subscriptions_.begin()->first);
}

Subscription* NoticeBoard::find(std::int32_t id) {
  drop_ended();
  const auto found = subscriptions_.find(id);
  if (found == subscriptions_.end()) return nullptr;
  found->second.used = ++uses_;
  return &found->second;
}

const std::map<std::int32_t, Subscription>& NoticeBoard::subscriptions() {
  drop_ended();
  return subscriptions_;
}

void NoticeBoard::drop_ended() {
  const Duration now = monotonic_now();
  std::erase_if(subscriptions_, [now](const auto& each) {
    return each.second.ends.micros > 0 && each.second.ends.micros <= now.micros;
  });
  quieten();
}

// Nobody listens: nothing is heard or kept.
void NoticeBoard::quieten() {
  if (!subscriptions_.empty()) return;
  hearing_.reset();
  notices_.clear();
}

std::vector<Notice> NoticeBoard::notices(const Subscription& subscription, std::int64_t from_sequence) const {
  std::vector<Notice> wanted;
  for (const Notice& notice : notices_) {
    if (sequence_of(subscription, notice) < std::max<std::int64_t>(from_sequence, 1)) continue;
    const auto event = subscription.wanted(notice);
    if (!event) continue;
    wanted.push_back(notice);
    wanted.back().event = *event;
  }
  return wanted;
}

void NoticeBoard::hear(const store::Event& event) {
  if (auto notice = translate_(event)) tell(std::move(*notice));
}

void NoticeBoard::tell(Notice notice) {
  if (subscriptions_.empty()) return;
  notice.number = ++last_number_;
  for (auto& [id, subscription] : subscriptions_) {
    if (!notice.last || subscription.job != notice.job) continue;
    subscription.complete = true;
    subscription.ends = end_of(event_life);
  }
  notices_.push_back(std::move(notice));
  if (notices_.size() > notices_max) notices_.pop_front();
  changed_.notify_all();
}

}  // namespace tsuke::ippdoor
