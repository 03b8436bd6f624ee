#include "rules/price_book.h"

#include <gtest/gtest.h>

#include "platform/store/testing.h"

namespace tsuke::rules {
namespace {

class PriceBookTest : public testing::TestWithParam<std::string> {
 protected:
  store::TestStore store{GetParam(), migrations()};
  const Instant now{1'795'000'000'000'000};
  const PrinterId printer{7};

  static Tariff tariff(std::int64_t per_impression_milli) {
    return Tariff::create(yen, {{{}, {}, {}, {per_impression_milli}, {0}}}).take();
  }
  Result<TariffId> publish(Instant from, std::int64_t milli, PrinterId where = PrinterId{7}) {
    return store->write<TariffId>(
        [&](store::Transaction& in) { return publish_tariff(in, where, from, tariff(milli), now); });
  }
  // The price in force, or -1.
  std::int64_t price_at(Instant at, PrinterId where = PrinterId{7}) {
    auto found =
        store->read<std::optional<TariffVersion>>([&](store::Reader& in) { return tariff_in_force(in, where, at); });
    if (!found.ok() || !found.value()) return -1;
    return found.value()->tariff.lines()[0].per_impression.milli_minor;
  }
};

TEST_P(PriceBookTest, TheLatestVersionThatHasStartedIsInForce) {
  ASSERT_TRUE(publish(now, 10'000).ok());
  ASSERT_TRUE(publish(now + hours(2), 30'000).ok());
  ASSERT_TRUE(publish(now + hours(1), 20'000).ok());
  ASSERT_TRUE(publish(now, 99'000, PrinterId{8}).ok());
  EXPECT_EQ(-1, price_at(now - seconds(1)));
  EXPECT_EQ(10'000, price_at(now));
  EXPECT_EQ(20'000, price_at(now + hours(1)));
  EXPECT_EQ(30'000, price_at(now + hours(9)));
  EXPECT_EQ(99'000, price_at(now + hours(9), PrinterId{8}));
  EXPECT_EQ(-1, price_at(now, PrinterId{9}));
}

TEST_P(PriceBookTest, OfEqualsTheLatestPublishedIsInForce) {
  ASSERT_TRUE(publish(now, 10'000).ok());
  ASSERT_TRUE(publish(now, 11'000).ok());
  EXPECT_EQ(11'000, price_at(now));
}

TEST_P(PriceBookTest, NothingStartsInThePast) {
  const auto late = publish(now - Duration{1}, 10'000);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ("tariff-in-the-past", late.error().code);
  const auto plan = store->write<FeePlanId>(
      [&](store::Transaction& in) { return publish_fee_plan(in, now - Duration{1}, FeePlan::create({}).take(), now); });
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ("fee-plan-in-the-past", plan.error().code);
}

TEST_P(PriceBookTest, AVersionIsReadAsItWasPublishedAndNeverChanges) {
  const TariffId id = publish(now, 10'500).take();
  ASSERT_TRUE(publish(now, 20'000).ok());
  const auto version = store->read<TariffVersion>([&](store::Reader& in) { return tariff_version(in, id); }).take();
  EXPECT_EQ(tariff(10'500).lines(), version.tariff.lines());
  EXPECT_EQ(printer, version.printer);
  EXPECT_EQ(now, version.effective_from);
  for (const char* sql : {"UPDATE tariff_version SET terms = '{}'", "DELETE FROM tariff_version"}) {
    const store::Query query{"tamper", sql};
    const auto tampered = store->write<void>([&](store::Transaction& in) -> Result<void> {
      TRY(in.change(query, {}));
      return {};
    });
    EXPECT_FALSE(tampered.ok()) << sql;
  }
  const auto missing = store->read<TariffVersion>([&](store::Reader& in) { return tariff_version(in, TariffId{1}); });
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(Reason::not_found, missing.error().reason);
}

TEST_P(PriceBookTest, FeePlansAreVersionedTheSameWay) {
  const auto publish_plan = [&](Instant from, std::int64_t percent) {
    return store
        ->write<FeePlanId>([&](store::Transaction& in) {
          return publish_fee_plan(in, from, FeePlan::create({{}, {}, {percent, 100}}).take(), now);
        })
        .take();
  };
  const auto in_force = [&](Instant at) {
    return store->read<std::optional<FeePlanVersion>>([&](store::Reader& in) { return fee_plan_in_force(in, at); })
        .take();
  };
  EXPECT_FALSE(in_force(now));
  const FeePlanId first = publish_plan(now, 3), second = publish_plan(now + hours(1), 5);
  EXPECT_EQ(first, in_force(now)->id);
  EXPECT_EQ(second, in_force(now + hours(1))->id);
  EXPECT_EQ((Rate{5, 100}), in_force(now + hours(1))->plan.terms().percentage);
  const auto all = store->read<std::vector<FeePlanVersion>>(fee_plan_versions).take();
  ASSERT_EQ(2u, all.size());
  EXPECT_EQ(second, all[0].id);
}

INSTANTIATE_TEST_SUITE_P(Databases, PriceBookTest, testing::ValuesIn(store::test_databases()), store::database_name);

}  // namespace
}  // namespace tsuke::rules
