#include "flow/release/at_once.h"

#include "flow/release/release.h"
#include "flow/rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Duration day = hours(24);

constexpr Query ready_at_once{"ready_at_once", R"sql(
    SELECT id FROM job
     WHERE at_once = 1 AND is_open = 1 AND state = 'held' AND document = 'ready'
     ORDER BY id LIMIT $1)sql"};
constexpr Query note_at_once_release{"note_at_once_release", R"sql(
    INSERT INTO at_once_release (job_id, purpose_id, released_at) VALUES ($1, $2, $3)
    ON CONFLICT (job_id) DO UPDATE SET purpose_id = excluded.purpose_id, released_at = excluded.released_at)sql"};
constexpr Query released_in_a_day{"released_in_a_day",
                                  "SELECT COUNT(*) FROM at_once_release WHERE purpose_id = $1 AND released_at > $2"};
// What is reserved counts until it is known what came of it.
constexpr Query cost_in_a_day{"cost_in_a_day", R"sql(
    SELECT COALESCE(SUM(CASE WHEN charge.state = 'captured' THEN charge.captured
                             WHEN charge.state = 'voided' THEN 0 ELSE charge.authorised END), 0)
      FROM at_once_release JOIN charge ON charge.job_id = at_once_release.job_id
     WHERE at_once_release.purpose_id = $1 AND at_once_release.released_at > $2 AND charge.currency = $3)sql"};

// Nothing, or the code of why this job stays held.
Result<std::string> beyond_cap(store::Reader& in, PurposeId purpose, const registry::AtOnce& at_once, Money price,
                               Instant now) {
  const std::string reached(at_once_cap_reached);
  if (at_once.jobs_per_day) {
    const auto released = TRY(in.integer(released_in_a_day, {purpose, now - day})).value_or(0);
    if (released >= *at_once.jobs_per_day) return reached;
  }
  if (!at_once.amount_per_day) return std::string();
  const Money most = *at_once.amount_per_day;
  if (most.currency != price.currency) return reached;
  const auto spent = TRY(in.integer(cost_in_a_day, {purpose, now - day, most.currency.view()})).value_or(0);
  return spent + price.amount_minor > most.amount_minor ? reached : std::string();
}

// Nothing when it is released; else the code of the main reason.
Result<std::string> try_release(store::Transaction& in, const Job& job, const registry::AtOnce& at_once, Instant now) {
  const registry::Printer printer = TRY(registry::printer(in, at_once.printer));
  const Offer offer = TRY(make_offer(in, job, printer, now));
  if (!offer.decision.permitted()) return offer.decision.reasons.front().code;
  const Money total = offer.quote->total();
  const Money price = offer.metered() ? Money{0, total.currency} : total;
  const std::string beyond = TRY(beyond_cap(in, job.purpose, at_once, price, now));
  if (!beyond.empty()) return beyond;
  const ReleaseOutcome outcome = TRY(release(in, job.person, job.id, at_once.printer, now));
  if (const auto* refused = std::get_if<Refused>(&outcome)) return refused->decision.reasons.front().code;
  if (const auto* shut = std::get_if<NotOpened>(&outcome)) return shut->code;
  TRY(in.run(note_at_once_release, {job.id, job.purpose, now}));
  return std::string();
}

Result<Job> waiting_job(store::Reader& in, PersonId person, JobId id) {
  Job found = TRY(job_of(in, person, id));
  if (!is_waiting(found.state))
    return Error{Reason::conflict, "job-not-waiting", "this job is being printed or has ended; look at its state"};
  return found;
}

}  // namespace

Result<std::vector<JobId>> jobs_to_release_at_once(store::Reader& in, int limit) {
  return in.list<JobId>(ready_at_once, {limit}, [](const store::Row& row) { return row.id<JobId>(0); });
}

Result<void> release_at_once(store::Transaction& in, JobId id, Instant now) {
  Job found = TRY(job(in, id));
  if (!found.at_once || found.state != JobState::held || found.document != DocumentState::ready) return {};
  const registry::Purpose purpose = TRY(registry::purpose(in, found.purpose));
  if (purpose.at_once) found.at_once_problem = TRY(try_release(in, found, *purpose.at_once, now));
  if (purpose.at_once && found.at_once_problem.empty()) return {};
  found.at_once = false;
  return set_job_state(in, found, found.state, now);
}

Result<Job> ask_at_once(store::Transaction& in, PersonId person, JobId id, Instant now) {
  Job found = TRY(waiting_job(in, person, id));
  const bool named = found.purpose.exists() && TRY(registry::purpose(in, found.purpose)).at_once;
  if (!named || !found.password.empty())
    return Error{Reason::conflict, "not-at-once", "choose a printer: release the job there, or in the web app"};
  found.at_once = true;
  found.at_once_problem.clear();
  TRY(set_job_state(in, found, found.state, now));
  return found;
}

Result<Job> keep_held(store::Transaction& in, PersonId person, JobId id, Instant now) {
  Job found = TRY(waiting_job(in, person, id));
  if (!found.at_once) return found;
  found.at_once = false;
  TRY(set_job_state(in, found, found.state, now));
  return found;
}

}  // namespace tsuke::flow
