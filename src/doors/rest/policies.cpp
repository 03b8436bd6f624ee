// A payer's policy: its versions, publishing the next, and what a draft would have changed.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/policy_trial.h"
#include "rules/policy_book.h"

namespace tsuke::doors {

namespace {

using registry::Role;

// A month of prints, as far as the caller names no other time.
constexpr Duration usual_trial = hours(std::int64_t{31} * 24);

Result<OrganisationId> organisation_for(store::Reader& in, const Caller& caller, const Call& call, Role needed) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  TRY(registry::require_role(in, caller.id(), id, needed));
  return id;
}

Json to_json(const rules::PolicyVersion& version) {
  Json json = Json::object({{"id", to_string(version.id)},
                            {"effective_from", to_rfc3339(version.effective_from)},
                            {"published_at", to_rfc3339(version.published_at)},
                            {"published_by", id_json(version.published_by)}});
  json.set("rules", rules::to_json(version.policy)["rules"]);
  return json;
}

// Every member may read what they are held to.
Result<Answer> show(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::member));
  const auto version = TRY(rules::policy_in_force(in, id, call.now));
  return Answer{200, Json::object({{"in_force", version ? to_json(*version) : Json()}})};
}

Result<Answer> list(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::accountant));
  Json items = Json::array();
  for (const auto& version : TRY(rules::policy_versions(in, id))) items.push(to_json(version));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> publish(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::admin));
  const rules::Policy policy = TRY(rules::policy_from_json(call.body));
  Instant from = call.now;
  if (const auto wanted = TRY(optional_text(call.body, "effective_from"))) from = TRY(parse_rfc3339(*wanted));
  TRY(rules::publish_policy(in, id, from, policy, caller.id(), call.now));
  const auto versions = TRY(rules::policy_versions(in, id));
  Json items = Json::array();
  for (const auto& version : versions) items.push(to_json(version));
  return Answer{201, list_json(std::move(items))};
}

Json to_json(const flow::TrialHit& hit) {
  Json numbers = Json::array(), codes = Json::array();
  for (const int rule : hit.rules) numbers.push(rule);
  for (const std::string& code : hit.codes) codes.push(code);
  return Json::object({{"job", to_string(hit.job)},
                       {"released_at", to_rfc3339(hit.released_at)},
                       {"person", Json::object({{"id", to_string(hit.person)}, {"name", hit.person_name}})},
                       {"printer", hit.printer_name},
                       {"site", hit.site_name},
                       {"outcome", rules::to_string(hit.outcome)},
                       {"rules", std::move(numbers)},
                       {"codes", std::move(codes)},
                       {"charged", doors::to_json(hit.charged)},
                       {"saved", doors::to_json(hit.saved)}});
}

Result<Answer> try_out(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::accountant));
  const rules::Policy policy = TRY(rules::policy_from_json(call.body));
  flow::TrialTime time{call.now - usual_trial, call.now};
  if (const auto wanted = TRY(optional_text(call.body, "from"))) time.from = TRY(parse_rfc3339(*wanted));
  if (const auto wanted = TRY(optional_text(call.body, "to"))) time.to = TRY(parse_rfc3339(*wanted));
  const flow::Trial trial = TRY(flow::try_policy(in, id, policy, time));
  Json hits = Json::array();
  for (const auto& hit : trial.hits) hits.push(to_json(hit));
  return Answer{200, Json::object({{"from", to_rfc3339(time.from)},
                                   {"to", to_rfc3339(time.to)},
                                   {"prints", trial.prints},
                                   {"charged", doors::to_json(trial.charged)},
                                   {"refused", trial.refused},
                                   {"to_approve", trial.to_approve},
                                   {"changed", trial.changed},
                                   {"saved", doors::to_json(trial.saved)},
                                   {"complete", trial.complete},
                                   {"hits", std::move(hits)}})};
}

}  // namespace

void add_policy_endpoints(Endpoints& endpoints) {
  endpoints.get("/organisations/{organisation}/policy", show);
  endpoints.get("/organisations/{organisation}/policies", list);
  endpoints.change("POST", "/organisations/{organisation}/policies", publish);
  endpoints.change("POST", "/organisations/{organisation}/policy-trials", try_out);
}

}  // namespace tsuke::doors
