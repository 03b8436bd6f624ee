// Delegates: whom a person lets submit or release for them, and what delegates see of it.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/acting.h"
#include "registry/purpose_marks.h"

namespace tsuke::doors {

namespace {

using registry::Deed;
using registry::Delegation;
using registry::DelegationId;
using registry::Role;

Json to_json(const Delegation& delegation) {
  Json purpose, delegate;
  if (delegation.delegate.exists()) delegate = named(delegation.delegate, delegation.delegate_name);
  if (delegation.purpose.exists()) purpose = named(delegation.purpose, delegation.purpose_name);
  return Json::object({{"id", to_string(delegation.id)},
                       {"owner", named(delegation.owner, delegation.owner_name)},
                       {"login", delegation.login},
                       {"delegate", std::move(delegate)},
                       {"purpose", std::move(purpose)},
                       {"payer", payer_json(delegation.payer, delegation.payer_name)},
                       {"may_submit", delegation.may_submit},
                       {"may_release", delegation.may_release},
                       {"state", registry::to_string(delegation.state)},
                       {"made_at", time_json(delegation.made_at)},
                       {"ends_at", time_json(delegation.ends_at)},
                       {"ended_at", time_json(delegation.ended_at)}});
}

Result<Answer> list(store::Reader& in, const Caller& caller, const Call&) {
  Json items = Json::array();
  for (const Delegation& each : TRY(registry::delegations_of(in, caller.id()))) items.push(to_json(each));
  return Answer{200, list_json(std::move(items))};
}

// {"login","purpose"} or {"login","payer":{"kind":"organisation","organisation"}}, {"kind":"private"}.
Result<Delegation> wish_from(const Caller& caller, const Json& body) {
  Delegation wished;
  wished.owner = caller.id();
  wished.login = TRY(text_member(body, "login"));
  if (!body["purpose"].is_null())
    wished.purpose = TRY(id_member<PurposeId>(body, "purpose"));
  else if (TRY(text_member(body["payer"], "kind")) == "private")
    wished.payer.person = caller.id();
  else
    wished.payer.organisation = TRY(id_member<OrganisationId>(body["payer"], "organisation"));
  wished.may_submit = TRY(optional_boolean(body, "may_submit")).value_or(false);
  wished.may_release = TRY(optional_boolean(body, "may_release")).value_or(false);
  wished.ends_at = TRY(parse_rfc3339(TRY(text_member(body, "ends_at"))));
  return wished;
}

// The other one hears of it where they are.
Result<Answer> told(store::Transaction& in, DelegationId id, int status) {
  const Delegation found = TRY(registry::delegation(in, id));
  const std::string payload = Json::object({{"delegation", to_string(id)}}).dump();
  std::vector<PersonId> parties{found.owner, found.delegate};
  if (const auto addressee = TRY(registry::person_by_login(in, found.login))) parties[1] = addressee->id;
  for (const PersonId party : parties)
    if (party.exists()) in.publish({"delegation", to_string(id), flow::audience(party), payload});
  return Answer{status, to_json(found)};
}

Result<Answer> offer(store::Transaction& in, const Caller& caller, const Call& call) {
  const Delegation wished = TRY(wish_from(caller, call.body));
  return told(in, TRY(registry::offer_delegation(in, wished, call.now)), 201);
}

Result<Answer> answer(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<DelegationId>("delegation"));
  const auto accept = TRY(optional_boolean(call.body, "accept"));
  if (!accept) return Error{Reason::malformed, "bad-member", "give \"accept\" as true or false"};
  TRY(registry::answer_delegation(in, caller.id(), id, *accept, call.now));
  return told(in, id, 200);
}

Result<Answer> end(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<DelegationId>("delegation"));
  TRY(registry::end_delegation(in, caller.id(), id, call.now));
  return told(in, id, 200);
}

Result<Answer> list_purposes(store::Reader& in, const Caller& caller, const Call& call) {
  Json items = Json::array();
  for (const auto& purpose : TRY(registry::delegated_purposes(in, caller.id(), Deed::submit, call.now))) {
    const registry::Person owner = TRY(registry::person(in, purpose.person));
    const registry::PurposeMarks marks = TRY(registry::purpose_marks(in, purpose.id));
    items.push(Json::object({{"id", to_string(purpose.id)},
                             {"name", purpose.name},
                             {"owner", named(owner.id, owner.name)},
                             {"payer", payer_json(purpose.payer, purpose.payer_name)},
                             {"defaults", registry::to_json(purpose.defaults)},
                             {"state", registry::to_string(purpose.state)},
                             {"comment_needed", marks.comment_needed}}));
  }
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> list_jobs(store::Reader& in, const Caller& caller, const Call& call) {
  Json items = Json::array();
  for (const flow::Job& job : TRY(flow::delegated_jobs(in, caller.id(), call.now)))
    items.push(TRY(job_json(in, job, caller.id())));
  return Answer{200, list_json(std::move(items))};
}

Json allowed_json(bool allowed) { return Json::object({{"allowed", allowed}}); }

Result<Answer> show_allowed(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::member));
  return Answer{200, allowed_json(TRY(registry::allows_delegates(in, id)))};
}

Result<Answer> put_allowed(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::admin));
  const auto allowed = TRY(optional_boolean(call.body, "allowed"));
  if (!allowed) return Error{Reason::malformed, "bad-member", "give \"allowed\" as true or false"};
  TRY(registry::allow_delegates(in, id, *allowed));
  return Answer{200, allowed_json(*allowed)};
}

}  // namespace

void add_delegation_endpoints(Endpoints& endpoints) {
  endpoints.get("/delegations", list);
  endpoints.change("POST", "/delegations", offer);
  endpoints.change("POST", "/delegations/{delegation}/answer", answer);
  endpoints.change("DELETE", "/delegations/{delegation}", end);
  endpoints.get("/delegated-purposes", list_purposes);
  endpoints.get("/delegated-jobs", list_jobs);
  endpoints.get("/organisations/{organisation}/delegates", show_allowed);
  endpoints.change("PUT", "/organisations/{organisation}/delegates", put_allowed);
}

}  // namespace tsuke::doors
