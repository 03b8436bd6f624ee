// What an organisation divides itself into, and where its members stand in it.
#include "registry/departments.h"

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

using registry::Role;

Result<OrganisationId> organisation_for(store::Reader& in, const Caller& caller, const Call& call, Role needed) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  TRY(registry::require_role(in, caller.id(), id, needed));
  return id;
}

// Departments and cost centres answer alike.
template <typename IdType>
struct Kind {
  std::string_view path_name;
  Result<IdType> (*add)(store::Transaction&, const registry::Division<IdType>&);
  Result<void> (*change)(store::Transaction&, OrganisationId, IdType, const registry::DivisionChange&);
  Result<registry::Division<IdType>> (*one)(store::Reader&, OrganisationId, IdType);
  Result<std::vector<registry::Division<IdType>>> (*all)(store::Reader&, OrganisationId);
};
constexpr Kind<DepartmentId> of_departments{"department", registry::add_department, registry::change_department,
                                            registry::department, registry::departments};
constexpr Kind<CostCentreId> of_cost_centres{"cost_centre", registry::add_cost_centre, registry::change_cost_centre,
                                             registry::cost_centre, registry::cost_centres};

template <typename IdType>
Json to_json(const registry::Division<IdType>& division) {
  return Json::object(
      {{"id", to_string(division.id)}, {"code", division.code}, {"name", division.name}, {"in_use", division.in_use}});
}

// Members choose a cost centre for their purposes, so they read the list.
template <typename IdType>
Reading list(const Kind<IdType>& kind) {
  return [kind](store::Reader& in, const Caller& caller, const Call& call) -> Result<Answer> {
    const auto id = TRY(organisation_for(in, caller, call, Role::member));
    Json items = Json::array();
    for (const auto& division : TRY(kind.all(in, id))) items.push(to_json(division));
    return Answer{200, list_json(std::move(items))};
  };
}

template <typename IdType>
Change add(const Kind<IdType>& kind) {
  return [kind](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
    registry::Division<IdType> wanted;
    wanted.organisation = TRY(organisation_for(in, caller, call, Role::admin));
    wanted.code = TRY(text_member(call.body, "code"));
    wanted.name = TRY(text_member(call.body, "name"));
    const IdType id = TRY(kind.add(in, wanted));
    return Answer{201, to_json(TRY(kind.one(in, wanted.organisation, id)))};
  };
}

template <typename IdType>
Change change(const Kind<IdType>& kind) {
  return [kind](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
    const auto organisation = TRY(organisation_for(in, caller, call, Role::admin));
    const auto id = TRY(call.id<IdType>(kind.path_name));
    registry::DivisionChange change;
    change.code = TRY(optional_text(call.body, "code"));
    change.name = TRY(optional_text(call.body, "name"));
    change.in_use = TRY(optional_boolean(call.body, "in_use"));
    TRY(kind.change(in, organisation, id, change));
    return Answer{200, to_json(TRY(kind.one(in, organisation, id)))};
  };
}

// The role and the department of a member. A department of null takes them out of the one they are in.
Result<Answer> change_membership(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<MembershipId>("membership"));
  const registry::Membership found = TRY(registry::membership(in, id));
  const auto may = registry::require_role(in, caller.id(), found.organisation, Role::admin);
  if (!may.ok() && may.error().reason == Reason::not_found)
    return Error{Reason::not_found, "no-such-membership", "there is no such membership, or none that you may see"};
  TRY(may);
  if (const auto role = TRY(optional_text(call.body, "role")))
    TRY(registry::change_role(in, id, TRY(registry::parse_role(*role))));
  if (call.body.has("department")) {
    DepartmentId department;
    if (!call.body["department"].is_null()) department = TRY(id_member<DepartmentId>(call.body, "department"));
    TRY(registry::put_in_department(in, id, department));
  }
  return Answer{200, doors::to_json(TRY(registry::membership(in, id)))};
}

}  // namespace

void add_department_endpoints(Endpoints& endpoints) {
  endpoints.get("/organisations/{organisation}/departments", list(of_departments));
  endpoints.change("POST", "/organisations/{organisation}/departments", add(of_departments));
  endpoints.change("PATCH", "/organisations/{organisation}/departments/{department}", change(of_departments));
  endpoints.get("/organisations/{organisation}/cost-centres", list(of_cost_centres));
  endpoints.change("POST", "/organisations/{organisation}/cost-centres", add(of_cost_centres));
  endpoints.change("PATCH", "/organisations/{organisation}/cost-centres/{cost_centre}", change(of_cost_centres));
  endpoints.change("PATCH", "/memberships/{membership}", change_membership);
}

}  // namespace tsuke::doors
