// tsuke-agent: the program beside the printers.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <thread>

#include "agent/agent.h"
#include "agent/enrolment.h"
#include "agent/ipp_device.h"
#include "base/log.h"

namespace {

using namespace tsuke;
using namespace tsuke::agent;

int fail(const Error& error) {
  std::fprintf(stderr, "tsuke-agent: %s\n", error.what.c_str());
  return 1;
}

int run_enrol(const EnrolRequest& request, const std::string& state) {
  const auto made = enrol(request);
  if (!made.ok()) return fail(made.error());
  const auto saved = save_enrolment(state, made.value());
  if (!saved.ok()) return fail(saved.error());
  std::printf("enrolled as printer %s (%s)\n", made.value().printer.c_str(), made.value().printer_id.c_str());
  return 0;
}

// The signals are blocked in every thread; this one takes them. A second one ends the program at once: the journal lets
// the next run go on.
void stop_on_signal(Agent& agent, sigset_t signals) {
  std::thread([&agent, signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    log::info("agent-stopping", {{"signal", signal}});
    agent.stop();
    sigwait(&signals, &signal);
    _exit(1);
  }).detach();
}

int run_agent(const std::string& state, const AgentOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  auto enrolment = load_enrolment(state);
  if (!enrolment.ok()) return fail(enrolment.error());
  const Enrolment& known = enrolment.value();
  for (const auto& failure : {make_ipp_device(known.device_uri).ok(), make_ipp_service(known).ok()})
    if (!failure) return fail({Reason::malformed, "bad-uri", state + " has an address that is no IPP address"});
  auto journal = Journal::open(state + ".jobs");
  if (!journal.ok()) return fail(journal.error());
  Agent agent([&] { return make_ipp_device(known.device_uri).take(); }, [&] { return make_ipp_service(known).take(); },
              journal.take(), options);
  stop_on_signal(agent, signals);
  log::info("agent-started", {{"printer", known.device_uri}, {"queue", known.uri}});
  agent.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Fetches released print jobs, prints them and reports what came out."};
  app.require_subcommand(1);
  std::string state, log_file;
  EnrolRequest request;
  auto* enrol_command = app.add_subcommand("enrol", "Trade a single-use code for this printer's credential");
  enrol_command->add_option("--server", request.server, "ipps://host:8631")->required();
  enrol_command->add_option("--code", request.code, "the code shown in the web app")->required();
  enrol_command->add_option("--printer", request.device_uri, "ipp://printer/ipp/print")->required();
  enrol_command->add_option("--state", state, "file to keep the credential in")->required();
  enrol_command->add_option("--ca", request.ca_file, "certificate of the service's own authority");
  AgentOptions options;
  std::int64_t patience_s = 30;
  bool verbose = false;
  auto* run_command = app.add_subcommand("run", "Print what is released to this printer");
  run_command->add_option("--state", state, "file made by enrol")->required();
  run_command->add_option("--log", log_file, "append log lines to this file");
  run_command->add_option("--printer-patience", patience_s, "seconds a printer may be out of reach in mid-job")
      ->check(CLI::Range(0, 86'400));
  run_command->add_flag("--verbose", verbose, "log every event");
  CLI11_PARSE(app, argc, argv);
  if (!log_file.empty()) tsuke::log::to_file(log_file);
  if (verbose) tsuke::log::set_level(tsuke::log::Level::debug);
  options.job.printer_patience = tsuke::seconds(patience_s);
  return enrol_command->parsed() ? run_enrol(request, state) : run_agent(state, options);
}
