#include <algorithm>
#include <deque>
#include <thread>

#include "doors/rest/test_server.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::doors {
namespace {

using Fields = Api::Fields;

constexpr store::Query kept_rows{"kept_rows", "SELECT fingerprint, sealed_body, key_digest FROM kept_answer"};

class IdempotencyTest : public RestTest {
 protected:
  std::string kept() {
    return server.read<std::string>([](store::Reader& in) -> Result<std::string> {
      std::string all;
      TRY(in.each(kept_rows, {}, [&](const store::Row& row) -> Result<void> {
        all += row.text(0) + row.blob(1) + row.text(2);
        return {};
      }));
      return all;
    });
  }
  Fields key(const std::string& text) { return {{"Idempotency-Key", text}}; }
};

TEST_F(IdempotencyTest, TheSameRequestHasTheEffectOfOne) {
  Api mikas = browser(mika);
  const Json wish = Json::object({{"label", "script"}});
  const Reply first = mikas.post("/api-tokens", wish, key("k-1"));
  const Reply second = mikas.post("/api-tokens", wish, key("k-1"));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.raw.body, second.raw.body);
  EXPECT_EQ(mikas.get("/api-tokens").body["items"].items().size(), 1U);
}

TEST_F(IdempotencyTest, AnotherRequestUnderTheKeyIsRefused) {
  Api mikas = browser(mika);
  EXPECT_EQ(mikas.post("/api-tokens", Json::object({{"label", "a"}}), key("k")).status, 201);
  for (const Reply& other : {mikas.post("/api-tokens", Json::object({{"label", "b"}}), key("k")),
                             mikas.post("/app-passwords", Json::object({{"label", "a"}}), key("k")),
                             mikas.patch("/me", Json::object({{"label", "a"}}), key("k"))}) {
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(other.code(), "idempotency-key-reused");
  }
  EXPECT_EQ(browser(ken).post("/api-tokens", Json::object({{"label", "b"}}), key("k")).status, 201)
      << "keys are each person's own";
}

TEST_F(IdempotencyTest, NeitherKeyNorSecretNorPasswordStandsInTheRows) {
  Api mikas = browser(mika);
  const Reply made = mikas.post("/api-tokens", Json::object({{"label", "script"}}), key("my-own-key"));
  const std::string rows = kept();
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.find(made.body["token"].text()), std::string::npos);
  EXPECT_EQ(rows.find("script"), std::string::npos);
  EXPECT_EQ(rows.find("my-own-key"), std::string::npos);
}

TEST_F(IdempotencyTest, RefusalsOfAReleaseAreKeptAndFailuresAreNot) {
  const JobId job = make_job(mika, purpose);
  Api mikas = browser(mika);
  const std::string path = "/jobs/" + to_string(job) + "/release";
  const Json wish = Json::object({{"printer", to_string(printer)}});
  const Reply refused = mikas.post(path, wish, key("r"));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "printer-not-enrolled");
  open_shop();
  EXPECT_EQ(mikas.post(path, wish, key("r")).raw.body, refused.raw.body) << "the same answer again";
  EXPECT_EQ(
      mikas.post("/purposes", Json::object({{"name", ""}, {"payer", Json::object({{"kind", "private"}})}}), key("f"))
          .status,
      400);
  EXPECT_EQ(
      mikas
          .post("/purposes", Json::object({{"name", "Good"}, {"payer", Json::object({{"kind", "private"}})}}), key("f"))
          .status,
      201);
}

TEST_F(IdempotencyTest, BadKeysAreRefused) {
  for (const std::string& bad : {std::string("has space"), std::string(101, 'k'), std::string("caf\xc3\xa9")})
    EXPECT_EQ(browser(mika).post("/api-tokens", Json::object({{"label", "a"}}), key(bad)).code(), "bad-idempotency-key")
        << bad;
  EXPECT_EQ(browser(mika).post("/api-tokens", Json::object({{"label", "a"}}), key(std::string(100, 'k'))).status, 201);
}

TEST_F(IdempotencyTest, DuplicatesAtTheSameMomentHaveOneEffect) {
  open_shop();
  const JobId job = make_job(mika, purpose);
  const std::string path = "/jobs/" + to_string(job) + "/release";
  const Json wish = Json::object({{"printer", to_string(printer)}});
  std::deque<Api> callers;
  for (int i = 0; i < 8; ++i) callers.emplace_back(server, browser(mika).fields());
  std::vector<Reply> replies(callers.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < callers.size(); ++i)
    threads.emplace_back([&, i] { replies[i] = callers[i].post(path, wish, {{"Idempotency-Key", "once"}}); });
  for (std::thread& thread : threads) thread.join();
  for (const Reply& reply : replies) {
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(reply.raw.body, replies.front().raw.body);
  }
  EXPECT_EQ(browser(mika).get("/print-log").body["items"].items().size(), 1U);
}

TEST_F(IdempotencyTest, SimultaneousReleasesWithoutAKeyHaveOneWinner) {
  open_shop();
  const JobId job = make_job(mika, purpose);
  const Api::Fields fields = browser(mika).fields();
  std::vector<int> statuses(8);
  std::vector<std::thread> threads;
  for (int& status : statuses)
    threads.emplace_back([&] {
      Api caller(server, fields);
      status =
          caller.post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}})).status;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 201), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), 7);
}

TEST_F(IdempotencyTest, AnUploadIsKnownByItsDocument) {
  Api mikas = browser(mika);
  const std::string document = pages::make_pdf(1);
  std::string other = document;
  other[other.size() / 2] ^= 1;  // as long, another
  const Reply first = mikas.upload(purpose, document, key("u"));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(mikas.upload(purpose, document, key("u")).raw.body, first.raw.body);
  EXPECT_EQ(mikas.upload(purpose, other, key("u")).code(), "idempotency-key-reused");
  EXPECT_EQ(mikas.get("/jobs").body["items"].items().size(), 1U);
  const auto job =
      server.read<flow::Job>([&](store::Reader& in) { return flow::job(in, parse_id<JobId>(first.id()).take()); });
  EXPECT_TRUE(server.vault().open(job.location).ok()) << "only the spare copies went";
}

}  // namespace
}  // namespace tsuke::doors
