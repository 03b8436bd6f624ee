// Random histories of prints that three payers share: printed in part, paid by one and not by another, given back, and
// bounded by budgets set at any time. The parts always sum to the whole, and nothing is payable that its own payer has
// not paid. RapidCheck prints the seed of a failure.
#include <rapidcheck.h>

#include <map>

#include "flow/amend/dispute.h"
#include "flow/amend/test_amend.h"
#include "flow/shares.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;

class SplitHistory {
 public:
  explicit SplitHistory(TestAmend& house) : house_(house) { share(); }

  void step() {
    switch (*rc::gen::inRange(0, 10)) {
      case 0:
      case 1:
      case 2: print(); break;
      case 3: share(); break;
      case 4:
      case 5: give_back(); break;
      case 6: contract(); break;
      case 7: pay(); break;
      case 8: limit(); break;
      default: house_.clock.advance(hours(*rc::gen::inRange(0, 500))); break;
    }
  }

  void check() {
    const std::string faults = house_.faults();
    RC_LOG() << faults;
    RC_ASSERT(faults.empty());
    const std::int64_t payable = house_.count(
        "SELECT COALESCE(CAST(SUM(device_fee - commission - refunded_device_fee + refunded_commission + refund_borne) "
        "AS BIGINT), 0) FROM charge_share WHERE paid_by IS NOT NULL");
    RC_ASSERT(-house_.balance(payable_account_name()) == payable);
    for (const JobId job : jobs_) check_parts(job);
  }

 private:
  std::string payable_account_name() const { return "provider:" + to_string(house_.provider) + ":payable"; }
  JobId any_job() { return jobs_.empty() ? JobId{} : jobs_[*rc::gen::inRange<std::size_t>(0, jobs_.size())]; }
  registry::Payer any_payer() {
    return *rc::gen::element(house_.payer(), registry::Payer{house_.other_company, {}},
                             registry::Payer{{}, house_.mika});
  }

  void share() {
    const std::int64_t first = *rc::gen::inRange(1, 98), second = *rc::gen::inRange<std::int64_t>(1, 99 - first);
    const Split split{Split::Unit::percent,
                      {{house_.purpose, first}, {house_.other, second}, {house_.own, 100 - first - second}}};
    RC_ASSERT(house_.yes([&](store::Transaction& in) { return split_purpose(in, house_.mika, shared_, split); }).ok());
  }
  void print() {
    const int pages = *rc::gen::inRange(1, 9);
    const JobId job = house_.submit_for(house_.mika, shared_, pages);
    const auto outcome = house_.done(house_.release(job, house_.printer));
    if (!std::holds_alternative<Attempt>(outcome)) return;
    const Attempt attempt = std::get<Attempt>(outcome);
    const int printed = *rc::gen::inRange(0, pages + 3);
    const State end = *rc::gen::element(State::completed, State::aborted);
    house_.done(house_.yes([&](store::Transaction& in) -> Result<void> {
      TRY(fetch(in, attempt.printer, attempt.device_number, house_.now()));
      TRY(acknowledge(in, attempt.printer, attempt.device_number, house_.now()));
      return {};
    }));
    house_.done(house_.report(attempt, counts(printed, printed, end)));
    if (*rc::gen::inRange(0, 4) != 0) house_.settle(job);
    if (house_.charge(job)->state == ChargeState::captured) jobs_.push_back(job);
  }
  void give_back() {
    const JobId job = any_job();
    if (!job.exists()) return;
    Quantity quantity = house_.sides(job, *rc::gen::inRange(0, 4));
    quantity.sheets = *rc::gen::inRange(0, 4);
    const auto done = house_.write<Refund>([&](store::Transaction& in) {
      return refund(in, job, {quantity, "bad-quality", {}, house_.mika}, house_.now());
    });
    RC_ASSERT((done.ok() || done.error().code == "bad-quantity"));
  }
  void contract() {
    const int percent = *rc::gen::inRange(0, 101);
    RC_ASSERT(house_
                  .yes([&](store::Transaction& in) {
                    return set_operator_percent(in, house_.provider, percent, house_.mika, house_.now());
                  })
                  .ok());
  }
  void pay() {
    const auto who = any_payer();
    const auto paid = house_.write<Payment>(
        [&](store::Transaction& in) { return mark_paid(in, who, {}, house_.mika, house_.now()); });
    RC_ASSERT((paid.ok() || paid.error().code == "nothing-unpaid"));
  }
  void limit() {
    const OrganisationId whose = *rc::gen::element(house_.company, house_.other_company);
    const Money most{*rc::gen::inRange(0, 600), yen};
    const auto set = house_.yes([&](store::Transaction& in) { return set_budget(in, whose, most, house_.now()); });
    RC_ASSERT((set.ok() || set.error().reason != Reason::internal));
  }

  void check_parts(JobId job) {
    const Charge charge = *house_.charge(job);
    std::int64_t captured = 0, owed = 0;
    for (const ChargeShare& share :
         house_.done(house_.read<std::vector<ChargeShare>>([&](store::Reader& in) { return shares_of(in, charge); }))) {
      RC_ASSERT(share.amounts.captured <= share.authorised);
      RC_ASSERT(share.owed().amount_minor >= 0);
      captured += share.amounts.captured.amount_minor;
      owed += share.owed().amount_minor;
    }
    RC_ASSERT(captured == charge.captured.amount_minor);
    RC_ASSERT(owed == charge.owed().amount_minor);
  }

  TestAmend& house_;
  const PurposeId shared_ = registry::make_purpose(*house_.store, house_.mika, "Shared");
  std::vector<JobId> jobs_;
};

class SplitHistoryTest : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Databases, SplitHistoryTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(SplitHistoryTest, ThePartsAreTheWholeWhateverHappens) {
  const auto property = [&] {
    TestAmend house{GetParam()};
    SplitHistory history(house);
    for (int steps = *rc::gen::inRange(10, 50); steps > 0; --steps) history.step();
    history.check();
  };
  EXPECT_TRUE(rc::check("the parts are the whole whatever happens", property));
}

class SplitAmendTest : public testing::Test {
 protected:
  JobId printed() {
    const Split split{Split::Unit::percent, {{house.purpose, 70}, {house.own, 30}}};
    house.done(house.yes([&](store::Transaction& in) { return split_purpose(in, house.mika, shared, split); }));
    const JobId job = house.submit_for(house.mika, shared, 10);
    house.finish(job, 10);
    return job;
  }
  TestAmend house{"sqlite"};
  const PurposeId shared = registry::make_purpose(*house.store, house.mika, "Shared");
};

TEST_F(SplitAmendTest, PaidInPartIsSharedInPartAndGivenBackToEach) {
  const JobId job = printed();  // 116: 81 and 35
  const std::string accrued = "provider:" + to_string(house.provider) + ":accrued";
  const std::string payable = "provider:" + to_string(house.provider) + ":payable";
  EXPECT_EQ(house.balance(accrued), -99);
  house.pay(house.payer());
  // 110 makes 77 and 33, the commission of 11 makes 8 and 3.
  EXPECT_EQ(house.balance(payable), -69);
  EXPECT_EQ(house.balance(accrued), -30);
  const Quantity half = house.sides(job, 5);
  house.done(house.write<Refund>(
      [&](store::Transaction& in) { return refund(in, job, {half, "device-fault", {}, house.mika}, house.now()); }));
  // 58 remains of 116: 41 and 17. The company had paid 81 and has 40 in hand; the person owes 17.
  EXPECT_EQ(house.balance("payer:organisation:" + to_string(house.company) + ":credit"), -40);
  EXPECT_EQ(house.balance("payer:person:" + to_string(house.mika) + ":unbilled"), 17);
  EXPECT_EQ(house.faults(), "");
  house.pay({{}, house.mika});
  EXPECT_EQ(house.balance(accrued), 0);
  EXPECT_EQ(house.faults(), "");
}

TEST_F(SplitAmendTest, ItIsNotMovedToAnotherPayer) {
  const JobId job = printed();
  EXPECT_EQ(code_of(house.reassign(job, house.other)), "split-charge");
  EXPECT_EQ(code_of(house.reassign(house.printed(3), shared)), "purpose-shared");
}

TEST_F(SplitAmendTest, APayerDisputesItsOwnLine) {
  const JobId job = printed();
  const auto open = [&](PersonId by) {
    return house.write<Dispute>(
        [&](store::Transaction& in) { return open_dispute(in, job, by, "not ours", house.now()); });
  };
  EXPECT_EQ(code_of(open(house.other_admin)), "job-not-found");
  const auto admin = house.count("SELECT person_id FROM membership WHERE role = 'admin' ORDER BY id LIMIT 1");
  const Dispute opened = house.done(open(PersonId{admin}));
  EXPECT_EQ(opened.for_payer, house.payer());
  EXPECT_EQ(house.count("SELECT amount FROM notice WHERE kind = 'dispute-opened' AND audience LIKE 'organisation:%'"),
            81);
  const auto resolve = [&](DisputeState to) {
    return house.write<Dispute>([&](store::Transaction& in) {
      return resolve_dispute(in, opened.id, {to, {}, "other", "seen"}, house.mika, house.now());
    });
  };
  EXPECT_EQ(code_of(resolve(DisputeState::reassigned)), "split-charge");
  EXPECT_TRUE(resolve(DisputeState::refunded).ok());
  EXPECT_EQ(house.charge(job)->owed(), (Money{0, yen}));
  EXPECT_EQ(house.faults(), "");
}

}  // namespace
}  // namespace tsuke::flow
