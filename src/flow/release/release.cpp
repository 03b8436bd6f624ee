#include "flow/release/release.h"

#include <set>

#include "base/json.h"
#include "books/ledger/ledger.h"
#include "flow/attempts.h"
#include "flow/budget/bearing.h"
#include "flow/comment.h"
#include "flow/metered.h"
#include "flow/money.h"
#include "flow/password.h"
#include "flow/quoted.h"
#include "flow/shares.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query number_attempt{"number_attempt", R"sql(
    INSERT INTO printer_attempts (printer_id, last_number) VALUES ($1, 1)
    ON CONFLICT (printer_id) DO UPDATE SET last_number = printer_attempts.last_number + 1
    RETURNING last_number)sql"};
constexpr Query insert_attempt{"insert_attempt", R"sql(
    INSERT INTO attempt (id, job_id, number, printer_id, device_number, state, result, device_reasons, cancel_asked, copies, sides,
                         color_mode, media, pages, expected_impressions, expected_sheets, released_at, deadline,
                         rest_of_settings)
    VALUES ($1, $2, $3, $4, $5, 'fetchable', 'none', '', 0, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))sql"};
// A job released again after an attempt that printed nothing keeps its one charge row.
constexpr Query put_charge{"put_charge", R"sql(
    INSERT INTO charge (job_id, attempt_id, person_id, purpose_id, purpose_name, payer, payer_name, provider_id, provider_name,
                        printer_id, printer_name, site_name, tariff_id, fee_plan_id, department_id, cost_centre_id, currency, authorised,
                        device_fee, service_fee, captured, absorbed, commission, state, released_at, settled_at, paid_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0, 0, 0, 0, 0, 'reserved', $19, NULL, NULL)
    ON CONFLICT (job_id) DO UPDATE SET
      attempt_id = excluded.attempt_id, purpose_id = excluded.purpose_id, purpose_name = excluded.purpose_name,
      payer = excluded.payer, payer_name = excluded.payer_name, provider_id = excluded.provider_id,
      provider_name = excluded.provider_name, printer_id = excluded.printer_id, printer_name = excluded.printer_name,
      site_name = excluded.site_name, tariff_id = excluded.tariff_id, fee_plan_id = excluded.fee_plan_id,
      department_id = excluded.department_id,
      cost_centre_id = excluded.cost_centre_id, currency = excluded.currency, authorised = excluded.authorised,
      state = 'reserved', released_at = excluded.released_at, settled_at = NULL)sql"};

// What the print log shows as it was now.
constexpr Query keep_as_it_is{"keep_as_it_is", R"sql(
    UPDATE charge
       SET title = $2, title_shown_to = $3, site_id = $4, at_once = $5, asked_color_impressions = $6,
           comment = $7, comment_shown_to = $8, released_by = $9,
           released_by_name = (SELECT name FROM person WHERE person.id = $9),
           submitted_by = (SELECT person_id FROM job_submitter WHERE job_submitter.job_id = $1),
           submitted_by_name = (SELECT person.name FROM person JOIN job_submitter ON job_submitter.person_id = person.id
                                 WHERE job_submitter.job_id = $1),
           person_name = (SELECT name FROM person WHERE person.id = charge.person_id)
     WHERE job_id = $1)sql"};

Result<Attempt> new_attempt(store::Transaction& in, const Job& job, const Offer& offer, Instant now) {
  Attempt attempt;
  const auto before = TRY(latest_attempt(in, job.id));
  attempt.id = new_id<AttemptId>();
  attempt.job = job.id;
  attempt.number = before ? before->number + 1 : 1;
  attempt.printer = offer.printer->id;
  attempt.device_number = static_cast<std::int32_t>(TRY(in.integer(number_attempt, {attempt.printer})).value_or(0));
  attempt.settings = offer.settings;
  attempt.pages = job.pages;
  attempt.expected_impressions = offer.quote->most.impressions();
  attempt.expected_sheets = offer.quote->most.sheets;
  attempt.released_at = now;
  attempt.deadline = now + fetch_patience;
  TRY(in.run(insert_attempt,
             {attempt.id, attempt.job, attempt.number, attempt.printer, attempt.device_number, attempt.settings.copies,
              registry::to_keyword(attempt.settings.sides), registry::to_keyword(attempt.settings.color_mode),
              attempt.settings.media, attempt.pages, attempt.expected_impressions, attempt.expected_sheets, now,
              attempt.deadline, registry::rest_to_text(attempt.settings)}));
  return attempt;
}

// Who pays what, and which budgets bear it. What falls to the person is of no department.
struct Paying {
  registry::Payer payer;
  std::string name;
  Spender spender;
  std::vector<Budget> budgets;
  Money amount;
};

// What one charge reserves: of the one who pays it, or of each who shares it.
struct Payers {
  Paying whole;
  std::vector<ChargeShare> shares;
  std::vector<Paying> each;
};

Result<Paying> paying_for(store::Reader& in, const Job& job, const Offer& offer, const registry::Purpose& purpose) {
  const Money total = offer.quote->total();
  if (offer.decision.permitted() && offer.shares.empty())
    return Paying{purpose.payer, purpose.payer_name, offer.spender, offer.budgets, total};
  const registry::Person person = TRY(registry::person(in, job.person));
  return Paying{{{}, person.id}, person.name, {}, {}, total};
}

ChargeShare charge_share(const Job& job, const Offer& offer, const OfferShare& one, int position) {
  ChargeShare share;
  share.job = job.id;
  share.position = position;
  share.payer = one.purpose.payer;
  share.payer_name = one.purpose.payer_name;
  share.purpose = one.purpose.id;
  share.purpose_name = one.purpose.name;
  share.department = one.spender.department;
  share.cost_centre = one.spender.cost_centre;
  share.shows_title = one.purpose.show_titles;
  share.unit = offer.split.unit;
  share.weight = one.weight;
  share.authorised = *one.amount;
  return share;
}

Result<Payers> payers_for(store::Reader& in, const Job& job, const Offer& offer, const registry::Purpose& purpose) {
  Payers payers;
  payers.whole = TRY(paying_for(in, job, offer, purpose));
  int position = 0;
  for (const OfferShare& one : offer.shares) {
    payers.shares.push_back(charge_share(job, offer, one, ++position));
    payers.each.push_back({one.purpose.payer, one.purpose.payer_name, one.spender, one.budgets, *one.amount});
  }
  if (payers.each.empty()) payers.each.push_back(payers.whole);
  return payers;
}

Result<void> write_charge(store::Transaction& in, const Job& job, const Attempt& attempt, const Offer& offer,
                          const registry::Purpose& purpose, const Paying& paying, PersonId by) {
  const registry::Printer& printer = *offer.printer;
  const Money authorised = paying.amount;
  const bool shows_title = purpose.show_titles && offer.shares.empty();
  TRY(in.run(put_charge,
             {job.id, attempt.id, job.person, purpose.id, purpose.name, registry::payer_key(paying.payer), paying.name,
              printer.provider, printer.provider_name, printer.id, printer.name, printer.site_name, offer.tariff,
              offer.fee_plan, paying.spender.department, paying.spender.cost_centre, authorised.currency.view(),
              authorised.amount_minor, attempt.released_at}));
  // What has no room in the payer's budget and falls to the person is none of the payer's business; what several share
  // is written for none of them.
  const std::string payer = registry::payer_key(paying.payer);
  const std::string comment = TRY(comment_of(in, job));
  const bool shows_comment = !comment.empty() && offer.shares.empty();
  return in.run(keep_as_it_is,
                {job.id, job.name, shows_title ? payer : std::string(), printer.site, job.at_once,
                 offer.quote->most.color_impressions, comment, shows_comment ? payer : std::string(), by});
}

MeteredLine metered_line(const Paying& paying, int position) {
  MeteredLine line;
  line.position = position;
  line.payer = paying.payer;
  line.department = paying.spender.department;
  line.cost_centre = paying.spender.cost_centre;
  line.authorised = paying.amount;
  return line;
}

// In a trial nothing is set aside: what would have been is kept, and every amount becomes zero.
std::vector<MeteredLine> meter(const Offer& offer, Payers& payers) {
  if (!offer.metered()) return {};
  const bool is_shared = !payers.shares.empty();
  std::vector<MeteredLine> lines{metered_line(payers.whole, 0)};
  std::set<TrialId> seen;
  for (std::size_t each = 0; each < offer.trials.size(); ++each) {
    if (is_shared) lines.push_back(metered_line(payers.each[each], payers.shares[each].position));
    lines.back().trial = offer.trials[each].id;
    lines.back().counts_print = seen.insert(offer.trials[each].id).second;
  }
  payers.whole.amount.amount_minor = 0;
  for (Paying& one : payers.each) one.amount.amount_minor = 0;
  for (ChargeShare& share : payers.shares) share.authorised.amount_minor = 0;
  return lines;
}

// All reservations are one chain: every budget and the money of every payer are set aside together, or the write is
// lost.
class Reserving {
 public:
  Reserving(store::Transaction& in, const Attempt& attempt, Instant now) : in_(in), attempt_(attempt), now_(now) {}

  Result<void> add(const Paying& paying, const books::TransferId& id) {
    const std::int64_t amount = paying.amount.amount_minor;
    const OpenCharge charge{attempt_.job, attempt_.id, amount};
    for (const Budget& budget : paying.budgets) TRY(bear(in_, charge, budget.account, now_));
    if (amount == 0) return {};
    const Currency currency = paying.amount.currency;
    const AccountId used = paying.budgets.empty() ? AccountId{} : TRY(used_account(in_, currency));
    for (const Budget& budget : paying.budgets)
      chain_.push_back(budget_reservation(charge, budget.account, used, now_));
    const books::Unit unit = books::money_unit(currency);
    const AccountId unbilled = TRY(books::ensure_account(in_, unbilled_account(paying.payer), unit));
    const AccountId clearing = TRY(books::ensure_account(in_, clearing_account, unit));
    chain_.push_back(reservation(attempt_, reserve_money, unbilled, clearing, paying.amount));
    chain_.back().id = id;
    return {};
  }
  Result<void> post() { return chain_.empty() ? Result<void>() : books::post(in_, chain_, now_); }

 private:
  store::Transaction& in_;
  const Attempt& attempt_;
  Instant now_;
  std::vector<books::Transfer> chain_;
};

Result<void> reserve(store::Transaction& in, const Attempt& attempt, const Payers& payers, Instant now) {
  if (attempt.number > 1) TRY(bear_no_more(in, attempt.job));
  Reserving reserving(in, attempt, now);
  int position = 0;
  for (const Paying& one : payers.each) {
    const bool is_whole = payers.shares.empty();
    TRY(reserving.add(
        one, is_whole ? transfer_id(attempt, reserve_money) : share_transfer_id(attempt, reserve_money, ++position)));
  }
  return reserving.post();
}

constexpr Query put_job_password{"put_job_password", "UPDATE job SET password = $2 WHERE id = $1"};

// Nothing when the job asks for no password, or this is it.
Result<std::optional<NotOpened>> try_password(store::Transaction& in, const Job& job, std::string_view typed) {
  using Outcome = std::optional<NotOpened>;
  if (job.password.empty()) return Outcome{};
  if (wrong_tries(job.password) >= password_tries_max) return Outcome{NotOpened{"job-password-locked"}};
  if (typed.empty()) return Outcome{NotOpened{"job-password-needed"}};
  if (opens(job.password, typed)) return Outcome{};
  TRY(in.run(put_job_password, {job.id, after_wrong_try(job.password)}));
  return Outcome{NotOpened{"job-password-wrong"}};
}

// As quoted, or else at what is in force now.
Result<Offer> offer_for(store::Reader& in, const Job& job, const registry::Printer& printer, Instant now,
                        std::string_view quote, PersonId by) {
  if (quote.empty()) return make_offer(in, job, printer, now, {}, by);
  return make_quoted_offer(in, job, printer, now, quote, by);
}

Refused refused(const Offer& offer) {
  Refused refused{offer.decision, {}, offer.overflow};
  if (offer.decision.acting != rules::Acting::owner) return refused;  // the rest is the owner's own business
  const auto look = [&](const std::vector<Budget>& budgets, Money price) {
    for (const Budget& budget : budgets)
      if (room_of(budget).refuses(price)) refused.without_room.push_back(budget);
  };
  if (offer.quote) look(offer.budgets, offer.quote->total());
  refused.split = offer.split;
  for (const OfferShare& share : offer.shares) {
    if (share.amount) look(share.budgets, *share.amount);
    refused.shares.push_back(share);
  }
  return refused;
}

Error not_waiting() {
  return {Reason::conflict, "job-not-waiting", "this job is being printed or has ended; look at its state"};
}

}  // namespace

Result<ReleaseOutcome> release(store::Transaction& in, PersonId person, JobId id, PrinterId printer_id, Instant now,
                               std::string_view password, bool accept_overflow, std::string_view quote, PersonId by) {
  const Job job = TRY(job_of(in, person, id));
  if (!is_waiting(job.state)) return not_waiting();
  const registry::Printer printer = TRY(registry::printer(in, printer_id));
  const PersonId acting_by = by == person ? PersonId{} : by;
  const Offer offer = TRY(offer_for(in, job, printer, now, quote, acting_by));
  const bool falls_to_person = accept_overflow && offer.overflow;
  if (!offer.decision.permitted() && !falls_to_person) return ReleaseOutcome{refused(offer)};
  if (const auto shut = TRY(try_password(in, job, password))) return ReleaseOutcome{*shut};
  assert(offer.quote.has_value());
  const registry::Purpose purpose = TRY(registry::purpose_of(in, person, job.purpose));
  Payers payers = TRY(payers_for(in, job, offer, purpose));
  for (Paying& one : payers.each) TRY(open_accounts(in, one.budgets, now));
  const std::vector<MeteredLine> metered = meter(offer, payers);
  const Attempt attempt = TRY(new_attempt(in, job, offer, now));
  TRY(write_charge(in, job, attempt, offer, purpose, payers.whole, acting_by));
  if (!payers.shares.empty() || attempt.number > 1) TRY(write_shares(in, job, payers.shares, now));
  if (!metered.empty() || attempt.number > 1) TRY(write_metered(in, job.id, metered));
  TRY(reserve(in, attempt, payers, now));
  TRY(set_job_state(in, job, JobState::releasing, now));
  tell_device(in, attempt, "job-fetchable");
  return ReleaseOutcome{attempt};
}

}  // namespace tsuke::flow
