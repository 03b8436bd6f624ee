#include "flow/budget/nesting.h"

#include "flow/budget/applying.h"
#include "flow/budget/rows.h"
#include "registry/departments.h"
#include "registry/purposes.h"

namespace tsuke::flow::budgets {

namespace {

using store::Query;

// Those within: all of an organisation's; the people and purposes of a department; the purposes of a cost centre, and
// of a person.
constexpr Query larger_within{"larger_budget_within", TSUKE_BUDGET_SELECT R"sql(
     WHERE b.organisation_id = $3 AND b.period = $4 AND b.amount > $5 AND b.scope <> 'cap'
       AND (($6 = 'organisation' AND b.scope <> 'organisation')
            OR ($6 = 'department' AND b.scope IN ('person', 'purpose')
                AND EXISTS (SELECT 1 FROM membership m WHERE m.organisation_id = b.organisation_id
                               AND m.person_id = COALESCE(p.id, u.person_id) AND m.department_id = $7))
            OR ($6 = 'cost-centre' AND b.scope = 'purpose' AND u.cost_centre_id = $7)
            OR ($6 = 'person' AND b.scope = 'purpose' AND u.person_id = $7))
     ORDER BY b.amount DESC LIMIT 1)sql"};

Error no_subject() {
  return {Reason::not_found, "budget-subject-not-found",
          "a budget is of a department, cost centre or accepted member of the organisation, or of a purpose that it "
          "pays; choose one of those"};
}

template <typename T>
Result<void> of_its_own(const Result<T>& found) {
  if (found.ok()) return {};
  return found.error().reason == Reason::not_found ? no_subject() : found.error();
}

// The person and purpose whose spending the budget bounds, and with it who else bounds that.
Result<Spender> spender_of(store::Reader& in, const BudgetKey& key) {
  Spender spender;
  spender.organisation = key.organisation;
  if (key.scope == BudgetScope::person) spender.person = PersonId{key.subject};
  if (key.scope == BudgetScope::purpose) {
    const registry::Purpose purpose = TRY(registry::purpose(in, PurposeId{key.subject}));
    spender.person = purpose.person;
    spender.cost_centre = purpose.cost_centre;
  }
  if (const auto membership = TRY(registry::membership_between(in, spender.person, key.organisation)))
    spender.department = membership->department;
  return spender;
}

std::string describe(const Budget& budget) {
  const std::string whose = budget.key.scope == BudgetScope::cap            ? "the operator's limit"
                            : budget.key.scope == BudgetScope::organisation ? "the organisation's budget"
                                                                            : "the budget of " + budget.subject_name;
  return whose + " for a " + std::string(to_string(budget.key.period)) + " is " +
         format_money(budget.limit.value_or(budget.granted));
}

// "budget-above-department": the scope that is around names itself in every language.
Error above(const Budget& outer, const std::string& remedy) {
  return {Reason::conflict, "budget-above-" + std::string(to_string(outer.key.scope)),
          describe(outer) + "; a budget within it cannot be larger: " + remedy};
}

// What bounds the key from outside, in the same period.
Result<std::vector<Budget>> around(store::Reader& in, const registry::Organisation& organisation, const BudgetKey& key,
                                   Instant now) {
  std::vector<Budget> outer;
  for (Budget& budget : TRY(budgets_for(in, organisation, TRY(spender_of(in, key)), now)))
    if (budget.key.scope < key.scope && budget.key.period == key.period) outer.push_back(std::move(budget));
  return outer;
}

}  // namespace

Result<void> check_subject(store::Reader& in, const BudgetKey& key) {
  switch (key.scope) {
    case BudgetScope::cap:
    case BudgetScope::organisation:
      return key.subject == 0 ? Result<void>() : Error{Reason::malformed, "bad-budget", "leave the subject out"};
    case BudgetScope::person: {
      const auto membership = TRY(registry::membership_between(in, PersonId{key.subject}, key.organisation));
      if (!membership || membership->state != registry::MembershipState::accepted) return no_subject();
      return {};
    }
    case BudgetScope::purpose: {
      const auto purpose = registry::purpose(in, PurposeId{key.subject});
      TRY(of_its_own(purpose));
      const bool is_paid = purpose.value().payer.organisation == key.organisation;
      return is_paid && !purpose.value().removed ? Result<void>() : no_subject();
    }
    case BudgetScope::department:
      return of_its_own(registry::department(in, key.organisation, DepartmentId{key.subject}));
    case BudgetScope::cost_centre:
      return of_its_own(registry::cost_centre(in, key.organisation, CostCentreId{key.subject}));
  }
  return no_subject();
}

Result<void> check_nesting(store::Reader& in, const registry::Organisation& organisation, const BudgetKey& key,
                           Money limit, Instant now) {
  for (const Budget& outer : TRY(around(in, organisation, key, now)))
    if (outer.limit && limit > *outer.limit) return above(outer, "set at most that, or raise that first");
  store::Values values = TRY(periods_now(organisation, now));
  for (const store::Value& value :
       store::Values{organisation.id, to_string(key.period), limit.amount_minor, to_string(key.scope), key.subject})
    values.push_back(value);
  if (const auto inner = TRY(in.find<Budget>(larger_within, values, budget_from)))
    return Error{Reason::conflict, "budget-below-inner",
                 describe(*inner) + "; the budget around it cannot be smaller: lower that one first"};
  return {};
}

Result<void> check_granted(store::Reader& in, const registry::Organisation& organisation, const BudgetKey& key,
                           Money granted, Instant now) {
  for (const Budget& outer : TRY(around(in, organisation, key, now)))
    if (granted > outer.granted) return above(outer, "grant less, or raise that first");
  return {};
}

}  // namespace tsuke::flow::budgets
