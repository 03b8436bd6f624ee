// Carries committed events to whoever waits on the network thread: a parked long poll, an event stream, the next stage.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/executor.h"
#include "platform/store/store.h"

namespace tsuke::doors {

// All on the loop's thread, but for announce().
class Announcer {
 public:
  using Listener = std::function<void(const store::Event&)>;

  explicit Announcer(Executor& loop) : loop_(loop) {}

  // Called by the committer after a commit, from its thread.
  void announce(const std::vector<store::Event>& events);

  // While the subscription lives, the listener hears of every event of these audiences ("*": of all).
  class Subscription;
  std::unique_ptr<Subscription> subscribe(std::vector<std::string> audiences, Listener listener);

 private:
  void deliver(const store::Event& event);

  Executor& loop_;
  std::int64_t next_ = 1;
  std::multimap<std::string, std::pair<std::int64_t, std::shared_ptr<Listener>>, std::less<>>
      listeners_;  // by audience
};

class Announcer::Subscription {
 public:
  Subscription(Announcer& announcer, std::int64_t id, std::vector<std::string> audiences)
      : announcer_(announcer), id_(id), audiences_(std::move(audiences)) {}
  ~Subscription();
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

 private:
  Announcer& announcer_;
  std::int64_t id_;
  std::vector<std::string> audiences_;
};

}  // namespace tsuke::doors
