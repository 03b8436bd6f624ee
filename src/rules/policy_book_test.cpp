#include "rules/policy_book.h"

#include <gtest/gtest.h>

#include "platform/store/testing.h"
#include "registry/registry.h"
#include "registry/testing.h"
#include "rules/price_book.h"

namespace tsuke::rules {
namespace {

std::vector<store::Migration> tables(bool with_policies) {
  std::vector<store::Migration> all = registry::migrations();
  for (const store::Migration& step : migrations()) all.push_back(step);
  if (with_policies) all.push_back(policy_migration());
  return all;
}

PolicyRule no_color() {
  PolicyRule rule;
  rule.what.color = true;
  return rule;
}

class PolicyBookTest : public testing::TestWithParam<std::string> {
 protected:
  Result<PolicyId> publish(const Policy& policy, Instant from) {
    return store->write<PolicyId>(
        [&](store::Transaction& in) { return publish_policy(in, company, from, policy, admin, now); });
  }
  std::size_t rules_at(Instant at) {
    const auto found =
        store->read<std::optional<PolicyVersion>>([&](store::Reader& in) { return policy_in_force(in, company, at); })
            .take();
    return found ? found->policy.rules.size() : 99;
  }

  const Instant now = parse_rfc3339("2026-11-26T00:00:00Z").take();
  store::TestStore store{GetParam(), tables(true)};
  PersonId admin = registry::make_person(*store, "admin");
  OrganisationId company = registry::make_organisation(*store, "Company A", admin);
};
INSTANTIATE_TEST_SUITE_P(Databases, PolicyBookTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(PolicyBookTest, AVersionHoldsFromItsMomentOn) {
  EXPECT_EQ(rules_at(now), 99U);
  ASSERT_TRUE(publish({{no_color()}}, now).ok());
  ASSERT_TRUE(publish({{no_color(), no_color()}}, now + hours(24)).ok());
  ASSERT_TRUE(publish({}, now + hours(48)).ok());
  EXPECT_EQ(rules_at(now - seconds(1)), 99U);
  EXPECT_EQ(rules_at(now), 1U);
  EXPECT_EQ(rules_at(now + hours(24)), 2U);
  EXPECT_EQ(rules_at(now + hours(49)), 0U);
  const auto versions =
      store->read<std::vector<PolicyVersion>>([&](store::Reader& in) { return policy_versions(in, company); }).take();
  ASSERT_EQ(versions.size(), 3U);
  EXPECT_EQ(versions.back().published_by, admin);
}

TEST_P(PolicyBookTest, OfTwoFromOneMomentTheLaterPublishedHolds) {
  ASSERT_TRUE(publish({{no_color()}}, now).ok());
  ASSERT_TRUE(publish({}, now).ok());
  EXPECT_EQ(rules_at(now), 0U);
}

TEST_P(PolicyBookTest, BadOnesAreRefused) {
  EXPECT_EQ(publish({}, now - seconds(1)).error().code, "policy-in-the-past");
  PolicyRule dollars;
  dollars.what.price_over = Money{1, Currency{{'U', 'S', 'D'}}};
  EXPECT_EQ(publish({{dollars}}, now).error().code, "bad-policy");
}

TEST_P(PolicyBookTest, AVersionNeverChanges) {
  ASSERT_TRUE(publish({}, now).ok());
  for (const char* sql : {"UPDATE policy_version SET effective_from = 0", "DELETE FROM policy_version"}) {
    const store::Query query{"tamper", sql};
    EXPECT_FALSE(store->write<void>([&](store::Transaction& in) { return in.run(query, {}); }).ok()) << sql;
  }
}

TEST_P(PolicyBookTest, ThePlacesOfOldBecomeARule) {
  store::TestStore old{GetParam(), tables(false)};
  const OrganisationId some = registry::make_organisation(*old, "Some places", registry::make_person(*old, "a"));
  const OrganisationId all = registry::make_organisation(*old, "All places", registry::make_person(*old, "b"));
  const store::Query insert{"of_old", "INSERT INTO payer_site_kind (organisation_id, kind) VALUES ($1, $2)"};
  for (const char* kind : {"home", "office"})
    ASSERT_TRUE(old->write<void>([&](store::Transaction& in) { return in.run(insert, {some, kind}); }).ok());
  const auto opened = store::Store::open({old.url(), tables(true)}).take();
  const auto in_force = [&](OrganisationId id) {
    return opened->read<std::optional<PolicyVersion>>([&](store::Reader& in) { return policy_in_force(in, id, now); })
        .take();
  };
  EXPECT_FALSE(in_force(all));
  PolicyRule elsewhere;
  elsewhere.where = {true, {registry::SiteKind::office, registry::SiteKind::home}, {}, {}, {}};
  EXPECT_EQ(in_force(some).value().policy.rules, (std::vector<PolicyRule>{elsewhere}));
}

}  // namespace
}  // namespace tsuke::rules
