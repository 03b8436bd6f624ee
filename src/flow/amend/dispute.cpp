#include "flow/amend/dispute.h"

#include <algorithm>

#include "flow/amend/moving.h"
#include "flow/amend/notices.h"
#include "flow/amend/policy.h"
#include "flow/audit.h"
#include "flow/rows.h"
#include "flow/shares.h"
#include "registry/people.h"
#include "registry/text.h"

namespace tsuke::flow {

namespace {

using store::Query;

#define TSUKE_DISPUTE_SELECT                                                                                    \
  "SELECT d.id, d.job_id, d.opened_by, person.name, d.for_payer, d.words, d.opened_at, d.state, d.decided_by, " \
  "d.decided_at, d.note FROM dispute d JOIN person ON person.id = d.opened_by "

constexpr Query dispute_by_id{"dispute", TSUKE_DISPUTE_SELECT "WHERE d.id = $1"};
constexpr Query disputes_open{"disputes_open",
                              TSUKE_DISPUTE_SELECT "WHERE d.state = 'open' ORDER BY d.id DESC LIMIT $1"};
constexpr Query disputes_by_job{"disputes_by_job", TSUKE_DISPUTE_SELECT "WHERE d.job_id = $1 ORDER BY d.id"};
constexpr Query open_dispute_of{"open_dispute_of", "SELECT id FROM dispute WHERE job_id = $1 AND state = 'open'"};
constexpr Query insert_dispute{"insert_dispute", R"sql(
    INSERT INTO dispute (id, job_id, opened_by, for_payer, words, opened_at, state, note)
    VALUES ($1, $2, $3, $4, $5, $6, 'open', ''))sql"};
constexpr Query close_dispute{"close_dispute", R"sql(
    UPDATE dispute SET state = $2, decided_by = $3, decided_at = $4, note = $5 WHERE id = $1 AND state = 'open')sql"};

DisputeState state_from(const std::string& text) {
  for (const auto state : {DisputeState::open, DisputeState::stands, DisputeState::refunded, DisputeState::reassigned,
                           DisputeState::withdrawn})
    if (to_string(state) == text) return state;
  assert(!"a state that this program does not know");
  return DisputeState::open;
}

Dispute dispute_from(const store::Row& row) {
  auto payer = registry::parse_payer_key(row.text(4));
  assert(payer.ok());
  return {row.id<DisputeId>(0), row.id<JobId>(1),        row.id<PersonId>(2), row.text(3),    payer.take(), row.text(5),
          row.instant(6),       state_from(row.text(7)), row.id<PersonId>(8), row.instant(9), row.text(10)};
}

// The line of the charge that this person may speak for: an organisation's, as its accountant; else their own print's.
Result<std::optional<PayerLine>> line_for(store::Reader& in, const Charge& charge, PersonId by) {
  for (const PayerLine& line : TRY(payer_lines(in, charge)))
    if (!line.payer.is_private() && (charge.person != by || charge.shares == 0) &&
        (charge.person == by ||
         registry::require_role(in, by, line.payer.organisation, registry::Role::accountant).ok()))
      return std::optional<PayerLine>{line};
  if (charge.person != by) return std::optional<PayerLine>{};
  return std::optional<PayerLine>{{charge.payer, charge.owed()}};
}

struct Disputed {
  Charge charge;
  PayerLine line;
};
// The charge, for those whose line it is.
Result<Disputed> charge_to_dispute(store::Reader& in, JobId job, PersonId by, Instant now) {
  const auto charge = TRY(charge_of(in, job));
  if (!charge) return job_not_found();
  const auto line = TRY(line_for(in, *charge, by));
  if (!line) return job_not_found();
  if (charge->state != ChargeState::captured)
    return Error{Reason::conflict, "not-charged", "only what was charged can be disputed"};
  const std::int64_t window_hours = TRY(setting(in, Setting::dispute_hours));
  if (now > charge->settled_at + hours(window_hours))
    return Error{Reason::conflict, "dispute-too-late",
                 "a line can be disputed for " + std::to_string(window_hours) + " hours; write to the operator"};
  if (TRY(in.integer(open_dispute_of, {job})))
    return Error{Reason::conflict, "dispute-open", "this line is disputed already; wait for the decision"};
  return Disputed{*charge, *line};
}

Result<void> close(store::Transaction& in, const Dispute& disputed, DisputeState state, PersonId by,
                   const std::string& note, Instant now) {
  if (TRY(in.change(close_dispute, {disputed.id, to_string(state), by, now, note})) == 0)
    return Error{Reason::conflict, "dispute-closed", "this dispute has been decided or withdrawn"};
  return audit(in, {0,
                    now,
                    by,
                    {},
                    "dispute-" + std::string(to_string(state)),
                    "job:" + to_string(disputed.job),
                    Json("open"),
                    Json(to_string(state))});
}

Result<void> move_to_own_purse(store::Transaction& in, const Charge& charge, PersonId by, const std::string& note,
                               Instant now) {
  const Error none{Reason::conflict, "no-private-purpose",
                   "it is private already, or the person has no private purpose; refund it or let it stand"};
  if (charge.shares > 0) return split_charge_stays();
  if (charge.payer.is_private()) return none;
  for (const registry::Purpose& purpose : TRY(registry::purposes(in, charge.person)))
    if (purpose.payer.is_private() && !TRY(split_of_purpose(in, purpose.id)).exists()) {
      TRY(move_charge(in, charge, {purpose, "other", note, by, by}, now));
      return {};
    }
  return none;
}

Result<void> act_on(store::Transaction& in, const Charge& charge, const Resolution& resolution, PersonId by,
                    Instant now) {
  if (resolution.to == DisputeState::reassigned) return move_to_own_purse(in, charge, by, resolution.note, now);
  if (resolution.to != DisputeState::refunded) return {};
  const Quantity quantity = resolution.quantity ? *resolution.quantity : TRY(left_to_refund(in, charge));
  TRY(refund(in, charge.job, {quantity, resolution.cause, {}, by}, now));
  return {};
}

Result<void> check_resolution(const Resolution& resolution) {
  const bool decides = resolution.to == DisputeState::stands || resolution.to == DisputeState::refunded ||
                       resolution.to == DisputeState::reassigned;
  const bool has_cause =
      resolution.to != DisputeState::refunded ||
      std::find(std::begin(refund_causes), std::end(refund_causes), resolution.cause) != std::end(refund_causes);
  if (!decides || !has_cause)
    return Error{Reason::malformed, "bad-resolution",
                 "a dispute ends as stands, refunded (for device-fault, bad-quality or other) or reassigned"};
  TRY(registry::checked_text(resolution.note, "bad-words", "the note"));
  return {};
}

}  // namespace

std::string_view to_string(DisputeState state) {
  switch (state) {
    case DisputeState::open: return "open";
    case DisputeState::stands: return "stands";
    case DisputeState::refunded: return "refunded";
    case DisputeState::reassigned: return "reassigned";
    case DisputeState::withdrawn: return "withdrawn";
  }
  return "open";
}

Result<Dispute> open_dispute(store::Transaction& in, JobId job, PersonId by, const std::string& words, Instant now) {
  TRY(registry::checked_text(words, "bad-words", "what is wrong"));
  const Disputed found = TRY(charge_to_dispute(in, job, by, now));
  const Charge& charge = found.charge;
  const auto id = new_id<DisputeId>();
  TRY(in.run(insert_dispute, {id, job, by, registry::payer_key(found.line.payer), words, now}));
  TRY(audit(in, {0, now, by, {}, "dispute-open", "job:" + to_string(job), Json(), Json("open")}));
  TRY(notify(in, audience(charge.person), "dispute-opened", charge, charge.owed(), "", now));
  if (!found.line.payer.is_private())
    TRY(notify(in, audience(found.line.payer), "dispute-opened", charge, found.line.owed, "", now));
  return dispute(in, id);
}

Result<void> withdraw_dispute(store::Transaction& in, DisputeId id, PersonId by, Instant now) {
  const Dispute disputed = TRY(dispute(in, id));
  if (disputed.opened_by != by)
    return Error{Reason::not_found, "dispute-not-found", "there is no such dispute; look at the list"};
  return close(in, disputed, DisputeState::withdrawn, by, "", now);
}

Result<Dispute> resolve_dispute(store::Transaction& in, DisputeId id, const Resolution& resolution, PersonId by,
                                Instant now) {
  TRY(check_resolution(resolution));
  const Dispute disputed = TRY(dispute(in, id));
  TRY(close(in, disputed, resolution.to, by, resolution.note, now));
  const auto charge = TRY(charge_of(in, disputed.job));
  TRY(act_on(in, *charge, resolution, by, now));
  const std::string kind = "dispute-" + std::string(to_string(resolution.to));
  TRY(notify(in, audience(charge->person), kind, *charge, charge->owed(), "", now));
  for (const PayerLine& line : TRY(payer_lines(in, *charge)))
    if (!line.payer.is_private() && line.payer == disputed.for_payer)
      TRY(notify(in, audience(line.payer), kind, *charge, line.owed, "", now));
  return dispute(in, id);
}

Result<Dispute> dispute(store::Reader& in, DisputeId id) {
  const auto found = TRY(in.find<Dispute>(dispute_by_id, {id}, dispute_from));
  if (!found) return Error{Reason::not_found, "dispute-not-found", "there is no such dispute; look at the list"};
  return *found;
}

Result<std::vector<Dispute>> open_disputes(store::Reader& in, int limit) {
  return in.list<Dispute>(disputes_open, {limit}, dispute_from);
}

Result<std::vector<Dispute>> disputes_of(store::Reader& in, JobId job) {
  return in.list<Dispute>(disputes_by_job, {job}, dispute_from);
}

}  // namespace tsuke::flow
