// Prints that several payers share, over REST.
#include <gmock/gmock.h>

#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

using testing::HasSubstr;
using testing::Not;

class SplitsDoor : public RestTest {
 protected:
  void SetUp() override { open_shop(); }
  Json wish(std::int64_t companys, std::int64_t own, const char* by = "percent") {
    Json parts = Json::array();
    parts.push(Json::object({{"purpose", to_string(purpose)}, {"weight", companys}}));
    parts.push(Json::object({{"purpose", to_string(hobby)}, {"weight", own}}));
    return Json::object({{"by", by}, {"parts", std::move(parts)}});
  }
  std::string path_of(JobId job) { return "/jobs/" + to_string(job); }

  Api mikas = browser(mika), kens = browser(ken), accountants = browser(admin_a);
  const PurposeId both = registry::make_purpose(server.store(), mika, "Both");
  const std::string split_path = "/purposes/" + to_string(both) + "/split";
};

TEST_F(SplitsDoor, APurposeIsSharedUntilItIsNot) {
  const Reply reply = mikas.put(split_path, wish(70, 30));
  ASSERT_EQ(reply.status, 200) << reply.raw.body;
  EXPECT_EQ(reply.body["split"]["by"].text(), "percent");
  EXPECT_EQ(reply.body["split"]["parts"].items()[0]["share"].text(), "70 %");
  EXPECT_EQ(mikas.put(split_path, wish(70, 20)).code(), "bad-split");
  EXPECT_EQ(mikas.put(split_path, Json::object({{"by", "weight"}, {"parts", Json::array()}})).code(), "bad-split");
  EXPECT_EQ(mikas.remove("/purposes/" + to_string(hobby)).code(), "purpose-in-split");
  const Json payer = Json::object({{"kind", "organisation"}, {"organisation", to_string(company)}});
  EXPECT_EQ(mikas.patch("/purposes/" + to_string(both), Json::object({{"payer", payer}})).code(), "purpose-shared");
  EXPECT_EQ(mikas.patch("/purposes/" + to_string(hobby), Json::object({{"payer", payer}})).code(), "purpose-in-split");
  EXPECT_EQ(kens.put(split_path, wish(70, 30)).status, 404);
  EXPECT_TRUE(mikas.remove(split_path).body["split"].is_null());
}

TEST_F(SplitsDoor, WhoPaysWhatIsSaidBeforeAndAfter) {
  ASSERT_EQ(mikas.put(split_path, wish(70, 30)).status, 200);
  const JobId job = make_job(mika, both, 10);
  const Json offer = mikas.get(path_of(job) + "/offers/" + to_string(printer)).body;
  ASSERT_EQ(offer["shares"].items().size(), 2U);
  const std::int64_t first = offer["shares"].items()[0]["amount"]["amount_minor"].integer();
  const std::int64_t second = offer["shares"].items()[1]["amount"]["amount_minor"].integer();
  EXPECT_EQ(first + second, offer["quote"]["total"]["amount_minor"].integer());
  EXPECT_GT(first, second);
  // The company's part is net, the person's own has its tax in it; each is rounded on a document of its own.
  const Json companys = offer["shares"].items()[0]["expected_tax"], own = offer["shares"].items()[1]["expected_tax"];
  EXPECT_TRUE(offer["quote"]["expected_tax"].is_null());
  EXPECT_FALSE(companys["included"].boolean());
  EXPECT_EQ(companys["amount"]["amount_minor"].integer(), first / 10);
  EXPECT_TRUE(own["included"].boolean());
  EXPECT_EQ(own["amount"]["amount_minor"].integer(), second / 11);
  const Json order = Json::object({{"printer", to_string(printer)}, {"quote", offer["quote"]["token"]}});
  const Reply released = mikas.post(path_of(job) + "/release", order);
  ASSERT_EQ(released.status, 201) << released.raw.body;
  EXPECT_EQ(released.body["charge"]["shares"].items()[0]["authorised"]["amount_minor"].integer(), first);
  const std::string seen = accountants.get("/organisations/" + to_string(company) + "/print-log").raw.body;
  EXPECT_THAT(seen, HasSubstr("70 %"));
  EXPECT_THAT(seen, Not(HasSubstr("Hobby")));
  EXPECT_THAT(seen, Not(HasSubstr("Both")));
  EXPECT_THAT(seen, Not(HasSubstr("30 %")));
}

TEST_F(SplitsDoor, APriceIsVoidWhenTheSharesChange) {
  const JobId job = make_job(mika, purpose, 10);
  const Json token = mikas.get(path_of(job) + "/offers/" + to_string(printer)).body["quote"]["token"];
  ASSERT_EQ(mikas.put(path_of(job) + "/split", wish(70, 30)).status, 200);
  EXPECT_EQ(mikas.remove("/purposes/" + to_string(hobby)).code(), "purpose-in-split");
  const Json order = Json::object({{"printer", to_string(printer)}, {"quote", token}});
  EXPECT_EQ(mikas.post(path_of(job) + "/release", order).code(), "quote-void");
  EXPECT_TRUE(mikas.remove(path_of(job) + "/split").body["split"].is_null());
  EXPECT_EQ(mikas.post(path_of(job) + "/release", order).status, 201);
}

TEST_F(SplitsDoor, ARefusalSaysWhose) {
  const JobId job = make_job(mika, both, 10);
  ASSERT_EQ(mikas.put(path_of(job) + "/split", wish(3, 2, "copies")).status, 200);
  const Reply refused = mikas.post(path_of(job) + "/release", Json::object({{"printer", to_string(printer)}}));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "split-differs");
  EXPECT_EQ(refused.body["shares"].items().size(), 2U);
}

}  // namespace
}  // namespace tsuke::doors
