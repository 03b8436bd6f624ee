#include "flow/amend/reassign.h"

#include <algorithm>

#include "flow/amend/moving.h"
#include "flow/amend/no_such_request.h"
#include "flow/amend/notices.h"
#include "flow/amend/policy.h"
#include "flow/audit.h"
#include "flow/shares.h"
#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/text.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query insert_request{"insert_reassign_request", R"sql(
    INSERT INTO reassignment_request (id, job_id, from_payer, to_payer, to_payer_name, to_purpose_id, to_purpose_name,
                                      currency, amount, category, reason, asked_by, asked_at, expires_at, state, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', ''))sql"};
constexpr Query open_request_of{"open_reassign_request_of",
                                "SELECT id FROM reassignment_request WHERE job_id = $1 AND state = 'open'"};
constexpr Query close_request{"close_reassign_request", R"sql(
    UPDATE reassignment_request SET state = $2, decided_by = $3, decided_at = $4, note = $5
     WHERE id = $1 AND state = 'open')sql"};
constexpr Query overdue_requests{"overdue_reassign_requests", R"sql(
    SELECT id FROM reassignment_request WHERE state = 'open' AND expires_at <= $1 ORDER BY expires_at LIMIT 1000)sql"};

Result<void> check_words(const ReassignWish& wish) {
  const auto& known = reassign_categories;
  if (std::find(std::begin(known), std::end(known), wish.category) == std::end(known))
    return Error{Reason::malformed, "bad-reason", "category is wrong-purpose, not-for-this-payer, agreed or other"};
  TRY(registry::checked_text(wish.reason, "bad-reason", "the reason"));
  return {};
}

// The shorter window of both payers: neither is surprised later than it said.
Result<void> check_window(store::Reader& in, const Charge& charge, const registry::Payer& to, Instant now) {
  const int old_hours = TRY(reassign_policy(in, charge.payer)).hours;
  const int new_hours = TRY(reassign_policy(in, to)).hours;
  const int window_hours = std::min(old_hours, new_hours);
  if (window_hours == 0)
    return Error{Reason::conflict, "reassign-never", "one of the two payers does not let charges be moved; ask it"};
  if (now > charge.settled_at + hours(window_hours))
    return Error{Reason::conflict, "reassign-too-late",
                 "a charge can be moved for " + std::to_string(window_hours) + " hours after printing; ask the payer"};
  return {};
}

Result<void> check_currency(store::Reader& in, const Charge& charge, const registry::Payer& to) {
  if (to.is_private()) return {};
  const Currency currency = TRY(registry::organisation(in, to.organisation)).currency;
  if (currency == charge.captured.currency) return {};
  return Error{Reason::conflict, "currency-differs",
               "the new payer keeps its books in " + std::string(currency.view()) + "; the charge is in " +
                   std::string(charge.captured.currency.view())};
}

Result<Charge> charge_to_move(store::Reader& in, PersonId person, JobId job) {
  TRY(job_of(in, person, job));
  const auto charge = TRY(charge_of(in, job));
  if (!charge || charge->state != ChargeState::captured)
    return Error{Reason::conflict, "not-charged", "only what was charged can be moved to another payer"};
  if (charge->shares > 0) return split_charge_stays();
  return *charge;
}

Result<bool> must_be_accepted(store::Reader& in, const Charge& charge, const registry::Payer& to) {
  if (to.is_private() || charge.owed().amount_minor == 0) return false;
  return TRY(reassign_policy(in, to)).needs_approval;
}

Result<ReassignRequest> ask(store::Transaction& in, const Charge& charge, const registry::Purpose& to,
                            const ReassignWish& wish, PersonId person, Instant now) {
  const auto id = new_id<ReassignRequestId>();
  const Instant expires = now + hours(TRY(setting(in, Setting::reassign_answer_hours)));
  const Money amount = charge.owed();
  TRY(in.run(insert_request,
             {id, charge.job, registry::payer_key(charge.payer), registry::payer_key(to.payer), to.payer_name, to.id,
              to.name, amount.currency.view(), amount.amount_minor, wish.category, wish.reason, person, now, expires}));
  TRY(notify(in, audience(to.payer), "reassignment-asked", charge, amount, wish.category, now));
  return reassign_request(in, id);
}

Error request_not_open() {
  return {Reason::conflict, "request-not-open", "this request has been answered, withdrawn or has expired"};
}

// For whoever may answer for the payer that is asked.
Result<ReassignRequest> request_for(store::Reader& in, ReassignRequestId id, PersonId by, Instant now) {
  const ReassignRequest request = TRY(reassign_request(in, id));
  TRY(registry::or_hidden(registry::require_role(in, by, request.to.organisation, registry::Role::accountant),
                          no_such_request()));
  if (request.state != ReassignState::open || now >= request.expires_at) return request_not_open();
  return request;
}

Result<void> close(store::Transaction& in, const ReassignRequest& request, ReassignState state, PersonId by,
                   const std::string& note, Instant now) {
  if (TRY(in.change(close_request, {request.id, to_string(state), by, now, note})) == 0) return request_not_open();
  TRY(audit(in, {0,
                 now,
                 by,
                 {},
                 "reassignment-" + std::string(to_string(state)),
                 "job:" + to_string(request.job),
                 Json("open"),
                 Json(to_string(state))}));
  const auto charge = TRY(charge_of(in, request.job));
  const std::string kind = "reassignment-" + std::string(to_string(state));
  TRY(notify(in, audience(request.asked_by), kind, *charge, request.amount, request.category, now));
  if (state != ReassignState::accepted)
    TRY(notify(in, audience(request.to), kind, *charge, request.amount, request.category, now));
  return {};
}

}  // namespace

std::string_view to_string(ReassignState state) {
  switch (state) {
    case ReassignState::open: return "open";
    case ReassignState::accepted: return "accepted";
    case ReassignState::refused: return "refused";
    case ReassignState::withdrawn: return "withdrawn";
    case ReassignState::expired: return "expired";
  }
  return "open";
}

Result<ReassignOutcome> reassign(store::Transaction& in, PersonId person, const ReassignWish& wish, Instant now) {
  TRY(check_words(wish));
  const Charge charge = TRY(charge_to_move(in, person, wish.job));
  const registry::Purpose to = TRY(registry::purpose_of(in, person, wish.to));
  if (TRY(split_of_purpose(in, to.id)).exists()) return purpose_is_shared();
  if (to.payer == charge.payer)
    return Error{Reason::conflict, "same-payer", "that purpose has the same payer; choose one with another"};
  if (TRY(in.integer(open_request_of, {wish.job})))
    return Error{Reason::conflict, "reassign-waiting", "this charge waits for an answer already; withdraw that first"};
  TRY(check_window(in, charge, to.payer, now));
  TRY(check_currency(in, charge, to.payer));
  const rules::Decision decision = TRY(permission_after(in, charge, to, now));
  if (!decision.permitted()) return ReassignOutcome{NotMovable{decision}};
  if (TRY(must_be_accepted(in, charge, to.payer))) return ReassignOutcome{TRY(ask(in, charge, to, wish, person, now))};
  return ReassignOutcome{TRY(move_charge(in, charge, {to, wish.category, wish.reason, person, {}}, now))};
}

Result<ReassignOutcome> accept_reassignment(store::Transaction& in, ReassignRequestId id, PersonId by, Instant now) {
  const ReassignRequest request = TRY(request_for(in, id, by, now));
  const auto charge = TRY(charge_of(in, request.job));
  const registry::Purpose to = TRY(registry::purpose(in, request.to_purpose));
  if (to.payer != request.to)
    return Error{Reason::conflict, "purpose-changed", "the purpose has another payer now; refuse the request"};
  const rules::Decision decision = TRY(permission_after(in, *charge, to, now));
  if (!decision.permitted()) return ReassignOutcome{NotMovable{decision}};
  TRY(close(in, request, ReassignState::accepted, by, "", now));
  return ReassignOutcome{
      TRY(move_charge(in, *charge, {to, request.category, request.reason, request.asked_by, by}, now))};
}

Result<void> refuse_reassignment(store::Transaction& in, ReassignRequestId id, PersonId by, const std::string& note,
                                 Instant now) {
  if (!note.empty()) TRY(registry::checked_text(note, "bad-reason", "the note"));
  return close(in, TRY(request_for(in, id, by, now)), ReassignState::refused, by, note, now);
}

Result<void> withdraw_reassignment(store::Transaction& in, ReassignRequestId id, PersonId by, Instant now) {
  const ReassignRequest request = TRY(reassign_request(in, id));
  if (request.asked_by != by) return no_such_request();
  if (request.state != ReassignState::open) return request_not_open();
  return close(in, request, ReassignState::withdrawn, by, "", now);
}

Result<int> expire_reassignments(store::Transaction& in, Instant now) {
  const auto overdue = TRY(in.list<ReassignRequestId>(
      overdue_requests, {now}, [](const store::Row& row) { return row.id<ReassignRequestId>(0); }));
  for (const ReassignRequestId id : overdue)
    TRY(close(in, TRY(reassign_request(in, id)), ReassignState::expired, {}, "", now));
  return static_cast<int>(overdue.size());
}

}  // namespace tsuke::flow
