// Bytes that no client should send, to the running server: an answer of the standard, and a server that goes on.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <thread>

#include "platform/ipp/codes.h"
#include "platform/pages/sample_pdf.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

class Hostile : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto demo = Demo::start();
    ASSERT_TRUE(demo.ok()) << demo.error().what;
    demo_ = demo.take();
    first_ = demo_->submit("Company A", pages::make_pdf(2))["id"].text();
  }
  static void TearDownTestSuite() { demo_.reset(); }
  void SetUp() override { ASSERT_NE(demo_, nullptr); }
  // Whatever was sent: the server answers others, and the job from before is still there.
  void TearDown() override {
    if (!demo_) return;
    EXPECT_EQ(demo_->submit("Private", pages::make_pdf(1))["state"].text(), "held");
    EXPECT_EQ(demo_->job(first_)["document"].text(), "ready");
  }

  static std::string path() {
    const std::string& uri = demo_->queue("Company A")["uri"].text();
    return uri.substr(uri.find("/ipp/"));
  }
  static std::string print_job(const std::string& document) {
    const std::string& uri = demo_->queue("Company A")["uri"].text();
    ipp::Message request = ipp::make_request(ipp::op::print_job, uri);
    request.groups.front().add(ipp::name("requesting-user-name", "mika"));
    return ipp::encode(request) + document;
  }
  static Result<http::ClientResponse> post(const std::string& body, http::Client::Fields fields = {}) {
    http::Client client("127.0.0.1", demo_->port(), seconds(20));
    fields.emplace_back("Content-Type", "application/ipp");
    return client.request("POST", path(), body, fields);
  }
  // Refused by HTTP or by an IPP error status, or closed without a word: never accepted, never a server error.
  static void expect_refused(const Result<http::ClientResponse>& answer, const std::string& what) {
    if (!answer.ok()) return;
    const http::ClientResponse& got = answer.value();
    if (got.status != 200) {
      EXPECT_TRUE(got.status >= 400 && got.status < 500) << what << ": " << got.status;
      return;
    }
    const auto decoded = ipp::decode(got.body);
    ASSERT_TRUE(decoded.ok() && decoded.value()) << what;
    const auto code = decoded.value()->message.code;
    EXPECT_TRUE(code >= 0x0400 && code < 0x0600 && code != ipp::status::internal_error)
        << what << ": " << ipp::status_name(code);
  }
  static std::size_t jobs() { return demo_->get("mika", "/jobs?limit=200")["items"].items().size(); }

  inline static std::unique_ptr<Demo> demo_;
  inline static std::string first_;
};

TEST_F(Hostile, ARequestCutAnywhereMakesNoJob) {
  const std::string whole = print_job("");
  const auto before = jobs();
  for (std::size_t length = 0; length < whole.size(); length += 3)
    expect_refused(post(whole.substr(0, length)), "cut at " + std::to_string(length));
  EXPECT_EQ(jobs(), before);
}

TEST_F(Hostile, AbsurdLengthsAndTagsMakeNoJob) {
  const std::string whole = print_job("");
  const auto before = jobs();
  for (std::size_t at = 8; at < whole.size(); at += 2) {
    std::string bent = whole;
    bent[at] = '\xff';
    const auto answer = post(bent);
    ASSERT_TRUE(answer.ok()) << at;
    EXPECT_LT(answer.value().status, 500) << at;
  }
  EXPECT_EQ(jobs(), before) << "no document came with any of them";
}

TEST_F(Hostile, WhatIsNoPdfIsNotPrinted) {
  for (const std::string& document :
       {std::string(), std::string("hello"), std::string(5000, '\0'), std::string("%PDF-1.7\n%%EOF")}) {
    const auto answer = post(print_job(document));
    ASSERT_TRUE(answer.ok());
    const auto decoded = ipp::decode(answer.value().body);
    if (answer.value().status != 200 || !decoded.ok() || decoded.value()->message.code >= 0x0400) continue;
    // Accepted by its first bytes: then the pages tell.
    const std::string id =
        demo_->job_numbered(decoded.value()->message.group(ipp::Tag::job).integer("job-id").value_or(0))["id"].text();
    const Json job = demo_->wait_for(id, [](const Json& now) {
      return now["document"].text() != "counting" && now["document"].text() != "awaited";
    });
    EXPECT_NE(job["document"].text(), "ready") << job.dump();
    EXPECT_NE(demo_->release(id, "Home").status, 201);
  }
}

TEST_F(Hostile, TwoAnnouncedGigabytesAreRefusedBeforeTheyCome) {
  http::Client client("127.0.0.1", demo_->port(), seconds(20));
  ASSERT_TRUE(
      client
          .send_raw(
              "POST " + path() +
              " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\nContent-Length: 2147483648\r\n\r\n")
          .ok());
  ASSERT_TRUE(client.send_raw(print_job("%PDF-1.7\n")).ok());
  const auto answer = client.read_response();
  if (answer.ok()) expect_refused(answer, "2 GB");
}

TEST_F(Hostile, ClosedInTheMiddleOfADocumentMakesNoReadyJob) {
  const auto before = jobs();
  for (int round = 0; round < 5; ++round) {
    http::Client client("127.0.0.1", demo_->port(), seconds(20));
    const std::string body = print_job(pages::make_pdf(50));
    ASSERT_TRUE(client
                    .send_raw("POST " + path() +
                              " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body.substr(0, body.size() / 2))
                    .ok());
    client.close();
  }
  EXPECT_EQ(jobs(), before);
}

TEST_F(Hostile, ContinueIsSaidAndChunksAreTaken) {
  const std::string body = print_job(pages::make_pdf(1));
  http::Client client("127.0.0.1", demo_->port(), seconds(20));
  ASSERT_TRUE(client
                  .send_raw("POST " + path() +
                            " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\nTransfer-Encoding: "
                            "chunked\r\nExpect: 100-continue\r\n\r\n")
                  .ok());
  // The interim answer comes before a byte of the body is sent; read_response would pass over it.
  pollfd readable{client.descriptor(), POLLIN, 0};
  ASSERT_EQ(poll(&readable, 1, 20'000), 1) << "no 100 Continue";
  char head[25] = {};
  ASSERT_EQ(recv(client.descriptor(), head, sizeof head, MSG_PEEK), 25);
  EXPECT_EQ(std::string(head, sizeof head), "HTTP/1.1 100 Continue\r\n\r\n");
  for (std::size_t at = 0; at < body.size(); at += 100) {
    const std::string piece = body.substr(at, 100);
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    ASSERT_TRUE(client.send_raw(size + piece + "\r\n").ok());
  }
  ASSERT_TRUE(client.send_raw("0\r\n\r\n").ok());
  const auto answer = client.read_response();
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(ipp::decode(answer.value().body).value()->message.code, ipp::status::ok);
}

TEST_F(Hostile, OthersThingsAreNotThere) {
  const std::string& other = demo_->person("aoi")["api_token"].text();
  app::Api api(demo_->port(), other);
  for (const std::string& path :
       {"/jobs/" + first_, "/jobs/" + first_ + "/offers", std::string("/jobs/1"), std::string("/jobs/9007199254740991"),
        std::string("/jobs/-1"), std::string("/jobs/%00")}) {
    const auto answer = api.call("GET", path);
    ASSERT_TRUE(answer.ok()) << path;
    EXPECT_TRUE(answer.value().status == 404 || answer.value().status == 400) << path << " " << answer.value().status;
  }
  // A device sees no other device's queue, and a guessed token is no queue.
  const Json& home = demo_->device("Home");
  const auto stranger = demo_->ipp(demo_->device("Office")["uri"].text(), home["user"].text(), home["password"].text());
  const auto jobs = stranger->send(ipp::make_request(ipp::op::get_jobs, demo_->device("Office")["uri"].text()));
  EXPECT_TRUE(!jobs.ok() || jobs.value().code >= 0x0400);
  const std::string guessed = "ipp://localhost:" + std::to_string(demo_->port()) + "/ipp/p/" + std::string(43, 'A');
  const auto nothing = demo_->ipp(guessed)->send(ipp::make_request(ipp::op::get_printer_attributes, guessed));
  EXPECT_TRUE(!nothing.ok() || nothing.value().code >= 0x0400);
}

TEST_F(Hostile, AWrongPasswordInALoopStallsNobodyElse) {
  std::atomic<bool> over = false;
  std::atomic<int> refused = 0, accepted = 0;
  std::vector<std::thread> guessers;
  for (int i = 0; i < 4; ++i)
    guessers.emplace_back([&] {
      http::Client client("127.0.0.1", demo_->port(), seconds(30));
      while (!over) {
        // "mika:wrong"
        const auto answer =
            client.request("POST", "/ipp/print", print_job(""),
                           {{"Content-Type", "application/ipp"}, {"Authorization", "Basic bWlrYTp3cm9uZw=="}});
        if (!answer.ok()) continue;
        ++(answer.value().status == 200 && ipp::decode(answer.value().body).value()->message.code < 0x0400 ? accepted
                                                                                                           : refused);
      }
    });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(demo_->submit("Private", pages::make_pdf(1))["state"].text(), "held");
  over = true;
  for (auto& guesser : guessers) guesser.join();
  EXPECT_EQ(accepted, 0);
  EXPECT_GT(refused, 0);
  // Her own password still opens.
  const Json& queue = demo_->queue("Private");
  const auto mine = demo_->ipp(queue["basic_uri"].text(), queue["user"].text(), queue["password"].text())
                        ->send(ipp::make_request(ipp::op::get_printer_attributes, queue["basic_uri"].text()));
  ASSERT_TRUE(mine.ok()) << mine.error().what;
  EXPECT_EQ(mine.value().code, ipp::status::ok);
}

}  // namespace
}  // namespace tsuke::tests
