#include "flow/amend/refund_request.h"

#include <algorithm>

#include "flow/amend/no_such_request.h"
#include "flow/amend/notices.h"
#include "flow/amend/policy.h"
#include "flow/audit.h"
#include "registry/printers.h"
#include "registry/text.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query insert_request{"insert_refund_request", R"sql(
    INSERT INTO refund_request (id, job_id, provider_id, printer_id, cause, words, photo, photo_format,
                                monochrome_impressions, color_impressions, sheets, currency, amount, asked_by, asked_at,
                                expires_at, state, note)
    VALUES ($1, $2, $3, $4, $5, $6, '', '', $7, $8, $9, $10, $11, $12, $13, $14, 'open', ''))sql"};
constexpr Query put_photo{"put_photo", R"sql(
    UPDATE refund_request SET photo = $2, photo_format = $3
     WHERE id = $1 AND photo = '' AND state IN ('open', 'escalated'))sql"};
constexpr Query waiting_request_of{"waiting_refund_request_of", R"sql(
    SELECT id FROM refund_request WHERE job_id = $1 AND state IN ('open', 'escalated'))sql"};
constexpr Query close_request{"close_refund_request", R"sql(
    UPDATE refund_request SET state = $2, decided_by = $3, decided_at = $4, note = $5
     WHERE id = $1 AND state IN ('open', 'escalated'))sql"};
constexpr Query overdue_requests{"overdue_refund_requests", R"sql(
    SELECT id FROM refund_request WHERE state = 'open' AND expires_at <= $1 ORDER BY expires_at LIMIT 1000)sql"};
constexpr Query escalate{"escalate_refund_request", "UPDATE refund_request SET state = 'escalated' WHERE id = $1"};

Result<void> check_wish(const RefundWish& wish) {
  if (std::find(std::begin(refund_causes), std::end(refund_causes), wish.cause) == std::end(refund_causes))
    return Error{Reason::malformed, "bad-cause", "cause is device-fault, bad-quality or other"};
  if (wish.cause == "other" || !wish.words.empty())
    TRY(registry::checked_text(wish.words, "bad-words", "what happened"));
  return {};
}

Result<Charge> charge_to_refund(store::Reader& in, PersonId person, JobId job, Instant now) {
  TRY(job_of(in, person, job));
  const auto charge = TRY(charge_of(in, job));
  if (!charge || charge->state != ChargeState::captured)
    return Error{Reason::conflict, "not-charged", "only what was charged can be given back"};
  const std::int64_t window_hours = TRY(setting(in, Setting::refund_hours));
  if (now > charge->settled_at + hours(window_hours))
    return Error{
        Reason::conflict, "refund-too-late",
        "a refund can be asked for " + std::to_string(window_hours) + " hours after printing; ask the operator"};
  if (TRY(in.integer(waiting_request_of, {job})))
    return Error{Reason::conflict, "refund-waiting", "a request for this print waits already; withdraw it first"};
  return *charge;
}

// Before this request was made.
Result<bool> is_granted_by_rule(store::Reader& in, const Charge& charge, Money amount, Instant now) {
  if (amount.amount_minor > TRY(setting(in, Setting::refund_automatic_minor))) return false;
  const std::int64_t person_percent = TRY(setting(in, Setting::refund_person_percent));
  if (TRY(abuse_score_of_person(in, charge.person, now)) > person_percent) return false;
  const std::int64_t printer_percent = TRY(setting(in, Setting::refund_printer_percent));
  return TRY(abuse_score_of_printer(in, charge.printer, now)) <= printer_percent;
}

Error request_not_open() {
  return {Reason::conflict, "request-not-open", "this request has been answered or withdrawn"};
}

Result<void> close(store::Transaction& in, const RefundRequest& request, RefundState state, PersonId by,
                   const std::string& note, Instant now) {
  if (TRY(in.change(close_request, {request.id, to_string(state), by, now, note})) == 0) return request_not_open();
  return audit(in, {0,
                    now,
                    by,
                    {},
                    "refund-" + std::string(to_string(state)),
                    "job:" + to_string(request.job),
                    Json(to_string(request.state)),
                    Json(to_string(state))});
}

Result<void> grant(store::Transaction& in, const RefundRequest& request, PersonId by, const std::string& note,
                   Instant now) {
  TRY(close(in, request, RefundState::granted, by, note, now));
  TRY(refund(in, request.job, {request.quantity, request.cause, request.id, by}, now));
  return {};
}

Result<RefundRequest> write_request(store::Transaction& in, const Charge& charge, const RefundWish& wish,
                                    const Refund& priced, Instant now) {
  const auto id = new_id<RefundRequestId>();
  const Instant expires = now + hours(TRY(setting(in, Setting::refund_answer_hours)));
  TRY(in.run(insert_request,
             {id, charge.job, charge.provider, charge.printer, wish.cause, wish.words,
              priced.quantity.monochrome_impressions, priced.quantity.color_impressions, priced.quantity.sheets,
              priced.captured.currency.view(), priced.captured.amount_minor, charge.person, now, expires}));
  return refund_request_for(in, id, {charge.person});
}

}  // namespace

std::string_view to_string(RefundState state) {
  switch (state) {
    case RefundState::open: return "open";
    case RefundState::escalated: return "escalated";
    case RefundState::granted: return "granted";
    case RefundState::refused: return "refused";
    case RefundState::withdrawn: return "withdrawn";
  }
  return "open";
}

Result<RefundRequest> ask_refund(store::Transaction& in, PersonId person, const RefundWish& wish, Instant now) {
  TRY(check_wish(wish));
  const Charge charge = TRY(charge_to_refund(in, person, wish.job, now));
  const Quantity quantity = wish.quantity ? *wish.quantity : TRY(left_to_refund(in, charge));
  const Refund priced = TRY(price_refund(in, charge, quantity, wish.cause));
  const bool by_rule = TRY(is_granted_by_rule(in, charge, priced.captured, now));
  const RefundRequest request = TRY(write_request(in, charge, wish, priced, now));
  if (by_rule)
    TRY(grant(in, request, {}, "", now));
  else
    TRY(notify(in, audience(charge.provider), "refund-asked", charge, priced.device_fee, wish.cause, now));
  return refund_request_for(in, request.id, {person});
}

Result<RefundRequest> attach_photo(store::Transaction& in, RefundRequestId id, PersonId person, const Photo& photo,
                                   Instant now) {
  const RefundRequest request = TRY(refund_request_for(in, id, {person}));
  if (request.asked_by != person) return no_such_request();
  if (request.cause != "bad-quality")
    return Error{Reason::conflict, "photo-not-wanted", "a photo shows bad quality; this request has another cause"};
  if (!request.photo.text.empty()) return Error{Reason::conflict, "photo-there", "this request has its photo already"};
  if (TRY(in.change(put_photo, {id, photo.location.text, photo.format})) == 0) return request_not_open();
  TRY(audit(in, {0, now, person, {}, "refund-photo", "job:" + to_string(request.job), Json(), Json(photo.format)}));
  return refund_request_for(in, id, {person});
}

Result<RefundRequest> decide_refund(store::Transaction& in, RefundRequestId id, const Deciding& deciding, bool granted,
                                    const std::string& note, Instant now) {
  if (!note.empty()) TRY(registry::checked_text(note, "bad-words", "the note"));
  const RefundRequest request = TRY(refund_request_for(in, id, deciding));
  if (!deciding.is_operator) TRY(registry::require_provider_admin(in, deciding.by, request.provider));
  const bool is_open = request.state == RefundState::open;
  if (!is_open && !(deciding.is_operator && request.state == RefundState::escalated)) return request_not_open();
  if (granted) {
    TRY(grant(in, request, deciding.by, note, now));
  } else {
    TRY(close(in, request, RefundState::refused, deciding.by, note, now));
    const auto charge = TRY(charge_of(in, request.job));
    TRY(notify(in, audience(request.asked_by), "refund-refused", *charge, request.amount, request.cause, now));
  }
  return refund_request_for(in, id, deciding);
}

Result<void> withdraw_refund(store::Transaction& in, RefundRequestId id, PersonId by, Instant now) {
  const RefundRequest request = TRY(refund_request_for(in, id, {by}));
  if (request.asked_by != by) return no_such_request();
  return close(in, request, RefundState::withdrawn, by, "", now);
}

Result<int> escalate_refunds(store::Transaction& in, Instant now) {
  const auto overdue = TRY(in.list<RefundRequestId>(overdue_requests, {now},
                                                    [](const store::Row& row) { return row.id<RefundRequestId>(0); }));
  for (const RefundRequestId id : overdue) {
    TRY(in.run(escalate, {id}));
    const RefundRequest request = TRY(refund_request_for(in, id, {{}, true}));
    const auto charge = TRY(charge_of(in, request.job));
    TRY(audit(in,
              {0, now, {}, {}, "refund-escalated", "job:" + to_string(request.job), Json("open"), Json("escalated")}));
    TRY(notify(in, audience(request.asked_by), "refund-escalated", *charge, request.amount, request.cause, now));
  }
  return static_cast<int>(overdue.size());
}

}  // namespace tsuke::flow
