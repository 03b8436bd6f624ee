// Purposes as their person keeps them, over REST: order, marks, comments and what is usual.
#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class PurposesDoor : public RestTest {
 protected:
  void SetUp() override { open_shop(); }
  std::string at(PurposeId id) { return "/purposes/" + to_string(id); }
  std::string at(JobId id, const std::string& rest = {}) { return "/jobs/" + to_string(id) + rest; }
  Json here() { return Json::object({{"printer", to_string(printer)}}); }
  std::vector<std::string> order() {
    std::vector<std::string> ids;
    const Json listed = mikas.get("/purposes").body;
    for (const Json& item : listed["items"].items()) ids.push_back(item["id"].text());
    return ids;
  }
  Json list_of(std::initializer_list<PurposeId> ids) {
    Json list = Json::array();
    for (const PurposeId id : ids) list.push(to_string(id));
    return Json::object({{"purposes", std::move(list)}});
  }

  Api mikas = browser(mika), kens = browser(ken);
};

TEST_F(PurposesDoor, TheOrderIsKept) {
  ASSERT_EQ(mikas.put("/purpose-order", list_of({hobby, purpose})).status, 204);
  const auto kept = order();
  ASSERT_GE(kept.size(), 2U);
  EXPECT_EQ(kept[0], to_string(hobby));
  EXPECT_EQ(kept[1], to_string(purpose));
  EXPECT_EQ(mikas.put("/purpose-order", list_of({hobby, hobby})).code(), "bad-purpose-order");
  EXPECT_EQ(kens.put("/purpose-order", list_of({hobby})).code(), "bad-purpose-order") << "hers";
  EXPECT_EQ(mikas.send("PUT", "/purpose-order", R"({"purposes":[7]})").code(), "bad-member");
  EXPECT_EQ(order(), kept);
}

TEST_F(PurposesDoor, MarksAreShownAndChangedOneByOne) {
  const Reply plain = mikas.get(at(purpose));
  EXPECT_TRUE(plain.body["color"].is_null());
  EXPECT_FALSE(plain.body["is_default"].boolean());
  ASSERT_EQ(mikas.send("PATCH", at(purpose), R"({"color":"teal","icon":"book","favourite":true})").status, 200);
  const Reply marked = mikas.send("PATCH", at(purpose), R"({"is_default":true,"icon":null})");
  EXPECT_EQ(marked.body["color"].text(), "teal") << "what is not named stays";
  EXPECT_TRUE(marked.body["icon"].is_null());
  EXPECT_TRUE(marked.body["favourite"].boolean());
  EXPECT_TRUE(marked.body["is_default"].boolean());
  ASSERT_EQ(mikas.send("PATCH", at(hobby), R"({"is_default":true})").status, 200);
  EXPECT_FALSE(mikas.get(at(purpose)).body["is_default"].boolean()) << "one at most";
  EXPECT_EQ(mikas.send("PATCH", at(purpose), R"({"color":"red"})").code(), "bad-purpose");
  const Reply made = mikas.send("POST", "/purposes",
                                R"({"name":"Club","payer":{"kind":"private"},"icon":"heart","comment_needed":true})");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.body["icon"].text(), "heart");
  EXPECT_TRUE(made.body["comment_needed"].boolean());
}

TEST_F(PurposesDoor, ACommentIsGivenOnTheJobOrAtRelease) {
  ASSERT_EQ(mikas.send("PATCH", at(purpose), R"({"comment_needed":true})").status, 200);
  const JobId job = make_job(mika, purpose);
  const Reply held = mikas.get(at(job));
  EXPECT_EQ(held.body["state_reasons"].items().at(0).text(), "comment-needed");
  const Reply refused = mikas.post(at(job, "/release"), here());
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "comment-needed");
  EXPECT_EQ(mikas.patch(at(job), Json::object({{"comment", std::string(501, 'x')}})).code(), "bad-comment");
  const Reply written = mikas.patch(at(job), Json::object({{"comment", " for the fair "}}));
  EXPECT_EQ(written.body["comment"].text(), "for the fair");
  EXPECT_TRUE(written.body["state_reasons"].items().empty());
  EXPECT_TRUE(mikas.send("PATCH", at(job), R"({"comment":null})").body["comment"].is_null());
  Json with_comment = here();
  with_comment.set("comment", "for the fair");
  ASSERT_EQ(mikas.post(at(job, "/release"), with_comment).status, 201);
  print(job, 2);
  Api accountants = browser(admin_a), shops = browser(admin_s);
  const std::string companys = "/organisations/" + to_string(company) + "/print-log";
  EXPECT_EQ(accountants.get(companys).body["items"].items().at(0)["comment"].text(), "for the fair");
  const Reply shop_log = shops.get("/providers/" + to_string(provider) + "/print-log");
  EXPECT_TRUE(shop_log.body["items"].items().at(0)["comment"].is_null());
}

TEST_F(PurposesDoor, ACommentComesWithTheDocument) {
  const Reply sent = mikas.send("POST", "/jobs?purpose=" + to_string(purpose) + "&comment=for%20the%20fair", "%PDF-1.4",
                                {{"Content-Type", "application/pdf"}});
  ASSERT_EQ(sent.status, 201) << sent.raw.body;
  EXPECT_EQ(sent.body["comment"].text(), "for the fair");
}

TEST_F(PurposesDoor, WhatIsUsualIsAHintFromOnesOwnRows) {
  const std::string ask = "/purpose-suggestions?time_zone=Asia%2FTokyo&printer=" + to_string(printer);
  EXPECT_TRUE(mikas.get(ask).body["items"].items().empty());
  for (int time = 0; time < 2; ++time) {
    const JobId job = make_job(mika, purpose);
    ASSERT_EQ(mikas.post(at(job, "/release"), here()).status, 201);
    print(job, 2);
  }
  const Reply usual = mikas.get(ask);
  ASSERT_EQ(usual.body["items"].items().size(), 1U);
  EXPECT_EQ(usual.body["items"].items().at(0)["purpose"].text(), to_string(purpose));
  EXPECT_EQ(usual.body["items"].items().at(0)["reason"].text(), "same-printer");
  EXPECT_EQ(usual.body["items"].items().at(0)["times"].integer(), 2);
  EXPECT_TRUE(kens.get(ask).body["items"].items().empty());
  EXPECT_EQ(mikas.get("/purpose-suggestions?time_zone=Mars").code(), "bad-time-zone");
  EXPECT_EQ(kens.get("/purpose-suggestions?printer=" + to_string(home_printer)).status, 404);
}

}  // namespace
}  // namespace tsuke::doors
