#include "printing/job_run.h"

#include <algorithm>
#include <array>

#include "base/log.h"
#include "platform/ipp/codes.h"

namespace tsuke::printing {
namespace {

using namespace ipp::job_state;

bool may_pass(const Error& error) {
  return error.reason == Reason::unavailable || error.reason == Reason::not_authenticated;
}

constexpr std::string_view busy = "server-error-busy";

// Failures before a word was said.
constexpr std::array<std::string_view, 7> unsaid{
    "no-connection",       "server-not-trusted", "certificate-expired", "certificate-not-yet-valid",
    "address-not-allowed", "port-not-allowed",   "direct-mode-off"};

// Whether the printer may have done what it gave no answer to.
bool may_have_arrived(const Error& error) {
  const std::string_view code = error.code;
  const bool was_said = std::find(unsaid.begin(), unsaid.end(), code) == unsaid.end();
  return was_said && !code.starts_with("server-error-") && !code.starts_with("client-error-");
}

bool waits_for_data(const DeviceJob& job) {
  return std::any_of(job.reasons.begin(), job.reasons.end(), [](const std::string& reason) {
    return reason == "job-incoming" || reason == "job-data-insufficient";
  });
}

}  // namespace

void JobRun::start(std::int32_t job_id) {
  auto ticket = service_.fetch_job(job_id);
  if (!ticket.ok()) {
    log::info("job-not-fetched", {{"job", job_id}, {"code", ticket.error().code}});
    return;
  }
  entry_ = Entry{ticket.take(), Stage::fetched, 0, {}};
  if (!save(Stage::fetched)) return;  // not acknowledged: the service gives it out again
  log::info("job-fetched", {{"job", job_id}});
  if (acknowledge()) deliver();
}

void JobRun::resume(Entry entry) {
  entry_ = std::move(entry);
  log::info("job-resumed", {{"job", entry_.ticket.id}, {"stage", static_cast<int>(entry_.stage)}});
  switch (entry_.stage) {
    case Stage::fetched: return deliver();
    case Stage::sending: return find_and_follow();
    case Stage::lost: return entry_.printer_job == 0 ? find_and_follow() : follow();
    case Stage::created:
    case Stage::sent: return follow();
    case Stage::finished: return report_to_the_end();
  }
}

void JobRun::deliver() {
  report_if_changed();
  const auto fetched = fetch_document();
  if (patience_.stopping()) return;
  if (!fetched.ok()) {
    log::warning("document-not-fetched", {{"job", entry_.ticket.id}, {"what", fetched.error().what}});
    return finish(aborted, "document-access-error");
  }
  if (is_cancelled()) return finish(canceled, "job-canceled-by-user");
  print();
}

bool JobRun::acknowledge() {
  while (true) {
    const auto done = service_.acknowledge_job(entry_.ticket.id);
    if (done.ok()) return true;
    if (!may_pass(done.error())) {
      log::info("job-not-ours", {{"job", entry_.ticket.id}, {"code", done.error().code}});
      journal_.remove(entry_.ticket.id);
      return false;
    }
    if (!patience_.wait(options_.retry)) return false;
  }
}

Result<void> JobRun::fetch_document() {
  while (true) {
    const Sink into = TRY(journal_.write_document(entry_.ticket.id));
    auto format = service_.fetch_document(entry_.ticket.id, into);
    if (format.ok()) {
      if (!format.value().empty()) entry_.ticket.format = format.take();
      return {};
    }
    if (!may_pass(format.error()) || !patience_.wait(options_.retry)) return format.take_error();
  }
}

void JobRun::print() {
  auto created = create();
  if (!created.ok()) {
    if (patience_.stopping()) return;
    if (is_cancelled() && entry_.stage == Stage::fetched) return finish(canceled, "job-canceled-by-user");
    log::warning("job-not-created", {{"job", entry_.ticket.id}, {"what", created.error().what}});
    if (entry_.stage == Stage::sending) return lose();
    return finish(aborted, "aborted-by-system");
  }
  entry_.printer_job = created.value();
  if (!save(Stage::created)) log::error("journal-not-written", {{"job", entry_.ticket.id}});
  log::info("job-created", {{"job", entry_.ticket.id}, {"printer_job", entry_.printer_job}});
  const auto sent = send_document();
  if (sent.ok()) {
    save(Stage::sent);
    journal_.drop_document(entry_.ticket.id);
    (void)service_.acknowledge_document(entry_.ticket.id);
  } else if (!may_pass(sent.error())) {
    log::warning("document-refused", {{"job", entry_.ticket.id}, {"what", sent.error().what}});
    (void)device_.cancel(entry_.printer_job);
    return finish(aborted, "document-format-error");
  }
  follow();
}

// "sending" is on the disk before each try, and a refusal takes it back. After a try without an answer the printer is
// asked whether it has the job before there is another.
Result<std::int32_t> JobRun::create() {
  const Duration begun = patience_.now();
  while (true) {
    if (!save(Stage::sending)) return Error{Reason::internal, "journal", "the journal cannot be written"};
    auto created = device_.create_job(entry_.ticket);
    if (created.ok()) return created;
    const Error& error = created.error();
    if (!may_have_arrived(error)) save(Stage::fetched);
    if (!may_pass(error) || (error.code != busy && is_late(begun))) return created;
    if (!patience_.wait(options_.retry)) return created;
    if (entry_.stage == Stage::fetched && is_cancelled()) return created;
    if (entry_.stage == Stage::fetched) continue;
    auto found = find(begun);
    if (!found.ok() || found.value() != 0) return found;
  }
}

Result<std::int32_t> JobRun::find(Duration begun) {
  while (true) {
    auto found = device_.find(name_at_printer(entry_.ticket));
    if (found.ok() || !may_pass(found.error()) || is_late(begun)) return found;
    if (!patience_.wait(options_.retry)) return found;
  }
}

bool JobRun::is_late(Duration begun) { return patience_.now() - begun > options_.printer_patience; }

Result<void> JobRun::send_document() {
  return device_.send_document(entry_.printer_job, entry_.ticket.format, TRY(journal_.read_document(entry_.ticket.id)));
}

// The printer may have been told, but its number for the job is not known.
void JobRun::find_and_follow() {
  const auto found = find(patience_.now());
  if (!found.ok()) return patience_.stopping() ? void() : lose();
  if (found.value() == 0) {
    if (entry_.stage == Stage::lost) return journal_.remove(entry_.ticket.id);  // reported already
    return finish(aborted, "aborted-by-system");
  }
  entry_.printer_job = found.value();
  if (entry_.stage == Stage::sending) save(Stage::created);
  follow();
}

void JobRun::follow() {
  Duration heard = patience_.now();
  while (true) {
    if (!cancel_sent_ && is_cancelled()) cancel_sent_ = device_.cancel(entry_.printer_job).ok();
    const Look seen = look();
    if (seen == Look::ended) return;
    if (seen == Look::going_on)
      heard = patience_.now();
    else if (patience_.now() - heard > options_.printer_patience)
      return lose();
    if (!patience_.wait(seen == Look::going_on ? options_.poll : options_.retry)) return report_if_changed();
  }
}

JobRun::Look JobRun::look() {
  const auto seen = device_.look_at(entry_.printer_job);
  if (!seen.ok() && may_pass(seen.error())) return Look::out_of_reach;
  if (!seen.ok()) {
    if (entry_.stage == Stage::lost)
      journal_.remove(entry_.ticket.id);
    else
      finish(aborted, "aborted-by-system");
    return Look::ended;
  }
  const Progress before = entry_.progress;
  absorb(entry_.progress, seen.value(), entry_.ticket);
  if (is_final(entry_.progress.state)) {
    save(Stage::finished);
    report_to_the_end();
    return Look::ended;
  }
  // A document cut off in mid-sending cannot be sent again: the printer is not to wait for it.
  if (entry_.stage == Stage::created && !cancel_sent_ && waits_for_data(seen.value()))
    cancel_sent_ = device_.cancel(entry_.printer_job).ok();
  if (entry_.stage == Stage::lost) return Look::going_on;  // its end was reported once: only the true end corrects it
  if (!(before == entry_.progress)) save(entry_.stage);
  report_if_changed();
  return Look::going_on;
}

void JobRun::lose() {
  if (entry_.stage == Stage::lost) return;
  log::warning("printer-lost", {{"job", entry_.ticket.id}, {"printer_job", entry_.printer_job}});
  entry_.progress.state = aborted;
  entry_.progress.reasons = {"aborted-by-system", "printer-unreachable"};
  save(Stage::lost);
  while (true) {
    const auto told = service_.report_job(entry_.ticket.id, entry_.progress);
    if (told.ok() || !may_pass(told.error()) || !patience_.wait(options_.retry)) return;
  }
}

bool JobRun::is_cancelled() {
  if (cancelled_(entry_.ticket.id)) return true;
  const Duration now = patience_.now();
  if (cancel_checked_ != Duration{} && now - cancel_checked_ < options_.cancel_check) return false;
  cancel_checked_ = now;
  const auto state = service_.job_state(entry_.ticket.id);
  return state.ok() && state.value() == canceled;
}

void JobRun::report_if_changed() {
  if (reported_ == entry_.progress || is_final(entry_.progress.state)) return;
  const auto told = service_.report_job(entry_.ticket.id, entry_.progress);
  if (told.ok() || !may_pass(told.error())) reported_ = entry_.progress;
}

void JobRun::finish(std::int32_t state, std::string reason) {
  entry_.progress.state = state;
  entry_.progress.reasons = {std::move(reason)};
  save(Stage::finished);
  report_to_the_end();
}

void JobRun::report_to_the_end() {
  const std::int32_t id = entry_.ticket.id;
  while (true) {
    const auto told = service_.report_job(id, entry_.progress);
    if (told.ok()) break;
    if (!may_pass(told.error())) {
      log::warning("report-refused", {{"job", id}, {"code", told.error().code}});
      break;
    }
    if (!patience_.wait(options_.retry)) return;
  }
  (void)service_.report_document(id, entry_.progress);
  journal_.remove(id);
  log::info("job-ended", {{"job", id},
                          {"state", entry_.progress.state},
                          {"impressions", entry_.progress.counts.impressions.value_or(-1)},
                          {"sheets", entry_.progress.counts.sheets.value_or(-1)}});
}

bool JobRun::save(Stage stage) {
  entry_.stage = stage;
  const auto saved = journal_.save(entry_);
  if (!saved.ok()) log::error("journal-not-written", {{"job", entry_.ticket.id}, {"what", saved.error().what}});
  return saved.ok();
}

}  // namespace tsuke::printing
