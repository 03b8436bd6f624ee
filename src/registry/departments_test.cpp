#include "registry/departments.h"

#include "registry/purposes.h"
#include "registry/registry.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class DepartmentsTest : public RegistryCase {
 protected:
  PersonId admin = make_person(*store, "admin");
  PersonId mika = make_person(*store, "mika");
  OrganisationId company = make_organisation(*store, "Company A", admin);
  OrganisationId other = make_organisation(*store, "Company B", admin);

  Result<DepartmentId> add(const std::string& code, const std::string& name, OrganisationId of) {
    return write(add_department, Department{{}, of, code, name, true});
  }
  Result<CostCentreId> add_centre(const std::string& code, OrganisationId of) {
    return write(add_cost_centre, CostCentre{{}, of, code, "Projects", true});
  }
};
TSUKE_ON_EVERY_DATABASE(DepartmentsTest);

TEST_P(DepartmentsTest, AreKeptByCodeWithinTheirOrganisation) {
  const DepartmentId sales = add("20", " Sales ", company).take();
  const DepartmentId board = add("10", "Board", company).take();
  ASSERT_TRUE(add("20", "Sales", other).ok());
  const auto found = read(departments, company).take();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, board);
  EXPECT_EQ(found[1].id, sales);
  EXPECT_EQ(found[1].name, "Sales");
  EXPECT_EQ(code_of(read(department, other, sales)), "no-such-department");
}

TEST_P(DepartmentsTest, BadOnesAreRefusedByName) {
  ASSERT_TRUE(add("20", "Sales", company).ok());
  EXPECT_EQ(code_of(add("20", "Again", company)), "code-taken");
  EXPECT_EQ(code_of(add("2 0", "Spaces", company)), "bad-code");
  EXPECT_EQ(code_of(add(std::string(41, '1'), "Long", company)), "bad-code");
  EXPECT_EQ(code_of(add("21", "", company)), "bad-name");
  EXPECT_EQ(code_of(add("21", "Nobody's", OrganisationId{1})), "no-such-organisation");
}

TEST_P(DepartmentsTest, AreRenamedAndTakenOutOfUseButNotByAnother) {
  const CostCentreId id = add_centre("4711", company).take();
  EXPECT_EQ(code_of(write(change_cost_centre, other, id, DivisionChange{"1", {}, {}})), "no-such-cost-centre");
  ASSERT_TRUE(write(change_cost_centre, company, id, DivisionChange{"4712", "Old projects", false}).ok());
  const CostCentre found = read(cost_centre, company, id).take();
  EXPECT_EQ(found.code, "4712");
  EXPECT_EQ(found.name, "Old projects");
  EXPECT_FALSE(found.in_use);
}

TEST_P(DepartmentsTest, AMemberIsInOneOfTheirOwnOrganisation) {
  const MembershipId link = make_member(*store, mika, company, Role::approver);
  const DepartmentId sales = add("20", "Sales", company).take(), foreign = add("20", "Sales", other).take();
  EXPECT_FALSE(read(membership, link).take().department.exists());
  EXPECT_EQ(code_of(write(put_in_department, link, foreign)), "no-such-department");
  ASSERT_TRUE(write(put_in_department, link, sales).ok());
  EXPECT_EQ(read(membership, link).take().department, sales);
  EXPECT_EQ(read(membership, link).take().role, Role::approver);
  ASSERT_TRUE(write(put_in_department, link, DepartmentId{}).ok());
  EXPECT_FALSE(read(membership, link).take().department.exists());
}

TEST_P(DepartmentsTest, APurposeNamesACostCentreOfItsPayer) {
  make_member(*store, mika, company);
  make_member(*store, mika, other);
  const CostCentreId ours = add_centre("4711", company).take(), theirs = add_centre("4711", other).take();
  const PurposeId id = make_purpose(*store, mika, "Client A", company);
  PurposeChange change;
  change.cost_centre = theirs;
  EXPECT_EQ(code_of(write(change_purpose, mika, id, change)), "no-such-cost-centre");
  change.cost_centre = ours;
  ASSERT_TRUE(write(change_purpose, mika, id, change).ok());
  EXPECT_EQ(read(purpose, id).take().cost_centre, ours);
  PurposeChange moved;
  moved.payer = Payer{other, {}};
  ASSERT_TRUE(write(change_purpose, mika, id, moved).ok());
  EXPECT_FALSE(read(purpose, id).take().cost_centre.exists());
  ASSERT_TRUE(write(change_cost_centre, other, theirs, DivisionChange{{}, {}, false}).ok());
  change.cost_centre = theirs;
  EXPECT_EQ(code_of(write(change_purpose, mika, id, change)), "bad-purpose");
  moved.payer = Payer{{}, mika};
  ASSERT_TRUE(write(change_purpose, mika, id, moved).ok());
  EXPECT_EQ(code_of(write(change_purpose, mika, id, change)), "bad-purpose");
}

// Memberships of a database from before there were departments and approvers.
TEST_P(DepartmentsTest, MembershipsOfOldComeAlong) {
  std::vector<store::Migration> before = migrations();
  std::erase_if(before, [](const store::Migration& step) { return step.part != "registry" || step.number >= 10; });
  store::TestStore old{GetParam(), before};
  const auto run = [&](const char* sql) {
    const store::Query query{"of_old", sql};
    ASSERT_TRUE(old->write<void>([&](store::Transaction& in) { return in.run(query, {}); }).ok()) << sql;
  };
  run("INSERT INTO person VALUES (1, 'Mika', 'mika', 'mika', 'en', 0, 0)");
  run("INSERT INTO organisation VALUES (2, 'Company A', 'a', 'Asia/Tokyo', 'JPY', 0, 0)");
  run("INSERT INTO membership VALUES (3, 1, 2, 'accountant', 'accepted', 1)");
  const auto opened = store::Store::open({old.url(), migrations()}).take();
  const Membership found =
      opened->read<Membership>([](store::Reader& in) { return membership(in, MembershipId{3}); }).take();
  EXPECT_EQ(found.role, Role::accountant);
  EXPECT_EQ(found.state, MembershipState::accepted);
  EXPECT_FALSE(found.department.exists());
}

TEST(Roles, CoverWhatIsTheirs) {
  for (const Role role : {Role::member, Role::approver, Role::accountant, Role::admin}) {
    EXPECT_TRUE(covers(role, Role::member));
    EXPECT_TRUE(covers(role, role));
    EXPECT_TRUE(covers(Role::admin, role));
    EXPECT_EQ(covers(role, Role::admin), role == Role::admin);
  }
  EXPECT_FALSE(covers(Role::accountant, Role::approver));
  EXPECT_FALSE(covers(Role::approver, Role::accountant));
}

}  // namespace
}  // namespace tsuke::registry
