// One demo for a group of tests, and what they ask of it again and again.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "platform/ipp/codes.h"
#include "platform/pages/sample_pdf.h"
#include "support/demo.h"

namespace tsuke::tests {

class AcceptanceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto started = Demo::start();
    ASSERT_TRUE(started.ok()) << started.error().what;
    shared_ = started.take();
  }
  static void TearDownTestSuite() { shared_.reset(); }
  void SetUp() override { ASSERT_NE(shared_, nullptr); }

  Demo& demo() { return *shared_; }
  Json of(const std::string& login, const std::string& path) { return demo().get(login, path); }
  // A call that succeeds; its answer.
  Json ask(const std::string& login, std::string_view method, const std::string& path, const Json& body = {}) {
    const auto answer = demo().api(login).call(method, path, body);
    if (!answer.ok()) ADD_FAILURE() << method << " " << path << ": " << answer.error().what;
    if (!answer.ok()) return {};
    EXPECT_TRUE(answer.value().ok()) << method << " " << path << ": " << answer.value().status << " "
                                     << answer.value().body.dump();
    return answer.value().body;
  }
  int status_of(const std::string& login, std::string_view method, const std::string& path, const Json& body = {}) {
    const auto answer = demo().api(login).call(method, path, body);
    return answer.ok() ? answer.value().status : 0;
  }

  Json purpose(std::string_view name) {
    const Json all = of("mika", "/purposes");
    for (const Json& found : all["items"].items())
      if (found["name"].text() == name) return found;
    ADD_FAILURE() << "no purpose " << name;
    return {};
  }
  std::string organisation(std::string_view purpose_name) {
    return purpose(purpose_name)["payer"]["organisation"].text();
  }
  // Jobs that a company's own print log names.
  std::set<std::string> jobs_seen_by(const std::string& login, const std::string& organisation_id) {
    std::set<std::string> jobs;
    const Json log = of(login, "/organisations/" + organisation_id + "/print-log?limit=200");
    for (const Json& row : log["items"].items()) jobs.insert(row["job"].text());
    return jobs;
  }
  Json unpaid_of(std::string_view payer_kind, std::string_view name) {
    const Json all = of("operator", "/unpaid");
    for (const Json& unpaid : all["items"].items())
      if (unpaid["payer"]["kind"].text() == payer_kind && (name.empty() || unpaid["payer"]["name"].text() == name))
        return unpaid;
    ADD_FAILURE() << "nothing unpaid of " << payer_kind << " " << name;
    return {};
  }
  Json pay(const Json& unpaid) {
    return ask("operator", "POST", "/payments", Json::object({{"payer", unpaid["payer"]}, {"amount", unpaid["due"]}}));
  }
  Json earnings(std::string_view provider) { return of_provider(provider, "earnings"); }
  Json of_provider(std::string_view provider, const std::string& what) {
    const Json all = of("operator", "/providers");
    for (const Json& found : all["items"].items())
      if (found["name"].text() == provider) return of("operator", "/providers/" + found["id"].text() + "/" + what);
    ADD_FAILURE() << "no provider " << provider;
    return {};
  }
  void give_budget(const std::string& login, const std::string& organisation_id, std::int64_t room) {
    const std::string path = "/organisations/" + organisation_id + "/budget";
    const Json budget = of(login, path);
    const std::int64_t taken = amount(budget["used"]) + amount(budget["reserved"]);
    ask(login, "PUT", path,
        Json::object({{"monthly", Json::object({{"amount_minor", taken + room}, {"currency", "JPY"}})}}));
  }
  void expect_books_in_order() {
    const Json report = ask("operator", "POST", "/ledger/verify");
    EXPECT_TRUE(report["ok"].boolean()) << report.dump();
  }
  static void expect_parts_sum(const Json& charge) {
    EXPECT_EQ(amount(charge["captured"]), amount(charge["device_fee"]) + amount(charge["service_fee"]))
        << charge.dump();
  }
  static bool is_settled(const Json& job) {
    const std::string& state = job["charge"]["state"].text();
    return state == "captured" || state == "voided" || state == "unconfirmed";
  }

 private:
  inline static std::unique_ptr<Demo> shared_;
};

}  // namespace tsuke::tests
