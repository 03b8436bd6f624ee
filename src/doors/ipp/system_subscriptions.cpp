#include "doors/ipp/system_subscriptions.h"

#include <algorithm>

#include "base/bytes.h"

namespace tsuke::ippdoor {
namespace {

constexpr int state_stopped = 5;

// Ids of before a restart must not be met again.
std::int32_t random_first_id() {
  const std::string bytes = random_bytes(3);
  std::int32_t id = 1;
  for (const char c : bytes) id = id << 8 | static_cast<unsigned char>(c);
  return id;
}

std::int32_t granted(std::optional<std::int32_t> wished_s) {
  if (!wished_s) return SystemBoard::lease_default_s;
  if (*wished_s == 0) return SystemBoard::lease_max_s;
  return std::clamp(*wished_s, SystemBoard::lease_min_s, SystemBoard::lease_max_s);
}

}  // namespace

std::string subscribed_word(const std::set<std::string, std::less<>>& events, const registry::SystemEvent& event) {
  if (events.contains(event.word)) return event.word;
  if (event.word == "printer-state-changed" && event.printer_state == state_stopped &&
      events.contains("printer-stopped"))
    return "printer-stopped";
  if (event.word == "system-state-changed" && event.system_state == state_stopped && events.contains("system-stopped"))
    return "system-stopped";
  // Creation, installation and the end of a resource change its state (PWG 5100.22).
  const bool of_resource = event.resource > 0 && event.word != "resource-config-changed";
  if (of_resource && events.contains("resource-state-changed")) return "resource-state-changed";
  const bool comes_or_goes = event.word == "printer-created" || event.word == "printer-deleted";
  if (comes_or_goes && events.contains("printer-state-changed")) return "printer-state-changed";
  return "";
}

SystemBoard::SystemBoard(doors::Service& service) : changed_(service.loop), next_id_(random_first_id()) {}

Result<SystemSubscription> SystemBoard::subscribe(Wish wish, Instant now) {
  forget_lapsed(now);
  if (subscriptions_.size() >= subscriptions_max)
    return Error{Reason::limit_reached, "too-many-subscriptions", "cancel a subscription first"};
  SystemSubscription made;
  made.id = next_id_++;
  made.events = std::move(wish.events);
  made.resource = wish.resource;
  made.user_data = std::move(wish.user_data);
  renew(made, wish.lease_s, now);
  return subscriptions_[made.id] = std::move(made);
}

SystemSubscription* SystemBoard::find(std::int32_t id, Instant now) {
  forget_lapsed(now);
  const auto found = subscriptions_.find(id);
  return found == subscriptions_.end() ? nullptr : &found->second;
}

bool SystemBoard::cancel(std::int32_t id) {
  const bool known = subscriptions_.erase(id) > 0;
  if (known) changed_.notify_all();
  return known;
}

void SystemBoard::renew(SystemSubscription& subscription, std::optional<std::int32_t> lease_s, Instant now) {
  subscription.lease_s = granted(lease_s);
  subscription.expires_at = now + seconds(subscription.lease_s);
}

const std::map<std::int32_t, SystemSubscription>& SystemBoard::subscriptions(Instant now) {
  forget_lapsed(now);
  return subscriptions_;
}

std::vector<SystemNotice> SystemBoard::notices(const SystemSubscription& subscription, std::int32_t from, Instant now) {
  std::vector<SystemNotice> wanted;
  for (const SystemNotice& notice : subscription.notices)
    if (notice.sequence >= from && now - notice.at <= event_life) wanted.push_back(notice);
  return wanted;
}

void SystemBoard::hear(const registry::SystemEvent& event, Instant now) {
  if (!may_know(event)) return;
  forget_lapsed(now);
  bool told = false;
  for (auto& [id, subscription] : subscriptions_) {
    if (subscription.resource != 0 && subscription.resource != event.resource) continue;
    std::string word = subscribed_word(subscription.events, event);
    if (word.empty()) continue;
    subscription.notices.push_back({++subscription.last_sequence, std::move(word), event, now});
    if (subscription.notices.size() > notices_max) subscription.notices.pop_front();
    told = true;
  }
  if (told) changed_.notify_all();
}

void SystemBoard::forget_lapsed(Instant now) {
  std::erase_if(subscriptions_, [now](const auto& entry) { return entry.second.expires_at <= now; });
}

bool SystemBoard::may_know(const registry::SystemEvent& event) const {
  if (event.person.exists()) return owner_.of == event.person;
  if (event.provider.exists())
    return owner_.administers(event.provider) || (event.printer.exists() && owner_.printer == event.printer);
  return !event.of_operator || owner_.role == system_operator;
}

std::shared_ptr<SystemBoard> SystemBoards::board(const SystemCaller& caller) {
  if (!hearing_)
    hearing_ =
        service_.announcer.subscribe({registry::system_audience}, [this](const store::Event& event) { hear(event); });
  const Owner owner{caller.of, caller.printer};
  if (boards_.size() >= boards_max && !boards_.contains(owner)) make_room(service_.now());
  std::shared_ptr<SystemBoard>& found = boards_[owner];
  if (!found) found = std::make_shared<SystemBoard>(service_);
  found->know_owner(caller);
  return found;
}

void SystemBoards::hear(const store::Event& event) {
  const Result<registry::SystemEvent> parsed = registry::parse_system_event(event.payload);
  if (!parsed.ok()) return;
  const Instant now = service_.now();
  for (const auto& [owner, board] : boards_) board->hear(parsed.value(), now);
}

// Those without a subscription are nothing but a name.
void SystemBoards::make_room(Instant now) {
  std::erase_if(boards_, [now](const auto& entry) { return entry.second->subscriptions(now).empty(); });
  if (boards_.size() >= boards_max) boards_.erase(boards_.begin());
}

}  // namespace tsuke::ippdoor
