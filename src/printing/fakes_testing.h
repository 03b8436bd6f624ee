// A printer and a service of plain values, and time that passes at once. A fuse "kills" the agent at any of their
// calls.
#pragma once

#include <map>

#include "platform/ipp/codes.h"
#include "printing/sides.h"

namespace tsuke::printing {

struct Killed {};

// Burns at each call, once before its effect and once after; throws Killed when it is used up.
struct Fuse {
  int left = -1;  // below 0: never
  int burnt = 0;
  void burn() {
    ++burnt;
    if (left >= 0 && left-- == 0) throw Killed{};
  }
};

inline Error refusal(Reason reason, std::string code) { return {reason, code, code}; }
inline Error away() { return refusal(Reason::unavailable, "no-connection"); }
inline Error silent() { return refusal(Reason::unavailable, "no-answer"); }

struct FakeTime : Patience {
  Duration at = seconds(1);
  int waits_left = 10'000;
  bool stopped = false;
  std::function<void()> on_wait;
  Duration now() override { return at; }
  bool wait(Duration how_long) override {
    at = {at.micros + how_long.micros};
    if (on_wait) on_wait();
    if (--waits_left <= 0) stopped = true;
    return !stopped;
  }
  bool stopping() override { return stopped; }
};

// Prints two impressions each time it is looked at.
struct FakePrinter : Device {
  struct Job {
    std::string name;
    std::string document;
    bool has_document = false, cancelled = false;
    std::int32_t printed = 0;
  };
  Fuse* fuse = nullptr;
  std::map<std::int32_t, Job> jobs;
  std::int32_t pages = 5;
  std::int32_t jam_after = -1, out_of_paper_after = -1;
  std::optional<Error> trouble;         // of every call
  std::optional<Error> create_trouble;  // after the job was made, when it is silent(); else instead
  std::optional<Error> send_trouble;
  bool counts_sheets = false, counts_impressions = true;
  Ticket ticket;

  void burn() const {
    if (fuse) fuse->burn();
  }
  Result<Description> describe() override {
    if (trouble) return *trouble;
    return Description{};
  }
  Result<std::int32_t> create_job(const Ticket& wanted) override {
    burn();
    if (trouble) return *trouble;
    const bool silent_failure = create_trouble && create_trouble->code == "no-answer";
    if (create_trouble && !silent_failure) return *create_trouble;
    const std::int32_t id = static_cast<std::int32_t>(jobs.size()) + 100;
    jobs[id].name = name_at_printer(wanted);
    ticket = wanted;
    if (silent_failure) return *std::exchange(create_trouble, std::nullopt);
    burn();
    return id;
  }
  Result<void> send_document(std::int32_t id, const std::string&, Source document) override {
    burn();
    if (trouble) return *trouble;
    if (send_trouble) return *send_trouble;
    while (true) {
      const std::string_view piece = TRY(document());
      if (piece.empty()) break;
      jobs.at(id).document.append(piece);
    }
    jobs.at(id).has_document = true;
    burn();
    return {};
  }
  Result<DeviceJob> look_at(std::int32_t id) override {
    burn();
    if (trouble) return *trouble;
    if (!jobs.contains(id)) return refusal(Reason::not_found, "client-error-not-found");
    Job& job = jobs.at(id);
    const bool jammed = jam_after >= 0 && job.printed >= jam_after;
    if (job.has_document && !job.cancelled && !jammed && !is_out_of_paper(job))
      job.printed = std::min(job.printed + 2, pages);
    DeviceJob seen{id, state_of(job), {}, {}, {}};
    if (seen.state == ipp::job_state::pending_held) seen.reasons = {"job-incoming"};
    if (seen.state == ipp::job_state::processing_stopped) seen.reasons = {"printer-stopped"};
    if (counts_impressions) seen.impressions = job.printed;
    if (counts_sheets) seen.sheets = job.printed;
    return seen;
  }
  std::int32_t state_of(const Job& job) const {
    using namespace ipp::job_state;
    if (job.cancelled) return canceled;
    if (!job.has_document) return pending_held;
    if (jam_after >= 0 && job.printed >= jam_after) return aborted;
    if (job.printed == pages) return completed;
    return is_out_of_paper(job) ? processing_stopped : processing;
  }
  bool is_out_of_paper(const Job& job) const { return out_of_paper_after >= 0 && job.printed >= out_of_paper_after; }
  Result<std::int32_t> find(const std::string& name) override {
    burn();
    if (trouble) return *trouble;
    std::int32_t newest = 0;
    for (const auto& [id, job] : jobs)
      if (job.name == name) newest = id;
    return newest;
  }
  Result<void> cancel(std::int32_t id) override {
    burn();
    if (trouble) return *trouble;
    jobs.at(id).cancelled = true;
    return {};
  }
  std::int32_t printed_in_all() const {
    std::int32_t sum = 0;
    for (const auto& [id, job] : jobs) sum += job.printed;
    return sum;
  }
};

// One released job, number 7.
template <typename Side>
struct FakeServiceOf : Side {
  Fuse* fuse = nullptr;
  Ticket ticket{7, "ref-abc", 1, "two-sided-long-edge", "color", "iso_a4_210x297mm", "application/pdf", 5};
  std::string document = "%PDF-1.4 five pages";
  std::vector<Progress> reports;
  std::optional<Progress> document_report;
  std::optional<Error> trouble;
  std::optional<Error> fetch_trouble, acknowledge_trouble, document_trouble;
  std::int32_t state = ipp::job_state::pending;
  int acknowledged_documents = 0;
  std::string name_format = "application/pdf";

  void burn() const {
    if (fuse) fuse->burn();
  }
  template <typename T>
  Result<T> answer(T value, const std::optional<Error>& special = {}) {
    burn();
    if (trouble) return *trouble;
    if (special) return *special;
    burn();
    return value;
  }
  Result<void> done(const std::optional<Error>& special = {}) {
    TRY(answer(true, special));
    return {};
  }
  Result<void> describe_device(const Description&) override { return done(); }
  Result<Ticket> fetch_job(std::int32_t) override { return answer(ticket, fetch_trouble); }
  Result<void> acknowledge_job(std::int32_t) override { return done(acknowledge_trouble); }
  Result<std::string> fetch_document(std::int32_t, Sink into) override {
    burn();
    if (trouble) return *trouble;
    if (document_trouble) return *document_trouble;
    TRY(into(std::string_view(document).substr(0, 4)));
    burn();
    TRY(into(std::string_view(document).substr(4)));
    return name_format;
  }
  Result<void> acknowledge_document(std::int32_t) override {
    ++acknowledged_documents;
    return done();
  }
  Result<void> report_job(std::int32_t, const Progress& progress) override {
    burn();
    if (trouble) return *trouble;
    reports.push_back(progress);
    burn();
    return {};
  }
  Result<void> report_document(std::int32_t, const Progress& progress) override {
    document_report = progress;
    return done();
  }
  Result<std::int32_t> job_state(std::int32_t) override { return answer(state); }
};
using FakeService = FakeServiceOf<Service>;

}  // namespace tsuke::printing
