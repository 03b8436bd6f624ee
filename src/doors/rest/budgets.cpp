// Budgets of every scope, what was told of them, and who asks for more.
#include <algorithm>

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/budget/alerts.h"
#include "flow/budget/authority.h"
#include "flow/budget/request.h"

namespace tsuke::doors {

namespace {

using flow::BudgetScope;
using registry::Role;

// An approver sees those of their department and of its people, accountants and admins all.
Result<Answer> list(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  const DepartmentId department = TRY(flow::approves_for(in, caller.id(), id));
  if (!department.exists()) TRY(registry::require_role(in, caller.id(), id, Role::accountant));
  Json items = Json::array();
  for (const flow::Budget& budget : TRY(flow::budgets_of(in, id, call.now))) {
    if (department.exists() && !TRY(flow::is_within(in, budget.key, department))) continue;
    items.push(budget_json(budget));
  }
  return Answer{200, list_json(std::move(items))};
}

Result<std::optional<Money>> limit_from(const Json& body, const char* name) {
  if (!body.has(name))
    return Error{Reason::malformed, "bad-member", std::string("give \"") + name + "\" as money, or null for no limit"};
  if (body[name].is_null()) return std::optional<Money>{};
  return std::optional<Money>{TRY(money_from(body[name]))};
}

Result<std::vector<int>> thresholds_from(const Json& body) {
  if (body["thresholds"].is_null()) return flow::usual_thresholds;
  const Error malformed{Reason::malformed, "bad-member", "give \"thresholds\" as a list of percentages"};
  if (!body["thresholds"].is_array()) return malformed;
  std::vector<int> thresholds;
  for (const Json& threshold : body["thresholds"].items()) {
    if (!threshold.is_integer()) return malformed;
    thresholds.push_back(static_cast<int>(std::clamp<std::int64_t>(threshold.integer(), 0, 10'000)));
  }
  return thresholds;
}

Result<flow::BudgetWish> wish_from(const Json& body, OrganisationId organisation) {
  flow::BudgetWish wish;
  wish.key.organisation = organisation;
  wish.key.scope = TRY(flow::parse_budget_scope(TRY(text_member(body, "scope"))));
  wish.key.period = TRY(flow::parse_budget_period(TRY(text_member(body, "period"))));
  if (!body["subject"].is_null()) wish.key.subject = TRY(parse_id_value(TRY(text_member(body, "subject"))));
  wish.limit = TRY(limit_from(body, "limit"));
  wish.hard = TRY(optional_boolean(body, "hard")).value_or(true);
  wish.thresholds = TRY(thresholds_from(body));
  return wish;
}

Result<Answer> set(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto wish = TRY(wish_from(call.body, TRY(call.id<OrganisationId>("organisation"))));
  TRY(flow::may_set_budget(in, caller.id(), wish.key, call.now));
  TRY(flow::set_budget(in, wish, call.now));
  const auto set = TRY(flow::find_budget(in, wish.key, call.now));
  return set ? Answer{200, budget_json(*set)} : no_content();
}

// The operator's monthly limit on an organisation.
flow::BudgetKey cap_of(OrganisationId organisation) {
  return {organisation, BudgetScope::cap, 0, flow::BudgetPeriod::month};
}

Result<Answer> cap_answer(store::Reader& in, OrganisationId organisation, Instant now) {
  const auto found = TRY(flow::find_budget(in, cap_of(organisation), now));
  return Answer{200, Json::object({{"budget", found && found->limit ? budget_json(*found) : Json()}})};
}

Result<Answer> show_cap(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  if (!caller.person.is_operator) TRY(registry::require_role(in, caller.id(), id, Role::accountant));
  return cap_answer(in, id, call.now);
}

Result<Answer> put_cap(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  TRY(flow::set_budget(in, {cap_of(id), TRY(limit_from(call.body, "monthly"))}, call.now));
  return cap_answer(in, id, call.now);
}

Result<Answer> list_alerts(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  TRY(registry::require_role(in, caller.id(), id, Role::accountant));
  Json items = Json::array();
  for (const flow::BudgetAlert& alert : TRY(flow::budget_alerts(in, id, call.now)))
    items.push(Json::object({{"budget", budget_json(alert.budget)},
                             {"current", alert.period},
                             {"threshold", alert.threshold},
                             {"used", to_json(alert.used)},
                             {"granted", to_json(alert.granted)},
                             {"told_at", to_rfc3339(alert.told_at)}}));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> list_own(store::Reader& in, const Caller& caller, const Call& call) {
  const auto purpose = TRY(registry::purpose_of(in, caller.id(), TRY(call.id<PurposeId>("purpose"))));
  Json items = Json::array();
  if (!purpose.payer.is_private()) {
    const auto organisation = TRY(registry::organisation(in, purpose.payer.organisation));
    const auto spender = TRY(flow::spender_for(in, purpose));
    items = own_budgets_json(TRY(flow::budgets_for(in, organisation, spender, call.now)), {});
  }
  return Answer{200, list_json(std::move(items))};
}

Json request_json(const flow::BudgetRequest& request, const flow::Budget& budget) {
  const bool granted = request.state == flow::RequestState::granted;
  return Json::object(
      {{"id", to_string(request.id)},
       {"organisation", Json::object({{"id", to_string(request.organisation)}, {"name", request.organisation_name}})},
       {"person", Json::object({{"id", to_string(request.person)}, {"name", request.person_name}})},
       {"purpose", Json::object({{"id", to_string(request.purpose)}, {"name", request.purpose_name}})},
       {"scope", flow::to_string(budget.key.scope)},
       {"current", budget.period},
       {"amount", to_json(request.amount)},
       {"reason", request.reason},
       {"state", flow::to_string(request.state)},
       {"granted", granted ? to_json(request.granted) : Json()},
       {"lasts", granted ? Json(flow::to_string(request.lasts)) : Json()},
       {"answer", request.answer},
       {"asked_at", to_rfc3339(request.asked_at)},
       {"answered_at", time_json(request.answered_at)}});
}

// Whoever may answer sees how the budget stands; whoever asked need not.
Result<Json> request_json(store::Reader& in, const flow::BudgetRequest& request, bool answers, Instant now) {
  const flow::Budget budget = TRY(flow::budget(in, request.budget, now));
  Json json = request_json(request, budget);
  json.set("budget", answers ? budget_json(budget) : Json());
  return json;
}

Result<Json> requests_json(store::Reader& in, const std::vector<flow::BudgetRequest>& requests, bool answers,
                           Instant now) {
  Json items = Json::array();
  for (const flow::BudgetRequest& request : requests) items.push(TRY(request_json(in, request, answers, now)));
  return list_json(std::move(items));
}

Result<Answer> ask(store::Transaction& in, const Caller& caller, const Call& call) {
  flow::BudgetAsk ask{TRY(call.id<PurposeId>("purpose")), {}, {}, {}};
  ask.amount = TRY(money_from(call.body["amount"]));
  ask.reason = TRY(text_member(call.body, "reason"));
  if (!call.body["job"].is_null())
    ask.job = TRY(flow::job_of(in, caller.id(), TRY(id_member<JobId>(call.body, "job")))).id;
  const auto asked = TRY(flow::ask_for_budget(in, caller.id(), ask, call.now));
  return Answer{201, TRY(request_json(in, asked, false, call.now))};
}

Result<Answer> my_requests(store::Reader& in, const Caller& caller, const Call& call) {
  return Answer{200, TRY(requests_json(in, TRY(flow::requests_by(in, caller.id())), false, call.now))};
}

Result<Answer> withdraw(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<flow::BudgetRequestId>("request"));
  TRY(flow::withdraw_request(in, caller.id(), id, call.now));
  return no_content();
}

Result<Answer> list_requests(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  return Answer{200, TRY(requests_json(in, TRY(flow::requests_to(in, id, caller.id())), true, call.now))};
}

Result<Answer> answer(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto grants = TRY(optional_boolean(call.body, "grant"));
  if (!grants) return Error{Reason::malformed, "bad-member", "give \"grant\" as true or false"};
  flow::BudgetAnswer answer{*grants, {}, flow::Lasts::this_period, {}};
  if (*grants) answer.amount = TRY(money_from(call.body["amount"]));
  if (const auto lasts = TRY(optional_text(call.body, "lasts"))) answer.lasts = TRY(flow::parse_lasts(*lasts));
  answer.sentence = TRY(optional_text(call.body, "sentence")).value_or("");
  const auto id = TRY(call.id<flow::BudgetRequestId>("request"));
  const auto answered = TRY(flow::answer_request(in, caller.id(), id, answer, call.now));
  return Answer{200, TRY(request_json(in, answered, true, call.now))};
}

}  // namespace

void add_budget_endpoints(Endpoints& endpoints) {
  endpoints.get("/organisations/{organisation}/budgets", list);
  endpoints.change("PUT", "/organisations/{organisation}/budgets", set);
  endpoints.get("/organisations/{organisation}/budget-cap", show_cap);
  endpoints.change("PUT", "/organisations/{organisation}/budget-cap", put_cap);
  endpoints.get("/organisations/{organisation}/budget-alerts", list_alerts);
  endpoints.get("/organisations/{organisation}/budget-requests", list_requests);
  endpoints.get("/purposes/{purpose}/budgets", list_own);
  endpoints.change("POST", "/purposes/{purpose}/budget-requests", ask);
  endpoints.get("/budget-requests", my_requests);
  endpoints.change("DELETE", "/budget-requests/{request}", withdraw);
  endpoints.change("POST", "/budget-requests/{request}/answer", answer);
}

}  // namespace tsuke::doors
