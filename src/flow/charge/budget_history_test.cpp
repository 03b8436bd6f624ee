// Random histories of nested budgets that are set, raised and taken away while people print: at no point has the scope
// of a hard budget cost, or reserved, more than the budget gives. RapidCheck prints the seed of a failure.
#include <rapidcheck.h>

#include "books/verify/clean_testing.h"
#include "flow/budget/budget.h"
#include "flow/charge/charge.h"
#include "flow/test_stages.h"
#include "registry/departments.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;

class BudgetHistory {
 public:
  explicit BudgetHistory(TestStages& house) : house_(house) {
    registry::make_member(*house_.store, ken_, house_.company);
    for (const auto& [person, name] : {std::pair{house_.mika, "Client B"}, {ken_, "Client A"}})
      purposes_.push_back({person, registry::make_purpose(*house_.store, person, name, house_.company)});
    house_.done(house_.write<bool>([&](store::Transaction& in) -> Result<bool> {
      for (const char* code : {"sales", "works"})
        departments_.push_back(TRY(registry::add_department(in, {{}, house_.company, code, code})));
      cost_centre_ = TRY(registry::add_cost_centre(in, {{}, house_.company, "fair", "fair"}));
      registry::PurposeChange change;
      change.cost_centre = cost_centre_;
      TRY(registry::change_purpose(in, house_.mika, purposes_[1].second, change));
      TRY(registry::put_in_department(in, house_.membership, departments_[0]));
      return true;
    }));
  }

  void step() {
    switch (*rc::gen::inRange(0, 12)) {
      case 0:
      case 1:
      case 2:
      case 3: release(); break;
      case 4:
      case 5:
      case 6: report(); break;
      case 7: count_by_hand(); break;
      case 8:
      case 9: set(); break;
      case 10: raise(); break;
      default: pass(); break;
    }
    settle_all();
    check();
  }

  void check_books() { books::assert_clean_books(*house_.store); }

 private:
  // Refusals are part of life.
  template <typename Function>
  void act(Function function) {
    const auto outcome =
        house_.store->write<void>([&](store::Transaction& in) -> Result<void> { return function(in); });
    RC_ASSERT((outcome.ok() || outcome.error().reason != Reason::internal));
  }
  JobId any_job() { return jobs_.empty() ? JobId{1} : jobs_[*rc::gen::inRange<std::size_t>(0, jobs_.size())].second; }

  void release() {
    const auto [person, purpose] = purposes_[*rc::gen::inRange<std::size_t>(0, purposes_.size())];
    if (jobs_.empty() || *rc::gen::inRange(0, 3) != 0)
      jobs_.emplace_back(person, house_.submit_for(person, purpose, *rc::gen::inRange(1, 8)));
    const auto [owner, job] = jobs_[*rc::gen::inRange<std::size_t>(0, jobs_.size())];
    const PrinterId at = *rc::gen::arbitrary<bool>() ? house_.printer : house_.other_printer;
    (void)house_.write<ReleaseOutcome>([&, owner = owner, job = job](store::Transaction& in) {
      return flow::release(in, owner, job, at, house_.now());
    });
  }

  void report() {
    const auto at = house_.done(
        house_.read<std::optional<Attempt>>([job = any_job()](store::Reader& in) { return latest_attempt(in, job); }));
    if (!at || at->state == AttemptState::ended) return;
    const int sheets = *rc::gen::inRange(0, 9);
    const DeviceReport said =
        counts(sheets, sheets, *rc::gen::element(State::working, State::completed, State::completed, State::aborted));
    act([&](auto& in) -> Result<void> {
      if (at->state == AttemptState::fetchable) {
        TRY(fetch(in, at->printer, at->device_number, house_.now()));
        TRY(acknowledge(in, at->printer, at->device_number, house_.now()));
      }
      TRY(record_report(in, at->printer, at->device_number, said, house_.now()));
      return {};
    });
  }

  void count_by_hand() {
    const JobId job = any_job();
    act([&](auto& in) { return settle_by_hand(in, job, {1, 0, 1}, ken_, house_.now()); });
  }

  BudgetKey any_key() {
    const BudgetScope scope = *rc::gen::element(BudgetScope::cap, BudgetScope::organisation, BudgetScope::department,
                                                BudgetScope::cost_centre, BudgetScope::person, BudgetScope::purpose);
    BudgetKey key{house_.company, scope, 0, *rc::gen::element(BudgetPeriod::month, BudgetPeriod::year)};
    if (scope == BudgetScope::department) key.subject = departments_[*rc::gen::inRange<std::size_t>(0, 2)].value;
    if (scope == BudgetScope::cost_centre) key.subject = cost_centre_.value;
    const auto& [person, purpose] = purposes_[*rc::gen::inRange<std::size_t>(0, purposes_.size())];
    if (scope == BudgetScope::person) key.subject = person.value;
    if (scope == BudgetScope::purpose) key.subject = purpose.value;
    return key;
  }
  void set() {
    BudgetWish wish{any_key(), {}};
    if (*rc::gen::inRange(0, 4) != 0) wish.limit = Money{*rc::gen::inRange(0, 400), yen};
    wish.hard = *rc::gen::inRange(0, 3) != 0;
    act([&](auto& in) -> Result<void> {
      TRY(set_budget(in, wish, house_.now()));
      return {};
    });
  }
  void raise() {
    const BudgetKey key = any_key();
    const Lasts lasts = *rc::gen::element(Lasts::this_period, Lasts::from_now_on);
    const Money by{*rc::gen::inRange(1, 100), yen};
    act([&](auto& in) -> Result<void> {
      const auto budget = TRY(find_budget(in, key, house_.now()));
      return budget ? raise_budget(in, *budget, by, lasts, house_.now()) : Result<void>();
    });
  }
  // Time goes on, or somebody changes the department.
  void pass() {
    if (*rc::gen::arbitrary<bool>()) return house_.clock.advance(hours(*rc::gen::inRange(1, 24 * 20)));
    const DepartmentId to = departments_[*rc::gen::inRange<std::size_t>(0, 2)];
    act([&](auto& in) { return registry::put_in_department(in, house_.membership, to); });
  }

  void settle_all() {
    for (const JobId job :
         house_.done(house_.read<std::vector<JobId>>([](store::Reader& in) { return jobs_to_settle(in, 1000); })))
      RC_ASSERT(house_.store->write<void>([&](store::Transaction& in) { return settle(in, job, house_.now()); }).ok());
  }

  // By the charges alone, with nothing of the ledger.
  std::int64_t cost(const Budget& budget, const char* state, const char* amount) {
    const char* column = budget.key.scope == BudgetScope::department    ? "department_id"
                         : budget.key.scope == BudgetScope::cost_centre ? "cost_centre_id"
                         : budget.key.scope == BudgetScope::person      ? "person_id"
                         : budget.key.scope == BudgetScope::purpose     ? "purpose_id"
                                                                        : "0";
    const Instant begin = period_begin(budget.key.period, house_.now(), "Asia/Tokyo").take();
    const std::string sql = std::string("SELECT COALESCE(CAST(SUM(") + amount + ") AS BIGINT), 0) FROM charge WHERE " +
                            column + " = " + std::to_string(budget.key.subject) + " AND state = '" + state +
                            "' AND released_at >= " + std::to_string(begin.micros);
    return house_.count(sql.c_str());
  }
  void check() {
    for (const Budget& budget : house_.done(house_.read<std::vector<Budget>>(
             [&](store::Reader& in) { return budgets_of(in, house_.company, house_.now()); }))) {
      const std::int64_t captured = cost(budget, "captured", "captured");
      const std::int64_t reserved = cost(budget, "reserved", "authorised");
      RC_LOG() << holder_of(budget.key) << " " << budget.period << " " << captured << "+" << reserved << " of "
               << budget.granted.amount_minor << "\n";
      RC_ASSERT((!budget.hard || captured + reserved <= budget.granted.amount_minor));
      RC_ASSERT(captured == budget.used.amount_minor);
      RC_ASSERT(reserved == budget.reserved.amount_minor);
    }
  }

  TestStages& house_;
  const PersonId ken_ = registry::make_person(*house_.store, "ken");
  std::vector<std::pair<PersonId, PurposeId>> purposes_{{house_.mika, house_.purpose}};
  std::vector<DepartmentId> departments_;
  CostCentreId cost_centre_;
  std::vector<std::pair<PersonId, JobId>> jobs_;
};

class BudgetHistoryTest : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Databases, BudgetHistoryTest, testing::ValuesIn(store::test_databases()),
                         store::database_name);

TEST_P(BudgetHistoryTest, NoHardBudgetIsEverOverspent) {
  const auto property = [&] {
    TestStages house{GetParam()};
    BudgetHistory history(house);
    for (int steps = *rc::gen::inRange(20, 60); steps > 0; --steps) history.step();
    history.check_books();
  };
  EXPECT_TRUE(rc::check("no hard budget is ever overspent", property));
}

}  // namespace
}  // namespace tsuke::flow
