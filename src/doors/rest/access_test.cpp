// Every route × every role, from the router itself: nothing answers whom the table does not name.
#include <set>

#include "doors/rest/test_things.h"

namespace tsuke::doors {
namespace {

class AccessTest : public ThingsTest {
 protected:
  Names names;

  // Makes every call in this role, on things of mika's.
  void try_all(char role, Api caller) {
    names = make_things(mikas());
    for (const Rule& rule : route_rules()) {
      const Reply reply = call(caller, rule, names);
      const std::string what = std::string(1, role) + " " + rule.method + " " + rule.path + ": " + reply.raw.body;
      EXPECT_GE(reply.status, 200) << what;
      EXPECT_LT(reply.status, 500) << what;
      const bool operator_only = rule.roles == "O", names_a_thing = rule.path.find('{') != std::string::npos;
      if (rule.allows(role)) {
        // The table is no wider than the truth: what refuses even those it names is noted.
        if (reply.status >= 400) refused_.insert(rule.method + " " + rule.path);
      } else if (role == 'N') {
        EXPECT_EQ(reply.status, 401) << what;
      } else if (operator_only) {
        EXPECT_EQ(reply.status, 403) << what;
      } else {
        EXPECT_GE(reply.status, names_a_thing ? 404 : 400) << what;
        EXPECT_TRUE(!names_a_thing || reply.status == 404) << what;
      }
    }
  }
  std::set<std::string> refused_;
};

TEST_F(AccessTest, TheTableNamesEveryRoute) {
  std::set<std::string> named, served;
  for (const Rule& rule : route_rules()) named.insert(rule.method + " /api/v1" + rule.path);
  for (const http::Route& route : server.router().routes())
    if (!route.pattern.starts_with("/setup/"))
      served.insert(route.method + " " + route.pattern);  // for who has the link
  EXPECT_EQ(named, served);
}

TEST_F(AccessTest, Nobody) { try_all('N', Api(server)); }
TEST_F(AccessTest, AStranger) { try_all('K', browser(ken)); }
TEST_F(AccessTest, TheCompanysAdmin) { try_all('A', browser(admin_a)); }
TEST_F(AccessTest, TheShopsAdmin) { try_all('S', browser(admin_s)); }
TEST_F(AccessTest, TheOperator) {
  try_all('O', program(oper));
  EXPECT_EQ(refused_, (std::set<std::string>{"GET /jobs/{job}/evidence", "GET /refund-requests/{refund_request}/photo",
                                             "POST /enrolments", "POST /invitations/accept", "POST /invitations/look",
                                             "POST /jobs/{job}/settle", "POST /jobs/{job}/share-loss",
                                             "POST /organisations/{organisation}/join",
                                             "PUT /organisations/{organisation}/mail-domain/confirmed",
                                             "POST /payments", "POST /session", "POST /session/link"}));
}
TEST_F(AccessTest, TheOwner) {
  try_all('M', browser(mika));
  EXPECT_EQ(refused_, (std::set<std::string>{"DELETE /purposes/{purpose}",
                                             "GET /refund-requests/{refund_request}/photo",
                                             "POST /invitations/accept",
                                             "POST /invitations/look",
                                             "POST /organisations/{organisation}/join",
                                             "POST /enrolments",
                                             "POST /jobs/{job}/confirm-sender",
                                             "POST /jobs/{job}/disputes",
                                             "POST /jobs/{job}/approval/reply",
                                             "DELETE /jobs/{job}/approval",
                                             "POST /jobs/{job}/approval",
                                             "POST /jobs/{job}/reassign",
                                             "POST /jobs/{job}/refund-requests",
                                             "POST /jobs/{job}/release",
                                             "POST /memberships/{membership}/accept",
                                             "POST /session",
                                             "POST /session/link",
                                             "PUT /jobs/{job}/split",
                                             "PUT /purposes/{purpose}/split",
                                             "PUT /refund-requests/{refund_request}/photo"}));
}

TEST_F(AccessTest, EveryChangeByCookieCarriesTheHeader) {
  names = make_things(mikas());
  Api::Fields fields = browser(mika).fields();
  fields.pop_back();  // X-Tsuke
  for (const Api::Fields& forged : {fields, Api::Fields{fields.front(), {"X-Tsuke", "0"}}}) {
    Api caller(server, forged);
    for (const Rule& rule : route_rules()) {
      if (rule.open() || rule.method == "GET") continue;
      const Reply reply = call(caller, rule, names);
      EXPECT_EQ(reply.status, 403) << rule.method << " " << rule.path;
      EXPECT_EQ(reply.code(), "csrf");
    }
  }
}

TEST_F(AccessTest, IdsThatAreNoneAreNotFound) {
  names = make_things(mikas());
  Api caller = browser(mika);
  for (const char* bad : {"0", "-1", "abc", "9007199254740993", "1", "%00", "..%2f1", "9223372036854775808"})
    for (const Rule& rule : route_rules()) {
      if (rule.path.find('{') == std::string::npos || rule.roles == "O") continue;
      std::string path = rule.path;
      const std::size_t open = path.find('{');
      path.replace(open, path.find('}') - open + 1, bad);
      http::Client client("127.0.0.1", server.port());
      const auto reply =
          client.request(rule.method, "/api/v1" + filled(path, names), filled(rule.body, names), caller.fields());
      ASSERT_TRUE(reply.ok());
      // What is no favourite needs no taking off.
      const bool nothing_to_do = rule.method == "DELETE" && rule.path == "/favourites/{printer}";
      EXPECT_TRUE(reply.value().status == 404 || reply.value().status == 400 ||
                  (nothing_to_do && reply.value().status == 204))
          << rule.method << " " << path << " " << reply.value().status;
    }
}

}  // namespace
}  // namespace tsuke::doors
