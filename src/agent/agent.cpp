#include "agent/agent.h"

#include <algorithm>
#include <thread>

#include "base/log.h"
#include "platform/ipp/codes.h"

namespace tsuke::agent {
namespace {

constexpr Duration quick_answer = milliseconds(200);  // a server that answers an empty wait faster does not wait

}  // namespace

Agent::Agent(MakeDevice make_device, MakeService make_service, std::unique_ptr<Journal> journal, AgentOptions options)
    : make_device_(std::move(make_device)),
      make_service_(std::move(make_service)),
      journal_(std::move(journal)),
      options_(options),
      control_(make_service_()),
      pool_(std::make_unique<ThreadPool>(options.jobs_at_once)) {}

Agent::~Agent() = default;

void Agent::stop() {
  patience_.stop();
  control_->cancel();
}

void Agent::run() {
  resume_journal();
  std::thread watcher([this] { watch_printer(); });
  std::string told;
  Duration pause = options_.reconnect;
  while (!patience_.stopping()) {
    session_begun_ = false;
    const auto ended = session();
    if (patience_.stopping()) break;
    if (session_begun_) told.clear();
    pause = session_begun_ ? options_.reconnect : std::min(Duration{pause.micros * 2}, options_.reconnect_max);
    if (!ended.ok() && told != ended.error().code)  // an absence is told once
      log::warning("session-ended",
                   {{"printer", options_.printer}, {"code", told = ended.error().code}, {"what", ended.error().what}});
    patience_.wait(pause);
  }
  watcher.join();
  pool_.reset();  // each job sends its last report
  log::info("printer-left", {{"printer", options_.printer}});
}

// Subscribe first, then ask for what became fetchable before: no job falls between.
Result<void> Agent::session() {
  const std::int32_t subscription = TRY(control_->subscribe());
  describe_anew_ = true;
  auto told = control_->report_active(active_jobs());
  if (!told.ok() && told.error().reason == Reason::unavailable) return told;
  session_begun_ = true;
  log::info("session-begun", {{"printer", options_.printer}, {"subscription", subscription}});
  auto ended = events(subscription);
  if (patience_.stopping()) (void)make_service_()->unsubscribe(subscription);
  return ended;
}

Result<void> Agent::events(std::int32_t subscription) {
  for (const std::int32_t job_id : TRY(control_->fetchable_jobs())) start(job_id);
  std::int32_t next = 1;
  while (!patience_.stopping()) {
    const Duration asked = monotonic_now();
    const std::vector<Event> events = TRY(control_->wait_for_events(subscription, next));
    for (const Event& event : events) {
      next = std::max(next, event.sequence + 1);
      take(event);
    }
    if (events.empty() && monotonic_now() - asked < quick_answer) patience_.wait(options_.reconnect);
  }
  return {};
}

void Agent::take(const Event& event) {
  log::debug("event", {{"keyword", event.keyword}, {"job", event.job_id}, {"state", event.job_state}});
  if (event.keyword == "job-fetchable") start(event.job_id);
  if (event.keyword == "job-state-changed" && event.job_state == ipp::job_state::canceled) {
    const std::lock_guard lock(mutex_);
    if (running_.contains(event.job_id)) cancelled_.insert(event.job_id);
  }
}

void Agent::resume_journal() {
  for (const Entry& entry : journal_->load()) post(entry.ticket.id, [entry](JobRun& run) { run.resume(entry); });
}

void Agent::resume_lost() {
  for (const Entry& entry : journal_->load())
    if (entry.stage == Stage::lost) post(entry.ticket.id, [entry](JobRun& run) { run.resume(entry); });
}

void Agent::start(std::int32_t job_id) {
  post(job_id, [job_id](JobRun& run) { run.start(job_id); });
}

// At most one run of a job at a time; connections of its own for each.
void Agent::post(std::int32_t job_id, std::function<void(JobRun&)> work) {
  {
    const std::lock_guard lock(mutex_);
    if (!running_.insert(job_id).second) return;
  }
  pool_->post([this, job_id, work = std::move(work)] {
    if (!patience_.stopping()) {
      const auto device = make_device_();
      const auto service = make_service_();
      const auto cancelled = [this](std::int32_t id) { return is_cancelled(id); };
      JobRun run(*device, *service, *journal_, patience_, cancelled, options_.job);
      work(run);
    }
    const std::lock_guard lock(mutex_);
    running_.erase(job_id);
    cancelled_.erase(job_id);
  });
}

void Agent::watch_printer() {
  const auto device = make_device_();
  const auto service = make_service_();
  std::optional<Description> sent;
  do {
    if (describe_anew_.exchange(false)) sent.reset();
    describe(*device, *service, sent);
    const bool printing = is_working() || (sent && sent->state == ipp::printer_state::processing);
    if (!patience_.wait(printing ? options_.printing_poll : options_.idle_poll)) return;
  } while (true);
}

// Tells the service what changed at the printer. A printer that is back is asked for the jobs it was lost with.
void Agent::describe(Device& device, Service& service, std::optional<Description>& sent) {
  auto seen = device.describe();
  const bool is_back = seen.ok();
  Description now = is_back ? seen.take() : unreachable();
  if (is_back) resume_lost();
  if (sent == now) return;
  const auto told = service.describe_device(now);
  if (told.ok())
    sent = std::move(now);
  else
    log::debug("printer-not-described", {{"code", told.error().code}});
}

bool Agent::is_working() {
  const std::lock_guard lock(mutex_);
  return !running_.empty();
}

bool Agent::is_cancelled(std::int32_t job_id) {
  const std::lock_guard lock(mutex_);
  return cancelled_.contains(job_id);
}

std::vector<std::pair<std::int32_t, std::int32_t>> Agent::active_jobs() const {
  std::vector<std::pair<std::int32_t, std::int32_t>> jobs;
  for (const Entry& entry : journal_->load())
    if (!is_final(entry.progress.state)) jobs.emplace_back(entry.ticket.id, entry.progress.state);
  return jobs;  // an end is told with its counts, by the job's own report
}

}  // namespace tsuke::agent
