#include "flow/budget/request.h"

#include "base/json.h"
#include "flow/budget/applying.h"
#include "flow/budget/authority.h"
#include "registry/lookup.h"
#include "registry/text.h"

namespace tsuke::flow {

namespace {

using registry::MembershipState;
using store::Query;

#define TSUKE_REQUEST_SELECT                                                                                  \
  "SELECT r.id, r.budget_id, r.organisation_id, r.person_id, r.purpose_id, r.job_id, r.amount, r.currency, "  \
  "       r.reason, CASE WHEN r.state = 'open' AND m.state <> 'accepted' THEN 'withdrawn' ELSE r.state END, " \
  "       r.granted, r.lasts, r.answer, r.asked_at, r.answered_at, p.name, u.name, o.name "                   \
  "FROM budget_request r JOIN budget b ON b.id = r.budget_id JOIN person p ON p.id = r.person_id "            \
  "JOIN purpose u ON u.id = r.purpose_id JOIN organisation o ON o.id = r.organisation_id "                    \
  "JOIN membership m ON m.person_id = r.person_id AND m.organisation_id = r.organisation_id "
constexpr Query request_by_id{"budget_request_by_id", TSUKE_REQUEST_SELECT "WHERE r.id = $1"};
constexpr Query open_request{"open_budget_request",
                             TSUKE_REQUEST_SELECT "WHERE r.budget_id = $1 AND r.person_id = $2 AND r.state = 'open'"};
constexpr Query requests_of_person{"budget_requests_of_person",
                                   TSUKE_REQUEST_SELECT "WHERE r.person_id = $1 ORDER BY r.id DESC LIMIT 200"};
constexpr Query requests_of_organisation{"budget_requests_of_organisation", TSUKE_REQUEST_SELECT
                                         "WHERE r.organisation_id = $1 ORDER BY r.id DESC LIMIT 200"};
constexpr Query requests_of_department{"budget_requests_of_department", TSUKE_REQUEST_SELECT R"sql(
     WHERE r.organisation_id = $1 AND b.scope = 'person' AND b.subject_id <> $3
       AND EXISTS (SELECT 1 FROM membership s WHERE s.organisation_id = r.organisation_id
                      AND s.person_id = b.subject_id AND s.department_id = $2)
     ORDER BY r.id DESC LIMIT 200)sql"};
constexpr Query insert_request{"insert_budget_request", R"sql(
    INSERT INTO budget_request (id, budget_id, organisation_id, person_id, purpose_id, job_id, amount, currency, reason,
                                state, granted, lasts, answer, asked_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', 0, 'this-period', '', $10))sql"};
constexpr Query change_request{"change_budget_request", R"sql(
    UPDATE budget_request SET purpose_id = $2, job_id = $3, amount = $4, reason = $5 WHERE id = $1)sql"};
constexpr Query close_request{"close_budget_request", R"sql(
    UPDATE budget_request SET state = $2, granted = $3, lasts = $4, answer = $5, answered_at = $6, answered_by = $7
     WHERE id = $1 AND state = 'open')sql"};
constexpr Query open_requests_of_member{"open_budget_requests_of_member", TSUKE_REQUEST_SELECT
                                        "WHERE r.person_id = $1 AND r.organisation_id = $2 AND r.state = 'open'"};
constexpr Query approvers_of{"approvers_of_person_budget", R"sql(
    SELECT a.person_id FROM membership a
      JOIN membership s ON s.organisation_id = a.organisation_id AND s.department_id = a.department_id
     WHERE a.organisation_id = $1 AND a.role = 'approver' AND a.state = 'accepted' AND s.person_id = $2)sql"};

constexpr std::pair<RequestState, std::string_view> state_words[] = {
    {RequestState::open, "open"},
    {RequestState::granted, "granted"},
    {RequestState::refused, "refused"},
    {RequestState::withdrawn, "withdrawn"},
};

RequestState state_of(std::string_view text) {
  for (const auto& [state, word] : state_words)
    if (word == text) return state;
  assert(!"a state that this program does not know");
  return RequestState::withdrawn;
}

BudgetRequest request_from(const store::Row& row) {
  const Currency currency = Currency::parse(row.text(7)).value_or(yen);
  BudgetRequest request;
  request.id = row.id<BudgetRequestId>(0);
  request.budget = row.id<BudgetId>(1);
  request.organisation = row.id<OrganisationId>(2);
  request.person = row.id<PersonId>(3);
  request.purpose = row.id<PurposeId>(4);
  request.job = row.id<JobId>(5);
  request.amount = {row.integer(6), currency};
  request.reason = row.text(8);
  request.state = state_of(row.text(9));
  request.granted = {row.integer(10), currency};
  request.lasts = parse_lasts(row.text(11)).value_or(Lasts::this_period);
  request.answer = row.text(12);
  request.asked_at = row.instant(13);
  request.answered_at = row.instant(14);
  request.person_name = row.text(15);
  request.purpose_name = row.text(16);
  request.organisation_name = row.text(17);
  return request;
}

Error no_such_request() {
  return {Reason::not_found, "request-not-found", "there is no such request; look at the list of requests"};
}

Result<BudgetRequest> request(store::Reader& in, BudgetRequestId id) {
  const auto found = TRY(in.find<BudgetRequest>(request_by_id, {id}, request_from));
  if (found) return *found;
  return no_such_request();
}

Error not_open() {
  return {Reason::conflict, "request-not-open", "this request was answered or withdrawn before; ask anew"};
}

// To whoever asked; and to those who can answer, while it is open.
Result<void> announce(store::Transaction& in, const BudgetRequest& request) {
  const std::string subject = to_string(request.id);
  const std::string payload = Json::object({{"request", subject},
                                            {"organisation", to_string(request.organisation)},
                                            {"state", to_string(request.state)}})
                                  .dump();
  const auto tell = [&](const registry::Payer& whom) {
    in.publish({"budget-request", subject, registry::payer_key(whom), payload});
  };
  tell({{}, request.person});
  tell({request.organisation, {}});
  return in.each(approvers_of, {request.organisation, request.person}, [&](const store::Row& row) -> Result<void> {
    tell({{}, row.id<PersonId>(0)});
    return {};
  });
}

// The one whose room is the least, among those that somebody in the organisation can raise.
Result<Budget> tightest(const std::vector<Budget>& applying) {
  const Budget* found = nullptr;
  bool capped = false;
  for (const Budget& budget : applying) {
    capped = capped || budget.key.scope == BudgetScope::cap;
    if (budget.hard && budget.key.scope != BudgetScope::cap && (!found || budget.room() < found->room()))
      found = &budget;
  }
  if (found) return *found;
  if (capped)
    return Error{Reason::conflict, "budget-capped", "only the operator's limit bounds this purpose; ask the operator"};
  return Error{Reason::conflict, "no-budget", "no budget bounds this purpose; print, or choose another one"};
}

Result<BudgetAsk> checked(BudgetAsk ask, Currency currency) {
  if (ask.amount.currency != currency)
    return Error{Reason::malformed, "bad-currency", "ask in the currency of the payer's budgets"};
  if (ask.amount.amount_minor <= 0)
    return Error{Reason::malformed, "bad-request", "ask for an amount above zero, and say why"};
  ask.reason = TRY(registry::checked_note(ask.reason, "bad-request", "why you ask"));
  return ask;
}

Result<void> close(store::Transaction& in, const BudgetRequest& asked, RequestState state, const BudgetAnswer& answer,
                   PersonId by, Instant now) {
  TRY(in.run(close_request, {asked.id, to_string(state), answer.grants ? answer.amount.amount_minor : 0,
                             to_string(answer.lasts), answer.sentence, now, by}));
  return announce(in, TRY(request(in, asked.id)));
}

bool is_the_same(const BudgetRequest& answered, const BudgetAnswer& answer) {
  if (answer.grants != (answered.state == RequestState::granted) || answered.answer != answer.sentence) return false;
  return !answer.grants || (answered.granted == answer.amount && answered.lasts == answer.lasts);
}

Result<BudgetAnswer> checked(BudgetAnswer answer) {
  if (answer.grants && answer.amount.amount_minor <= 0)
    return Error{Reason::malformed, "bad-request-answer", "grant an amount above zero, or refuse with a sentence"};
  if (answer.grants && answer.sentence.empty()) return answer;
  answer.sentence = TRY(registry::checked_note(answer.sentence, "bad-request-answer", "the answer"));
  return answer;
}

}  // namespace

std::string_view to_string(RequestState state) {
  for (const auto& [value, word] : state_words)
    if (value == state) return word;
  return "open";
}

std::string_view to_string(Lasts lasts) { return lasts == Lasts::from_now_on ? "from-now-on" : "this-period"; }

Result<Lasts> parse_lasts(std::string_view text) {
  for (const Lasts lasts : {Lasts::this_period, Lasts::from_now_on})
    if (to_string(lasts) == text) return lasts;
  return Error{Reason::malformed, "bad-member", "\"lasts\" is this-period or from-now-on"};
}

Result<BudgetRequest> ask_for_budget(store::Transaction& in, PersonId person, const BudgetAsk& wanted, Instant now) {
  const registry::Purpose purpose = TRY(registry::purpose_of(in, person, wanted.purpose));
  if (purpose.payer.is_private())
    return Error{Reason::conflict, "no-budget", "no budget bounds this purpose; print, or choose another one"};
  const auto organisation = TRY(registry::organisation(in, purpose.payer.organisation));
  const auto membership = TRY(registry::membership_between(in, person, organisation.id));
  if (!membership || membership->state != MembershipState::accepted)
    return Error{Reason::conflict, "membership-not-accepted", "wait until the membership is accepted"};
  const BudgetAsk ask = TRY(checked(wanted, organisation.currency));
  const Spender spender{organisation.id, person, purpose.id, membership->department, purpose.cost_centre};
  const Budget budget = TRY(tightest(TRY(budgets_for(in, organisation, spender, now))));
  const auto before = TRY(in.find<BudgetRequest>(open_request, {budget.id, person}, request_from));
  const BudgetRequestId id = before ? before->id : new_id<BudgetRequestId>();
  if (before)
    TRY(in.run(change_request, {id, purpose.id, ask.job, ask.amount.amount_minor, ask.reason}));
  else
    TRY(in.run(insert_request, {id, budget.id, organisation.id, person, purpose.id, ask.job, ask.amount.amount_minor,
                                organisation.currency.view(), ask.reason, now}));
  BudgetRequest asked = TRY(request(in, id));
  const bool is_news = !before || before->amount != asked.amount || before->reason != asked.reason;
  if (is_news) TRY(announce(in, asked));
  return asked;
}

Result<BudgetRequest> answer_request(store::Transaction& in, PersonId by, BudgetRequestId id, const BudgetAnswer& given,
                                     Instant now) {
  const BudgetRequest asked = TRY(request(in, id));
  const Budget about = TRY(budget(in, asked.budget, now));
  TRY(registry::or_hidden(may_set_budget(in, by, about.key, now), no_such_request()));
  const BudgetAnswer answer = TRY(checked(given));
  if (asked.state != RequestState::open) return is_the_same(asked, answer) ? Result<BudgetRequest>(asked) : not_open();
  if (answer.grants) TRY(raise_budget(in, about, answer.amount, answer.lasts, now));
  TRY(close(in, asked, answer.grants ? RequestState::granted : RequestState::refused, answer, by, now));
  return request(in, id);
}

Result<BudgetRequest> withdraw_request(store::Transaction& in, PersonId person, BudgetRequestId id, Instant now) {
  const BudgetRequest asked = TRY(request(in, id));
  if (asked.person != person) return no_such_request();
  if (asked.state == RequestState::withdrawn) return asked;
  if (asked.state != RequestState::open) return not_open();
  TRY(close(in, asked, RequestState::withdrawn, {}, person, now));
  return request(in, id);
}

Result<void> withdraw_requests(store::Transaction& in, PersonId person, OrganisationId organisation, Instant now) {
  const auto open = TRY(in.list<BudgetRequest>(open_requests_of_member, {person, organisation}, request_from));
  for (const BudgetRequest& asked : open) TRY(close(in, asked, RequestState::withdrawn, {}, person, now));
  return {};
}

Result<std::vector<BudgetRequest>> requests_by(store::Reader& in, PersonId person) {
  return in.list<BudgetRequest>(requests_of_person, {person}, request_from);
}

Result<std::vector<BudgetRequest>> requests_to(store::Reader& in, OrganisationId organisation, PersonId eyes) {
  if (const DepartmentId department = TRY(approves_for(in, eyes, organisation)); department.exists())
    return in.list<BudgetRequest>(requests_of_department, {organisation, department, eyes}, request_from);
  TRY(registry::require_role(in, eyes, organisation, registry::Role::accountant));
  return in.list<BudgetRequest>(requests_of_organisation, {organisation}, request_from);
}

}  // namespace tsuke::flow
