// A real server in this process for the tests of this folder: a loop on a thread of its own, a database and a vault in
// a folder that vanishes, and some people with purposes and printers.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "doors/ipp/doors.h"
#include "flow/job.h"
#include "platform/http/client.h"
#include "platform/ipp/client.h"
#include "platform/ipp/codes.h"
#include "registry/credentials.h"
#include "registry/testing.h"

namespace tsuke::ippdoor {

// The machine's clock, and what a test let pass besides.
class MovedClock : public Clock {
 public:
  Instant now() const override { return wall_clock().now() + Duration{passed_micros_}; }
  void advance(Duration more) { passed_micros_ += more.micros; }

 private:
  std::atomic<std::int64_t> passed_micros_ = 0;  // the server's threads read it
};

class TestServer {
 public:
  TestServer();
  ~TestServer();

  store::Store& store() { return *store_; }
  vault::Vault& vault() { return *vault_; }
  int port() const { return listener_->port(); }
  Instant now() const { return clock_.now(); }
  void let_pass(Duration time) { clock_.advance(time); }

  // From now on clients find the server by this name, where a proxy speaks TLS for it.
  void stand_behind(const std::string& public_host);

  // Secrets.
  std::string add_token(PurposeId purpose);
  std::string add_app_password(PersonId person);
  CredentialId credential_of(registry::CredentialKind kind, const std::string& secret);

  // "ipp://localhost:<port>/ipp/p/…"
  std::string uri(const std::string& path) const;
  std::unique_ptr<ipp::Client> client(const std::string& path, const std::string& user = "",
                                      const std::string& password = "");
  http::Client http() const { return http::Client("127.0.0.1", port()); }

  template <typename T>
  T write(std::function<Result<T>(store::Transaction&)> function) {
    Result<T> result = store_->write<T>(std::move(function));
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().what);
    return result.take();
  }
  template <typename T>
  T read(std::function<Result<T>(store::Reader&)> function) {
    Result<T> result = store_->read<T>(std::move(function));
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().what);
    return result.take();
  }

  // What the stages of the flow do off the request path: counts pages as told, prices every printer.
  void count_pages(JobId job, int pages);
  void publish_prices(PrinterId printer);
  // Counts, releases at the printer and answers the attempt.
  flow::Attempt release(PersonId person, JobId job, PrinterId printer, int pages = 2);
  void settle(JobId job);

  // Called on the committer's thread with what every commit published. Set it before the first request.
  std::function<void(const store::Event&)> on_event;

 private:
  MovedClock clock_;
  bool behind_tls_ = false;  // set before the first request
  std::filesystem::path folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<net::Loop> loop_;
  std::unique_ptr<ThreadPool> pool_;
  std::unique_ptr<doors::Announcer> announcer_;
  std::unique_ptr<doors::Service> service_;
  http::Router router_;
  std::unique_ptr<net::Listener> listener_;
  std::thread thread_;
};

// Mika works for company A and prints privately, too; Ken works for company B. The shop has two printers.
class IppDoorTest : public testing::Test {
 protected:
  TestServer server;
  PersonId mika = registry::make_person(server.store(), "mika");
  PersonId ken = registry::make_person(server.store(), "ken");
  OrganisationId company_a =
      registry::make_organisation(server.store(), "Company A", registry::make_person(server.store(), "admin-a"));
  OrganisationId shop =
      registry::make_organisation(server.store(), "Shop", registry::make_person(server.store(), "admin-s"));
  PurposeId purpose_a = (registry::make_member(server.store(), mika, company_a),
                         registry::make_purpose(server.store(), mika, "Client A", company_a));
  PurposeId purpose_ken = registry::make_purpose(server.store(), ken, "At home");
  std::string token = server.add_token(purpose_a);
  std::string token_path = "/ipp/p/" + token;

  // A request to that path with charset, language and the target.
  ipp::Message request(std::uint16_t operation, const std::string& path);
  ipp::Message job_request(std::uint16_t operation, const std::string& path, std::int32_t job);
  // Sends it; a failure of the way fails the test.
  ipp::Message send(ipp::Client& client, const ipp::Message& message, std::string_view document = {});
  // Print-Job by that token's queue; answers the job-id.
  std::int32_t print(const std::string& path, std::string_view document);
  flow::Job job_by_number(PersonId person, std::int32_t number);
  std::string document_of(const flow::Job& job);
};

std::string status(const ipp::Message& answer);  // "successful-ok"
// The message as an HTTP POST, to be sent in pieces or damaged.
std::string http_post(const std::string& path, std::string_view body, const std::string& more_fields = "");

}  // namespace tsuke::ippdoor
