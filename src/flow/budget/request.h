// Asking for more: whose job a budget had no room for asks, whoever may set that budget answers.
//
//   open ──► granted | refused     whoever may set the budget
//     └────► withdrawn             whoever asked, or the end of their membership
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/budget/budget.h"

namespace tsuke::flow {

using BudgetRequestId = Id<struct BudgetRequestTag>;

enum class RequestState { open, granted, refused, withdrawn };
std::string_view to_string(RequestState state);
std::string_view to_string(Lasts lasts);           // "this-period", "from-now-on"
Result<Lasts> parse_lasts(std::string_view text);  // malformed ("bad-member")

struct BudgetRequest {
  BudgetRequestId id;
  BudgetId budget;
  OrganisationId organisation;
  PersonId person;
  PurposeId purpose;
  JobId job;  // none: not about a job
  Money amount;
  std::string reason;
  RequestState state = RequestState::open;  // withdrawn, too, when the membership has ended meanwhile
  Money granted;
  Lasts lasts = Lasts::this_period;
  std::string answer;
  Instant asked_at{};
  Instant answered_at{};
  std::string person_name, purpose_name, organisation_name;
};

struct BudgetAsk {
  PurposeId purpose;
  Money amount;
  std::string reason;
  JobId job;  // the caller has seen that it is the person's
};
// About the hard budget with the least room among those that apply to the purpose. One request for each person and
// budget is open at a time: asking again changes what it says. Fails with malformed ("bad-request": an amount not above
// zero, no reason or one above 500 bytes; "bad-currency"), not_found (another's purpose), conflict ("no-budget": none
// bounds it; "budget-capped": only the operator's limit does; "membership-not-accepted").
Result<BudgetRequest> ask_for_budget(store::Transaction& in, PersonId person, const BudgetAsk& ask, Instant now);

struct BudgetAnswer {
  bool grants = false;
  Money amount;  // when it grants
  Lasts lasts = Lasts::this_period;
  std::string sentence;  // when it refuses: why
};
// The same answer again changes nothing. Fails with not_found (also for whoever may not see it), not_permitted
// ("budget-not-yours"), malformed ("bad-request-answer"), conflict ("request-not-open"), and as raise_budget does.
Result<BudgetRequest> answer_request(store::Transaction& in, PersonId by, BudgetRequestId id,
                                     const BudgetAnswer& answer, Instant now);
// Fails with not_found, conflict ("request-not-open").
Result<BudgetRequest> withdraw_request(store::Transaction& in, PersonId person, BudgetRequestId id, Instant now);
// What they asked of that organisation dies with their membership.
Result<void> withdraw_requests(store::Transaction& in, PersonId person, OrganisationId organisation, Instant now);

// Newest first, at most 200. An organisation's are for its admins and accountants; an approver sees those about budgets
// of people in their department. Fails with not_found for anybody else.
Result<std::vector<BudgetRequest>> requests_by(store::Reader& in, PersonId person);
Result<std::vector<BudgetRequest>> requests_to(store::Reader& in, OrganisationId organisation, PersonId eyes);

}  // namespace tsuke::flow
