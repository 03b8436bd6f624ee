// Who wants to hear what happens to the system, its printers and its resources (RFC 3995, RFC 3996, PWG 5100.22): the
// subscriptions, their leases and the events that wait to be fetched. In memory: after a restart an unknown
// subscription is client-error-not-found, and the client subscribes again.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "doors/ipp/system_access.h"
#include "doors/service.h"
#include "registry/system_events.h"

namespace tsuke::ippdoor {

inline constexpr const char* system_events[] = {
    "printer-config-changed", "printer-created",        "printer-deleted",         "printer-state-changed",
    "printer-stopped",        "resource-canceled",      "resource-config-changed", "resource-created",
    "resource-installed",     "resource-state-changed", "system-config-changed",   "system-restarted",
    "system-state-changed",   "system-stopped"};

// An event in one subscription's queue.
struct SystemNotice {
  std::int32_t sequence = 0;  // from 1
  std::string word;           // as it was subscribed to
  registry::SystemEvent event;
  Instant at{};
};

struct SystemSubscription {
  std::int32_t id = 0;
  std::set<std::string, std::less<>> events;
  std::int32_t resource = 0;  // 0: the whole system
  std::string user_data;      // octets, given back with every event
  std::int32_t lease_s = 0;
  Instant expires_at{};
  std::int32_t last_sequence = 0;
  std::deque<SystemNotice> notices;
};

// The subscriptions of one person or device. On the loop's thread only.
class SystemBoard : public std::enable_shared_from_this<SystemBoard> {
 public:
  static constexpr std::size_t subscriptions_max = 16;
  static constexpr std::size_t notices_max = 64;  // per subscription: the oldest is forgotten
  static constexpr int waiters_max = 4;
  static constexpr Duration event_life = seconds(300);
  static constexpr std::int32_t lease_default_s = 24 * 3600, lease_min_s = 60, lease_max_s = 7 * 24 * 3600;

  explicit SystemBoard(doors::Service& service);

  struct Wish {
    std::set<std::string, std::less<>> events;
    std::int32_t resource = 0;
    std::string user_data;
    std::optional<std::int32_t> lease_s;
  };
  // With the lease that comes nearest to the wished one (0, for ever, is the longest). Fails with limit_reached
  // ("too-many-subscriptions").
  Result<SystemSubscription> subscribe(Wish wish, Instant now);
  // None when it never was, has been cancelled, or its lease is over.
  SystemSubscription* find(std::int32_t id, Instant now);
  bool cancel(std::int32_t id);
  void renew(SystemSubscription& subscription, std::optional<std::int32_t> lease_s, Instant now);
  // In force; the lapsed ones are forgotten.
  const std::map<std::int32_t, SystemSubscription>& subscriptions(Instant now);
  // The kept ones from a sequence number on, none older than event_life.
  static std::vector<SystemNotice> notices(const SystemSubscription& subscription, std::int32_t from, Instant now);

  // As who the owner is now: what an event may tell is decided when it happens, by who the owner was when last here.
  void know_owner(const SystemCaller& caller) { owner_ = caller; }
  // An event has been committed.
  void hear(const registry::SystemEvent& event, Instant now);

  net::Signal& changed() { return changed_; }
  // A place among the parked calls of this owner; false when they are too many.
  class Place {
   public:
    explicit Place(SystemBoard& board) : board_(board), taken_(board.waiting_ < waiters_max) {
      board_.waiting_ += taken_;
    }
    ~Place() { board_.waiting_ -= taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool taken() const { return taken_; }

   private:
    SystemBoard& board_;
    bool taken_;
  };

 private:
  void forget_lapsed(Instant now);
  bool may_know(const registry::SystemEvent& event) const;

  SystemCaller owner_;
  net::Signal changed_;
  std::map<std::int32_t, SystemSubscription> subscriptions_;
  std::int32_t next_id_;
  int waiting_ = 0;
};

// The boards of all owners, and the one ear that hears for them.
class SystemBoards {
 public:
  static constexpr std::size_t boards_max = 10'000;
  explicit SystemBoards(doors::Service& service) : service_(service) {}
  // The caller's own, made when it is first asked for.
  std::shared_ptr<SystemBoard> board(const SystemCaller& caller);

 private:
  void hear(const store::Event& event);
  void make_room(Instant now);

  using Owner = std::pair<PersonId, PrinterId>;
  doors::Service& service_;
  std::map<Owner, std::shared_ptr<SystemBoard>> boards_;
  std::unique_ptr<doors::Announcer::Subscription> hearing_;
};

// The word under which a subscription to these events is told of this one: its own, or that of a part of it
// ("printer-stopped" is a printer-state-changed). Empty: it is not told.
std::string subscribed_word(const std::set<std::string, std::less<>>& events, const registry::SystemEvent& event);

}  // namespace tsuke::ippdoor
