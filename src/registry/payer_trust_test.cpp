#include "registry/payer_trust.h"

#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class PayerTrustTest : public RegistryCase {
 protected:
  bool trusts(ProviderId at, const Payer& payer) { return read(trusts_payer, at, payer).value(); }
  void set(ProviderId at, const PayerTrust& trust) { EXPECT_TRUE(write(set_payer_trust, at, trust).ok()); }

  const PersonId mika = make_person(*store, "mika");
  const PersonId ken = make_person(*store, "ken");
  const OrganisationId company = make_organisation(*store, "Company A");
  const OrganisationId other = make_organisation(*store, "Company B");
  const OrganisationId shop = make_organisation(*store, "Shop");
  const ProviderId provider = make_provider(*store, "Shop", shop);
  const ProviderId home = make_home_provider(*store, "Mika's home", mika);
};
TSUKE_ON_EVERY_DATABASE(PayerTrustTest);

TEST_P(PayerTrustTest, AnyPayerIsTrustedUntilTheProviderChooses) {
  for (const Payer& payer : {Payer{company, {}}, Payer{{}, ken}}) EXPECT_TRUE(trusts(provider, payer));
  const PayerTrust found = read(payer_trust, provider).value();
  EXPECT_FALSE(found.only_trusted);
  EXPECT_TRUE(found.serves_private);
  EXPECT_TRUE(found.trusted.empty());
}

TEST_P(PayerTrustTest, OnlyThoseNamedAndTheOwnersThemselves) {
  set(provider, {true, false, {{company, ""}, {company, ""}}});
  EXPECT_TRUE(trusts(provider, {company, {}}));
  EXPECT_TRUE(trusts(provider, {shop, {}})) << "its own";
  EXPECT_FALSE(trusts(provider, {other, {}}));
  EXPECT_FALSE(trusts(provider, {{}, ken}));
  EXPECT_TRUE(trusts(home, {other, {}})) << "another provider";
  EXPECT_EQ(read(payer_trust, provider).value().trusted.size(), 1U);
  EXPECT_EQ(read(payer_trust, provider).value().trusted.front().name, "Company A");
}

TEST_P(PayerTrustTest, PrivatePersonsAreASwitchOfTheirOwn) {
  set(provider, {true, true, {}});
  EXPECT_TRUE(trusts(provider, {{}, ken}));
  EXPECT_FALSE(trusts(provider, {company, {}}));
  set(home, {true, false, {}});
  EXPECT_TRUE(trusts(home, {{}, mika})) << "at home one pays oneself";
  EXPECT_FALSE(trusts(home, {{}, ken}));
}

TEST_P(PayerTrustTest, TheListIsKeptWhileAnyPayerIsServed) {
  set(provider, {true, false, {{company, ""}}});
  set(provider, {false, false, {{company, ""}}});
  EXPECT_TRUE(trusts(provider, {other, {}}));
  EXPECT_TRUE(trusts(provider, {{}, ken}));
  EXPECT_EQ(read(payer_trust, provider).value().trusted.size(), 1U);
}

TEST_P(PayerTrustTest, UnknownOnesAreRefusedAndNothingChanges) {
  set(provider, {true, true, {{company, ""}}});
  EXPECT_EQ(code_of(write(set_payer_trust, provider, PayerTrust{true, true, {{OrganisationId{5}, ""}}})),
            "no-such-organisation");
  EXPECT_EQ(code_of(write(set_payer_trust, ProviderId{5}, PayerTrust{})), "no-such-provider");
  EXPECT_EQ(code_of(read(payer_trust, ProviderId{5})), "no-such-provider");
  EXPECT_TRUE(trusts(provider, {company, {}}));
}

}  // namespace
}  // namespace tsuke::registry
