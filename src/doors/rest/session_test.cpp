#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class SessionTest : public RestTest {
 protected:
  Json login(const std::string& name, const std::string& password) {
    return Json::object({{"login", name}, {"password", password}});
  }
  void set_password(PersonId person, const std::string& password) {
    const std::string hash = registry::hash_password(password).take();
    server.change([&](store::Transaction& in) { return registry::set_password(in, person, hash); });
  }
  // The cookie that an answer set, as a browser would send it back.
  Api with_cookie_of(const Reply& reply) {
    const std::string cookie(reply.raw.header("set-cookie"));
    return Api(server, {{"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-Tsuke", "1"}});
  }
};

TEST_F(SessionTest, OpensWithThePasswordAndClosesAtOnce) {
  set_password(mika, "correct horse");
  const Reply in = Api(server).post("/session", login("Mika", "correct horse"));
  ASSERT_EQ(in.status, 200) << in.raw.body;
  EXPECT_EQ(in.body["login"].text(), "mika");
  const std::string cookie(in.raw.header("set-cookie"));
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos) << cookie;
  EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos) << cookie;
  Api browser = with_cookie_of(in);
  EXPECT_EQ(browser.get("/me").status, 200);
  EXPECT_EQ(browser.remove("/session").status, 204);
  EXPECT_EQ(browser.get("/me").status, 401) << "the session is dead on the server, not only in the browser";
}

TEST_F(SessionTest, TheCookieIsForTlsAloneWhereAProxySpeaksIt) {
  set_password(mika, "correct horse");
  const auto cookie = [&] {
    return std::string(Api(server).post("/session", login("mika", "correct horse")).raw.header("set-cookie"));
  };
  EXPECT_EQ(cookie().find("; Secure"), std::string::npos);
  server.stand_behind_tls();
  EXPECT_NE(cookie().find("; Secure"), std::string::npos);
}

TEST_F(SessionTest, EndsByItselfAfterTwoWeeks) {
  Api mikas = browser(mika);
  set_password(mika, "correct horse");
  Api signed_in = with_cookie_of(Api(server).post("/session", login("mika", "correct horse")));
  server.clock().advance(hours(24 * 14 - 1));
  EXPECT_EQ(signed_in.get("/me").status, 200);
  server.clock().advance(hours(2));
  EXPECT_EQ(signed_in.get("/me").status, 401);
}

TEST_F(SessionTest, DoesNotTellWhetherALoginExists) {
  set_password(mika, "correct horse");
  const Reply wrong = Api(server).post("/session", login("mika", "battery staple"));
  const Reply unknown = Api(server).post("/session", login("nobody", "battery staple"));
  const Reply passwordless = Api(server).post("/session", login("ken", "battery staple"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.raw.body, unknown.raw.body);
  EXPECT_EQ(wrong.raw.body, passwordless.raw.body);
}

TEST_F(SessionTest, SlowsGuessingHoweverTheLoginIsSpelled) {
  set_password(mika, "correct horse");
  const char* spellings[] = {"mika", "MIKA", "Mika", "mIKA", "miKa", "mikA", "MIka", "miKA", "MikA", "mIkA"};
  for (const char* spelling : spellings) EXPECT_EQ(Api(server).post("/session", login(spelling, "guess")).status, 401);
  const Reply refused = Api(server).post("/session", login("MiKa", "correct horse"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.code(), "too-many-tries");
  EXPECT_EQ(refused.raw.header("retry-after"), "900");
  EXPECT_EQ(Api(server).post("/session", login("ken", "guess")).status, 401) << "it costs others nothing";
  server.clock().advance(minutes(16));
  EXPECT_EQ(Api(server).post("/session", login("mika", "correct horse")).status, 200);
}

TEST_F(SessionTest, RefusesToBeOpenedFromAnotherSite) {
  set_password(mika, "correct horse");
  const Reply refused =
      Api(server).post("/session", login("mika", "correct horse"), {{"Sec-Fetch-Site", "cross-site"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "csrf");
  EXPECT_EQ(Api(server).post("/session", login("mika", "correct horse"), {{"Sec-Fetch-Site", "same-origin"}}).status,
            200);
}

TEST_F(SessionTest, WantsTextsForLoginAndPassword) {
  for (const char* body :
       {"{}", R"({"login":"mika"})", R"({"login":1,"password":"x"})", R"({"login":"mika","password":null})"}) {
    const Reply refused = Api(server).send("POST", "/session", body);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_EQ(refused.code(), "bad-member");
  }
}

TEST_F(SessionTest, OpensOnceByLinkAndTheFirstPasswordNeedsNoOldOne) {
  const Json link = Json::object({{"token", server.secret(registry::CredentialKind::sign_in_link, ken)}});
  const Reply in = Api(server).post("/session/link", link);
  ASSERT_EQ(in.status, 200);
  EXPECT_FALSE(in.body["has_password"].boolean(true));
  const Reply again = Api(server).post("/session/link", link);
  EXPECT_EQ(again.status, 401);
  EXPECT_EQ(again.code(), "code-used-or-expired");

  Api kens = with_cookie_of(in);
  EXPECT_EQ(kens.put("/me/password", Json::object({{"new", "short"}})).code(), "weak-password");
  EXPECT_EQ(kens.put("/me/password", Json::object({{"new", "long enough"}})).status, 204);
  EXPECT_TRUE(kens.get("/me").body["has_password"].boolean());
  EXPECT_EQ(kens.put("/me/password", Json::object({{"new", "another one"}})).status, 401)
      << "from now on the old one is asked for";
  EXPECT_EQ(kens.put("/me/password", Json::object({{"old", "long enough"}, {"new", "another one"}})).status, 204);
  EXPECT_EQ(Api(server).post("/session", login("ken", "another one")).status, 200);
}

TEST_F(SessionTest, APasswordChangeRepeatedUnderItsKeyIsOne) {
  set_password(mika, "correct horse");
  Api mikas = browser(mika);
  const Json change = Json::object({{"old", "correct horse"}, {"new", "battery staple"}});
  const Api::Fields key{{"Idempotency-Key", "p1"}};
  EXPECT_EQ(mikas.put("/me/password", change, key).status, 204);
  EXPECT_EQ(mikas.put("/me/password", change, key).status, 204);
}

TEST_F(SessionTest, AStolenSessionCannotGuessThePassword) {
  set_password(mika, "correct horse");
  Api thief = browser(mika);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(thief.put("/me/password", Json::object({{"old", "guess"}, {"new", "long enough"}})).status, 401);
  EXPECT_EQ(thief.put("/me/password", Json::object({{"old", "correct horse"}, {"new", "long enough"}})).status, 429);
}

TEST_F(SessionTest, TokensDieAtTheNextRequest) {
  Api mikas = browser(mika);
  const Reply made = mikas.post("/api-tokens", Json::object({{"label", "script"}}));
  ASSERT_EQ(made.status, 201);
  EXPECT_TRUE(made.body["token"].text().starts_with("tsuke_api_"));
  Api script(server, {{"Authorization", "Bearer " + made.body["token"].text()}});
  EXPECT_EQ(script.get("/me").status, 200);
  EXPECT_EQ(script.patch("/me", Json::object({{"language", "ja"}})).body["language"].text(), "ja")
      << "a token needs no X-Tsuke";
  const Json listed = mikas.get("/api-tokens").body["items"].items().at(0);
  EXPECT_FALSE(listed.has("token"));
  EXPECT_FALSE(listed["used_at"].is_null());
  EXPECT_EQ(mikas.remove("/api-tokens/" + made.id()).status, 204);
  EXPECT_EQ(script.get("/me").status, 401);
}

TEST_F(SessionTest, ABadTokenIsNotSavedByAGoodCookie) {
  Api mikas = browser(mika);
  EXPECT_EQ(mikas.get("/me", {{"Authorization", "Bearer tsuke_api_nonsense"}}).status, 401);
}

TEST_F(SessionTest, AppPasswordsNameTheirUserAndAreShownOnce) {
  Api mikas = browser(mika);
  const Reply made = mikas.post("/app-passwords", Json::object({{"label", "laptop"}}));
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.body["user"].text(), "mika");
  EXPECT_FALSE(made.body["password"].text().empty());
  EXPECT_EQ(mikas.get("/app-passwords").raw.body.find(made.body["password"].text()), std::string::npos);
  EXPECT_EQ(mikas.post("/app-passwords", Json::object({{"label", "\n"}})).status, 400);
}

}  // namespace
}  // namespace tsuke::doors
