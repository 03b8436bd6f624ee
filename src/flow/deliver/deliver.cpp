#include "flow/deliver/deliver.h"

#include "flow/attempts.h"
#include "flow/rows.h"
#include "registry/printers.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query fetchable_at{"fetchable_at",
                             "SELECT " TSUKE_ATTEMPT_COLUMNS
                             " FROM attempt WHERE printer_id = $1 AND state = 'fetchable' ORDER BY device_number"};
constexpr Query active_at{"active_at",
                          "SELECT " TSUKE_ATTEMPT_COLUMNS
                          " FROM attempt WHERE printer_id = $1 AND state <> 'ended' ORDER BY device_number"};
constexpr Query newest_at{"newest_at", "SELECT " TSUKE_ATTEMPT_COLUMNS
                                       " FROM attempt WHERE printer_id = $1 ORDER BY device_number DESC LIMIT $2"};
constexpr Query put_winner{"put_winner", "UPDATE attempt SET fetched_by = $2 WHERE id = $1"};
constexpr Query overdue_attempts{"overdue_attempts",
                                 "SELECT " TSUKE_ATTEMPT_COLUMNS
                                 " FROM attempt WHERE state <> 'ended' AND deadline <= $1 ORDER BY deadline LIMIT 500"};

Error not_fetchable() {
  return {Reason::conflict, "not-fetchable", "this job is not to be had: it is taken, cancelled or done"};
}

// A slow printer is no lost one: as long as its agent speaks to us, we wait.
Result<void> give_up_printing(store::Transaction& in, const Attempt& attempt, Instant now) {
  const Instant alive_until = TRY(registry::printer(in, attempt.printer)).seen_at + silence_limit;
  if (alive_until > now) return set_attempt_state(in, attempt, attempt.state, alive_until);
  return end_attempt(in, attempt, AttemptResult::lost, now);
}

Result<void> give_up(store::Transaction& in, const Attempt& attempt, Instant now) {
  switch (attempt.state) {
    case AttemptState::fetchable: return end_attempt(in, attempt, AttemptResult::not_fetched, now);
    case AttemptState::fetched:
      TRY(set_attempt_state(in, attempt, AttemptState::fetchable, attempt.released_at + fetch_patience));
      tell_device(in, attempt, "job-fetchable");
      return {};
    case AttemptState::printing:
    case AttemptState::stopping: return give_up_printing(in, attempt, now);
    case AttemptState::ended: return {};
  }
  return {};
}

}  // namespace

Result<std::vector<Attempt>> fetchable(store::Reader& in, PrinterId printer) {
  return in.list<Attempt>(fetchable_at, {printer}, attempt_from);
}

Result<std::vector<Attempt>> active_attempts(store::Reader& in, PrinterId printer) {
  return in.list<Attempt>(active_at, {printer}, attempt_from);
}

Result<std::vector<Attempt>> attempts_at(store::Reader& in, PrinterId printer, int limit) {
  return in.list<Attempt>(newest_at, {printer, limit}, attempt_from);
}

Result<Attempt> fetch(store::Transaction& in, PrinterId printer, std::int32_t device_number, Instant now,
                      std::string_view device) {
  const Attempt found = TRY(attempt_at_printer(in, printer, device_number));
  if (found.state != AttemptState::fetchable) return not_fetchable();
  TRY(set_attempt_state(in, found, AttemptState::fetched, now + fetch_lease));
  TRY(in.run(put_winner, {found.id, device}));
  return attempt(in, found.id);
}

Result<Attempt> acknowledge(store::Transaction& in, PrinterId printer, std::int32_t device_number, Instant now,
                            std::string_view device) {
  const Attempt found = TRY(attempt_at_printer(in, printer, device_number));
  if (!require_winner(found, device).ok()) return not_fetchable();
  if (found.state == AttemptState::printing || found.state == AttemptState::stopping) return found;
  if (found.state != AttemptState::fetched) return not_fetchable();
  TRY(set_attempt_state(in, found, AttemptState::printing, now + silence_limit));
  TRY(set_job_state(in, TRY(job(in, found.job)), JobState::printing, now));
  return attempt(in, found.id);
}

Result<Job> document_for(store::Reader& in, PrinterId printer, std::int32_t device_number, std::string_view device) {
  const Attempt found = TRY(attempt_at_printer(in, printer, device_number));
  TRY(require_winner(found, device));
  const bool taken = found.state == AttemptState::fetched || found.state == AttemptState::printing;
  if (!taken)
    return Error{Reason::conflict, "not-fetched",
                 "fetch the job first: its document goes only to the device that took it"};
  return job(in, found.job);
}

Result<int> expire_attempts(store::Transaction& in, Instant now) {
  const auto overdue = TRY(in.list<Attempt>(overdue_attempts, {now}, attempt_from));
  for (const Attempt& attempt : overdue) TRY(give_up(in, attempt, now));
  return static_cast<int>(overdue.size());
}

}  // namespace tsuke::flow
