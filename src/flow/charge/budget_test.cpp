// What is told of budgets, and what becomes of the one budget that an organisation had before there were several.
#include "books/verify/verify.h"
#include "flow/budget/alerts.h"
#include "flow/charge/charge.h"
#include "flow/money.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;

class BudgetTest : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Databases, BudgetTest, testing::ValuesIn(store::test_databases()), store::database_name);

std::string faults_of(store::Store& store) {
  const auto report = store.read<books::Report>([](store::Reader& in) { return books::verify(in); }).take();
  std::string text;
  for (const books::Fault& fault : report.faults) text += fault.code + " " + fault.row + ": " + fault.what + "\n";
  return text;
}

// 5 impressions and 5 sheets cost 58.
TEST_P(BudgetTest, AThresholdIsToldOnceToThosePeople) {
  TestStages house{GetParam()};
  const BudgetKey key{house.company, BudgetScope::person, house.mika.value, BudgetPeriod::month};
  house.done(house.write<BudgetId>(
      [&](store::Transaction& in) { return set_budget(in, {key, Money{100, yen}, false}, house.now()); }));
  const std::int64_t before = house.store->last_event().take();
  const auto print = [&] {
    const Attempt attempt = house.printing(house.submit(5));
    house.done(house.report(attempt, counts(5, 5, State::completed)));
    for (int twice = 0; twice < 2; ++twice)
      ASSERT_TRUE(
          house.store->write<void>([&](store::Transaction& in) { return settle(in, attempt.job, house.now()); }).ok());
  };
  const auto told = [&](const std::string& audience) {
    const std::string audiences[] = {audience};
    std::string text;
    for (const store::Event& event : house.store->events_after(before, audiences, 1000).take())
      if (event.topic == "budget")
        text += std::to_string(Json::parse(event.payload).take()["threshold"].integer()) + " ";
    return text;
  };
  print();
  EXPECT_EQ(told(audience(house.mika)), "50 ");
  EXPECT_EQ(told(audience(house.payer())), "50 ");
  EXPECT_EQ(told(audience(house.mallory)), "");
  print();
  EXPECT_EQ(told(audience(house.mika)), "50 80 100 ");
  print();
  EXPECT_EQ(told(audience(house.payer())), "50 80 100 ");
  EXPECT_EQ(faults_of(*house.store), "");
}

// A database as the program before this one left it: a limit of 1000, 100 of it used, 55 reserved for an attempt that
// is being printed.
class BeforeBudgets {
 public:
  explicit BeforeBudgets(const std::string& database) : store(database, migrations_before()) {
    rules::TariffLine line;
    line.per_impression = {10'000};
    write([&](store::Transaction& in) -> Result<void> {
      tariff_ = TRY(rules::publish_tariff(in, printer_, now, rules::Tariff::create(yen, {line}).take(), now));
      fee_plan_ = TRY(rules::publish_fee_plan(in, now, rules::FeePlan::create({}).take(), now));
      return {};
    });
    submit();
    post();
  }

  store::TestStore store;
  const Instant now{1'795'000'000'000'000};  // 2026-11-18
  const PersonId mika = registry::make_person(*store, "mika");
  const OrganisationId company =
      registry::make_organisation(*store, "Company A", registry::make_person(*store, "admin"));
  Attempt attempt;

  void write(const std::function<Result<void>(store::Transaction&)>& function) {
    const auto written = store->write<void>(function);
    ASSERT_TRUE(written.ok()) << written.error().what;
  }

 private:
  static std::vector<store::Migration> migrations_before() {
    std::vector<store::Migration> before = house_migrations();
    // Shares of charges have come since, and count on what came with the budgets; what is said of lost parts on those.
    std::erase_if(before, [](const store::Migration& step) {
      const std::string_view part = step.part;
      return part == "budget" || part == "split" || part == "lost_part";
    });
    return before;
  }

  // The job by the stage that knows nothing of budgets, what a release wrote by hand.
  void submit() {
    registry::make_member(*store, mika, company);
    Submission submission;
    submission.person = mika;
    submission.purpose = registry::make_purpose(*store, mika, "Client A", company);
    submission.name = "plan";
    submission.channel = "web";
    const Job job = store
                        ->write<Job>([&](store::Transaction& in) {
                          return flow::submit(in, submission, {{"somewhere"}, 20'000}, now);
                        })
                        .take();
    attempt.id = new_id<AttemptId>();
    attempt.job = job.id;
    attempt.released_at = now;
    static constexpr store::Query insert_attempt{"old_attempt", R"sql(
        INSERT INTO attempt (id, job_id, number, printer_id, device_number, state, result, device_reasons, cancel_asked,
          copies, sides, color_mode, media, pages, expected_impressions, expected_sheets, released_at, deadline)
        VALUES ($1, $2, 1, $3, 1, 'ended', 'completed', '', 0, 1, 'one-sided', 'monochrome', 'iso_a4_210x297mm', 5, 5,
                5, $4, $4))sql"};
    static constexpr store::Query insert_usage{"old_usage", "INSERT INTO usage VALUES ($1, 5, 0, 5, 1, 1)"};
    static constexpr store::Query insert_report{
        "old_report", "INSERT INTO usage_event VALUES ('device:1', 'all', $1, $2, 5, 0, 5, 'completed')"};
    write([&](store::Transaction& in) -> Result<void> {
      TRY(in.run(insert_attempt, {attempt.id, attempt.job, printer_, now}));
      TRY(in.run(insert_usage, {attempt.id}));
      return in.run(insert_report, {attempt.id, now});
    });
  }

  void post() {
    static constexpr store::Query insert_charge{"old_charge", R"sql(
        INSERT INTO charge (job_id, attempt_id, person_id, purpose_id, purpose_name, payer, payer_name, provider_id,
          provider_name, printer_id, printer_name, site_name, tariff_id, fee_plan_id, budget_account, currency,
          authorised, device_fee, service_fee, captured, absorbed, commission, state, released_at)
        SELECT $1, $2, person_id, purpose_id, 'Client A', $3, 'Company A', $4, 'CoWork', $5, 'Hall', 'Site', $6, $7, $8,
               'JPY', 50, 0, 0, 0, 0, 0, 'reserved', $9 FROM job WHERE id = $1)sql"};
    static constexpr store::Query policy{"old_policy", "INSERT INTO budget_policy VALUES ($1, 1000, 'JPY')"};
    const registry::Payer payer{company, {}};
    write([&](store::Transaction& in) -> Result<void> {
      const books::Unit unit = books::budget_unit(yen), money = books::money_unit(yen);
      const AccountId account = TRY(books::ensure_account(in, "budget:" + registry::payer_key(payer) + ":2026-11", unit,
                                                          books::Limit::debits_must_not_exceed_credits));
      const AccountId used = TRY(books::ensure_account(in, "budget:used", unit));
      const AccountId source = TRY(books::ensure_account(in, "budget:source", unit));
      const auto direct = [&](const char* what, AccountId debit, AccountId credit, std::int64_t amount) {
        const auto id = books::make_transfer_id(now, what, company.value, 1);
        return books::Transfer{id, books::TransferKind::direct, debit, credit, amount, {}, what, company.value, now};
      };
      TRY(in.run(policy, {company}));
      TRY(in.run(insert_charge, {attempt.job, attempt.id, registry::payer_key(payer), provider_, printer_, tariff_,
                                 fee_plan_, account, now}));
      const AccountId unbilled = TRY(books::ensure_account(in, unbilled_account(payer), money));
      const AccountId clearing = TRY(books::ensure_account(in, clearing_account, money));
      return books::post(in,
                         {direct("budget-grant", source, account, 1100), direct("budget-cut", account, source, 100),
                          reservation(attempt, "reserve-budget", account, used, {50, yen}),
                          reservation(attempt, reserve_money, unbilled, clearing, {50, yen})},
                         now);
    });
  }

  const OrganisationId cowork_ = registry::make_organisation(*store, "CoWork");
  const ProviderId provider_ = registry::make_provider(*store, "CoWork", cowork_);
  const PrinterId printer_ = registry::make_printer(*store, "Hall", provider_, registry::SiteKind::shared_office);
  TariffId tariff_;
  FeePlanId fee_plan_;
};

TEST_P(BudgetTest, TheOneBudgetOfBeforeGoesOn) {
  BeforeBudgets old(GetParam());
  const auto store = store::Store::open({old.store.url(), house_migrations()}).take();
  const auto standing = [&] {
    return store->read<Budget>([&](store::Reader& in) { return monthly_budget(in, old.company, old.now); }).take();
  };
  EXPECT_EQ(standing().limit, (Money{1000, yen}));
  EXPECT_EQ(standing().granted.amount_minor, 1000);
  EXPECT_EQ(standing().reserved.amount_minor, 50);
  EXPECT_EQ(faults_of(*store), "");
  ASSERT_TRUE(store->write<void>([&](store::Transaction& in) { return settle(in, old.attempt.job, old.now); }).ok());
  EXPECT_EQ(standing().used.amount_minor, 50);
  EXPECT_EQ(standing().reserved.amount_minor, 0);
  EXPECT_EQ(faults_of(*store), "");
  ASSERT_TRUE(
      store->write<void>([&](store::Transaction& in) { return set_budget(in, old.company, Money{60, yen}, old.now); })
          .ok());
  EXPECT_EQ(standing().room().amount_minor, 10);
  EXPECT_EQ(faults_of(*store), "");
}

}  // namespace
}  // namespace tsuke::flow
