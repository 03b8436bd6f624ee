// Every route × every role, from the router itself: nothing answers whom the table below does not name.
#include <map>
#include <set>
#include <sstream>

#include "doors/rest/test_server.h"
#include "flow/approve/approve.h"
#include "flow/budget/request.h"
#include "registry/departments.h"
#include "registry/mail_addresses.h"
#include "rules/policy_book.h"

namespace tsuke::doors {
namespace {

// Roles: M mika (whose things they are), K ken (a stranger), A company A's admin, S the shop's admin, O the operator.
// "-" is everybody signed in, "*" everybody. A route may refuse even those for other reasons; nobody else may pass.
constexpr const char* allowed = R"(
POST   /session                                       *  {"login":"nobody","password":"nothing"}
POST   /session/link                                  *  {"token":"tsuke_link_x"}
GET    /me                                            -
PATCH  /me                                            -  {"language":"en"}
PUT    /me/password                                   -  {"new":"long enough"}
GET    /app-passwords                                 -
POST   /app-passwords                                 -  {"label":"x"}
GET    /api-tokens                                    -
POST   /api-tokens                                    -  {"label":"x"}
GET    /organisations                                 -
POST   /organisations                                 -  {"name":"New"}
GET    /organisations/{organisation}/members          A
POST   /organisations/{organisation}/invitations      A  {"login":"ken"}
POST   /organisations/{organisation}/requests         -
POST   /memberships/{membership}/accept               MA
GET    /organisations/{organisation}/print-log        A
GET    /organisations/{organisation}/print-log.csv    A
GET    /organisations/{organisation}/budget           A
PUT    /organisations/{organisation}/budget           A  {"monthly":{"amount_minor":100000,"currency":"JPY"}}
GET    /organisations/{organisation}/departments      MA
POST   /organisations/{organisation}/departments      A  {"code":"30","name":"Works"}
PATCH  /organisations/{organisation}/departments/{department} A  {"name":"Sales and works"}
GET    /organisations/{organisation}/cost-centres     MA
POST   /organisations/{organisation}/cost-centres     A  {"code":"4712","name":"Trade fair"}
PATCH  /organisations/{organisation}/cost-centres/{cost_centre} A  {"in_use":false}
PATCH  /memberships/{membership}                      A  {"department":"{department}"}
GET    /organisations/{organisation}/policy           MA
GET    /organisations/{organisation}/policies         A
POST   /organisations/{organisation}/policies         A  {"rules":[{"where":{"elsewhere":true,"kinds":["office","store"]},"then":"refuse"}]}
POST   /organisations/{organisation}/policy-trials    A  {"rules":[{"what":{"color":true},"then":"refuse"}]}
GET    /organisations/{organisation}/budgets          A
PUT    /organisations/{organisation}/budgets          A  {"scope":"organisation","period":"year","limit":null}
GET    /organisations/{organisation}/budget-cap       AO
PUT    /organisations/{organisation}/budget-cap       O  {"monthly":null}
GET    /organisations/{organisation}/budget-alerts    A
GET    /organisations/{organisation}/budget-requests  A
GET    /purposes/{purpose}/budgets                    M
POST   /purposes/{purpose}/budget-requests            M  {"amount":{"amount_minor":5,"currency":"JPY"},"reason":"x"}
GET    /budget-requests                               -
POST   /budget-requests/{request}/answer              A  {"grant":false,"sentence":"no"}
DELETE /budget-requests/{request}                     M
PUT    /organisations/{organisation}/blocked          O  {"blocked":false}
GET    /purposes                                      -
POST   /purposes                                      -  {"name":"New","payer":{"kind":"private"}}
GET    /purposes/{purpose}                            M
PATCH  /purposes/{purpose}                            M  {"name":"Renamed"}
GET    /purposes/{purpose}/queue-tokens               M
POST   /purposes/{purpose}/queue-tokens               M  {"label":"x"}
GET    /purposes/{purpose}/mail-address               M
POST   /purposes/{purpose}/mail-address               M
DELETE /purposes/{purpose}/mail-address               M
GET    /trusted-senders                               -
DELETE /trusted-senders/{address}                     M
POST   /jobs                                          M
GET    /document-formats                              -
GET    /jobs                                          -
GET    /jobs/{job}                                    M
PATCH  /jobs/{job}                                    M  {"name":"renamed"}
GET    /jobs/{job}/pages                              M
GET    /jobs/{job}/pages/{page}/preview               M
GET    /jobs/{job}/offers                             M
GET    /jobs/{job}/offers/{printer}                   M
GET    /jobs/{job}/approval                           M
POST   /jobs/{job}/approval                           M  {"printer":"{printer}"}
POST   /jobs/{job}/approval/reply                     M  {"note":"for the fair"}
DELETE /jobs/{job}/approval                           M
GET    /organisations/{organisation}/approvals        A
POST   /approvals/{approval}/answer                   A  {"answer":"ask","text":"what for?"}
POST   /jobs/{job}/release                            M  {"printer":"{printer}"}
POST   /jobs/{job}/confirm-sender                     M  {"always":false}
GET    /print-log                                     -
GET    /print-log.csv                                 -
GET    /favourites                                    -
PUT    /favourites/{printer}                          M
DELETE /favourites/{printer}                          -
GET    /printers                                      -
GET    /printers/{printer}                            MO
POST   /printers                                      S  {"site":"{site}","name":"New"}
PATCH  /printers/{printer}                            M  {"name":"Renamed"}
POST   /printers/{printer}/enrolment-codes            M
GET    /printers/{printer}/supplies                   M
GET    /printers/{printer}/direct                     MO
PUT    /printers/{printer}/direct                     MO  {"uri":"ipp://192.168.10.9/ipp/print"}
DELETE /printers/{printer}/direct                     MO
GET    /printers/{printer}/sheet                      M
GET    /printers/{printer}/tariffs                    M
POST   /printers/{printer}/tariffs                    M  {"lines":[{"per_impression_milli":1000}]}
GET    /providers                                     -
POST   /providers                                     A  {"name":"New","organisation":"{organisation}"}
GET    /providers/{provider}/printers                 SO
GET    /providers/{provider}/earnings                 SO
GET    /providers/{provider}/print-log                SO
GET    /providers/{provider}/print-log.csv            SO
GET    /sites                                         -
POST   /sites                                         S  {"provider":"{provider}","name":"New","kind":"office"}
PATCH  /sites/{site}                                  S  {"position":null}
POST   /enrolments                                    *  {"code":"AAAA-AAAA"}
GET    /people                                        O
POST   /people                                        O  {"name":"New","login":"new","password":"long enough"}
GET    /operator/print-log                            O
GET    /operator/print-log.csv                        O
GET    /unconfirmed                                   O
GET    /unpaid                                        O
POST   /payments                                      O  {"payer":{"kind":"organisation","organisation":"{organisation}"}}
GET    /fee-plans                                     O
POST   /fee-plans                                     O  {}
GET    /ledger/accounts                               O
POST   /ledger/verify                                 O
POST   /jobs/{job}/settle                             O  {"sheets":0}
POST   /jobs/{job}/reassign                           M  {"purpose":"{purpose}","category":"other","reason":"x"}
GET    /jobs/{job}/amendments                         M
GET    /reassign-requests                             -
DELETE /reassign-requests/{reassign_request}          M
POST   /reassign-requests/{reassign_request}/accept   A
POST   /reassign-requests/{reassign_request}/refuse   A  {"note":"x"}
GET    /notices                                       -
GET    /organisations/{organisation}/notices          A
GET    /organisations/{organisation}/reassign-requests A
GET    /organisations/{organisation}/reassignments    A
GET    /organisations/{organisation}/reassign-policy  MA
PUT    /organisations/{organisation}/reassign-policy  A  {"hours":48}
POST   /jobs/{job}/refund-requests                    M  {"cause":"device-fault"}
GET    /refund-requests                               -
DELETE /refund-requests/{refund_request}              M
POST   /refund-requests/{refund_request}/decision     SO {"grant":false}
PUT    /refund-requests/{refund_request}/photo        M
GET    /refund-requests/{refund_request}/photo        MSO
GET    /providers/{provider}/refund-requests          SO
GET    /work-list                                     O
GET    /providers/{provider}/unconfirmed              SO
GET    /jobs/{job}/evidence                           SO
POST   /jobs/{job}/share-loss                         O  {"color_impressions":1}
POST   /jobs/{job}/disputes                           MA {"words":"x"}
DELETE /disputes/{dispute}                            M
POST   /disputes/{dispute}/resolution                 O  {"resolution":"stands","note":"x"}
GET    /audit                                         O
GET    /amend-settings                                O
PUT    /amend-settings                                O  {"dispute-hours":700}
GET    /providers/{provider}/contract                 SO
PUT    /providers/{provider}/contract                 O  {"operator_percent":50}
GET    /openapi.json                                  *
DELETE /app-passwords/{credential}                    M
DELETE /api-tokens/{credential}                       M
DELETE /purposes/{purpose}/queue-tokens/{token}       M
DELETE /jobs/{job}                                    M
DELETE /purposes/{purpose}                            M
DELETE /memberships/{membership}                      MA
GET    /events                                        -
DELETE /session                                       -
)";

struct Rule {
  std::string method, path, roles, body;
  bool open() const { return roles == "*"; }
  bool allows(char role) const {
    return open() || (role != 'N' && (roles == "-" || roles.find(role) != std::string::npos));
  }
};

std::vector<Rule> rules_of(const char* table) {
  std::vector<Rule> rules;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    Rule rule;
    std::istringstream words(line);
    words >> rule.method >> rule.path >> rule.roles;
    if (!std::getline(words >> std::ws, rule.body)) rule.body.clear();
    rules.push_back(rule);
  }
  return rules;
}

class AccessTest : public RestTest {
 protected:
  std::map<std::string, std::string> ids;

  void make_things() {
    const auto credential = [&](registry::CredentialKind kind, PurposeId of) {
      registry::Credential wanted;
      wanted.kind = kind;
      wanted.label = "x";
      if (of.exists())
        wanted.purpose = of;
      else
        wanted.person = mika;
      return to_string(server
                           .write<registry::NewCredential>([&](store::Transaction& in) {
                             return registry::add_credential(in, wanted, server.now());
                           })
                           .credential.id);
    };
    const auto site =
        server.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, printer); }).site;
    server.change(
        [&](store::Transaction& in) { return registry::trust_sender(in, mika, "boss@example.org", server.now()); });
    make_amendments();
    ids = {{"{address}", "boss@example.org"},
           {"{organisation}", to_string(company)},
           {"{membership}", to_string(membership)},
           {"{purpose}", to_string(purpose)},
           {"{provider}", to_string(provider)},
           {"{printer}", to_string(home_printer)},
           {"{site}", to_string(site)},
           {"{job}", to_string(make_job(mika, purpose))},
           {"{department}", to_string(make_department().value)},
           {"{cost_centre}", to_string(make_cost_centre().value)},
           {"{approval}", to_string(make_approval())},
           {"{page}", "1"},
           {"{reassign_request}", reassign_request},
           {"{refund_request}", refund_request},
           {"{dispute}", dispute},
           {"{request}", to_string(ask_for_more().value)},
           {"{credential}", credential(registry::CredentialKind::app_password, {})},
           {"{token}", credential(registry::CredentialKind::queue_token, purpose)}};
  }
  // A private print of mika's that waits to be moved to company A, to be given back, and to be judged.
  std::string reassign_request, refund_request, dispute;
  void make_amendments() {
    open_shop();
    const JobId job = make_job(mika, hobby);
    const std::string path = "/jobs/" + to_string(job);
    Api mikas = browser(mika);
    EXPECT_EQ(mikas.post(path + "/release", Json::object({{"printer", to_string(printer)}})).status, 201);
    print(job, 2);
    EXPECT_EQ(program(oper).put("/amend-settings", Json::object({{"refund-automatic-minor", 0}})).status, 200);
    Json wish = Json::object({{"purpose", to_string(purpose)}, {"category", "other"}, {"reason", "for work"}});
    reassign_request = mikas.post(path + "/reassign", wish).body["request"]["id"].text();
    refund_request = mikas.post(path + "/refund-requests", Json::object({{"cause", "bad-quality"}})).id();
    dispute = mikas.post(path + "/disputes", Json::object({{"words", "streaks"}})).id();
  }
  DepartmentId make_department() {
    return server.write<DepartmentId>(
        [&](store::Transaction& in) { return registry::add_department(in, {{}, company, "20", "Sales", true}); });
  }
  CostCentreId make_cost_centre() {
    return server.write<CostCentreId>(
        [&](store::Transaction& in) { return registry::add_cost_centre(in, {{}, company, "4711", "Projects", true}); });
  }
  // A job of its own that waits for a yes.
  ApprovalId make_approval() {
    open_shop();
    rules::Policy policy;
    policy.rules.emplace_back().effect = rules::Effect::ask_approval;
    const auto publish = [&](const rules::Policy& next) {
      server.write<PolicyId>([&](store::Transaction& in) {
        return rules::publish_policy(in, company, server.now(), next, admin_a, server.now());
      });
    };
    publish(policy);
    const JobId job = make_job(mika, purpose);
    const auto asked = server.write<flow::AskOutcome>(
        [&](store::Transaction& in) { return flow::ask_approval(in, mika, job, printer, "", server.now()); });
    publish({});
    return std::get<flow::Approval>(asked).id;
  }
  flow::BudgetRequestId ask_for_more() {
    return server.write<flow::BudgetRequestId>([&](store::Transaction& in) -> Result<flow::BudgetRequestId> {
      TRY(flow::set_budget(in, company, Money{100'000, yen}, server.now()));
      return TRY(flow::ask_for_budget(in, mika, {purpose, {5, yen}, "x", {}}, server.now())).id;
    });
  }
  std::string filled(std::string text) {
    for (const auto& [name, id] : ids)
      for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name))
        text.replace(at, name.size(), id);
    return text;
  }
  Reply call(Api& caller, const Rule& rule) {
    if (rule.path == "/jobs" && rule.method == "POST") return caller.upload(purpose, "%PDF-1.7\n%");
    if (rule.path != "/events") return caller.send(rule.method, filled(rule.path), filled(rule.body));
    http::Client client("127.0.0.1", server.port());
    const auto head = client.open_stream("/api/v1/events", caller.fields());
    return Reply{head.ok() ? head.value().status : 0, {}, {}};
  }
  // Makes every call in this role, on things of mika's.
  void try_all(char role, Api caller) {
    make_things();
    for (const Rule& rule : rules_of(allowed)) {
      const Reply reply = call(caller, rule);
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
  for (const Rule& rule : rules_of(allowed)) named.insert(rule.method + " /api/v1" + rule.path);
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
  EXPECT_EQ(refused_,
            (std::set<std::string>{"GET /jobs/{job}/evidence", "GET /refund-requests/{refund_request}/photo",
                                   "POST /enrolments", "POST /jobs/{job}/settle", "POST /jobs/{job}/share-loss",
                                   "POST /payments", "POST /session", "POST /session/link"}));
}
TEST_F(AccessTest, TheOwner) {
  try_all('M', browser(mika));
  EXPECT_EQ(refused_,
            (std::set<std::string>{
                "DELETE /purposes/{purpose}", "GET /refund-requests/{refund_request}/photo", "POST /enrolments",
                "POST /jobs/{job}/confirm-sender", "POST /jobs/{job}/disputes", "POST /jobs/{job}/approval/reply",
                "DELETE /jobs/{job}/approval", "POST /jobs/{job}/approval", "POST /jobs/{job}/reassign",
                "POST /jobs/{job}/refund-requests", "POST /jobs/{job}/release", "POST /memberships/{membership}/accept",
                "POST /session", "POST /session/link", "PUT /refund-requests/{refund_request}/photo"}));
}

TEST_F(AccessTest, EveryChangeByCookieCarriesTheHeader) {
  make_things();
  Api::Fields fields = browser(mika).fields();
  fields.pop_back();  // X-Tsuke
  for (const Api::Fields& forged : {fields, Api::Fields{fields.front(), {"X-Tsuke", "0"}}}) {
    Api caller(server, forged);
    for (const Rule& rule : rules_of(allowed)) {
      if (rule.open() || rule.method == "GET") continue;
      const Reply reply = call(caller, rule);
      EXPECT_EQ(reply.status, 403) << rule.method << " " << rule.path;
      EXPECT_EQ(reply.code(), "csrf");
    }
  }
}

TEST_F(AccessTest, IdsThatAreNoneAreNotFound) {
  make_things();
  Api caller = browser(mika);
  for (const char* bad : {"0", "-1", "abc", "9007199254740993", "1", "%00", "..%2f1", "9223372036854775808"})
    for (const Rule& rule : rules_of(allowed)) {
      if (rule.path.find('{') == std::string::npos || rule.roles == "O") continue;
      std::string path = rule.path;
      const std::size_t open = path.find('{');
      path.replace(open, path.find('}') - open + 1, bad);
      http::Client client("127.0.0.1", server.port());
      const auto reply = client.request(rule.method, "/api/v1" + filled(path), filled(rule.body), caller.fields());
      ASSERT_TRUE(reply.ok());
      EXPECT_TRUE(reply.value().status == 404 || reply.value().status == 400)
          << rule.method << " " << path << " " << reply.value().status;
    }
}

}  // namespace
}  // namespace tsuke::doors
