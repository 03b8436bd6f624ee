// The table of routes, and one thing of each kind that they name.
#include <sstream>

#include "doors/rest/test_things.h"
#include "flow/approve/approve.h"
#include "flow/budget/request.h"
#include "registry/delegations.h"
#include "registry/departments.h"
#include "registry/joining.h"
#include "registry/mail_addresses.h"
#include "registry/trials.h"
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
GET    /organisations/{organisation}/invitation-links A
POST   /organisations/{organisation}/invitation-links A  {"label":"open day","department":"{department}"}
DELETE /organisations/{organisation}/invitation-links/{link} A
POST   /invitations/look                              -  {"token":"tsuke_invite_x"}
POST   /invitations/accept                            -  {"token":"tsuke_invite_x"}
GET    /organisations/{organisation}/mail-domain      A
PUT    /organisations/{organisation}/mail-domain      A  {"domain":"example.org"}
PUT    /organisations/{organisation}/mail-domain/confirmed O  {"domain":"example.org","confirmed":true}
GET    /mail-domains                                  O
GET    /me/joinable                                   -
POST   /organisations/{organisation}/join             -
GET    /providers/{provider}/payers                   S
PUT    /providers/{provider}/payers                   S  {"only_trusted":true,"trusted":["{organisation}"]}
GET    /providers/{provider}/trials                   S
POST   /providers/{provider}/trials                   S  {"organisation":"{organisation}","begins":"{tomorrow}","ends":"{in_a_week}"}
GET    /providers/{provider}/trials/{trial}           S
GET    /organisations/{organisation}/trials           A
POST   /organisations/{organisation}/trials           A  {"provider":"{provider}","begins":"{tomorrow}","ends":"{in_a_week}"}
GET    /organisations/{organisation}/trials/{trial}   A
GET    /trials                                        O
GET    /trials/{trial}                                O
POST   /trials/{trial}/answer                         ASO {"agree":true}
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
PUT    /purpose-order                                 M  {"purposes":["{purpose}"]}
GET    /purpose-suggestions                           -
GET    /delegations                                   -
POST   /delegations                                   M  {"login":"ken","purpose":"{purpose}","may_submit":true,"ends_at":"{tomorrow}"}
POST   /delegations/{delegation}/answer               A  {"accept":false}
GET    /delegated-purposes                            -
GET    /delegated-jobs                                -
GET    /organisations/{organisation}/delegates        MA
PUT    /organisations/{organisation}/delegates        A  {"allowed":true}
GET    /purposes/{purpose}                            M
PATCH  /purposes/{purpose}                            M  {"name":"Renamed"}
PUT    /purposes/{purpose}/split                      M  {"by":"percent","parts":[{"purpose":"{purpose}","weight":100}]}
DELETE /purposes/{purpose}/split                      M
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
PUT    /jobs/{job}/split                              M  {"by":"percent","parts":[{"purpose":"{purpose}","weight":100}]}
DELETE /jobs/{job}/split                              M
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
DELETE /trials/{trial}                                ASO
DELETE /app-passwords/{credential}                    M
DELETE /api-tokens/{credential}                       M
DELETE /purposes/{purpose}/queue-tokens/{token}       M
DELETE /jobs/{job}                                    M
DELETE /delegations/{delegation}                      MA
DELETE /purposes/{purpose}                            M
DELETE /memberships/{membership}                      MA
GET    /events                                        -
DELETE /session                                       -
)";

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

}  // namespace

const std::vector<Rule>& route_rules() {
  static const std::vector<Rule> rules = rules_of(allowed);
  return rules;
}

std::string filled(std::string text, const Names& names) {
  for (const auto& [name, id] : names)
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name))
      text.replace(at, name.size(), id);
  return text;
}

Names ThingsTest::make_things(const Tenant& of) {
  Names names;
  open_shop();
  make_amendments(of, names);
  server.change([&](store::Transaction& in) -> Result<void> {
    TRY(registry::trust_sender(in, of.person, "boss@example.org", server.now()));
    names["{department}"] =
        to_string(TRY(registry::add_department(in, {{}, of.company, "20", of.name + "Sales", true})));
    names["{cost_centre}"] =
        to_string(TRY(registry::add_cost_centre(in, {{}, of.company, "4711", of.name + "Projects", true})));
    names["{site}"] = to_string(TRY(registry::printer(in, printer)).site);
    return {};
  });
  names["{delegation}"] = offer_delegation(of);
  names["{tomorrow}"] = to_rfc3339(server.now() + hours(24));
  names["{in_a_week}"] = to_rfc3339(server.now() + hours(7 * 24));
  names["{trial}"] = make_trial(of);
  names["{address}"] = "boss@example.org";
  names["{organisation}"] = to_string(of.company);
  names["{membership}"] = to_string(of.membership);
  names["{purpose}"] = to_string(of.purpose);
  names["{provider}"] = to_string(of.provider);
  names["{printer}"] = to_string(of.home_printer);
  names["{job}"] = to_string(make_job(of.person, of.purpose));
  names["{approval}"] = to_string(make_approval(of));
  names["{page}"] = "1";
  names["{request}"] = std::to_string(ask_for_more(of));
  names["{credential}"] = add_credential(of, registry::CredentialKind::app_password);
  names["{link}"] = make_link(of);
  names["{token}"] = add_credential(of, registry::CredentialKind::queue_token);
  return names;
}

// Of private prints, to the company's admin.
std::string ThingsTest::offer_delegation(const Tenant& of) {
  registry::Delegation wished;
  wished.owner = of.person;
  wished.delegate = of.admin;
  wished.purpose = of.hobby;
  wished.may_submit = true;
  wished.ends_at = server.now() + hours(24);
  return to_string(server.write<registry::DelegationId>(
      [&](store::Transaction& in) { return registry::offer_delegation(in, wished, server.now()); }));
}

std::string ThingsTest::add_credential(const Tenant& of, registry::CredentialKind kind) {
  registry::Credential wanted;
  wanted.kind = kind;
  wanted.label = "x";
  if (kind == registry::CredentialKind::queue_token)
    wanted.purpose = of.purpose;
  else
    wanted.person = of.person;
  const auto made = server.write<registry::NewCredential>(
      [&](store::Transaction& in) { return registry::add_credential(in, wanted, server.now()); });
  return to_string(made.credential.id);
}

std::string ThingsTest::make_link(const Tenant& of) {
  registry::InvitationLink wanted;
  wanted.organisation = of.company;
  wanted.label = of.name + "open day";
  wanted.expires_at = server.now() + hours(24);
  wanted.made_by = of.admin;
  const auto made = server.write<registry::NewInvitationLink>(
      [&](store::Transaction& in) { return registry::add_invitation_link(in, wanted, server.now()); });
  return to_string(made.link.id);
}

// A private print that waits to be moved to the company, to be given back, and to be judged.
void ThingsTest::make_amendments(const Tenant& of, Names& names) {
  const JobId job = make_job(of.person, of.hobby);
  const std::string path = "/jobs/" + to_string(job);
  Api owner = browser(of.person);
  EXPECT_EQ(owner.post(path + "/release", Json::object({{"printer", to_string(printer)}})).status, 201);
  print(job, 2);
  EXPECT_EQ(program(oper).put("/amend-settings", Json::object({{"refund-automatic-minor", 0}})).status, 200);
  const Json wish =
      Json::object({{"purpose", to_string(of.purpose)}, {"category", "other"}, {"reason", of.name + "for work"}});
  names["{reassign_request}"] = owner.post(path + "/reassign", wish).body["request"]["id"].text();
  names["{refund_request}"] = owner.post(path + "/refund-requests", Json::object({{"cause", "bad-quality"}})).id();
  names["{dispute}"] = owner.post(path + "/disputes", Json::object({{"words", of.name + "streaks"}})).id();
}

// A job of its own that waits for a yes.
ApprovalId ThingsTest::make_approval(const Tenant& of) {
  rules::Policy policy;
  policy.rules.emplace_back().effect = rules::Effect::ask_approval;
  const auto publish = [&](const rules::Policy& next) {
    server.write<PolicyId>([&](store::Transaction& in) {
      return rules::publish_policy(in, of.company, server.now(), next, of.admin, server.now());
    });
  };
  publish(policy);
  const JobId job = make_job(of.person, of.purpose);
  const auto asked = server.write<flow::AskOutcome>(
      [&](store::Transaction& in) { return flow::ask_approval(in, of.person, job, printer, of.name, server.now()); });
  publish({});
  return std::get<flow::Approval>(asked).id;
}

std::int64_t ThingsTest::ask_for_more(const Tenant& of) {
  const auto made = server.write<flow::BudgetRequestId>([&](store::Transaction& in) -> Result<flow::BudgetRequestId> {
    TRY(flow::set_budget(in, of.company, Money{100'000, yen}, server.now()));
    return TRY(flow::ask_for_budget(in, of.person, {of.purpose, {5, yen}, of.name + "x", {}}, server.now())).id;
  });
  return made.value;
}

// Asked for by the company, and not answered.
std::string ThingsTest::make_trial(const Tenant& of) {
  registry::Trial asked;
  asked.provider = of.provider;
  asked.organisation = of.company;
  asked.begins = server.now();
  asked.ends = server.now() + hours(1);
  asked.asked_by = of.admin;
  return to_string(server.write<TrialId>([&](store::Transaction& in) { return add_trial(in, asked, server.now()); }));
}

Reply ThingsTest::call(Api& caller, const Rule& rule, const Names& names) {
  if (rule.path == "/jobs" && rule.method == "POST")
    return caller.upload(parse_id<PurposeId>(names.at("{purpose}")).take(), "%PDF-1.7\n%");
  if (rule.path != "/events") return caller.send(rule.method, filled(rule.path, names), filled(rule.body, names));
  http::Client client("127.0.0.1", server.port());
  const auto head = client.open_stream("/api/v1/events", caller.fields());
  return Reply{head.ok() ? head.value().status : 0, {}, {}};
}

}  // namespace tsuke::doors
