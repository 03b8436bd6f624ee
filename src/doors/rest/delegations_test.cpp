// Delegates over REST: offered, accepted, used, cut off; and what they never see.
#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class DelegationsDoor : public RestTest {
 protected:
  void SetUp() override {
    open_shop();
    registry::make_member(server.store(), ken, company);
  }
  std::string at(JobId id, const std::string& rest = {}) { return "/jobs/" + to_string(id) + rest; }
  Json here() { return Json::object({{"printer", to_string(printer)}}); }
  Json wish(PurposeId under, bool submit, bool release) {
    return Json::object({{"login", "ken"},
                         {"purpose", to_string(under)},
                         {"may_submit", submit},
                         {"may_release", release},
                         {"ends_at", to_rfc3339(server.now() + hours(24))}});
  }
  // Its path.
  std::string given(PurposeId under, bool submit, bool release) {
    const Reply offered = mikas.post("/delegations", wish(under, submit, release));
    EXPECT_EQ(offered.status, 201) << offered.raw.body;
    const std::string path = "/delegations/" + offered.id();
    EXPECT_EQ(kens.post(path + "/answer", Json::object({{"accept", true}})).status, 200);
    return path;
  }
  Reply submit(Api& who, PurposeId under) { return who.upload(under, "%PDF-1.4"); }

  Api mikas = browser(mika), kens = browser(ken), admins = browser(admin_a), strangers = browser(admin_s);
};

TEST_F(DelegationsDoor, BothSidesSeeItAndNobodyElse) {
  const Reply offered = mikas.post("/delegations", wish(purpose, true, false));
  ASSERT_EQ(offered.status, 201);
  EXPECT_EQ(offered.body["state"].text(), "offered");
  EXPECT_EQ(kens.get("/delegations").body["items"].items().at(0)["owner"]["name"].text(), "mika");
  EXPECT_TRUE(strangers.get("/delegations").body["items"].items().empty());
  const std::string path = "/delegations/" + offered.id();
  EXPECT_EQ(strangers.post(path + "/answer", Json::object({{"accept", true}})).code(), "no-such-delegation");
  EXPECT_EQ(strangers.remove(path).code(), "no-such-delegation");
  EXPECT_EQ(kens.post(path + "/answer", Json::object({{"accept", true}})).body["state"].text(), "accepted");
  EXPECT_EQ(mikas.remove(path).body["state"].text(), "ended");
}

// Whoever offers learns nothing about who signs in here, nor who belongs to which organisation.
TEST_F(DelegationsDoor, AnOfferSaysNothingAboutWhomItIsTo) {
  const auto offered_to = [&](const char* login) {
    Json wished = wish(purpose, true, false);
    wished.set("login", login);
    Json body = mikas.post("/delegations", wished).body;
    EXPECT_EQ(body["login"].text(), login);
    return body.set("login", "").set("id", "").dump();
  };
  const std::string known = offered_to("ken");
  EXPECT_EQ(offered_to("nobody"), known);
  EXPECT_EQ(offered_to("admin-s"), known) << "who is no member of the payer";
  const Reply all = mikas.get("/delegations");
  for (const Json& each : all.body["items"].items()) EXPECT_TRUE(each["delegate"].is_null()) << each.dump();
  const Json theirs = strangers.get("/delegations").body["items"].items().at(0);
  const std::string path = "/delegations/" + theirs["id"].text() + "/answer";
  EXPECT_EQ(strangers.post(path, Json::object({{"accept", true}})).code(), "delegate-no-member");
  EXPECT_EQ(strangers.post(path, Json::object({{"accept", false}})).body["state"].text(), "declined");
  const std::string kens_path = "/delegations/" + kens.get("/delegations").body["items"].items().at(0)["id"].text();
  kens.post(kens_path + "/answer", Json::object({{"accept", true}}));
  EXPECT_EQ(mikas.remove(kens_path).body["delegate"]["name"].text(), "ken") << "who has said yes is known";
}

TEST_F(DelegationsDoor, ADelegateSubmitsForTheOwner) {
  EXPECT_EQ(submit(kens, purpose).code(), "no-such-purpose");
  const std::string path = given(purpose, true, false);
  EXPECT_EQ(kens.get("/delegated-purposes").body["items"].items().at(0)["owner"]["name"].text(), "mika");
  const Reply sent = submit(kens, purpose);
  ASSERT_EQ(sent.status, 201) << sent.raw.body;
  EXPECT_EQ(sent.body["person"]["name"].text(), "mika");
  EXPECT_EQ(sent.body["submitted_by"]["name"].text(), "ken");
  EXPECT_EQ(mikas.get("/jobs/" + sent.id()).body["submitted_by"]["name"].text(), "ken");
  EXPECT_TRUE(kens.get("/jobs").body["items"].items().empty()) << "it is hers";
  EXPECT_EQ(kens.get("/jobs/" + sent.id()).status, 200) << "but he sent it";
  EXPECT_EQ(submit(kens, hobby).code(), "no-such-purpose") << "her private one";
  EXPECT_EQ(kens.patch("/jobs/" + sent.id(), Json::object({{"name", "x"}})).status, 404);
  EXPECT_EQ(kens.remove("/jobs/" + sent.id()).status, 404);
  ASSERT_EQ(mikas.remove(path).status, 200);
  EXPECT_EQ(submit(kens, purpose).code(), "delegation-ended");
}

TEST_F(DelegationsDoor, ADelegateReleasesForTheOwner) {
  const JobId job = make_job(mika, purpose), secret = make_job(mika, hobby);
  EXPECT_EQ(kens.get(at(job)).status, 404);
  EXPECT_EQ(kens.post(at(job, "/release"), here()).status, 404);
  given(purpose, false, true);
  const Reply waiting = kens.get("/delegated-jobs");
  ASSERT_EQ(waiting.body["items"].items().size(), 1U);
  EXPECT_EQ(waiting.body["items"].items().at(0)["id"].text(), to_string(job));
  EXPECT_EQ(kens.get(at(secret)).status, 404);
  EXPECT_EQ(kens.post(at(secret, "/release"), here()).status, 404);
  EXPECT_EQ(kens.get(at(job, "/pages")).status, 404) << "no document";
  const Reply offers = kens.get(at(job, "/offers"));
  for (const Json& offer : offers.body["items"].items()) {
    EXPECT_EQ(offer["decision"]["acting"].text(), "delegate");
    EXPECT_NE(offer["printer"]["id"].text(), to_string(home_printer)) << "the printer at her home";
  }
  EXPECT_EQ(kens.get(at(job, "/offers/" + to_string(home_printer))).status, 404);
  const Reply released = kens.post(at(job, "/release"), here());
  ASSERT_EQ(released.status, 201) << released.raw.body;
  EXPECT_EQ(released.body["released_by"]["name"].text(), "ken");
  EXPECT_TRUE(released.body["charge"].is_null()) << "what it costs her is hers to know";
  print(job, 2);
  EXPECT_EQ(mikas.get(at(job)).body["released_by"]["name"].text(), "ken");
  EXPECT_EQ(mikas.get(at(job)).body["charge"]["state"].text(), "captured");
  const Reply log = admins.get("/organisations/" + to_string(company) + "/print-log");
  EXPECT_EQ(log.body["items"].items().at(0)["person"]["name"].text(), "mika");
  EXPECT_EQ(log.body["items"].items().at(0)["released_by"]["name"].text(), "ken");
  const Reply shop_log = strangers.get("/providers/" + to_string(provider) + "/print-log");
  EXPECT_TRUE(shop_log.body["items"].items().at(0)["released_by"].is_null());
}

TEST_F(DelegationsDoor, RevokingCutsOffTheNextRequest) {
  const JobId job = make_job(mika, purpose);
  const std::string path = given(purpose, false, true);
  server.clock().advance(minutes(1));
  EXPECT_EQ(kens.get(at(job, "/offers/" + to_string(printer))).body["decision"]["outcome"].text(), "permit");
  ASSERT_EQ(mikas.remove(path).status, 200);
  Json with_comment = here();
  with_comment.set("comment", "still here");
  const Reply refused = kens.post(at(job, "/release"), with_comment);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "delegation-ended");
  EXPECT_EQ(refused.body["reasons"].items().at(0)["remedies"].items().at(0).text(), "ask-delegation");
  EXPECT_TRUE(mikas.get(at(job)).body["comment"].is_null()) << "nor does he write to it";
  server.clock().advance(minutes(1));
  EXPECT_EQ(kens.get(at(make_job(mika, purpose))).status, 404) << "what came after";
  EXPECT_EQ(kens.get("/delegated-jobs").body["items"].items().size(), 0U);
}

TEST_F(DelegationsDoor, TheOrganisationCanForbidIt) {
  const JobId job = make_job(mika, purpose);
  given(purpose, true, true);
  const std::string rule = "/organisations/" + to_string(company) + "/delegates";
  EXPECT_TRUE(kens.get(rule).body["allowed"].boolean());
  EXPECT_EQ(kens.put(rule, Json::object({{"allowed", false}})).status, 404) << "an administrator's word";
  ASSERT_EQ(admins.put(rule, Json::object({{"allowed", false}})).status, 200);
  EXPECT_EQ(kens.post(at(job, "/release"), here()).code(), "delegation-forbidden");
  EXPECT_EQ(submit(kens, purpose).code(), "delegation-not-allowed");
  EXPECT_EQ(mikas.post("/delegations", wish(purpose, true, true)).code(), "delegation-not-allowed");
  EXPECT_EQ(strangers.get(rule).status, 404);
}

}  // namespace
}  // namespace tsuke::doors
