// What a device waits for: its subscriptions, the events told to them, and the long polls parked on it. In memory:
// after a restart an unknown subscription is client-error-not-found, and the agent subscribes again and asks for its
// jobs.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "doors/service.h"
#include "flow/job.h"

namespace tsuke::ippdoor {

struct Notice {
  std::int64_t number = 0;  // ascending on the board; a subscription counts from its own start
  std::string event;        // "job-fetchable", "job-state-changed"
  std::int32_t job = 0;     // device number
};

struct DeviceSubscription {
  std::int32_t id = 0;
  std::int64_t start = 0;  // number of the last notice before it
  std::set<std::string, std::less<>> events;
  std::int64_t used = 0;  // when it was last asked for, to forget the least used first
};

// One per printer that has called. On the loop's thread only.
class DeviceBoard : public std::enable_shared_from_this<DeviceBoard> {
 public:
  static constexpr std::size_t subscriptions_max = 16;
  static constexpr std::size_t notices_max = 256;
  static constexpr int waiters_max = 8;

  DeviceBoard(doors::Service& service, PrinterId printer);

  // From now on events are heard. The seventeenth subscription makes the least used one be forgotten: agents that
  // crash never cancel theirs.
  std::int32_t subscribe(std::set<std::string, std::less<>> events);
  bool cancel(std::int32_t id);
  void cancel_all();
  DeviceSubscription* find(std::int32_t id);
  const std::map<std::int32_t, DeviceSubscription>& subscriptions() const { return subscriptions_; }

  // The kept notices of a subscription from its sequence number on.
  std::vector<Notice> notices(const DeviceSubscription& subscription, std::int64_t from_sequence) const;
  static std::int64_t sequence_of(const DeviceSubscription& subscription, const Notice& notice) {
    return notice.number - subscription.start;
  }

  net::Signal& changed() { return changed_; }
  // A place among the parked long polls of this device; false when they are too many.
  class Place {
   public:
    explicit Place(DeviceBoard& board) : board_(board), taken_(board.waiting_ < waiters_max) {
      board_.waiting_ += taken_;
    }
    ~Place() { board_.waiting_ -= taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool taken() const { return taken_; }

   private:
    DeviceBoard& board_;
    bool taken_;
  };

  // Says in the rows that the agent is alive, at most once a minute; no answer waits for it.
  void note_presence();

 private:
  void hear(const store::Event& event);
  void tell(Notice notice);

  doors::Service& service_;
  PrinterId printer_;
  net::Signal changed_;
  std::map<std::int32_t, DeviceSubscription> subscriptions_;
  std::unique_ptr<doors::Announcer::Subscription> hearing_;
  std::deque<Notice> notices_;
  std::int64_t last_number_ = 0, uses_ = 0;
  std::int32_t next_id_;
  Instant present_at_{};
  int waiting_ = 0;
};

// The words in which a device's queue says how an attempt stands.
std::int32_t attempt_job_state(const flow::Attempt& attempt);
std::vector<std::string> attempt_job_reasons(const flow::Attempt& attempt);

}  // namespace tsuke::ippdoor
