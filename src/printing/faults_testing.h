// The printer and the service of fakes_testing.h in bad weather: by seed, a call fails before its effect, or has it and
// is not answered, or its answer is nonsense; the printer runs out of paper and starts its counts again.
#pragma once

#include <algorithm>
#include <random>

#include "printing/fakes_testing.h"

namespace tsuke::printing {

struct Weather {
  std::mt19937 random;
  int faults_percent = 0;
  bool strikes(int percent_of_faults = 100) { return below(100) < faults_percent && below(100) < percent_of_faults; }
  int below(int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }
};

// What a call that went wrong says; all of them may pass.
inline Error nonsense() { return refusal(Reason::unavailable, "bad-ipp"); }

struct StormyPrinter : Device {
  FakePrinter& printer;
  Weather& weather;
  std::int32_t said = 0;  // the largest count that reached the agent
  StormyPrinter(FakePrinter& real, Weather& sky) : printer(real), weather(sky) {}

  template <typename T>
  Result<T> through(const std::function<Result<T>()>& call) {
    if (weather.strikes(40)) return away();
    auto result = call();
    if (weather.strikes(30)) return silent();
    if (weather.strikes(20)) return nonsense();
    return result;
  }
  Result<Description> describe() override {
    return through<Description>([&] { return printer.describe(); });
  }
  Result<std::int32_t> create_job(const Ticket& ticket) override {
    if (weather.strikes(30)) return refusal(Reason::unavailable, "server-error-busy");
    return through<std::int32_t>([&] { return printer.create_job(ticket); });
  }
  Result<void> send_document(std::int32_t id, const std::string& format, Source document) override {
    return through<void>([&] { return printer.send_document(id, format, document); });
  }
  Result<DeviceJob> look_at(std::int32_t id) override {
    auto seen = weather.strikes(20) ? out_of_paper(id) : through<DeviceJob>([&] { return printer.look_at(id); });
    if (!seen.ok()) return seen;
    DeviceJob told = seen.take();
    if (weather.strikes(20)) told.impressions = 0;
    if (weather.strikes(10)) told.impressions = -5;
    if (weather.strikes(10)) told.impressions.reset();
    said = std::max(said, told.impressions.value_or(0));
    return told;
  }
  Result<DeviceJob> out_of_paper(std::int32_t id) {
    if (!printer.jobs.contains(id)) return refusal(Reason::not_found, "client-error-not-found");
    const auto& job = printer.jobs.at(id);
    if (!job.has_document || job.cancelled || job.printed == printer.pages) return printer.look_at(id);
    return DeviceJob{id, ipp::job_state::processing_stopped, {"printer-stopped"}, job.printed, {}};
  }
  Result<std::int32_t> find(const std::string& name) override {
    return through<std::int32_t>([&] { return printer.find(name); });
  }
  Result<void> cancel(std::int32_t id) override {
    return through<void>([&] { return printer.cancel(id); });
  }
};

// Once acknowledged, the job is nobody else's and not fetchable again.
struct StormyService : FakeService {
  Weather& weather;
  bool acknowledged = false;
  std::vector<Progress> ends_answered;  // ends that the agent knows to be told, since its last start
  explicit StormyService(Weather& sky) : weather(sky) {}

  template <typename T>
  Result<T> through(const std::function<Result<T>()>& call) {
    if (weather.strikes(40)) return away();
    auto result = call();
    if (weather.strikes(30)) return silent();
    if (weather.strikes(20)) return nonsense();
    return result;
  }
  Result<Ticket> fetch_job(std::int32_t id) override {
    if (acknowledged) return refusal(Reason::conflict, "client-error-not-fetchable");
    return through<Ticket>([&] { return FakeService::fetch_job(id); });
  }
  Result<void> acknowledge_job(std::int32_t id) override {
    return through<void>([&]() -> Result<void> {
      TRY(FakeService::acknowledge_job(id));
      acknowledged = true;
      return {};
    });
  }
  Result<std::string> fetch_document(std::int32_t id, Sink into) override {
    return through<std::string>([&] { return FakeService::fetch_document(id, into); });
  }
  Result<void> report_job(std::int32_t id, const Progress& progress) override {
    const auto told = through<void>([&] { return FakeService::report_job(id, progress); });
    if (told.ok() && is_final(progress.state)) ends_answered.push_back(progress);
    return told;
  }
  Result<std::int32_t> job_state(std::int32_t id) override {
    return through<std::int32_t>([&] { return FakeService::job_state(id); });
  }
};

}  // namespace tsuke::printing
