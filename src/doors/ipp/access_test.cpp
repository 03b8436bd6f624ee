// Who gets in where, and what strangers learn: nothing.
#include "doors/ipp/test_server.h"
#include "flow/leave/leave.h"
#include "flow/submit/submit.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::ippdoor {
namespace {

class AccessTest : public IppDoorTest {
 protected:
  const std::string pdf = pages::make_pdf(1);
  const std::string password = server.add_app_password(mika);

  int http_status(const std::string& path, const http::Client::Fields& more = {}) {
    http::Client::Fields fields = more;
    fields.emplace_back("Content-Type", "application/ipp");
    http::Client client = server.http();
    const auto answer =
        client.request("POST", path, ipp::encode(request(ipp::op::get_printer_attributes, path)), fields);
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? answer.value().status : 0;
  }
};

TEST_F(AccessTest, UnknownAndRevokedTokensAreNotFound) {
  EXPECT_EQ(http_status(token_path), 200);
  EXPECT_EQ(http_status("/ipp/p/tsuke_q_nothing"), 404);
  EXPECT_EQ(http_status("/ipp/p/" + password), 404);
  const CredentialId id = server.credential_of(registry::CredentialKind::queue_token, token);
  ASSERT_TRUE(server.store()
                  .write<void>([&](store::Transaction& in) { return registry::revoke_credential(in, mika, id); })
                  .ok());
  EXPECT_EQ(http_status(token_path), 404);
}

// On a connection that is open already, with the token looked up a moment ago, and whatever is asked.
TEST_F(AccessTest, ARevokedTokensNextRequestIsRefused) {
  http::Client open = server.http();
  const auto ask = [&](std::uint16_t operation, std::string_view document = {}) {
    const auto answer =
        open.request("POST", token_path, ipp::encode(request(operation, token_path)) + std::string(document),
                     {{"Content-Type", "application/ipp"}});
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? answer.value().status : 0;
  };
  for (int round = 0; round < 3; ++round) EXPECT_EQ(ask(ipp::op::get_printer_attributes), 200);
  const int connection = open.descriptor();
  const CredentialId id = server.credential_of(registry::CredentialKind::queue_token, token);
  ASSERT_TRUE(server.store()
                  .write<void>([&](store::Transaction& in) { return registry::revoke_credential(in, mika, id); })
                  .ok());
  EXPECT_EQ(ask(ipp::op::get_printer_attributes), 404);
  EXPECT_EQ(open.descriptor(), connection) << "it was the same connection";
  EXPECT_EQ(ask(ipp::op::print_job, pdf), 404);
  EXPECT_EQ(ask(ipp::op::get_jobs), 404);
}

TEST_F(AccessTest, ATokenTellsTheHourOfItsUseAndWritesItOnce) {
  EXPECT_EQ(http_status(token_path), 200);
  const auto used_at = [&] {
    return server
        .read<std::vector<registry::Credential>>(
            [&](store::Reader& in) { return registry::queue_tokens_of(in, purpose_a); })[0]
        .used_at;
  };
  // Behind the note of the use in the same queue of writes.
  const auto nothing = [](store::Transaction&) -> Result<void> { return {}; };
  ASSERT_TRUE(server.store().write<void>(nothing).ok());
  const Instant hour = used_at();
  EXPECT_EQ(hour.micros % hours(1).micros, 0);
  EXPECT_LE(hour, server.now());
  EXPECT_LT(server.now() - hour, minutes(61));
}

TEST_F(AccessTest, ARemovedPurposeTakesItsTokensAlong) {
  ASSERT_TRUE(server.store()
                  .write<void>([&](store::Transaction& in) { return registry::remove_purpose(in, mika, purpose_a); })
                  .ok());
  EXPECT_EQ(http_status(token_path), 404);
}

// Whoever leaves takes no queue along; what was held says so where it still can be seen.
TEST_F(AccessTest, ALeaversQueuesAreGoneAndTheJobSaysWhy) {
  const std::int32_t job = print(token_path, pdf);
  const auto all = server.client("/ipp/print", "mika", password);
  const std::string purposes_path = "/ipp/print/client-a";
  const auto opens = [&] {
    const auto client = server.client(purposes_path, "mika", password);
    return client->send(request(ipp::op::get_printer_attributes, purposes_path)).ok();
  };
  EXPECT_TRUE(opens());
  ASSERT_TRUE(server.store()
                  .write<void>([&](store::Transaction& in) -> Result<void> {
                    const auto link = TRY(registry::membership_between(in, mika, company_a));
                    return flow::end_membership(in, link->id, mika, server.now());
                  })
                  .ok());
  EXPECT_EQ(http_status(token_path), 404);
  EXPECT_FALSE(opens());
  const ipp::Group left = send(*all, job_request(ipp::op::get_job_attributes, "/ipp/print", job)).group(ipp::Tag::job);
  EXPECT_EQ(left.texts("job-state-reasons"),
            (std::vector<std::string>{"account-authorization-failed", "account-info-needed"}));
  EXPECT_EQ(left.text("job-state-message"),
            "your membership of Company A has ended: choose another purpose for this job");
  ipp::Message named = request(ipp::op::print_job, "/ipp/print");
  named.add_group(ipp::Tag::job).add(ipp::name("job-account-id", "client-a"));
  const ipp::Message later = send(*all, named, pdf);
  EXPECT_EQ(status(later), "successful-ok");
  const flow::Job kept = job_by_number(mika, *later.group(ipp::Tag::job).integer("job-id"));
  EXPECT_EQ(kept.state, flow::JobState::purpose_needed);
}

TEST_F(AccessTest, WhatChangesIsSeenByTheNextRequest) {
  const auto client = server.client(token_path);
  const auto name_and_count = [&] {
    const ipp::Group printer =
        send(*client, request(ipp::op::get_printer_attributes, token_path)).group(ipp::Tag::printer);
    return std::pair(printer.text("printer-name").value_or(""), printer.integer("queued-job-count").value_or(-1));
  };
  for (int round = 0; round < 5; ++round) {
    const std::string name = round == 0 ? "Client A" : "Name " + std::to_string(round - 1);
    EXPECT_EQ(name_and_count(), std::pair(name, round)) << "in round " << round;
    registry::PurposeChange change;
    change.name = "Name " + std::to_string(round);
    ASSERT_TRUE(
        server.store()
            .write<void>([&](store::Transaction& in) { return registry::change_purpose(in, mika, purpose_a, change); })
            .ok());
    print(token_path, pdf);
  }
}

TEST_F(AccessTest, PersonsQueuesAskForAPasswordBeforeTheBody) {
  http::Client client = server.http();
  ASSERT_TRUE(
      client
          .send_raw("POST /ipp/print HTTP/1.1\r\nHost: x\r\nContent-Type: application/ipp\r\nContent-Length: 5000\r\n"
                    "Expect: 100-continue\r\n\r\n")
          .ok());
  const auto answer = client.read_response();
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer.value().status, 401);
  EXPECT_EQ(answer.value().header("WWW-Authenticate"), "Basic realm=\"Tsuke\"");
  EXPECT_EQ(http_status("/ipp/print"), 401);
  EXPECT_EQ(http_status("/ipp/print", {{"Authorization", "Basic !!!"}}), 401);
  EXPECT_EQ(http_status("/ipp/print/client-a", {{"Authorization", "Basic bWlrYTp3cm9uZw=="}}), 401);  // mika:wrong
}

TEST_F(AccessTest, AppPasswordsOpenTheirPersonsPurposes) {
  const auto at = [&](const std::string& path) {
    const auto client = server.client(path, "mika", password);
    return client->send(request(ipp::op::get_printer_attributes, path));
  };
  ASSERT_TRUE(at("/ipp/print/client-a").ok());
  EXPECT_EQ(at("/ipp/print/client-a").value().group(ipp::Tag::printer).text("printer-name"), "Client A");
  const auto whole = at("/ipp/print");
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole.value().group(ipp::Tag::printer).find("job-account-id-default")->tag, ipp::Tag::no_value);
  EXPECT_EQ(whole.value().group(ipp::Tag::printer).text("uri-authentication-supported"), "basic");
  EXPECT_FALSE(at("/ipp/print/at-home").ok());  // Ken's
}

TEST_F(AccessTest, OnPrintTheAccountNamesThePurpose) {
  const auto client = server.client("/ipp/print", "mika", password);
  const auto print_for = [&](const std::string& account) {
    ipp::Message message = request(ipp::op::print_job, "/ipp/print");
    if (!account.empty()) message.add_group(ipp::Tag::job).add(ipp::name("job-account-id", account));
    const ipp::Message answer = send(*client, message, pdf);
    EXPECT_EQ(status(answer), "successful-ok");
    return answer.group(ipp::Tag::job);
  };
  EXPECT_EQ(job_by_number(mika, *print_for("client-a").integer("job-id")).purpose, purpose_a);
  EXPECT_EQ(job_by_number(mika, *print_for("Client A").integer("job-id")).purpose, purpose_a);
  for (const char* wish : {"", "at-home", "no such"}) {
    const ipp::Group answer = print_for(wish);
    EXPECT_EQ(answer.integer("job-state"), 4);
    EXPECT_EQ(answer.texts("job-state-reasons"), std::vector<std::string>{"account-info-needed"});
    const flow::Job job = job_by_number(mika, *answer.integer("job-id"));
    EXPECT_EQ(job.state, flow::JobState::purpose_needed);
    EXPECT_FALSE(job.purpose.exists());
    EXPECT_EQ(job.account_word, std::string_view(wish).empty() ? "-" : wish);
  }
}

TEST_F(AccessTest, AJobsAddressWorksAtEachQueue) {
  const auto client = server.client("/ipp/print", "mika", password);
  const ipp::Message printed = send(*client, request(ipp::op::print_job, "/ipp/print"), pdf);
  for (const std::string& path : {std::string("/ipp/print"), token_path}) {
    const std::int32_t number =
        path == token_path ? print(token_path, pdf) : *printed.group(ipp::Tag::job).integer("job-id");
    const std::string job_path = path + "/jobs/" + std::to_string(number);
    const auto at_job = server.client(job_path, "mika", password);
    ipp::Message message = ipp::make_request(ipp::op::cancel_job, server.uri(job_path), "job-uri");
    EXPECT_EQ(status(send(*at_job, message)), "successful-ok") << job_path;
    EXPECT_EQ(job_by_number(mika, number).state, flow::JobState::cancelled);
  }
}

TEST_F(AccessTest, APurposesQueueShowsThatPurposesJobsAlone) {
  const auto whole = server.client("/ipp/print", "mika", password);
  const ipp::Message unnamed = send(*whole, request(ipp::op::print_job, "/ipp/print"), pdf);
  const std::int32_t number = *unnamed.group(ipp::Tag::job).integer("job-id");
  const auto at_purpose = server.client("/ipp/print/client-a", "mika", password);
  EXPECT_EQ(status(send(*at_purpose, job_request(ipp::op::get_job_attributes, "/ipp/print/client-a", number))),
            "client-error-not-found");
  EXPECT_EQ(status(send(*whole, job_request(ipp::op::get_job_attributes, "/ipp/print", number))), "successful-ok");
  ipp::Message choose = job_request(ipp::op::set_job_attributes, "/ipp/print", number);
  choose.add_group(ipp::Tag::job).add(ipp::name("job-account-id", "client-a"));
  EXPECT_EQ(status(send(*whole, choose)), "successful-ok");
  EXPECT_EQ(status(send(*at_purpose, job_request(ipp::op::get_job_attributes, "/ipp/print/client-a", number))),
            "successful-ok");
}

TEST_F(AccessTest, TheSystemListsTheCallersPurposes) {
  const auto client = server.client("/ipp/system", "mika", password);
  ipp::Message list = ipp::make_request(ipp::op::get_printers, server.uri("/ipp/system"), "system-uri");
  const ipp::Message answer = send(*client, list);
  ASSERT_EQ(status(answer), "successful-ok");
  std::vector<std::string> uris;
  for (const ipp::Group& group : answer.groups)
    if (group.tag == ipp::Tag::printer) uris.push_back(group.text("printer-uri-supported").value_or(""));
  EXPECT_EQ(uris, (std::vector<std::string>{server.uri("/ipp/print/private"), server.uri("/ipp/print/client-a")}));
  ipp::Message about = ipp::make_request(ipp::op::get_system_attributes, server.uri("/ipp/system"), "system-uri");
  EXPECT_EQ(send(*client, about).group(ipp::Tag::system).text("system-name"), "Tsuke");
  ipp::Message enrol = ipp::make_request(ipp::op::register_output_device, server.uri("/ipp/system"), "system-uri");
  EXPECT_EQ(status(send(*client, enrol)), "client-error-not-authorized");
}

}  // namespace
}  // namespace tsuke::ippdoor
