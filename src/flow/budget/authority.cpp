#include "flow/budget/authority.h"

namespace tsuke::flow {

namespace {

Error not_yours() {
  return {Reason::not_permitted, "budget-not-yours",
          "an admin sets this budget; you set those of others in your department"};
}

Result<void> may_as_approver(store::Reader& in, PersonId by, DepartmentId department, const BudgetKey& key,
                             Instant now) {
  const bool is_of_another = key.scope == BudgetScope::person && PersonId{key.subject} != by;
  if (!is_of_another) return not_yours();
  if (!TRY(is_within(in, key, department))) return not_yours();
  const auto around =
      TRY(find_budget(in, {key.organisation, BudgetScope::department, department.value, key.period}, now));
  if (around && around->limit) return {};
  return Error{Reason::conflict, "no-department-budget",
               "your department has no budget of that period; ask an admin to set it first"};
}

}  // namespace

Result<DepartmentId> approves_for(store::Reader& in, PersonId person, OrganisationId organisation) {
  const auto membership = TRY(registry::membership_between(in, person, organisation));
  const bool is_approver = membership && membership->state == registry::MembershipState::accepted &&
                           membership->role == registry::Role::approver;
  return is_approver ? membership->department : DepartmentId{};
}

Result<bool> is_within(store::Reader& in, const BudgetKey& key, DepartmentId department) {
  if (key.scope == BudgetScope::department) return DepartmentId{key.subject} == department;
  if (key.scope != BudgetScope::person) return false;
  const auto membership = TRY(registry::membership_between(in, PersonId{key.subject}, key.organisation));
  return membership && membership->department == department;
}

Result<void> may_set_budget(store::Reader& in, PersonId by, const BudgetKey& key, Instant now) {
  if (key.scope == BudgetScope::cap) {
    if (TRY(registry::person(in, by)).is_operator) return {};
    return Error{Reason::not_permitted, "operator-only", "the operator of the service sets this limit; ask them"};
  }
  const Result<void> as_admin = registry::require_role(in, by, key.organisation, registry::Role::admin);
  if (as_admin.ok() || as_admin.error().reason != Reason::not_found) return as_admin;
  const DepartmentId department = TRY(approves_for(in, by, key.organisation));
  return department.exists() ? may_as_approver(in, by, department, key, now) : as_admin;
}

}  // namespace tsuke::flow
