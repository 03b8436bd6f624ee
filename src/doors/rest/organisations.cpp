// Organisations, memberships, and what a payer sees and limits.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/budget/authority.h"
#include "flow/leave/leave.h"
#include "registry/text.h"

namespace tsuke::doors {

namespace {

using registry::MembershipState;
using registry::Role;

constexpr std::size_t found_max = 20;

bool has_in_name(const registry::Organisation& organisation, const std::string& folded) {
  return registry::fold_case(organisation.name).find(folded) != std::string::npos;
}

// Whoever wants in knows the name, or the short name, and learns of no other one.
bool is_called(const registry::Organisation& organisation, const std::string& folded) {
  return registry::fold_case(organisation.name) == folded || organisation.slug == folded;
}

Result<Answer> list_organisations(store::Reader& in, const Caller& caller, const Call& call) {
  Json items = Json::array();
  const std::string_view wanted = call.query_value("query");
  if (wanted.empty()) {
    for (const auto& membership : TRY(registry::memberships_of_person(in, caller.id())))
      if (membership.state == MembershipState::accepted)
        items.push(to_json(TRY(registry::organisation(in, membership.organisation))));
    return Answer{200, list_json(std::move(items))};
  }
  const std::string asked = registry::fold_case(wanted);
  for (const auto& organisation : TRY(registry::organisations(in))) {
    if (!(caller.person.is_operator ? has_in_name(organisation, asked) : is_called(organisation, asked))) continue;
    items.push(Json::object({{"id", to_string(organisation.id)}, {"name", organisation.name}}));
    if (items.items().size() == found_max) break;
  }
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> add_organisation(store::Transaction& in, const Caller& caller, const Call& call) {
  registry::Organisation wanted;
  wanted.name = TRY(text_member(call.body, "name"));
  if (const auto zone = TRY(optional_text(call.body, "time_zone"))) wanted.time_zone = *zone;
  TRY(month_in_zone(call.now, wanted.time_zone));
  wanted.created_at = call.now;
  const OrganisationId id = TRY(registry::add_organisation(in, wanted, caller.id()));
  return Answer{201, to_json(TRY(registry::organisation(in, id)))};
}

// An approver sees those of the department whose limits they set.
Result<Answer> list_members(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  const DepartmentId department = TRY(flow::approves_for(in, caller.id(), id));
  if (!department.exists()) TRY(registry::require_role(in, caller.id(), id, Role::accountant));
  Json items = Json::array();
  for (const auto& membership : TRY(registry::memberships_of_organisation(in, id)))
    if (!department.exists() || membership.department == department) items.push(to_json(membership));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> invite(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::admin));
  const std::string login = TRY(text_member(call.body, "login"));
  const auto role = TRY(optional_text(call.body, "role"));
  const auto person = TRY(registry::person_by_login(in, login));
  if (!person) return Error{Reason::not_found, "person-not-found", "nobody signs in by that name; check the login"};
  const auto membership =
      TRY(registry::invite(in, id, person->id, role ? TRY(registry::parse_role(*role)) : Role::member));
  return Answer{201, to_json(TRY(registry::membership(in, membership)))};
}

Result<Answer> request_membership(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  const auto membership = TRY(registry::request_membership(in, id, caller.id()));
  return Answer{201, to_json(TRY(registry::membership(in, membership)))};
}

// Where the new member stands, when an administrator accepts.
Result<void> place(store::Transaction& in, const Caller& caller, MembershipId id, const Json& body) {
  const auto role = TRY(optional_text(body, "role"));
  const bool in_department = !body["department"].is_null();
  if (!role && !in_department) return {};
  const auto accepted = TRY(registry::membership(in, id));
  TRY(registry::require_role(in, caller.id(), accepted.organisation, Role::admin));
  if (role) TRY(registry::change_role(in, id, TRY(registry::parse_role(*role))));
  if (in_department) TRY(registry::put_in_department(in, id, TRY(id_member<DepartmentId>(body, "department"))));
  return {};
}

Result<Answer> accept(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<MembershipId>("membership"));
  TRY(registry::accept_membership(in, id, caller.id()));
  TRY(place(in, caller, id, call.body));
  return Answer{200, to_json(TRY(registry::membership(in, id)))};
}

Result<Answer> end(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<MembershipId>("membership"));
  TRY(flow::end_membership(in, id, caller.id(), call.now));
  return no_content();
}

Result<Answer> show_budget(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::accountant));
  return Answer{200, monthly_json(TRY(flow::monthly_budget(in, id, call.now)))};
}

Result<Answer> put_budget(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::admin));
  if (!call.body.has("monthly"))
    return Error{Reason::malformed, "bad-member", "give \"monthly\" as money, or null for no limit"};
  std::optional<Money> monthly;
  if (!call.body["monthly"].is_null()) monthly = TRY(money_from(call.body["monthly"]));
  TRY(flow::set_budget(in, id, monthly, call.now));
  return Answer{200, monthly_json(TRY(flow::monthly_budget(in, id, call.now)))};
}

Result<Answer> put_blocked(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  const auto blocked = TRY(optional_boolean(call.body, "blocked"));
  if (!blocked) return Error{Reason::malformed, "bad-member", "give \"blocked\" as true or false"};
  TRY(registry::block_payer(in, id, *blocked));
  return Answer{200, to_json(TRY(registry::organisation(in, id)))};
}

}  // namespace

void add_organisation_endpoints(Endpoints& endpoints) {
  endpoints.get("/organisations", list_organisations);
  endpoints.change("POST", "/organisations", add_organisation);
  endpoints.get("/organisations/{organisation}/members", list_members);
  endpoints.change("POST", "/organisations/{organisation}/invitations", invite);
  endpoints.change("POST", "/organisations/{organisation}/requests", request_membership);
  endpoints.change("POST", "/memberships/{membership}/accept", accept);
  endpoints.change("DELETE", "/memberships/{membership}", end);
  endpoints.get("/organisations/{organisation}/budget", show_budget);
  endpoints.change("PUT", "/organisations/{organisation}/budget", put_budget);
  endpoints.change("PUT", "/organisations/{organisation}/blocked", put_blocked);
}

}  // namespace tsuke::doors
