// Ways into an organisation over REST: what a holder of a link sees, who may make and confirm what, what strangers
// learn.
#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class JoiningDoor : public RestTest {
 protected:
  std::string of_company(const std::string& rest) { return "/organisations/" + to_string(company) + "/" + rest; }
  std::string make_link(const char* wish = R"({"label":"new starters","uses_max":2})") {
    const Reply made = browser(admin_a).send("POST", of_company("invitation-links"), wish);
    EXPECT_EQ(made.status, 201) << made.body.dump();
    return made.body["token"].text();
  }
  static Json with(const std::string& token) { return Json::object({{"token", token}}); }
};

TEST_F(JoiningDoor, ALinkTellsItsHolderWhatItOpensAndLetsThemIn) {
  const std::string token = make_link();
  Api kens = browser(ken);
  const Reply seen = kens.post("/invitations/look", with(token));
  ASSERT_EQ(seen.status, 200) << seen.body.dump();
  EXPECT_EQ(seen.body["organisation"]["name"].text(), "Company A");
  EXPECT_EQ(seen.body["role"].text(), "member");
  EXPECT_TRUE(seen.body["membership"].is_null());
  EXPECT_TRUE(kens.get("/organisations").body["items"].items().empty()) << "looking is not accepting";
  const Reply in = kens.post("/invitations/accept", with(token));
  EXPECT_EQ(in.body["state"].text(), "accepted") << in.body.dump();
  EXPECT_EQ(kens.get("/organisations").body["items"].items().size(), 1U);
  const Json listed = browser(admin_a).get(of_company("invitation-links")).body["items"].items().front();
  EXPECT_EQ(listed["uses"].integer(), 1);
  EXPECT_EQ(listed["state"].text(), "open");
  EXPECT_FALSE(listed.has("token")) << "a secret is shown once";
}

TEST_F(JoiningDoor, AWithdrawnLinkIsLikeNone) {
  const std::string token = make_link();
  const std::string id =
      browser(admin_a).get(of_company("invitation-links")).body["items"].items().front()["id"].text();
  EXPECT_EQ(browser(mika).remove(of_company("invitation-links/" + id)).status, 404) << "a member is no administrator";
  EXPECT_EQ(browser(admin_a).remove(of_company("invitation-links/" + id)).status, 204);
  EXPECT_EQ(browser(ken).post("/invitations/accept", with(token)).code(), "no-such-invitation");
  EXPECT_EQ(browser(ken).post("/invitations/look", with(token)).code(), "no-such-invitation");
}

TEST_F(JoiningDoor, GuessingIsSlow) {
  const std::string token = make_link();
  Api kens = browser(ken);
  for (int count = 0; count < 10; ++count)
    EXPECT_EQ(kens.post("/invitations/look", with("tsuke_join_" + std::to_string(count))).status, 404);
  EXPECT_EQ(kens.post("/invitations/look", with("tsuke_join_x")).code(), "too-many-tries");
  EXPECT_EQ(kens.post("/invitations/accept", with(token)).code(), "too-many-tries");
  EXPECT_EQ(browser(oper).post("/invitations/accept", with(token)).status, 200) << "others are not held up";
}

TEST_F(JoiningDoor, OnlyAdministratorsMakeLinks) {
  for (const PersonId who : {mika, ken, admin_s, oper}) {
    EXPECT_EQ(browser(who).send("POST", of_company("invitation-links"), R"({"label":"mine"})").status, 404);
    EXPECT_EQ(browser(who).get(of_company("invitation-links")).status, 404);
    EXPECT_EQ(browser(who).get(of_company("mail-domain")).status, 404);
    EXPECT_EQ(browser(who).send("PUT", of_company("mail-domain"), R"({"domain":"x.com"})").status, 404);
  }
  EXPECT_EQ(browser(admin_a).send("POST", of_company("invitation-links"), R"({"label":"all","role":"admin"})").code(),
            "bad-invitation");
}

TEST_F(JoiningDoor, TheOperatorConfirmsADomainAndItsPeopleJoin) {
  const PersonId nami = registry::make_person(server.store(), "nami@example.com");
  Api namis = browser(nami);
  ASSERT_EQ(browser(admin_a).send("PUT", of_company("mail-domain"), R"({"domain":"example.com","waits":false})").status,
            200);
  EXPECT_TRUE(namis.get("/me/joinable").body["items"].items().empty());
  const char* yes = R"({"domain":"example.com","confirmed":true})";
  EXPECT_EQ(browser(admin_a).send("PUT", of_company("mail-domain/confirmed"), yes).code(), "operator-only");
  EXPECT_EQ(browser(admin_a).get("/mail-domains").code(), "operator-only");
  ASSERT_EQ(browser(oper).get("/mail-domains").body["items"].items().size(), 1U);
  ASSERT_EQ(browser(oper).send("PUT", of_company("mail-domain/confirmed"), yes).status, 200);
  ASSERT_EQ(namis.get("/me/joinable").body["items"].items().size(), 1U);
  EXPECT_TRUE(browser(ken).get("/me/joinable").body["items"].items().empty());
  EXPECT_EQ(browser(ken).post(of_company("join")).status, 404);
  EXPECT_EQ(namis.post(of_company("join")).body["state"].text(), "accepted");
}

TEST_F(JoiningDoor, AnAdministratorAcceptsARequestIntoARoleAndADepartment) {
  const std::string sales =
      browser(admin_a).send("POST", of_company("departments"), R"({"code":"S","name":"Sales"})").id();
  const std::string asked = browser(ken).post(of_company("requests")).id();
  const Json where = Json::object({{"role", "approver"}, {"department", sales}});
  EXPECT_EQ(browser(ken).post("/memberships/" + asked + "/accept", where).status, 403);
  const Reply accepted = browser(admin_a).post("/memberships/" + asked + "/accept", where);
  EXPECT_EQ(accepted.body["role"].text(), "approver") << accepted.body.dump();
  EXPECT_EQ(accepted.body["department"].text(), sales);
}

TEST_F(JoiningDoor, WhoeverIsInvitedChoosesNoRole) {
  const Reply invited = browser(admin_a).send("POST", of_company("invitations"), R"({"login":"ken"})");
  const std::string accept = "/memberships/" + invited.id() + "/accept";
  EXPECT_EQ(browser(ken).post(accept, Json::object({{"role", "admin"}})).status, 404);
  EXPECT_EQ(browser(ken).post(accept).body["role"].text(), "member");
}

TEST_F(JoiningDoor, AStrangerFindsOnlyWhatTheyCanName) {
  EXPECT_TRUE(browser(ken).get("/organisations?query=comp").body["items"].items().empty());
  EXPECT_EQ(browser(ken).get("/organisations?query=COMPANY%20a").body["items"].items().size(), 1U);
  EXPECT_EQ(browser(ken).get("/organisations?query=company-a").body["items"].items().size(), 1U);
  EXPECT_EQ(browser(oper).get("/organisations?query=comp").body["items"].items().size(), 1U);
}

}  // namespace
}  // namespace tsuke::doors
