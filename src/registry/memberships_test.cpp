#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class MembershipsTest : public RegistryCase {
 protected:
  PersonId admin = make_person(*store, "admin");
  PersonId mika = make_person(*store, "mika");
  PersonId stranger = make_person(*store, "stranger");
  OrganisationId company = make_organisation(*store, "Company A", admin);

  MembershipState state(MembershipId id) { return read(membership, id).value().state; }
  MembershipId between(PersonId person) { return read(membership_between, person, company).value()->id; }
};
TSUKE_ON_EVERY_DATABASE(MembershipsTest);

TEST_P(MembershipsTest, AnInvitedPersonAccepts) {
  const MembershipId id = write(invite, company, mika, Role::accountant).take();
  const Membership invited = read(membership, id).take();
  EXPECT_EQ(invited.state, MembershipState::invited);
  EXPECT_EQ(invited.organisation_name, "Company A");
  EXPECT_EQ(invited.person_name, "mika");
  EXPECT_EQ(invited.person_login, "mika");
  EXPECT_EQ(code_of(read(require_role, mika, company, Role::member)), "no-such-organisation");
  EXPECT_TRUE(write(accept_membership, id, mika).ok());
  EXPECT_EQ(state(id), MembershipState::accepted);
  EXPECT_TRUE(read(require_role, mika, company, Role::accountant).ok());
  EXPECT_EQ(reason_of(read(require_role, mika, company, Role::admin)), "not-found");
}

TEST_P(MembershipsTest, ARequestIsAcceptedByAnAdmin) {
  const MembershipId id = write(request_membership, company, mika).take();
  EXPECT_EQ(state(id), MembershipState::requested);
  EXPECT_TRUE(write(accept_membership, id, admin).ok());
  EXPECT_EQ(state(id), MembershipState::accepted);
  EXPECT_EQ(read(membership, id).value().role, Role::member);
}

TEST_P(MembershipsTest, TheSideThatAskedCannotAccept) {
  const MembershipId requested = write(request_membership, company, mika).take();
  EXPECT_EQ(code_of(write(accept_membership, requested, mika)), "not-the-side-asked");
  const MembershipId invited = write(invite, company, stranger, Role::member).take();
  const auto by_admin = write(accept_membership, invited, admin);
  EXPECT_EQ(reason_of(by_admin), "not-permitted");
  EXPECT_EQ(state(requested), MembershipState::requested);
  EXPECT_EQ(state(invited), MembershipState::invited);
}

TEST_P(MembershipsTest, OutsidersAndPlainMembersLearnNothing) {
  const MembershipId id = write(request_membership, company, mika).take();
  const PersonId accountant = make_person(*store, "accountant");
  make_member(*store, accountant, company, Role::accountant);
  const PersonId other_admin = make_person(*store, "other");
  make_organisation(*store, "Company B", other_admin);
  for (const PersonId by : {stranger, accountant, other_admin, PersonId{}}) {
    EXPECT_EQ(code_of(write(accept_membership, id, by)), "no-such-membership");
    EXPECT_EQ(code_of(write(end_membership, id, by)), "no-such-membership");
  }
  EXPECT_EQ(state(id), MembershipState::requested);
  EXPECT_EQ(code_of(write(accept_membership, MembershipId{5}, mika)), "no-such-membership");
  EXPECT_EQ(code_of(write(end_membership, MembershipId{5}, mika)), "no-such-membership");
  EXPECT_EQ(code_of(read(membership, MembershipId{5})), "no-such-membership");
}

TEST_P(MembershipsTest, InvitingOneWhoRequestedAcceptsAtOnceAndTheReverse) {
  write(request_membership, company, mika).take();
  const MembershipId mikas = write(invite, company, mika, Role::accountant).take();
  EXPECT_EQ(state(mikas), MembershipState::accepted);
  EXPECT_EQ(read(membership, mikas).value().role, Role::accountant);
  write(invite, company, stranger, Role::admin).take();
  const MembershipId strangers = write(request_membership, company, stranger).take();
  EXPECT_EQ(state(strangers), MembershipState::accepted);
  EXPECT_EQ(read(membership, strangers).value().role, Role::admin);
}

TEST_P(MembershipsTest, OneRowPerPairHoweverOftenAsked) {
  const MembershipId first = write(invite, company, mika, Role::member).take();
  EXPECT_EQ(write(invite, company, mika, Role::accountant).value(), first);
  EXPECT_EQ(read(membership, first).value().role, Role::accountant);
  EXPECT_TRUE(write(accept_membership, first, mika).ok());
  EXPECT_EQ(write(invite, company, mika, Role::admin).value(), first);
  EXPECT_EQ(write(request_membership, company, mika).value(), first);
  EXPECT_EQ(read(membership, first).value().role, Role::accountant) << "an invitation must not promote";
  EXPECT_EQ(code_of(write(accept_membership, first, mika)), "membership-not-open");
  EXPECT_EQ(read(memberships_of_person, mika).value().size(), 1u);
  EXPECT_EQ(read(memberships_of_organisation, company).value().size(), 2u);
}

TEST_P(MembershipsTest, AnEndedOneStartsAgainWithoutItsOldRole) {
  const MembershipId id = make_member(*store, mika, company, Role::admin);
  EXPECT_TRUE(write(end_membership, id, admin).ok());
  EXPECT_EQ(state(id), MembershipState::ended);
  EXPECT_EQ(code_of(read(require_role, mika, company, Role::member)), "no-such-organisation");
  EXPECT_EQ(code_of(write(accept_membership, id, mika)), "membership-not-open");
  EXPECT_EQ(write(request_membership, company, mika).value(), id);
  EXPECT_EQ(state(id), MembershipState::requested);
  EXPECT_TRUE(write(accept_membership, id, admin).ok());
  EXPECT_EQ(read(membership, id).value().role, Role::member);
}

TEST_P(MembershipsTest, EitherSideEndsOrDeclines) {
  const MembershipId invited = write(invite, company, mika, Role::member).take();
  EXPECT_TRUE(write(end_membership, invited, mika).ok());
  EXPECT_EQ(state(invited), MembershipState::ended);
  EXPECT_TRUE(write(end_membership, invited, mika).ok()) << "again has no further effect";
  const MembershipId requested = write(request_membership, company, stranger).take();
  EXPECT_TRUE(write(end_membership, requested, admin).ok());
  EXPECT_EQ(state(requested), MembershipState::ended);
}

TEST_P(MembershipsTest, TheLastAdminStays) {
  const MembershipId admins = between(admin);
  const auto alone = write(end_membership, admins, admin);
  EXPECT_EQ(code_of(alone), "last-admin");
  EXPECT_EQ(reason_of(alone), "conflict");
  EXPECT_EQ(code_of(write(change_role, admins, Role::member)), "last-admin");
  write(invite, company, mika, Role::admin).take();
  EXPECT_EQ(code_of(write(end_membership, admins, admin)), "last-admin") << "one who is only invited does not count";
  EXPECT_TRUE(write(accept_membership, between(mika), mika).ok());
  EXPECT_TRUE(write(end_membership, admins, admin).ok());
  EXPECT_EQ(code_of(write(end_membership, between(mika), mika)), "last-admin");
}

TEST_P(MembershipsTest, ARoleChangesOnlyWhenAccepted) {
  const MembershipId id = write(invite, company, mika, Role::member).take();
  EXPECT_EQ(code_of(write(change_role, id, Role::admin)), "membership-not-accepted");
  EXPECT_TRUE(write(accept_membership, id, mika).ok());
  EXPECT_TRUE(write(change_role, id, Role::admin).ok());
  EXPECT_TRUE(read(require_role, mika, company, Role::admin).ok());
  EXPECT_EQ(code_of(write(change_role, MembershipId{5}, Role::admin)), "no-such-membership");
}

TEST_P(MembershipsTest, BothSidesMustExist) {
  EXPECT_EQ(code_of(write(invite, company, PersonId{5}, Role::member)), "no-such-person");
  EXPECT_EQ(code_of(write(invite, OrganisationId{5}, mika, Role::member)), "no-such-organisation");
  EXPECT_EQ(code_of(write(request_membership, OrganisationId{5}, mika)), "no-such-organisation");
  EXPECT_FALSE(read(membership_between, mika, company).value().has_value());
}

TEST(Roles, HaveWords) {
  for (const Role role : {Role::member, Role::accountant, Role::admin})
    EXPECT_EQ(parse_role(to_string(role)).value(), role);
  EXPECT_EQ(code_of(parse_role("Admin")), "bad-role");
}

}  // namespace
}  // namespace tsuke::registry
