// Random histories of printing, paying, moving and giving back: whatever happens, in whatever order, the books are
// right, and every charge's payer is the one that its last reassignment names. RapidCheck prints the seed of a failure.
#include <rapidcheck.h>

#include <map>

#include "flow/amend/dispute.h"
#include "flow/amend/refund_request.h"
#include "flow/amend/test_amend.h"

namespace tsuke::flow {
namespace {

class AmendHistory {
 public:
  explicit AmendHistory(TestAmend& house) : house_(house) {
    house_.policy(house_.company, {8000, false});
    house_.policy(house_.other_company, {8000, false});
  }

  void step() {
    switch (*rc::gen::inRange(0, 9)) {
      case 0: jobs_.push_back(house_.printed(*rc::gen::inRange(1, 8))); break;
      case 1:
      case 2:
      case 3: (void)house_.reassign(any_job(), any_purpose()); break;
      case 4:
      case 5: give_back(); break;
      case 6: contract(); break;
      case 7: pay(); break;
      default: house_.clock.advance(hours(*rc::gen::inRange(0, 500))); break;
    }
  }

  void check() {
    const std::string faults = house_.faults();
    RC_LOG() << faults;
    RC_ASSERT(faults.empty());
    for (const JobId job : jobs_) {
      const auto moves = house_.done(
          house_.read<std::vector<Reassignment>>([&](store::Reader& in) { return reassignments_of(in, job); }));
      if (!moves.empty()) RC_ASSERT(moves.back().to == house_.charge(job)->payer);
    }
    std::map<std::string, std::int64_t> sums;
    for (const books::Account& account :
         house_.done(house_.read<std::vector<books::Account>>([](store::Reader& in) { return books::accounts(in); })))
      sums[account.unit.name] += account.debit_balance();
    for (const auto& [unit, sum] : sums) RC_ASSERT(sum == 0);
  }

 private:
  JobId any_job() {
    if (jobs_.empty()) jobs_.push_back(house_.printed(3));
    return jobs_[*rc::gen::inRange<std::size_t>(0, jobs_.size())];
  }
  PurposeId any_purpose() { return *rc::gen::element(house_.purpose, house_.other, house_.own); }
  void give_back() {
    const JobId job = any_job();
    Quantity quantity = house_.sides(job, *rc::gen::inRange(0, 4));
    quantity.sheets = *rc::gen::inRange(0, 4);
    const char* cause = *rc::gen::element("device-fault", "bad-quality");
    const auto done = house_.write<Refund>(
        [&](store::Transaction& in) { return refund(in, job, {quantity, cause, {}, house_.mika}, house_.now()); });
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
    const registry::Payer who =
        *rc::gen::element(house_.payer(), registry::Payer{house_.other_company, {}}, registry::Payer{{}, house_.mika});
    const auto paid = house_.write<Payment>(
        [&](store::Transaction& in) { return mark_paid(in, who, {}, house_.mika, house_.now()); });
    RC_ASSERT((paid.ok() || paid.error().code == "nothing-unpaid"));
  }

  TestAmend& house_;
  std::vector<JobId> jobs_;
};

// Laws of arithmetic, not of a database: one is enough.
class AmendLawTest : public testing::Test {};

class AmendHistoryTest : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Databases, AmendHistoryTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(AmendHistoryTest, TheBooksAreRightWhateverIsPutRight) {
  const auto property = [&] {
    TestAmend house{GetParam()};
    house.limit(house.other_company, *rc::gen::inRange(0, 400));
    AmendHistory history(house);
    for (int steps = *rc::gen::inRange(10, 40); steps > 0; --steps) history.step();
    history.check();
  };
  EXPECT_TRUE(rc::check("the books are right whatever is put right", property));
}

TEST_F(AmendLawTest, ThereAndBackIsTheIdentity) {
  const auto property = [&] {
    TestAmend house{"sqlite"};
    house.policy(house.company, {8000, false});
    house.policy(house.other_company, {8000, false});
    if (*rc::gen::arbitrary<bool>()) house.limit(house.company, 5000);
    if (*rc::gen::arbitrary<bool>()) house.limit(house.other_company, 5000);
    const JobId job = house.printed(*rc::gen::inRange(1, 8));
    house.printed(2);
    if (*rc::gen::arbitrary<bool>()) house.pay(house.payer());
    const std::string before = house.balances();
    house.moved(job, *rc::gen::element(house.other, house.own));
    house.moved(job, house.purpose);
    RC_ASSERT(house.balances() == before);
    RC_ASSERT(house.faults().empty());
  };
  EXPECT_TRUE(rc::check("there and back is the identity", property));
}

TEST_F(AmendLawTest, AnySequenceOfRefundsIsASingleOne) {
  const auto property = [&] {
    TestAmend house{"sqlite"};
    const int percent = *rc::gen::inRange(0, 101), pages = *rc::gen::inRange(2, 12);
    house.done(house.yes([&](store::Transaction& in) {
      return set_operator_percent(in, house.provider, percent, house.mika, house.now());
    }));
    const JobId steps = house.printed(pages), whole = house.printed(pages);
    const auto give = [&](JobId job, std::int64_t count) {
      const Quantity quantity = house.sides(job, count);
      house.done(house.write<Refund>([&](store::Transaction& in) {
        return refund(in, job, {quantity, "bad-quality", {}, house.mika}, house.now());
      }));
    };
    const int given = *rc::gen::inRange(1, pages + 1);
    for (int side = 0; side < given; ++side) give(steps, 1);
    give(whole, given);
    const auto one = house.charge(steps)->refunded, other = house.charge(whole)->refunded;
    RC_ASSERT(one.captured == other.captured);
    RC_ASSERT(one.device_fee == other.device_fee);
    RC_ASSERT(one.commission == other.commission);
    RC_ASSERT(one.borne == other.borne);
    RC_ASSERT(house.faults().empty());
  };
  EXPECT_TRUE(rc::check("any sequence of refunds is a single one", property));
}

}  // namespace
}  // namespace tsuke::flow
