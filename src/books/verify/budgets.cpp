// Budgets: what each was granted, what it bore of each charge, and that it bore all that its scope has cost.
#include <set>

#include "base/time.h"
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_bearers{"verify_charge_budgets", R"sql(
    SELECT l.job_id, l.account_id, c.state, c.authorised, c.captured - c.refunded
      FROM charge_budget l JOIN charge c ON c.job_id = l.job_id ORDER BY l.job_id)sql"};
constexpr Query all_spans{"verify_budget_spans", R"sql(
    SELECT s.account_id, b.holder, s.period, s.is_hard, s.is_open, s.granted, s.spent_before
      FROM budget_span s JOIN budget b ON b.id = s.budget_id ORDER BY s.account_id)sql"};
constexpr Query captured_charges{"verify_spending", R"sql(
    SELECT o.time_zone, c.payer, c.department_id, c.cost_centre_id, c.person_id, c.purpose_id, c.released_at,
           c.captured - c.refunded
      FROM charge c JOIN organisation o ON c.payer = 'organisation:' || o.id
     WHERE c.state = 'captured')sql"};

struct Span {
  std::string account;
  std::int64_t granted, spent_before;
  bool is_open;
  Wide spent = 0;  // what its scope has cost in the period, by the charges
};
// By holder and period, as the account's name has them between "budget:" and ":warn".
using Spans = std::multimap<std::string, Span>;

class BudgetCheck {
 public:
  BudgetCheck(const PostingsByReference& postings, const Accounts& accounts, Findings& findings)
      : postings_(postings), accounts_(accounts), findings_(findings) {
    for (const auto& [reference, posted] : postings_)
      for (const auto& [key, amount] : posted.moved) {
        const auto& [what, debit, credit] = key;
        if (what == "budget-grant") granted_[credit] += amount;
        if (what == "budget-cut") granted_[debit] -= amount;
        if (what == "budget-spent-before") spent_before_[debit] += amount;
        if (what == "budget-spent-back") spent_before_[credit] -= amount;
        if (what == "capture-budget" || what == "reassign-budget-to") borne_by_job_[{reference, debit}] += amount;
        if (what == "reassign-budget-from" || what == "refund-budget") borne_by_job_[{reference, credit}] -= amount;
      }
  }

  // Each account bears what was captured and not given back, and holds what is reserved.
  void bearer(std::int64_t job, std::int64_t account, const std::string& state, std::int64_t authorised,
              std::int64_t captured) {
    const std::string name = name_of(account);
    borne_.insert({job, name});
    const Wide posted = moved(job, name), reserved = reserved_of(job, name);
    const Wide due = state == "captured" ? captured : 0, waiting = state == "reserved" ? authorised : 0;
    if (posted != due)
      fault("budget-differs", "charge " + std::to_string(job),
            name + " bore " + digits(posted) + ", the charge captured " + digits(due));
    if (reserved != waiting)
      fault("budget-differs", "charge " + std::to_string(job),
            name + " holds " + digits(reserved) + " for it, the charge has " + digits(waiting) + " reserved");
  }

  // No account bears what it is not named for.
  void check_strangers() {
    for (const auto& [where, amount] : borne_by_job_)
      if (amount != 0) check_named(where.first, where.second);
    for (const auto& [job, posted] : postings_) {
      for (const auto& [name, amount] : posted.reserved_of_budgets)
        if (amount != 0) check_named(job, name);
    }
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

  Result<void> charge(const store::Row& row) {
    const std::string payer = row.text(1), month = TRY(month_in_zone(row.instant(6), row.text(0)));
    std::vector<std::string> holders{payer, payer + ":cap"};
    constexpr std::pair<const char*, int> scopes[] = {
        {":department:", 2}, {":cost-centre:", 3}, {":person:", 4}, {":purpose:", 5}};
    for (const auto& [scope, column] : scopes) holders.push_back(payer + scope + std::to_string(row.integer(column)));
    for (const std::string& holder : holders)
      for (const std::string& period : {month, month.substr(0, 4)}) {
        const auto [first, last] = spans_.equal_range(holder + ":" + period);
        for (auto found = first; found != last; ++found) found->second.spent += row.integer(7);
      }
    return {};
  }

  void check_spending() {
    for (const auto& [key, span] : spans_) {
      const Wide used = spent_before_[span.account] + total_borne(span.account);
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
  void check_named(std::int64_t job, const std::string& name) {
    if (!borne_.contains({job, name}))
      fault("budget-differs", "charge " + std::to_string(job), name + " bears it, and the charge does not name it");
  }
  Wide moved(std::int64_t job, const std::string& name) {
    const auto found = borne_by_job_.find({job, name});
    return found == borne_by_job_.end() ? Wide{0} : found->second;
  }
  Wide reserved_of(std::int64_t job, const std::string& name) const {
    const auto posted = postings_.find(job);
    if (posted == postings_.end()) return 0;
    const auto found = posted->second.reserved_of_budgets.find(name);
    return found == posted->second.reserved_of_budgets.end() ? Wide{0} : found->second;
  }
  Wide total_borne(const std::string& name) {
    if (borne_by_account_.empty())
      for (const auto& [where, amount] : borne_by_job_) borne_by_account_[where.second] += amount;
    return borne_by_account_[name];
  }

  const PostingsByReference& postings_;
  const Accounts& accounts_;
  Findings& findings_;
  std::map<std::string, Wide> granted_, spent_before_, borne_by_account_;  // by account
  std::map<std::pair<std::int64_t, std::string>, Wide> borne_by_job_;      // less what was given back
  std::set<std::pair<std::int64_t, std::string>> borne_;                   // which job by which account
  Spans spans_;
};
}  // namespace

bool is_hard_budget(const std::string& name, const std::string& unit) {
  return unit.ends_with(".budget") && name.starts_with("budget:organisation:") && !name.ends_with(":warn");
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
  TRY(in.each(captured_charges, {}, [&](const store::Row& row) { return check.charge(row); }));
  check.check_spending();
  return {};
}

}  // namespace tsuke::books::verifying
