// The running agent: one thread waits for events, one watches the printer, a few print.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

#include "agent/ipp_service.h"
#include "base/thread_pool.h"
#include "printing/job_run.h"
#include "printing/stoppable_patience.h"

namespace tsuke::agent {

struct AgentOptions {
  std::string printer;  // its name, for the log
  JobOptions job;
  Duration idle_poll = seconds(3);             // how often an idle printer is asked for its state
  Duration printing_poll = milliseconds(500);  // and a printing one
  Duration reconnect = seconds(1);             // pause after a failed session with the service
  Duration reconnect_max = seconds(5);         // that pause doubles up to this
  int jobs_at_once = 4;
};

class Agent {
 public:
  using MakeDevice = std::function<std::unique_ptr<Device>()>;
  using MakeService = std::function<std::unique_ptr<InfraService>()>;

  Agent(MakeDevice make_device, MakeService make_service, std::unique_ptr<Journal> journal, AgentOptions options);
  ~Agent();

  // Returns after stop(): reports are sent, the subscription is cancelled, and a job that still prints goes on
  // printing; the next run follows it.
  void run();
  // From any thread.
  void stop();

 private:
  Result<void> session();
  Result<void> events(std::int32_t subscription);
  void take(const Event& event);
  void resume_journal();
  void resume_lost();
  void start(std::int32_t job_id);
  void post(std::int32_t job_id, std::function<void(JobRun&)> work);
  void watch_printer();
  void describe(Device& device, Service& service, std::optional<Description>& sent);
  bool is_working();
  bool is_cancelled(std::int32_t job_id);
  std::vector<std::pair<std::int32_t, std::int32_t>> active_jobs() const;

  MakeDevice make_device_;
  MakeService make_service_;
  std::unique_ptr<Journal> journal_;
  AgentOptions options_;
  printing::StoppablePatience patience_;
  std::unique_ptr<InfraService> control_;
  std::atomic<bool> describe_anew_ = true;
  bool session_begun_ = false;  // of the thread in run()

  std::mutex mutex_;
  std::set<std::int32_t> running_;
  std::set<std::int32_t> cancelled_;
  std::unique_ptr<ThreadPool> pool_;
};

}  // namespace tsuke::agent
