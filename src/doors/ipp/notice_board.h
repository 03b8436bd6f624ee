// What clients of one queue wait for (RFC 3995, RFC 3996): their subscriptions, the events told to them, and the long
// polls parked on it. In memory: after a restart an unknown subscription is client-error-not-found, and whoever still
// wants to know subscribes again.
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

#include "doors/service.h"

namespace tsuke::ippdoor {

struct Notice {
  std::int64_t number = 0;  // ascending on the board; a subscription counts from its own start
  std::string event;        // "job-fetchable", "job-state-changed", …
  std::int32_t job = 0;     // its number on the queue
  bool last = false;        // nothing more will come of this job
};

struct Subscription {
  std::int32_t id = 0;
  std::int64_t start = 0;  // number of the last notice before it
  std::set<std::string, std::less<>> events;
  std::int32_t job = 0;      // of one job; 0: of the whole queue
  std::int32_t lease_s = 0;  // 0: until it is cancelled
  std::string user_data;     // notify-user-data, given back with every event
  Duration ends{};           // by the monotonic clock; 0: never
  bool complete = false;     // its job has ended
  std::int64_t used = 0;     // when it was last asked for, to forget the least used first

  // The keyword by which it wants the notice, or nothing. job-created and job-completed are changes of state, too.
  std::optional<std::string> wanted(const Notice& notice) const;
};

// On the loop's thread only.
class NoticeBoard : public std::enable_shared_from_this<NoticeBoard> {
 public:
  static constexpr std::size_t subscriptions_max = 16;
  static constexpr std::size_t notices_max = 256;
  static constexpr int waiters_max = 8;
  static constexpr Duration event_life = minutes(1);  // of the events of a job that has ended

  using Translate = std::function<std::optional<Notice>(const store::Event&)>;
  // One subscription too many makes the least used one be forgotten (agents that crash never cancel theirs), or is
  // refused.
  enum class WhenFull { forget_least_used, refuse };

  // Hears what is published for that audience while anybody is subscribed.
  NoticeBoard(doors::Service& service, std::string audience, Translate translate, WhenFull when_full);
  virtual ~NoticeBoard() = default;

  // From now on events are heard. Of the wish it takes events, job, lease and user data. Nothing when it is full.
  const Subscription* subscribe(Subscription wish);
  bool cancel(std::int32_t id);
  void cancel_all();
  // Those whose lease has run out are gone.
  Subscription* find(std::int32_t id);
  const std::map<std::int32_t, Subscription>& subscriptions();
  void renew(Subscription& subscription, std::int32_t lease_s);
  bool in_use() { return !subscriptions().empty() || waiting_ > 0; }

  // The kept notices that the subscription wants, from its sequence number on.
  std::vector<Notice> notices(const Subscription& subscription, std::int64_t from_sequence) const;
  static std::int64_t sequence_of(const Subscription& subscription, const Notice& notice) {
    return notice.number - subscription.start;
  }

  net::Signal& changed() { return changed_; }
  // A place among the parked long polls; none when they are too many.
  class Place {
   public:
    explicit Place(NoticeBoard& board) : board_(board), taken_(board.waiting_ < waiters_max) {
      board_.waiting_ += taken_;
    }
    ~Place() { board_.waiting_ -= taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool taken() const { return taken_; }

   private:
    NoticeBoard& board_;
    bool taken_;
  };

 protected:
  // An event of its audience, while anybody is subscribed.
  virtual void hear(const store::Event& event);
  doors::Service& service_;

 private:
  void listen();
  void tell(Notice notice);
  void drop_ended();
  void quieten();

  const std::string audience_;
  const Translate translate_;
  const WhenFull when_full_;
  net::Signal changed_;
  std::map<std::int32_t, Subscription> subscriptions_;
  std::unique_ptr<doors::Announcer::Subscription> hearing_;
  std::deque<Notice> notices_;
  std::int64_t last_number_ = 0, uses_ = 0;
  std::int32_t next_id_;
  int waiting_ = 0;
};

}  // namespace tsuke::ippdoor
