#include "doors/rest/test_server.h"
#include "flow/submit/submit_mail.h"
#include "registry/mail_addresses.h"

namespace tsuke::doors {
namespace {

class MailTest : public RestTest {
 protected:
  Api mikas = browser(mika);
  const std::string path = "/purposes/" + to_string(purpose) + "/mail-address";

  // What the mail door does with a message of so many documents.
  std::vector<JobId> receive(const std::string& sender, int documents = 1) {
    const std::string address = mikas.post(path).body["address"].text();
    flow::MailedMessage message;
    message.recipient = address.substr(0, address.find('@'));
    message.sender = sender;
    message.authenticated = true;
    message.left_out = {"a.zip"};
    for (int i = 0; i < documents; ++i) message.documents.push_back({"plan.pdf", {{"nowhere"}, 9}});
    return server
        .write<flow::MailSubmitted>(
            [&](store::Transaction& in) { return flow::submit_mail(in, message, server.now()); })
        .jobs;
  }
  Reply confirm(Api& caller, JobId job, bool always) {
    return caller.post("/jobs/" + to_string(job) + "/confirm-sender", Json::object({{"always", always}}));
  }
};

TEST_F(MailTest, AnAddressIsMadeShownReplacedAndSwitchedOff) {
  EXPECT_TRUE(mikas.get(path).body["address"].is_null());
  EXPECT_TRUE(mikas.get(path).body["available"].boolean());
  const std::string first = mikas.post(path).body["address"].text();
  EXPECT_TRUE(first.starts_with("client-a-"));
  EXPECT_TRUE(first.ends_with("@print.example"));
  EXPECT_EQ(mikas.get(path).body["address"].text(), first);
  const Reply second = mikas.post(path);
  EXPECT_EQ(second.status, 201);
  EXPECT_NE(second.body["address"].text(), first);
  EXPECT_EQ(mikas.remove(path).status, 204);
  EXPECT_TRUE(mikas.get(path).body["address"].is_null());
  EXPECT_EQ(browser(ken).post(path).status, 404);
}

TEST_F(MailTest, AJobSaysHowItCameAndCannotBePrintedUntilConfirmed) {
  open_shop();
  const JobId job = receive("x@y.example").at(0);
  server.count_pages(job, 2);
  const std::string at = "/jobs/" + to_string(job);
  const Json shown = mikas.get(at).body;
  EXPECT_EQ(shown["channel"].text(), "mail");
  EXPECT_EQ(shown["mail"]["from"].text(), "x@y.example");
  EXPECT_FALSE(shown["mail"]["confirmed"].boolean());
  EXPECT_EQ(shown["mail"]["left_out"].items().size(), 1U);
  EXPECT_EQ(shown["state_reasons"], Json::array({"sender-unconfirmed"}));
  const Json wish = Json::object({{"printer", to_string(printer)}});
  const Reply refused = mikas.post(at + "/release", wish);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "sender-unconfirmed");
  EXPECT_EQ(refused.body["reasons"].items().at(0)["remedies"], Json::array({"confirm-sender"}));
  Api kens = browser(ken);
  EXPECT_EQ(confirm(kens, job, false).status, 404);
  const Reply confirmed = confirm(mikas, job, false);
  EXPECT_EQ(confirmed.status, 200);
  EXPECT_TRUE(confirmed.body["mail"]["confirmed"].boolean());
  EXPECT_TRUE(confirmed.body["state_reasons"].items().empty());
  EXPECT_EQ(mikas.post(at + "/release", wish).status, 201);
  EXPECT_TRUE(mikas.get("/trusted-senders").body["items"].items().empty());
}

TEST_F(MailTest, ConfirmingLengthensTheWaitToThePurposes) {
  mikas.patch("/purposes/" + to_string(purpose), Json::object({{"hold_hours", 72}}));
  const JobId job = receive("x@y.example").at(0);
  const std::string at = "/jobs/" + to_string(job);
  const auto expires = [](const Json& shown) { return parse_rfc3339(shown["expires_at"].text()).take(); };
  EXPECT_LE(expires(mikas.get(at).body), server.now() + hours(24));
  EXPECT_GT(expires(confirm(mikas, job, false).body), server.now() + hours(71));
}

TEST_F(MailTest, SendersAreTrustedByConfirmationAndTakenOffAgain) {
  const auto jobs = receive("Boss@Example.org", 2);
  EXPECT_EQ(confirm(mikas, jobs.at(0), true).status, 200);
  const Json listed = mikas.get("/trusted-senders").body["items"];
  ASSERT_EQ(listed.items().size(), 1U);
  EXPECT_EQ(listed.items()[0]["address"].text(), "boss@example.org");
  EXPECT_FALSE(listed.items()[0]["is_login"].boolean());
  EXPECT_TRUE(mikas.get("/jobs/" + to_string(jobs.at(1))).body["mail"]["confirmed"].boolean());
  EXPECT_TRUE(mikas.get("/jobs/" + to_string(receive("boss@example.org").at(0))).body["mail"]["confirmed"].boolean());
  EXPECT_EQ(browser(ken).remove("/trusted-senders/boss%40example.org").status, 404);
  EXPECT_EQ(mikas.remove("/trusted-senders/boss%40example.org").status, 204);
  EXPECT_FALSE(mikas.get("/jobs/" + to_string(receive("boss@example.org").at(0))).body["mail"]["confirmed"].boolean());
}

TEST_F(MailTest, OthersJobsAndEndedOnesAreNotConfirmed) {
  EXPECT_EQ(confirm(mikas, make_job(mika, purpose), false).code(), "job-not-mailed");
  const JobId job = receive("x@y.example").at(0);
  mikas.remove("/jobs/" + to_string(job));
  EXPECT_EQ(confirm(mikas, job, false).code(), "job-not-waiting");
}

}  // namespace
}  // namespace tsuke::doors
