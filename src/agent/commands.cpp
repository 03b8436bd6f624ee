#include "agent/commands.h"

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <thread>

#include "agent/announcing.h"
#include "agent/discover.h"
#include "agent/doctor.h"
#include "agent/fleet.h"
#include "agent/folder_watch.h"
#include "agent/state.h"
#include "base/json.h"
#include "base/log.h"

namespace tsuke::agent {
namespace {

constexpr Duration discover_at_most = seconds(8);

int fail(const Error& error) {
  std::fprintf(stderr, "tsuke-agent: %s\n", error.what.c_str());
  return 1;
}

// Jobs whose end is not reported yet, without taking the journal from an agent that runs.
int unfinished_jobs(const std::string& file) {
  int jobs = 0;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(journal_folder(file), failure))
    jobs += entry.path().extension() == ".json";
  return jobs;
}

Json to_json(const Kept& kept) {
  Json json = Json::object({{"file", kept.file}, {"unfinished_jobs", unfinished_jobs(kept.file)}});
  if (!kept.enrolment.ok()) return json.set("problem", kept.enrolment.error().what);
  const Enrolment& known = kept.enrolment.value();
  json.set("printer_id", known.printer_id).set("printer", known.printer);
  return json.set("device_uri", known.device_uri).set("uri", known.uri);
}

void print_line(const Kept& kept) {
  if (!kept.enrolment.ok()) {
    std::printf("?\t%s\t%s\n", kept.file.c_str(), kept.enrolment.error().what.c_str());
    return;
  }
  const Enrolment& known = kept.enrolment.value();
  std::printf("%s\t%s\t%s\t%d unfinished\n", known.printer_id.c_str(), known.printer.c_str(), known.device_uri.c_str(),
              unfinished_jobs(kept.file));
}

// The signals are blocked in every thread; this one takes them. The journal lets the next run go on after the second.
void stop_on_signal(Fleet& fleet, sigset_t signals) {
  std::thread([&fleet, signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    log::info("agent-stopping", {{"signal", signal}});
    fleet.stop();
    sigwait(&signals, &signal);
    _exit(1);
  }).detach();
}

// What goes on beside the printing: printers that are enrolled meanwhile join in, and the network hears of all.
class Watch {
 public:
  Watch(Fleet& fleet, Opener& opener, bool announce)
      : fleet_(fleet), opener_(opener), announce_(announce), folder_(opener.state().path()) {
    announce_all();
    if (opener.state().is_folder()) thread_ = std::thread([this] { watch(); });
  }
  ~Watch() {
    folder_.end();
    if (thread_.joinable()) thread_.join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  void watch() {
    while (folder_.wait()) {
      auto more = opener_.open_new();
      if (!more.ok() || more.value().empty()) continue;
      fleet_.add(more.take());
      announce_all();
    }
  }

  // Printing goes on without it.
  void announce_all() {
    if (!announce_) return;
    announcer_.reset();  // its names are free before they are wanted again
    auto announcer = dnssd::Announcer::start(announcements_of(opener_.state()));
    if (announcer.ok())
      announcer_ = announcer.take();
    else
      log::warning("nothing-announced", {{"what", announcer.error().what}});
  }

  Fleet& fleet_;
  Opener& opener_;
  const bool announce_;
  FolderWatch folder_;
  std::unique_ptr<dnssd::Announcer> announcer_;
  std::thread thread_;
};

}  // namespace

int enrol_printer(const EnrolRequest& request, const std::string& path) {
  const State state(path);
  const auto possible = state.can_add();
  if (!possible.ok()) return fail(possible.error());
  const auto made = enrol(request);
  if (!made.ok()) return fail(made.error());
  const auto saved = state.add(made.value());
  if (!saved.ok()) return fail(saved.error());
  std::printf("enrolled as printer %s (%s) in %s\n", made.value().printer.c_str(), made.value().printer_id.c_str(),
              saved.value().c_str());
  return 0;
}

int list_printers(const std::string& path, bool as_json) {
  const State state(path);
  const auto all = state.all();
  if (as_json) {
    Json list = Json::array();
    for (const Kept& kept : all) list.push(to_json(kept));
    std::printf("%s\n", list.dump().c_str());
  } else {
    for (const Kept& kept : all) print_line(kept);
    if (all.empty()) std::printf("no printer is enrolled in %s\n", state.path().c_str());
  }
  return 0;
}

int remove_printer(const std::string& path, const std::string& which, bool even_unfinished) {
  const State state(path);
  const auto kept = state.find(which);
  if (!kept.ok()) return fail(kept.error());
  const auto removed = state.remove(kept.value(), even_unfinished);
  if (!removed.ok()) return fail(removed.error());
  std::printf("removed %s; revoke its credential in the web app too, on the printer's screen\n",
              kept.value().file.c_str());
  return 0;
}

int discover_printers(bool as_json) {
  const auto found = discover(discover_at_most);
  if (!found.ok())
    return fail({found.error().reason, found.error().code,
                 found.error().what + "; apt-get install avahi-daemon, or enrol printers by address"});
  if (as_json)
    std::printf("%s\n", to_json(found.value()).dump().c_str());
  else if (found.value().empty())
    std::printf("no printer announces itself on this network\n");
  else
    std::printf("%s", to_text(found.value()).c_str());
  return 0;
}

int examine_printers(const std::string& path, const std::string& language, bool as_json) {
  const auto findings = examine(State(path), real_surroundings());
  std::printf("%s%s", as_json ? to_json(findings, language).dump().c_str() : to_text(findings, language).c_str(),
              as_json ? "\n" : "");
  return is_well(findings) ? 0 : 1;
}

int run_printers(const std::string& path, const AgentOptions& options, bool announce) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  Opener opener(State(path), options);
  auto agents = opener.open_new();
  if (!agents.ok()) return fail(agents.error());
  Fleet fleet(agents.take());
  stop_on_signal(fleet, signals);
  log::info("agent-started");
  {
    const Watch watch(fleet, opener, announce);
    fleet.run();
  }
  log::info("agent-stopped");
  return 0;
}

}  // namespace tsuke::agent
