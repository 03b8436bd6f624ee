#include "registry/delegations.h"

#include "registry/people.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

using Kind = Standing::Kind;

class DelegationsTest : public RegistryCase {
 protected:
  PersonId admin = make_person(*store, "admin");
  PersonId mika = make_person(*store, "mika");
  PersonId ken = make_person(*store, "ken");
  PersonId nami = make_person(*store, "nami");
  OrganisationId company = make_organisation(*store, "Company A", admin);
  MembershipId mikas_link = make_member(*store, mika, company);
  MembershipId kens_link = make_member(*store, ken, company);
  PurposeId work = make_purpose(*store, mika, "Work", company);
  PurposeId more = make_purpose(*store, mika, "More", company);
  PurposeId own = make_purpose(*store, mika, "Own");

  Delegation wish(PurposeId under) {
    Delegation wished;
    wished.owner = mika;
    wished.delegate = ken;
    wished.purpose = under;
    wished.may_submit = wished.may_release = true;
    wished.ends_at = now + hours(24);
    return wished;
  }
  DelegationId given(const Delegation& wished) {
    const DelegationId id = write(offer_delegation, wished, now).take();
    EXPECT_TRUE(write(answer_delegation, wished.delegate, id, true, now).ok());
    return id;
  }
  Kind kind(PurposeId id, Deed deed = Deed::release, Instant at = now, PersonId who = {}) {
    const Purpose purpose = read(registry::purpose, id).take();
    return read(standing, who.exists() ? who : ken, purpose, deed, at).take().kind;
  }
};
TSUKE_ON_EVERY_DATABASE(DelegationsTest);

TEST_P(DelegationsTest, ItBeginsWithAYes) {
  const DelegationId id = write(offer_delegation, wish(work), now).take();
  EXPECT_EQ(kind(work), Kind::never);
  EXPECT_EQ(code_of(write(answer_delegation, nami, id, true, now)), "no-such-delegation");
  EXPECT_EQ(code_of(write(answer_delegation, mika, id, true, now)), "no-such-delegation") << "not by who offered it";
  ASSERT_TRUE(write(answer_delegation, ken, id, true, now).ok());
  EXPECT_EQ(kind(work), Kind::stands);
  EXPECT_EQ(code_of(write(answer_delegation, ken, id, false, now)), "delegation-answered");
  EXPECT_EQ(kind(more), Kind::never) << "another purpose";
  EXPECT_EQ(kind(work, Deed::release, now, nami), Kind::never) << "another person";
}

TEST_P(DelegationsTest, OnlyWhatWasSaidIsAllowed) {
  Delegation wished = wish(work);
  wished.may_release = false;
  given(wished);
  EXPECT_EQ(kind(work, Deed::submit), Kind::stands);
  EXPECT_EQ(kind(work, Deed::release), Kind::never);
  EXPECT_EQ(read(delegated_purposes, ken, Deed::submit, now).take().size(), 1U);
  EXPECT_TRUE(read(delegated_purposes, ken, Deed::release, now).take().empty());
}

TEST_P(DelegationsTest, APayersPurposesAreThoseThatItPaysFor) {
  Delegation wished = wish({});
  wished.payer = {company, {}};
  given(wished);
  EXPECT_EQ(kind(work), Kind::stands);
  EXPECT_EQ(kind(more), Kind::stands);
  EXPECT_EQ(kind(own), Kind::never);
  PurposeChange change;
  change.payer = Payer{{}, mika};
  ASSERT_TRUE(write(change_purpose, mika, work, change).ok());
  EXPECT_EQ(kind(work), Kind::never) << "she pays for it herself now";
}

TEST_P(DelegationsTest, APurposeThatChangesItsPayerIsNotDelegatedAnyMore) {
  given(wish(work));
  PurposeChange change;
  change.payer = Payer{{}, mika};
  ASSERT_TRUE(write(change_purpose, mika, work, change).ok());
  EXPECT_EQ(kind(work), Kind::never);
}

TEST_P(DelegationsTest, ItEndsByItsDateOrByEithersWord) {
  const DelegationId first = given(wish(work)), second = given(wish(more)), third = given(wish(own));
  EXPECT_EQ(kind(work, Deed::release, now + hours(24)), Kind::ended);
  EXPECT_EQ(code_of(write(end_delegation, nami, first, now)), "no-such-delegation");
  ASSERT_TRUE(write(end_delegation, mika, first, now + hours(1)).ok());
  EXPECT_EQ(kind(work, Deed::release, now + hours(1)), Kind::ended);
  ASSERT_TRUE(write(end_delegation, ken, second, now + hours(1)).ok());
  EXPECT_EQ(kind(more, Deed::release, now + hours(1)), Kind::ended);
  // What was over by its date stays over since then, whenever somebody says so again.
  ASSERT_TRUE(write(end_delegation, mika, third, now + hours(48)).ok());
  EXPECT_EQ(read(delegation, third).take().ended_at, now + hours(24));
  ASSERT_TRUE(write(end_delegation, mika, first, now + hours(72)).ok());
  EXPECT_EQ(read(delegation, first).take().ended_at, now + hours(1)) << "ending it again changes nothing";
}

TEST_P(DelegationsTest, AnOfferThatNobodyTookWasNothing) {
  const DelegationId declined = write(offer_delegation, wish(work), now).take();
  ASSERT_TRUE(write(answer_delegation, ken, declined, false, now).ok());
  const DelegationId taken_back = write(offer_delegation, wish(work), now).take();
  ASSERT_TRUE(write(end_delegation, mika, taken_back, now).ok());
  EXPECT_EQ(kind(work), Kind::never);
  const DelegationId late = write(offer_delegation, wish(work), now).take();
  EXPECT_EQ(code_of(write(answer_delegation, ken, late, true, now + hours(24))), "delegation-answered");
}

TEST_P(DelegationsTest, TheOrganisationHasTheLastWord) {
  given(wish(work));
  given(wish(own));
  ASSERT_TRUE(write(allow_delegates, company, false).ok());
  EXPECT_EQ(kind(work), Kind::forbidden);
  EXPECT_EQ(kind(own), Kind::stands) << "it has no say in what is private";
  EXPECT_EQ(code_of(write(offer_delegation, wish(more), now)), "delegation-not-allowed");
  ASSERT_TRUE(write(allow_delegates, company, true).ok());
  EXPECT_EQ(kind(work), Kind::stands);
  ASSERT_TRUE(write(end_membership, kens_link, admin).ok());
  EXPECT_EQ(kind(work), Kind::no_member);
  const DelegationId id = write(offer_delegation, wish(more), now).take();
  EXPECT_EQ(code_of(write(answer_delegation, ken, id, true, now)), "delegate-no-member");
  EXPECT_EQ(read(delegation, id).take().state, DelegationState::offered) << "and may be accepted later";
  ASSERT_TRUE(write(end_membership, mikas_link, admin).ok());
  EXPECT_EQ(code_of(write(offer_delegation, wish(more), now)), "delegate-no-member") << "she is none herself";
}

TEST_P(DelegationsTest, AnOfferWaitsForWhoeverSignsInByThatName) {
  Delegation to_nobody = wish(own);
  to_nobody.delegate = {};
  to_nobody.login = " Ryo@Example.com ";
  const DelegationId id = write(offer_delegation, to_nobody, now).take();
  EXPECT_EQ(read(delegation, id).take().login, "Ryo@Example.com");
  EXPECT_FALSE(read(delegation, id).take().delegate.exists());
  EXPECT_EQ(code_of(write(answer_delegation, ken, id, true, now)), "no-such-delegation");
  const PersonId ryo = make_person(*store, "ryo@example.com");
  ASSERT_EQ(read(delegations_of, ryo).take().size(), 1U);
  ASSERT_TRUE(write(answer_delegation, ryo, id, true, now).ok());
  EXPECT_EQ(kind(own, Deed::release, now, ryo), Kind::stands);
  EXPECT_EQ(read(delegation, id).take().delegate, ryo);
  EXPECT_EQ(read(delegations_of, mika).take().size(), 1U);
}

TEST_P(DelegationsTest, OffersCountAsWhatTheyMayBecome) {
  for (int count = 0; count < delegations_max; ++count) ASSERT_TRUE(write(offer_delegation, wish(own), now).ok());
  EXPECT_EQ(code_of(write(offer_delegation, wish(own), now)), "too-many-delegations");
}

TEST_P(DelegationsTest, WhatMakesNoSenseIsRefused) {
  Delegation to_self = wish(work), idle = wish(work), past = wish(work), endless = wish(work), nowhere = wish({});
  to_self.delegate = mika;
  idle.may_submit = idle.may_release = false;
  past.ends_at = now;
  endless.ends_at = now + delegation_lasts_max + seconds(1);
  for (const Delegation& bad : {to_self, idle, past, endless, nowhere})
    EXPECT_EQ(code_of(write(offer_delegation, bad, now)), "bad-delegation");
  Delegation anothers = wish(make_purpose(*store, nami, "Hers"));
  EXPECT_EQ(code_of(write(offer_delegation, anothers, now)), "no-such-purpose");
  Delegation anothers_purse = wish({});
  anothers_purse.payer = {{}, nami};
  EXPECT_EQ(code_of(write(offer_delegation, anothers_purse, now)), "no-such-person");
}

}  // namespace
}  // namespace tsuke::registry
