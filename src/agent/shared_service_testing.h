// A service of plain values that several threads of an agent share, and that a test waits at.
#pragma once

#include <condition_variable>
#include <mutex>

#include "agent/sides.h"
#include "printing/fakes_testing.h"
#include "printing/stand_in_testing.h"

namespace tsuke::agent {

// What the service knows; every connection of the agent sees the same.
struct Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::int32_t, std::int32_t> states;  // of released jobs
  std::vector<Event> events;
  std::map<std::int32_t, Progress> reports;
  std::vector<Description> descriptions;
  int subscribed = 0, unsubscribed = 0, failing_sessions = 0, fetched = 0, parked = 0;

  void release(std::int32_t job) {
    const std::lock_guard lock(mutex);
    states[job] = ipp::job_state::pending;
    events.push_back({"job-fetchable", job, 3, static_cast<std::int32_t>(events.size()) + 1});
    changed.notify_all();
  }
  void cancel(std::int32_t job) {
    const std::lock_guard lock(mutex);
    states[job] = ipp::job_state::canceled;
    events.push_back({"job-state-changed", job, 7, static_cast<std::int32_t>(events.size()) + 1});
    changed.notify_all();
  }
  template <typename Condition>
  bool wait_until(Condition condition) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(60), condition);
  }
  bool ended(std::int32_t job) { return reports.contains(job) && is_final(reports[job].state); }
};

class SharedService : public FakeServiceOf<InfraService> {
 public:
  explicit SharedService(Shared& shared) : shared_(shared) { document = make_pdf(5); }
  void cancel() override {
    const std::lock_guard lock(shared_.mutex);
    cancelled_ = true;
    shared_.changed.notify_all();
  }
  Result<std::int32_t> subscribe() override {
    const std::lock_guard lock(shared_.mutex);
    if (shared_.failing_sessions > 0) {
      --shared_.failing_sessions;
      return away();
    }
    ++shared_.subscribed;
    shared_.changed.notify_all();
    return 1;
  }
  Result<void> unsubscribe(std::int32_t) override {
    const std::lock_guard lock(shared_.mutex);
    ++shared_.unsubscribed;
    return {};
  }
  Result<std::vector<Event>> wait_for_events(std::int32_t, std::int32_t sequence) override {
    std::unique_lock lock(shared_.mutex);
    const auto from = static_cast<std::size_t>(sequence - 1);
    ++shared_.parked;
    shared_.changed.notify_all();
    shared_.changed.wait(lock,
                         [&] { return cancelled_ || shared_.failing_sessions > 0 || shared_.events.size() > from; });
    if (cancelled_ || shared_.failing_sessions > 0) return away();
    return std::vector<Event>(shared_.events.begin() + sequence - 1, shared_.events.end());
  }
  Result<void> describe_device(const Description& description) override {
    const std::lock_guard lock(shared_.mutex);
    shared_.descriptions.push_back(description);
    shared_.changed.notify_all();
    return {};
  }
  Result<std::vector<std::int32_t>> fetchable_jobs() override {
    const std::lock_guard lock(shared_.mutex);
    std::vector<std::int32_t> jobs;
    for (const auto& [job, state] : shared_.states)
      if (state == ipp::job_state::pending) jobs.push_back(job);
    return jobs;
  }
  Result<void> report_active(const std::vector<std::pair<std::int32_t, std::int32_t>>&) override { return {}; }
  Result<Ticket> fetch_job(std::int32_t job) override {
    const std::lock_guard lock(shared_.mutex);
    if (shared_.states[job] != ipp::job_state::pending) return refusal(Reason::conflict, "client-error-not-fetchable");
    shared_.states[job] = ipp::job_state::processing;
    ++shared_.fetched;
    Ticket wanted = ticket;
    wanted.id = job;
    return wanted;
  }
  Result<void> report_job(std::int32_t job, const Progress& progress) override {
    const std::lock_guard lock(shared_.mutex);
    shared_.reports[job] = progress;
    shared_.changed.notify_all();
    return {};
  }
  Result<std::int32_t> job_state(std::int32_t job) override {
    const std::lock_guard lock(shared_.mutex);
    return shared_.states[job];
  }

 private:
  Shared& shared_;
  bool cancelled_ = false;
};

}  // namespace tsuke::agent
