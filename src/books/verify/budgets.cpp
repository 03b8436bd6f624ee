// Budgets: what each was granted, what it bore of each charge, and that it bore all that its scope has cost.
#include <set>

#include "base/time.h"
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_bearers{"verify_charge_budgets", R"sql(
    SELECT l.job_id, l.account_id, c.state, COALESCE(s.authorised, c.authorised),
           COALESCE(s.captured - s.refunded, c.captured - c.refunded)
      FROM charge_budget l JOIN charge c ON c.job_id = l.job_id
      LEFT JOIN budget_span p ON p.account_id = l.account_id
      LEFT JOIN budget b ON b.id = p.budget_id
      LEFT JOIN charge_share s
        ON s.job_id = l.job_id AND s.payer = 'organisation:' || CAST(b.organisation_id AS TEXT)
     ORDER BY l.job_id)sql"};
constexpr Query all_spans{"verify_budget_spans", R"sql(
    SELECT s.account_id, b.holder, s.period, s.is_hard, s.is_open, s.granted, s.spent_before
      FROM budget_span s JOIN budget b ON b.id = s.budget_id ORDER BY s.account_id)sql"};
constexpr Query bounded_payers{"verify_bounded_payers", R"sql(
    SELECT id, time_zone FROM organisation o
     WHERE EXISTS (SELECT 1 FROM budget b WHERE b.organisation_id = o.id))sql"};
constexpr Query captured_charges{"verify_spending", R"sql(
    SELECT payer, released_at, department_id, cost_centre_id, person_id, purpose_id,
           captured - refunded
      FROM charge WHERE state = 'captured' AND shares = 0
    UNION ALL
    SELECT s.payer, s.released_at, s.department_id, s.cost_centre_id, s.person_id, s.purpose_id, s.captured - s.refunded
      FROM charge_share s JOIN charge c ON c.job_id = s.job_id WHERE c.state = 'captured')sql"};

struct Span {
  std::string account;
  std::int64_t granted, spent_before;
  bool is_open;
  Wide spent = 0;  // what its scope has cost in the period, by the charges
};
// By holder and period, as the account's name has them between "budget:" and ":warn".
using Spans = std::multimap<std::string, Span>;

bool is_budget(const std::string& name) { return name.starts_with("budget:organisation:"); }

class BudgetCheck {
  using Key = std::pair<std::int64_t, std::string>;  // a job and an account

 public:
  BudgetCheck(const PostingsByReference& postings, const Accounts& accounts, Findings& findings)
      : accounts_(accounts), findings_(findings) {
    for (const auto& [reference, posted] : postings) {
      for (const auto& [key, amount] : posted.moved) note(reference, key, amount);
      for (const auto& [name, amount] : posted.reserved_of_budgets) reserved_[{reference, name}] += amount;
    }
  }

  // Each account bears what was captured and not given back, and holds what is reserved.
  void bearer(std::int64_t job, std::int64_t account, const std::string& state, std::int64_t authorised,
              std::int64_t captured) {
    const Key key{job, name_of(account)};
    named_.insert(key);
    const Wide due = state == "captured" ? captured : 0, waiting = state == "reserved" ? authorised : 0;
    if (borne_[key] != due)
      fault("budget-differs", "charge " + std::to_string(job),
            key.second + " bore " + digits(borne_[key]) + ", the charge captured " + digits(due));
    if (reserved_[key] != waiting)
      fault(
          "budget-differs", "charge " + std::to_string(job),
          key.second + " holds " + digits(reserved_[key]) + " for it, the charge has " + digits(waiting) + " reserved");
  }

  // No account bears what it is not named for.
  void check_strangers() {
    for (const auto* amounts : {&borne_, &reserved_})
      for (const auto& [key, amount] : *amounts)
        if (amount != 0 && !named_.contains(key))
          fault("budget-differs", "charge " + std::to_string(key.first),
                key.second + " bears it, and the charge does not name it");
  }

  void span(const std::string& holder_and_period, std::int64_t account, bool hard, Span span) {
    const auto found = accounts_.find(account);
    span.account = name_of(account);
    const std::string row = "account " + span.account;
    if (found != accounts_.end() && (found->second.limit != "none") != hard)
      fault("limit-missing", row, hard ? "the budget is hard, its account has no limit" : "the budget only warns");
    if (granted_[span.account] != span.granted)
      fault("grant-differs", row,
            "it was granted " + digits(granted_[span.account]) + ", the budget says " + std::to_string(span.granted));
    if (spent_before_[span.account] != span.spent_before)
      fault("grant-differs", row,
            digits(spent_before_[span.account]) + " spent before was posted, the budget says " +
                std::to_string(span.spent_before));
    spans_.emplace(holder_and_period, std::move(span));
  }

  void payer(std::int64_t organisation, std::string time_zone) {
    zones_["organisation:" + std::to_string(organisation)] = std::move(time_zone);
  }

  Result<void> charge(const store::Row& row) {
    const std::string payer = row.text(0);
    const auto zone = zones_.find(payer);
    if (zone == zones_.end()) return {};
    const std::string month = TRY(month_in_zone(row.instant(1), zone->second));
    std::vector<std::string> holders{payer, payer + ":cap"};
    constexpr std::pair<const char*, int> scopes[] = {
        {":department:", 2}, {":cost-centre:", 3}, {":person:", 4}, {":purpose:", 5}};
    for (const auto& [scope, column] : scopes) holders.push_back(payer + scope + std::to_string(row.integer(column)));
    for (const std::string& holder : holders)
      for (const std::string& period : {month, month.substr(0, 4)}) {
        const auto [first, last] = spans_.equal_range(holder + ":" + period);
        for (auto found = first; found != last; ++found) found->second.spent += row.integer(6);
      }
    return {};
  }

  void check_spending() {
    std::map<std::string, Wide> borne;
    for (const auto& [key, amount] : borne_) borne[key.second] += amount;
    for (const auto& [key, span] : spans_) {
      const Wide used = spent_before_[span.account] + borne[span.account];
      if (span.is_open && used != span.spent)
        fault("budget-unborne", "account " + span.account,
              "it bore " + digits(used) + ", its scope has cost " + digits(span.spent) + " in the period");
    }
  }

 private:
  void fault(std::string_view code, std::string row, std::string what) {
    findings_.add(code, std::move(row), std::move(what));
  }
  std::string name_of(std::int64_t account) const {
    const auto found = accounts_.find(account);
    return found == accounts_.end() ? "account " + std::to_string(account) : found->second.name;
  }
  // Grants are of the budget itself; all else that moves on its account is about a charge, and may be given back.
  void note(std::int64_t reference, const std::tuple<std::string, std::string, std::string>& key, Wide amount) {
    const auto& [what, debit, credit] = key;
    if (what == "budget-grant")
      granted_[credit] += amount;
    else if (what == "budget-cut")
      granted_[debit] -= amount;
    else if (what == "budget-spent-before")
      spent_before_[debit] += amount;
    else if (what == "budget-spent-back")
      spent_before_[credit] -= amount;
    else if (is_budget(debit))
      borne_[{reference, debit}] += amount;
    else if (is_budget(credit))
      borne_[{reference, credit}] -= amount;
  }

  const Accounts& accounts_;
  Findings& findings_;
  std::map<std::string, Wide> granted_, spent_before_;  // by account
  std::map<Key, Wide> borne_, reserved_;
  std::set<Key> named_;
  Spans spans_;
  std::map<std::string, std::string> zones_;  // by payer, of those that have budgets
};
}  // namespace

bool is_hard_budget(const std::string& name, const std::string& unit) {
  return unit.ends_with(".budget") && is_budget(name) && !name.ends_with(":warn");
}

Result<void> check_budgets(store::Reader& in, const PostingsByReference& postings, const Accounts& accounts,
                           Findings& findings) {
  BudgetCheck check(postings, accounts, findings);
  TRY(in.each(all_bearers, {}, [&](const store::Row& row) -> Result<void> {
    check.bearer(row.integer(0), row.integer(1), row.text(2), row.integer(3), row.integer(4));
    return {};
  }));
  check.check_strangers();
  TRY(in.each(all_spans, {}, [&](const store::Row& row) -> Result<void> {
    check.span(row.text(1) + ":" + row.text(2), row.integer(0), row.boolean(3),
               {{}, row.integer(5), row.integer(6), row.boolean(4)});
    return {};
  }));
  TRY(in.each(bounded_payers, {}, [&](const store::Row& row) -> Result<void> {
    check.payer(row.integer(0), row.text(1));
    return {};
  }));
  TRY(in.each(captured_charges, {}, [&](const store::Row& row) { return check.charge(row); }));
  check.check_spending();
  return {};
}

}  // namespace tsuke::books::verifying
