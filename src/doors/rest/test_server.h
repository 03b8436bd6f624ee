// A real server in this process for the tests of this folder: the loop on a thread of its own, a database and a vault
// that vanish, and a clock that moves only when told to.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "doors/rest/doors.h"
#include "doors/rest/test_description.h"
#include "flow/job.h"
#include "platform/http/client.h"
#include "platform/store/testing.h"
#include "registry/credentials.h"
#include "registry/testing.h"

namespace tsuke::doors {

class TestServer {
 public:
  explicit TestServer(const std::string& database = "sqlite", const std::string& public_host = "");
  ~TestServer();

  store::Store& store() { return *store_; }
  vault::Vault& vault() { return *vault_; }
  http::Router& router() { return router_; }
  ManualClock& clock() { return clock_; }
  Instant now() const { return clock_.now(); }
  int port() const { return listener_->port(); }
  const Description& description() const { return description_; }
  // As behind a proxy that speaks TLS, from the next connection on.
  void stand_behind_tls() { behind_tls_ = true; }
  // Waits until so few connections are being served.
  bool connections_fall_to(int count);

  template <typename T>
  T write(std::function<Result<T>(store::Transaction&)> function) {
    Result<T> result = store_->write<T>(std::move(function));
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().code + ": " + result.error().what);
    return result.take();
  }
  template <typename T>
  T read(std::function<Result<T>(store::Reader&)> function) {
    Result<T> result = store_->read<T>(std::move(function));
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().code + ": " + result.error().what);
    return result.take();
  }
  void change(std::function<Result<void>(store::Transaction&)> function);

  std::string secret(registry::CredentialKind kind, PersonId person);
  PersonId add_operator(const std::string& login);
  // A fee plan of 3.5 %, and ¥10 an impression and ¥3 a sheet at this printer.
  void publish_prices(PrinterId printer);
  // What the stages do off the request path.
  void count_pages(JobId job, int pages);
  void settle(JobId job);

 private:
  Task<void> serve(std::unique_ptr<net::Stream> stream);

  std::filesystem::path folder_;
  ManualClock clock_;
  store::TestStore store_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<net::Loop> loop_;
  std::unique_ptr<ThreadPool> pool_;
  std::unique_ptr<Announcer> announcer_;
  std::unique_ptr<Service> service_;
  http::Router router_;
  Description description_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int connections_ = 0;
  std::atomic<bool> behind_tls_ = false;
  std::unique_ptr<net::Listener> listener_;
  std::thread thread_;
};

struct Reply {
  int status = 0;
  Json body;
  http::ClientResponse raw;
  std::string code() const { return body["code"].text(); }
  std::string id() const { return body["id"].text(); }
};

// Somebody at the API. Every answer is held against the description.
class Api {
 public:
  using Fields = http::Client::Fields;
  // Nobody, unless fields name somebody.
  explicit Api(TestServer& server, Fields fields = {})
      : server_(server), client_("127.0.0.1", server.port(), seconds(60)), fields_(std::move(fields)) {}
  static Api browser(TestServer& server, PersonId person);  // by cookie, with X-Tsuke
  static Api program(TestServer& server, PersonId person);  // by API token

  Reply get(const std::string& path, const Fields& more = {}) { return send("GET", path, {}, more); }
  Reply post(const std::string& path, const Json& body = Json::object(), const Fields& more = {}) {
    return send("POST", path, body.dump(), more);
  }
  Reply put(const std::string& path, const Json& body, const Fields& more = {}) {
    return send("PUT", path, body.dump(), more);
  }
  Reply patch(const std::string& path, const Json& body, const Fields& more = {}) {
    return send("PATCH", path, body.dump(), more);
  }
  Reply remove(const std::string& path, const Fields& more = {}) { return send("DELETE", path, {}, more); }
  // The path is below /api/v1.
  Reply send(const std::string& method, const std::string& path, std::string_view body, const Fields& more = {});
  Reply upload(PurposeId purpose, const std::string& document, const Fields& more = {});

  http::Client& client() { return client_; }
  const Fields& fields() const { return fields_; }

 private:
  TestServer& server_;
  http::Client client_;
  Fields fields_;
};

// Mika works for company A, which admin-a runs, and prints privately, too; ken has nothing to do with them. The shop's
// printer is for all, the one at mika's home for mika alone.
class RestTest : public testing::Test {
 protected:
  TestServer server;
  PersonId mika = registry::make_person(server.store(), "mika");
  PersonId ken = registry::make_person(server.store(), "ken");
  PersonId admin_a = registry::make_person(server.store(), "admin-a");
  PersonId admin_s = registry::make_person(server.store(), "admin-s");
  PersonId oper = server.add_operator("oper");
  OrganisationId company = registry::make_organisation(server.store(), "Company A", admin_a);
  OrganisationId shop = registry::make_organisation(server.store(), "Shop", admin_s);
  MembershipId membership = registry::make_member(server.store(), mika, company);
  PurposeId purpose = registry::make_purpose(server.store(), mika, "Client A", company);
  PurposeId hobby = registry::make_purpose(server.store(), mika, "Hobby");
  ProviderId provider = registry::make_provider(server.store(), "Shop", shop);
  PrinterId printer = registry::make_printer(server.store(), "Front desk", provider, registry::SiteKind::store);
  ProviderId home = registry::make_home_provider(server.store(), "Mika's home", mika);
  PrinterId home_printer = make_home_printer();

  Api browser(PersonId person) { return Api::browser(server, person); }
  Api program(PersonId person) { return Api::program(server, person); }
  // A job with so many counted pages.
  JobId make_job(PersonId person, PurposeId under, int pages = 2);
  void open_shop();  // enrols its printer and publishes prices
  // The device takes what was released and reports so many monochrome impressions; the charge is settled.
  void print(JobId job, std::int64_t impressions);

 private:
  PrinterId make_home_printer();
};

}  // namespace tsuke::doors
