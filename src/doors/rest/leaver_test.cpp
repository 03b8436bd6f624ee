// Leaving an organisation over REST: what dies, what stays, and who hears of it.
#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class LeaverTest : public RestTest {
 protected:
  LeaverTest() { open_shop(); }
  std::string at(JobId job, const std::string& rest = {}) { return "/jobs/" + to_string(job) + rest; }
  Json here() { return Json::object({{"printer", to_string(printer)}}); }
  Reply end_by(PersonId who) { return browser(who).remove("/memberships/" + to_string(membership)); }
  bool lists_reason(const Json& job, std::string_view reason) {
    for (const Json& one : job["state_reasons"].items())
      if (one.text() == reason) return true;
    return false;
  }
};

TEST_F(LeaverTest, AJobSaysWhyItHasNoPurposeAndPrintsUnderAnotherOne) {
  const JobId job = make_job(mika, purpose), own = make_job(mika, hobby);
  Api mikas = browser(mika);
  EXPECT_TRUE(mikas.get(at(job)).body["purpose_lost"].is_null());
  ASSERT_EQ(end_by(admin_a).status, 204);
  const Json left = mikas.get(at(job)).body;
  EXPECT_EQ(left["state"].text(), "purpose-needed");
  EXPECT_TRUE(left["purpose"].is_null());
  EXPECT_TRUE(left["payer"].is_null());
  EXPECT_EQ(left["purpose_lost"]["reason"].text(), "membership-ended");
  EXPECT_EQ(left["purpose_lost"]["organisation"]["name"].text(), "Company A");
  EXPECT_EQ(left["purpose_lost"]["purpose_name"].text(), "Client A");
  EXPECT_TRUE(lists_reason(left, "membership-ended"));
  EXPECT_EQ(mikas.get(at(own)).body["state"].text(), "held");
  EXPECT_EQ(mikas.post(at(job, "/release"), here()).code(), "purpose-needed");
  EXPECT_EQ(mikas.patch(at(job), Json::object({{"purpose", to_string(purpose)}})).code(), "membership-ended");
  ASSERT_EQ(mikas.patch(at(job), Json::object({{"purpose", to_string(hobby)}})).status, 200);
  EXPECT_TRUE(mikas.get(at(job)).body["purpose_lost"].is_null());
  EXPECT_EQ(mikas.post(at(job, "/release"), here()).status, 201);
}

TEST_F(LeaverTest, ThePurposeShowsThatTheMembershipEnded) {
  Api mikas = browser(mika);
  const std::string path = "/purposes/" + to_string(purpose);
  EXPECT_FALSE(mikas.get(path).body["membership_ended"].boolean(true));
  ASSERT_EQ(end_by(mika).status, 204);
  const Json left = mikas.get(path).body;
  EXPECT_TRUE(left["membership_ended"].boolean());
  EXPECT_EQ(left["state"].text(), "pending");
}

TEST_F(LeaverTest, AJobAtAPrinterIsChargedToThePayerThatAuthorisedIt) {
  const JobId job = make_job(mika, purpose);
  ASSERT_EQ(browser(mika).post(at(job, "/release"), here()).status, 201);
  ASSERT_EQ(end_by(admin_a).status, 204);
  print(job, 2);
  const Json printed = browser(mika).get(at(job)).body;
  EXPECT_EQ(printed["state"].text(), "printed");
  EXPECT_EQ(printed["charge"]["payer"]["name"].text(), "Company A");
}

TEST_F(LeaverTest, AnotherWindowHearsOfIt) {
  const JobId job = make_job(mika, purpose);
  http::Client stream("127.0.0.1", server.port());
  ASSERT_TRUE(stream.open_stream("/api/v1/events", browser(mika).fields()).ok());
  ASSERT_EQ(end_by(admin_a).status, 204);
  std::string heard;
  while (heard.find("purpose-needed") == std::string::npos) {
    const auto line = stream.next_line(seconds(10));
    ASSERT_TRUE(line.ok() && line.value()) << heard;
    heard += *line.value() + "\n";
  }
  EXPECT_NE(heard.find("event: membership\n"), std::string::npos) << heard;
  EXPECT_NE(heard.find("\"state\":\"ended\""), std::string::npos) << heard;
  EXPECT_NE(heard.find("\"job\":\"" + to_string(job) + "\""), std::string::npos) << heard;
}

TEST_F(LeaverTest, StrangersEndNothing) {
  EXPECT_EQ(end_by(ken).status, 404);
  EXPECT_EQ(end_by(admin_s).status, 404);
}

}  // namespace
}  // namespace tsuke::doors
