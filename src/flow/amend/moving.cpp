#include "flow/amend/moving.h"

#include <algorithm>

#include "flow/amend/charge_budgets.h"
#include "flow/amend/notices.h"
#include "flow/audit.h"
#include "flow/offer.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query insert_reassignment{"insert_reassignment", R"sql(
    INSERT INTO reassignment (id, job_id, position, from_payer, from_payer_name, from_purpose_id, from_purpose_name,
                              to_payer, to_payer_name, to_purpose_id, to_purpose_name, currency, amount, paid_by,
                              restores, category, reason, asked_by, decided_by, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20))sql"};
constexpr Query move_payer{"move_payer", R"sql(
    UPDATE charge SET payer = $2, payer_name = $3, purpose_id = $4, purpose_name = $5, paid_by = $6, shared_by = $7,
                      reassignments = $8, department_id = $9, cost_centre_id = $10, title_shown_to = $11
     WHERE job_id = $1)sql"};
constexpr Query paid_when_left{"paid_when_left", R"sql(
    SELECT paid_by FROM reassignment
     WHERE job_id = $1 AND position = $2 AND from_payer = $3 AND paid_by IS NOT NULL)sql"};

// Reasons of the decision that speak of printing, not of paying: the paper is out. The budget is asked for the month of
// the print, and for what it cost then.
constexpr std::string_view of_printing[] = {
    "sender-unconfirmed",   "document-unreadable", "document-not-ready", "no-pages-chosen", "printer-off",
    "printer-not-enrolled", "printer-not-able",    "budget-exceeded",    "no-tariff",       "approval-needed"};

bool is_of_printing(const rules::Reason& reason) {
  return std::find(std::begin(of_printing), std::end(of_printing), reason.code) != std::end(of_printing);
}

// The payment that the new payer made for this charge before it was moved away from it, if that was the last move, and
// if the credit for it is still in hand: then the credit is given back, and the charge is paid again.
Result<PaymentId> payment_to_restore(store::Transaction& in, const Charge& charge, const registry::Payer& to) {
  if (charge.paid_by.exists() || charge.reassignments == 0) return PaymentId{};
  const auto left = TRY(in.integer(paid_when_left, {charge.job, charge.reassignments, registry::payer_key(to)}));
  if (!left) return PaymentId{};
  const books::Unit unit = books::money_unit(charge.captured.currency);
  const auto credit = TRY(books::find_account(in, credit_account(to), unit));
  if (!credit || TRY(books::room(in, *credit)) < charge.owed().amount_minor) return PaymentId{};
  return PaymentId{*left};
}

Reassignment made_from(const Charge& charge, const Move& move, Instant now) {
  Reassignment made;
  made.id = new_id<ReassignmentId>();
  made.job = charge.job;
  made.position = charge.reassignments + 1;
  made.from = charge.payer;
  made.from_name = charge.payer_name;
  made.from_purpose = charge.purpose;
  made.from_purpose_name = charge.purpose_name;
  made.to = move.to.payer;
  made.to_name = move.to.payer_name;
  made.to_purpose = move.to.id;
  made.to_purpose_name = move.to.name;
  made.amount = charge.owed();
  made.paid_by = charge.paid_by;
  made.category = move.category;
  made.reason = move.reason;
  made.asked_by = move.asked_by;
  made.decided_by = move.decided_by;
  made.at = now;
  return made;
}

Result<void> write_rows(store::Transaction& in, const Charge& charge, const Reassignment& made,
                        const registry::Purpose& to, const Spender& spender) {
  const std::string to_key = registry::payer_key(made.to);
  TRY(in.run(insert_reassignment, {made.id,
                                   made.job,
                                   made.position,
                                   registry::payer_key(made.from),
                                   made.from_name,
                                   made.from_purpose,
                                   made.from_purpose_name,
                                   to_key,
                                   made.to_name,
                                   made.to_purpose,
                                   made.to_purpose_name,
                                   made.amount.currency.view(),
                                   made.amount.amount_minor,
                                   made.paid_by,
                                   made.restores,
                                   made.category,
                                   made.reason,
                                   made.asked_by,
                                   made.decided_by,
                                   made.at}));
  const PaymentId shared = charge.shared_by.exists() ? charge.shared_by : charge.paid_by;
  return in.run(move_payer,
                {made.job, to_key, made.to_name, made.to_purpose, made.to_purpose_name, made.restores, shared,
                 made.position, spender.department, spender.cost_centre, to.show_titles ? to_key : std::string()});
}

// The old budgets are asked by the charge as it was, the new ones told of the charge as it is.
Result<void> post_move(store::Transaction& in, const Charge& charge, const Reassignment& made, NewBearers& bearers) {
  AmendChain chain(in, made.job, made.id.value, made.at);
  const std::string from = made.paid_by.exists() ? credit_account(made.from) : unbilled_account(made.from);
  const std::string to = made.restores.exists() ? credit_account(made.to) : unbilled_account(made.to);
  TRY(give_back_to_budgets(in, chain, charge, "reassign-budget-from", made.amount));
  TRY(chain.money("reassign-from", clearing_account, from, made.amount));
  TRY(bear_by(in, chain, charge, bearers, made.at));
  TRY(chain.money("reassign-to", to, clearing_account, made.amount));
  return chain.post();
}

// The old payer hears that its line left, and why in one word; nothing of where to.
Result<void> tell(store::Transaction& in, const Charge& charge, const Reassignment& made) {
  const std::string person = audience(charge.person);
  TRY(notify(in, person, "charge-moved", charge, made.amount, made.category, made.at));
  announce_charge(in, person, charge, "moved");
  if (!made.from.is_private()) {
    TRY(notify(in, audience(made.from), "charge-left", charge, made.amount, made.category, made.at));
    announce_charge(in, audience(made.from), charge, "left");
  }
  if (made.to.is_private()) return {};
  TRY(notify(in, audience(made.to), "charge-came", charge, made.amount, made.category, made.at));
  announce_charge(in, audience(made.to), charge, "came");
  return {};
}

Json side_json(const registry::Payer& payer, const std::string& purpose) {
  return Json::object({{"payer", registry::payer_key(payer)}, {"purpose", purpose}});
}

}  // namespace

Result<Reassignment> move_charge(store::Transaction& in, const Charge& charge, const Move& move, Instant now) {
  Reassignment made = made_from(charge, move, now);
  made.restores = TRY(payment_to_restore(in, charge, made.to));
  NewBearers bearers = TRY(budgets_to_bear(in, charge, move.to, now));
  TRY(post_move(in, charge, made, bearers));
  TRY(write_rows(in, charge, made, move.to, bearers.spender));
  TRY(audit(in, {0,
                 now,
                 move.decided_by.exists() ? move.decided_by : move.asked_by,
                 {},
                 "reassign",
                 "job:" + to_string(charge.job),
                 side_json(made.from, made.from_purpose_name),
                 side_json(made.to, made.to_purpose_name)}));
  TRY(tell(in, charge, made));
  return made;
}

Result<rules::Decision> permission_after(store::Transaction& in, const Charge& charge, const registry::Purpose& to,
                                         Instant now) {
  rules::Decision decision;
  if (to.payer.is_private()) return decision;
  Job job = TRY(flow::job(in, charge.job));
  job.purpose = to.id;
  const registry::Printer printer = TRY(registry::printer(in, charge.printer));
  // As it stood when it was printed, at the prices of that time.
  const PriceVersions prices{charge.tariff, charge.fee_plan};
  const Offer offer = TRY(make_offer(in, job, printer, charge.released_at, prices));
  for (const rules::Reason& reason : offer.decision.reasons)
    if (!is_of_printing(reason)) decision.reasons.push_back(reason);
  const auto room = room_of(TRY(budgets_to_bear(in, charge, to, now)));
  if (room && *room < charge.owed())
    decision.reasons.push_back({"budget-exceeded", {"choose-other-purpose", "ask-budget"}});
  if (!decision.reasons.empty()) decision.outcome = rules::Outcome::refuse;
  return decision;
}

}  // namespace tsuke::flow
