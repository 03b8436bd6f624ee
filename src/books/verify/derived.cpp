// Derived rows: cached balances, the state of reservations, refusals.
#include "base/bytes.h"
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_accounts{"verify_accounts", R"sql(
    SELECT id, name, unit, limit_kind, debits_posted, credits_posted, debits_pending, credits_pending
      FROM account)sql"};
// Reservations whose row is absent, and rows that say something else than the journal.
constexpr Query wrong_reservations{"verify_reservations", R"sql(
    SELECT r.seq, COALESCE(p.state, 'absent'), COALESCE(s.kind, 'none')
      FROM transfer r
      LEFT JOIN pending p ON p.transfer_id = r.id
      LEFT JOIN transfer s ON s.resolves = r.id
     WHERE r.kind = 'reserve'
       AND (p.transfer_id IS NULL
            OR p.state <> CASE s.kind WHEN 'post' THEN 'posted' WHEN 'release' THEN 'voided' ELSE 'open' END
            OR (s.id IS NULL AND p.resolved_by IS NOT NULL)
            OR (s.id IS NOT NULL AND (p.resolved_by IS NULL OR p.resolved_by <> s.id)))
       AND (SELECT COUNT(*) FROM transfer again WHERE again.resolves = r.id) < 2
     ORDER BY r.seq)sql"};
constexpr Query pending_of_nothing{"verify_pending_of_nothing", R"sql(
    SELECT p.transfer_id FROM pending p
     WHERE NOT EXISTS (SELECT 1 FROM transfer r WHERE r.id = p.transfer_id AND r.kind = 'reserve'))sql"};
constexpr Query refused_and_posted{"verify_refusals", R"sql(
    SELECT t.seq, f.code FROM refusal f JOIN transfer t ON t.id = f.transfer_id ORDER BY t.seq)sql"};

void check_account(const AccountRow& account, Findings& findings) {
  const std::string row = "account " + account.name + " in " + account.unit;
  if (is_hard_budget(account.name, account.unit) && account.limit != "debits-must-not-exceed-credits")
    findings.add("limit-missing", row, "a budget's account is limited by what was granted; this one is not");
  const bool is_credit = account.name.starts_with("payer:") && account.name.ends_with(":credit");
  if (is_credit && account.limit != "debits-must-not-exceed-credits")
    findings.add("limit-missing", row, "a payer's credit is limited by what was given back; this one is not");
  const Sides &stored = account.stored, &folded = account.folded;
  if (stored == folded) return;
  const auto show = [](const Sides& sides) {
    return digits(sides.debits) + "/" + digits(sides.credits) + ", pending " + digits(sides.debits_pending) + "/" +
           digits(sides.credits_pending);
  };
  findings.add("balance-differs", row, "stored " + show(stored) + "; its transfers make " + show(folded));
}
}  // namespace

Result<Accounts> read_accounts(store::Reader& in) {
  Accounts accounts;
  TRY(in.each(all_accounts, {}, [&](const store::Row& row) -> Result<void> {
    accounts[row.integer(0)] = {
        row.text(1), row.text(2), row.text(3), {row.integer(4), row.integer(5), row.integer(6), row.integer(7)}, {}};
    return {};
  }));
  return accounts;
}

Result<void> check_derived(store::Reader& in, const Accounts& accounts, Findings& findings) {
  std::map<std::string, Sides> units;
  for (const auto& [id, account] : accounts) {
    check_account(account, findings);
    Sides& unit = units[account.unit];
    unit.debits += account.stored.debits;
    unit.credits += account.stored.credits;
    unit.debits_pending += account.stored.debits_pending;
    unit.credits_pending += account.stored.credits_pending;
  }
  for (const auto& [name, unit] : units)
    if (unit.debits != unit.credits || unit.debits_pending != unit.credits_pending)
      findings.add("unit-unbalanced", "unit " + name,
                   "debits " + digits(unit.debits) + ", credits " + digits(unit.credits) + ", pending " +
                       digits(unit.debits_pending) + " and " + digits(unit.credits_pending));
  TRY(in.each(wrong_reservations, {}, [&](const store::Row& row) -> Result<void> {
    findings.add("pending-differs", "transfer " + std::to_string(row.integer(0)),
                 "its state is " + row.text(1) + ", its resolution is " + row.text(2));
    return {};
  }));
  TRY(in.each(pending_of_nothing, {}, [&](const store::Row& row) -> Result<void> {
    findings.add("pending-differs", "pending " + to_hex(row.blob(0)), "there is no such reservation");
    return {};
  }));
  return in.each(refused_and_posted, {}, [&](const store::Row& row) -> Result<void> {
    findings.add("refused-but-posted", "transfer " + std::to_string(row.integer(0)),
                 "its id was refused before with " + row.text(1));
    return {};
  });
}

}  // namespace tsuke::books::verifying
