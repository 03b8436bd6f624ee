// Budgets: what an organisation lets itself, a department, a cost centre, a person or a purpose spend in a month or a
// year. Several apply to one job at once, one around the other, and all must have room. Each is kept as accounts of the
// ledger in a unit of their own, one a period, so that limit, reservation and release use the same proven code as
// money.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "books/ledger/ledger.h"
#include "flow/budget/period.h"
#include "registry/people.h"
#include "registry/purposes.h"
#include "rules/permit.h"

namespace tsuke::flow {

// From the widest. A cap is the operator's limit on an organisation.
enum class BudgetScope { cap, organisation, department, cost_centre, person, purpose };
std::string_view to_string(BudgetScope scope);  // "cap", "organisation", "department", "cost-centre", …
// Fails with malformed ("bad-scope").
Result<BudgetScope> parse_budget_scope(std::string_view text);

// Whose spending, with that organisation as payer, is bounded in which periods. One budget for each key.
struct BudgetKey {
  OrganisationId organisation;
  BudgetScope scope = BudgetScope::organisation;
  std::int64_t subject = 0;  // id of the department, cost centre, person or purpose; 0: the organisation itself
  BudgetPeriod period = BudgetPeriod::month;
  friend bool operator==(const BudgetKey&, const BudgetKey&) = default;
};
// "organisation:12", "organisation:12:person:7": with "budget:" before it and a period behind it, the account's name.
std::string holder_of(const BudgetKey& key);

inline const std::vector<int> usual_thresholds{50, 80, 100};  // percent of the limit

struct BudgetWish {
  BudgetKey key;
  std::optional<Money> limit;  // none: take it away
  bool hard = true;            // else it only warns
  std::vector<int> thresholds = usual_thresholds;
};

struct Budget {
  BudgetId id;
  BudgetKey key;
  std::string subject_name;    // a purpose's with its person's; empty for the organisation itself
  std::optional<Money> limit;  // from now on; none: taken away
  bool hard = true;
  std::vector<int> thresholds;
  // How this period stands.
  std::string period;  // "2026-11" or "2026"
  AccountId account;   // none before its first release
  Money granted;       // the limit, with what was raised for this period alone
  Money used;
  Money reserved;
  Money room() const { return granted - used - reserved; }  // below zero when one that only warns is overdrawn
};
rules::BudgetRoom room_of(const Budget& budget);

// Sets a limit from this period on; what the period has cost in its scope already counts, and what is being printed is
// reserved. The same again changes nothing. The caller has seen that whoever asks may (flow/budget/authority.h).
// Fails with malformed ("bad-budget": a negative amount, a threshold outside 1..1000 or more than ten; "bad-currency"),
// not_found ("budget-subject-not-found": no accepted member, or no purpose that this organisation pays), conflict
// ("budget-below-use": more than that is used or reserved already; "budget-above-<scope>", "budget-below-inner": a
// budget within another of the same period would be larger than the one around it).
Result<BudgetId> set_budget(store::Transaction& in, const BudgetWish& wish, Instant now);
// The organisation's own for each month, hard; thresholds stay as they are. Fails as above.
Result<void> set_budget(store::Transaction& in, OrganisationId organisation, std::optional<Money> monthly, Instant now);

// Adds to the limit, for this period alone or from now on. Fails as set_budget, and with conflict ("no-budget") for one
// that was taken away.
enum class Lasts { this_period, from_now_on };
Result<void> raise_budget(store::Transaction& in, const Budget& budget, Money by, Lasts lasts, Instant now);

// Those in force, the cap too; the widest first.
Result<std::vector<Budget>> budgets_of(store::Reader& in, OrganisationId organisation, Instant now);
Result<Budget> budget(store::Reader& in, BudgetId id, Instant now);  // not_found ("budget-not-found")
// None when no such budget was ever set.
Result<std::optional<Budget>> find_budget(store::Reader& in, const BudgetKey& key, Instant now);

// The organisation's own for each month, also when none was ever set.
Result<Budget> monthly_budget(store::Reader& in, OrganisationId organisation, Instant now);

// The tables budget, budget_span, charge_budget, budget_alert; they come after those of the flow.
std::vector<store::Migration> budget_migrations();

}  // namespace tsuke::flow
