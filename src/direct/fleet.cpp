#include "direct/fleet.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "base/log.h"
#include "direct/crew.h"
#include "direct/row_journal.h"
#include "direct/served.h"
#include "flow/deliver/deliver.h"
#include "printing/stoppable_patience.h"
#include "registry/system.h"

namespace tsuke::direct {
namespace {

constexpr Duration lost_kept = hours(48);  // as long as a printer may be away and still tell the rest of a job
constexpr Duration seek_pause = milliseconds(250);
constexpr Duration presence_step = minutes(1);  // a third of the silence that ends an attempt

// Whoever serves these printers is alive: their attempts are not given up for silence.
Result<void> note_presence(store::Transaction& in, const std::set<PrinterId>& printers, Instant now) {
  for (const PrinterId id : printers) {
    const registry::Printer known = TRY(registry::printer(in, id));
    TRY(registry::device_reported(in, id, known.state, known.state_reasons, std::nullopt, now));
  }
  return {};
}

Duration in(Duration pause) { return {monotonic_now().micros + pause.micros}; }

void complain(std::string_view event, const Error& error) {
  log::error(event, {{"code", error.code}, {"what", error.what}});
}

}  // namespace

class Fleet::Parts {
 public:
  Parts(Means means, reach::Reach reach, FleetOptions options)
      : means_(std::move(means)),
        options_(options),
        clients_(std::move(reach)),
        lookers_(options.lookers_max),
        patient_lookers_(options.lookers_max),
        printers_(options.jobs_max) {}

  Result<void> start();
  void hear(const std::vector<store::Event>& events);
  void stop();

 private:
  using JobKey = std::pair<PrinterId, std::int32_t>;
  // A printer that is served now, and when it is looked at next.
  struct Place {
    std::shared_ptr<Served> served;
    Duration due{};
    Duration pause{};  // after a look that did not reach it
    bool looking = false;
    std::optional<Duration> seek_at = Duration{};  // when to see whether jobs wait for it
    bool has_lost = true;                          // perhaps: jobs that it was lost with
  };
  enum class Kind { fresh, taken_up, lost };

  void keep_time();
  void tell_presence();
  void reload();
  void place(const std::vector<registry::DirectPrinter>& wanted);
  std::vector<PrinterId> to_seek();
  void seek(PrinterId printer);
  void look_at_due();
  void look(PrinterId printer, const std::shared_ptr<Served>& served);
  void looked(PrinterId printer, const std::shared_ptr<Served>& served, Served::Seen seen);
  Duration time_to_next();
  int running_at(PrinterId printer) const;
  void take_up(Kind kind, std::vector<InHand> jobs);
  void resume_lost(const registry::DirectPrinter& printer);
  void run(Kind kind, PrinterId printer, const std::string& uri, std::int32_t job,
           std::function<void(printing::JobRun&)> work);
  void ended(Kind kind, PrinterId printer, std::int32_t job);
  void print(PrinterId printer, const std::string& uri, std::int32_t job,
             const std::function<void(printing::JobRun&)>& work);

  Means means_;
  const FleetOptions options_;
  Clients clients_;
  printing::StoppablePatience patience_;

  std::mutex mutex_;  // never held while the store is waited for: its committer calls hear()
  std::condition_variable changed_;
  bool stopping_ = false, reload_ = true, news_ = false;
  std::map<PrinterId, Place> places_;
  std::set<JobKey> running_;
  Duration present_until_{};

  std::thread time_;
  Crew lookers_, patient_lookers_, printers_;  // first to go: their work speaks to all of the above

  friend class Fleet;
};

Result<void> Fleet::Parts::start() {
  const Instant now = means_.clock.now();
  auto jobs = TRY(means_.store.read<std::vector<InHand>>(in_hand));
  means_.uuid = TRY(means_.store.write<std::string>([&jobs, now](store::Transaction& in) -> Result<std::string> {
    TRY(forget_lost(in, now - lost_kept));
    std::set<PrinterId> printers;
    for (const InHand& job : jobs) printers.insert(job.printer);
    TRY(note_presence(in, printers, now));
    return "service:" + TRY(registry::start_system(in, now)).uuid;  // no agent can call itself so
  }));
  take_up(Kind::taken_up, std::move(jobs));
  time_ = std::thread([this] { keep_time(); });
  return {};
}

void Fleet::Parts::hear(const std::vector<store::Event>& events) {
  const std::lock_guard lock(mutex_);
  for (const store::Event& event : events) {
    if (event.topic == "direct") reload_ = news_ = true;
    if (event.topic != "device" || event.payload.find("job-fetchable") == std::string::npos) continue;
    const auto id = parse_id<PrinterId>(event.subject);
    const auto found = id.ok() ? places_.find(id.value()) : places_.end();
    if (found == places_.end()) continue;
    found->second.seek_at = Duration{};
    news_ = true;
  }
  if (news_) changed_.notify_all();
}

void Fleet::Parts::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
    changed_.notify_all();
  }
  patience_.stop();
  if (time_.joinable()) time_.join();
  lookers_.close();
  patient_lookers_.close();
  printers_.close();
  if (!printers_.wait(options_.farewell)) log::warning("printing-broken-off");
  clients_.cancel();
  printers_.wait(minutes(1));
  lookers_.wait(minutes(1));
  patient_lookers_.wait(minutes(1));
}

void Fleet::Parts::keep_time() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    news_ = false;
    const bool anew = std::exchange(reload_, false);
    lock.unlock();
    if (anew) reload();
    for (const PrinterId printer : to_seek()) seek(printer);
    look_at_due();
    tell_presence();
    const Duration sleep = time_to_next();
    lock.lock();
    changed_.wait_for(lock, std::chrono::microseconds(sleep.micros), [this] { return stopping_ || news_; });
  }
}

// Of those that are served, and of those that were when what is in hand there was begun.
void Fleet::Parts::tell_presence() {
  std::set<PrinterId> printers;
  {
    const std::lock_guard lock(mutex_);
    if (present_until_ > monotonic_now()) return;
    present_until_ = in(presence_step);
    for (const auto& [printer, place] : places_) printers.insert(printer);
    for (const auto& [printer, job] : running_) printers.insert(printer);
  }
  if (printers.empty()) return;
  const Instant now = means_.clock.now();
  const auto told = means_.store.write<void>([&](store::Transaction& in) { return note_presence(in, printers, now); });
  if (!told.ok()) complain("presence-not-noted", told.error());
}

void Fleet::Parts::reload() {
  const auto wanted = means_.store.read<std::vector<registry::DirectPrinter>>(registry::direct_printers);
  if (!wanted.ok()) complain("direct-printers-unknown", wanted.error());
  const std::lock_guard lock(mutex_);
  if (wanted.ok()) return place(wanted.value());
  reload_ = true;
}

// Who has another address is another printer from now on; what is in hand at the old one goes on there.
void Fleet::Parts::place(const std::vector<registry::DirectPrinter>& wanted) {
  std::map<PrinterId, Place> places;
  for (const registry::DirectPrinter& printer : wanted) {
    const auto known = places_.find(printer.printer);
    if (known != places_.end() && known->second.served->printer().uri == printer.uri) {
      places[printer.printer] = std::move(known->second);
      continue;
    }
    log::info("printer-served-directly", {{"printer", printer.name}, {"uri", printer.uri}});
    places[printer.printer].served = std::make_shared<Served>(means_, clients_, printer, options_.silence);
  }
  places_ = std::move(places);
}

std::vector<PrinterId> Fleet::Parts::to_seek() {
  const std::lock_guard lock(mutex_);
  const Duration now = monotonic_now();
  std::vector<PrinterId> wanted;
  for (auto& [printer, place] : places_) {
    if (!place.seek_at || *place.seek_at > now) continue;
    place.seek_at.reset();
    wanted.push_back(printer);
  }
  return wanted;
}

// Starts what waits for this printer, as far as there is room; when something has ended there, this looks again.
void Fleet::Parts::seek(PrinterId printer) {
  const auto waiting = means_.store.read<std::vector<flow::Attempt>>(
      [printer](store::Reader& in) { return flow::fetchable(in, printer); });
  if (!waiting.ok()) return complain("jobs-unknown", waiting.error());
  std::string uri;
  std::vector<std::int32_t> jobs;
  {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(printer);
    if (found == places_.end()) return;
    uri = found->second.served->printer().uri;
    int room = options_.jobs_of_a_printer_max - running_at(printer);
    for (const flow::Attempt& attempt : waiting.value())
      if (!running_.contains({printer, attempt.device_number}) && room-- > 0) jobs.push_back(attempt.device_number);
  }
  for (const std::int32_t job : jobs)
    run(Kind::fresh, printer, uri, job, [job](printing::JobRun& run) { run.start(job); });
}

void Fleet::Parts::look_at_due() {
  const std::lock_guard lock(mutex_);
  const Duration now = monotonic_now();
  for (auto& [printer, place] : places_) {
    if (place.looking || place.due > now) continue;
    place.looking = true;
    // Those that let everybody wait have threads of their own to wait on.
    Crew& crew = place.pause == Duration{} ? lookers_ : patient_lookers_;
    crew.post([this, printer = printer, served = place.served] { look(printer, served); });
  }
}

void Fleet::Parts::look(PrinterId printer, const std::shared_ptr<Served>& served) {
  const Served::Seen seen = served->look();
  bool ask_lost = false;
  {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(printer);
    if (found != places_.end() && found->second.served == served)
      ask_lost = seen.reached && std::exchange(found->second.has_lost, false);
  }
  if (ask_lost) resume_lost(served->printer());
  looked(printer, served, seen);
}

void Fleet::Parts::looked(PrinterId printer, const std::shared_ptr<Served>& served, Served::Seen seen) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(printer);
  if (found == places_.end() || found->second.served != served) return;
  Place& place = found->second;
  const bool busy = seen.printing || running_at(printer) > 0;
  const Duration usual = busy ? options_.printing_look : options_.idle_look;
  if (!seen.reached) place.has_lost = true;
  if (seen.reached)
    place.pause = {};
  else
    place.pause =
        place.pause == Duration{} ? options_.idle_look : std::min(Duration{place.pause.micros * 2}, options_.away_look);
  place.due = in(seen.reached ? usual : place.pause);
  place.looking = false;
  news_ = true;
  changed_.notify_all();
}

Duration Fleet::Parts::time_to_next() {
  const std::lock_guard lock(mutex_);
  const Duration now = monotonic_now();
  Duration next = present_until_ - now;
  if (reload_) next = std::min(next, options_.idle_look);
  for (const auto& [printer, place] : places_) {
    if (!place.looking) next = std::min(next, place.due - now);
    if (place.seek_at) next = std::min(next, *place.seek_at - now);
  }
  return std::max(next, Duration{});
}

int Fleet::Parts::running_at(PrinterId printer) const {
  return static_cast<int>(
      std::distance(running_.lower_bound({printer, 0}), running_.upper_bound({printer, INT32_MAX})));
}

void Fleet::Parts::take_up(Kind kind, std::vector<InHand> jobs) {
  for (InHand& job : jobs)
    run(kind, job.printer, job.uri, job.entry.ticket.id,
        [entry = std::move(job.entry)](printing::JobRun& run) { run.resume(entry); });
}

void Fleet::Parts::resume_lost(const registry::DirectPrinter& printer) {
  auto lost = means_.store.read<std::vector<InHand>>(
      [&printer](store::Reader& in) { return lost_at(in, printer.printer, printer.uri); });
  if (!lost.ok()) return complain("jobs-unknown", lost.error());
  take_up(Kind::lost, lost.take());
}

// At most one run of a job at a time.
void Fleet::Parts::run(Kind kind, PrinterId printer, const std::string& uri, std::int32_t job,
                       std::function<void(printing::JobRun&)> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || !running_.insert({printer, job}).second) return;
    if (const auto found = places_.find(printer); found != places_.end()) found->second.due = {};
  }
  printers_.post([this, kind, printer, uri, job, work = std::move(work)] {
    print(printer, uri, job, work);
    ended(kind, printer, job);
  });
}

// What ended at once may end so again: it is not begun anew without a pause.
void Fleet::Parts::ended(Kind kind, PrinterId printer, std::int32_t job) {
  const std::lock_guard lock(mutex_);
  running_.erase({printer, job});
  const auto found = places_.find(printer);
  if (found == places_.end()) return;
  if (kind != Kind::lost) found->second.has_lost = true;
  found->second.seek_at = in(seek_pause);
  news_ = true;
  changed_.notify_all();
}

void Fleet::Parts::print(PrinterId printer, const std::string& uri, std::int32_t job,
                         const std::function<void(printing::JobRun&)>& work) {
  const auto device = clients_.device(uri, options_.silence);
  if (!device.ok()) return complain("printer-not-served", device.error());
  log::info("direct-job", {{"printer", to_string(printer)}, {"job", job}, {"uri", uri}});
  RowService service(means_, printer, uri);
  RowJournal journal(means_, printer, uri);
  const auto never = [](std::int32_t) { return false; };  // job_state() costs nothing here
  printing::JobRun run(*device.value(), service, journal, patience_, never, options_.job);
  work(run);
}

Fleet::Fleet(store::Store& store, vault::Vault& vault, const Clock& clock, flow::Programs programs, reach::Reach reach,
             FleetOptions options) {
  options.job.cancel_check = std::min(options.job.cancel_check, seconds(1));
  parts_ = std::make_unique<Parts>(Means{store, vault, clock, std::move(programs), {}}, std::move(reach), options);
}
Fleet::~Fleet() { stop(); }

Result<void> Fleet::start() { return parts_->start(); }
void Fleet::hear(const std::vector<store::Event>& events) { parts_->hear(events); }
void Fleet::stop() { parts_->stop(); }

}  // namespace tsuke::direct
