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

Result<std::vector<std::unique_ptr<Agent>>> Opener::open_new() {
  const std::vector<Kept> all = state_.all();
  if (all.empty())
    return Error{Reason::not_found, "no-printer",
                 "no printer is enrolled in " + state_.path() + ": see tsuke-agent enrol"};
  AgentOptions each = options_;
  each.jobs_at_once = std::min(options_.jobs_at_once, std::max(2, jobs_at_once_max / static_cast<int>(all.size())));
  std::vector<std::unique_ptr<Agent>> agents;
  std::optional<Error> first;
  for (const Kept& kept : all) {
    if (opened_.contains(kept.file)) continue;
    auto agent = opened_.size() < printers_max ? open_agent(kept, each) : too_many();
    if (agent.ok()) {
      opened_.insert(kept.file);
      agents.push_back(agent.take());
      continue;
    }
    log::error("printer-not-served", {{"file", kept.file}, {"what", agent.error().what}});
    if (!first) first = Error{agent.error().reason, agent.error().code, kept.file + ": " + agent.error().what};
  }
  if (opened_.empty()) return *first;
  return agents;
}

void Fleet::start(Agent& agent) {
  threads_.emplace_back([&agent] { agent.run(); });
}

void Fleet::add(std::vector<std::unique_ptr<Agent>> agents) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  for (auto& agent : agents) {
    if (running_) start(*agent);
    agents_.push_back(std::move(agent));
  }
}

void Fleet::run() {
  std::unique_lock lock(mutex_);
  running_ = true;
  for (const auto& agent : agents_) start(*agent);
  stopped_.wait(lock, [this] { return stopping_; });
  std::vector<std::thread> threads = std::move(threads_);
  lock.unlock();
  for (std::thread& thread : threads) thread.join();
}

void Fleet::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  for (const auto& agent : agents_) agent->stop();
  stopped_.notify_all();
}

}  // namespace tsuke::agent
