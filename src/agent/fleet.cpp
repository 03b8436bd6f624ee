#include "agent/fleet.h"

#include <algorithm>
#include <thread>

#include "agent/named_device.h"
#include "base/log.h"
#include "printing/file_journal.h"

namespace tsuke::agent {
namespace {

constexpr int jobs_at_once_max = 128;  // of all printers together

Result<std::unique_ptr<Agent>> too_many() {
  return Error{Reason::limit_reached, "too-many-printers", "one agent serves at most 64 printers: run another one"};
}

Result<std::unique_ptr<Agent>> open_agent(const Kept& kept, AgentOptions options) {
  if (!kept.enrolment.ok()) return kept.enrolment.error();
  const Enrolment& known = kept.enrolment.value();
  TRY(make_device(known.device_uri));
  TRY(make_ipp_service(known));
  auto journal = TRY(FileJournal::open(journal_folder(kept.file)));
  options.printer = known.printer;
  log::info("printer-served", {{"printer", known.printer}, {"device", known.device_uri}, {"queue", known.uri}});
  return std::make_unique<Agent>([known] { return make_device(known.device_uri).take(); },
                                 [known] { return make_ipp_service(known).take(); }, std::move(journal), options);
}

}  // namespace

Result<std::vector<std::unique_ptr<Agent>>> open_fleet(const State& state, const AgentOptions& options) {
  const std::vector<Kept> all = state.all();
  if (all.empty())
    return Error{Reason::not_found, "no-printer",
                 "no printer is enrolled in " + state.path() + ": see tsuke-agent enrol"};
  AgentOptions each = options;
  each.jobs_at_once = std::min(options.jobs_at_once, std::max(2, jobs_at_once_max / static_cast<int>(all.size())));
  std::vector<std::unique_ptr<Agent>> agents;
  std::optional<Error> first;
  for (const Kept& kept : all) {
    auto agent = agents.size() < printers_max ? open_agent(kept, each) : too_many();
    if (agent.ok()) {
      agents.push_back(agent.take());
      continue;
    }
    log::error("printer-not-served", {{"file", kept.file}, {"what", agent.error().what}});
    if (!first) first = Error{agent.error().reason, agent.error().code, kept.file + ": " + agent.error().what};
  }
  if (agents.empty()) return *first;
  return agents;
}

void Fleet::run() {
  std::vector<std::thread> threads;
  for (const auto& agent : agents_) threads.emplace_back([&agent] { agent->run(); });
  for (std::thread& thread : threads) thread.join();
}

void Fleet::stop() {
  for (const auto& agent : agents_) agent->stop();
}

}  // namespace tsuke::agent
