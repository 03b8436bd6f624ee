#include "registry/departments.h"

#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

using store::Query;

// The two tables are alike; so are their queries.
struct Queries {
  std::string_view thing;
  Query insert, update, select_one, select_all;
};

#define DIVISION_QUERIES(table, thing)                                                                            \
  {                                                                                                               \
      thing,                                                                                                      \
      {"insert_" table,                                                                                           \
       "INSERT INTO " table " (id, organisation_id, code, name, in_use) VALUES ($1, $2, $3, $4, $5)"},            \
      {"update_" table,                                                                                           \
       "UPDATE " table " SET code = $3, name = $4, in_use = $5 WHERE id = $1 AND organisation_id = $2"},          \
      {"select_" table,                                                                                           \
       "SELECT id, organisation_id, code, name, in_use FROM " table " WHERE organisation_id = $1 AND id = $2"},   \
      {"select_all_" table,                                                                                       \
       "SELECT id, organisation_id, code, name, in_use FROM " table " WHERE organisation_id = $1 ORDER BY code"}, \
  }

constexpr Queries of_departments DIVISION_QUERIES("department", "department");
constexpr Queries of_cost_centres DIVISION_QUERIES("cost_centre", "cost-centre");

constexpr std::size_t code_length_max = 40;

Result<std::string> checked_code(std::string_view written) {
  std::string code = TRY(checked_text(written, "bad-code", "the code"));
  if (count_characters(code) > code_length_max || code.find(' ') != std::string::npos)
    return Error{Reason::malformed, "bad-code", "write the code in 1 to 40 characters without spaces"};
  return code;
}

template <typename IdType>
Division<IdType> from_row(const store::Row& row) {
  return {row.id<IdType>(0), row.id<OrganisationId>(1), row.text(2), row.text(3), row.boolean(4)};
}

template <typename T>
Result<T> or_code_taken(Result<T> changed) {
  return or_taken(std::move(changed), "code-taken", "choose another code: this one is taken");
}

template <typename IdType>
Result<IdType> add(store::Transaction& in, const Queries& queries, const Division<IdType>& wanted) {
  TRY(organisation(in, wanted.organisation));
  const std::string name = TRY(checked_text(wanted.name, "bad-name", "the name"));
  const std::string code = TRY(checked_code(wanted.code));
  const IdType id = new_id<IdType>();
  TRY(or_code_taken(in.change(queries.insert, {id, wanted.organisation, code, name, wanted.in_use})));
  return id;
}

template <typename IdType>
Result<Division<IdType>> one(store::Reader& in, const Queries& queries, OrganisationId organisation, IdType id) {
  return must_find(in.find<Division<IdType>>(queries.select_one, {organisation, id}, from_row<IdType>), queries.thing);
}

template <typename IdType>
Result<void> change(store::Transaction& in, const Queries& queries, OrganisationId organisation, IdType id,
                    const DivisionChange& change) {
  Division<IdType> division = TRY(one(in, queries, organisation, id));
  if (change.name) division.name = TRY(checked_text(*change.name, "bad-name", "the name"));
  if (change.code) division.code = TRY(checked_code(*change.code));
  division.in_use = change.in_use.value_or(division.in_use);
  TRY(or_code_taken(in.change(queries.update, {id, organisation, division.code, division.name, division.in_use})));
  return {};
}

}  // namespace

Result<DepartmentId> add_department(store::Transaction& in, const Department& department) {
  return add(in, of_departments, department);
}

Result<CostCentreId> add_cost_centre(store::Transaction& in, const CostCentre& cost_centre) {
  return add(in, of_cost_centres, cost_centre);
}

Result<void> change_department(store::Transaction& in, OrganisationId organisation, DepartmentId id,
                               const DivisionChange& wish) {
  return change(in, of_departments, organisation, id, wish);
}

Result<void> change_cost_centre(store::Transaction& in, OrganisationId organisation, CostCentreId id,
                                const DivisionChange& wish) {
  return change(in, of_cost_centres, organisation, id, wish);
}

Result<Department> department(store::Reader& in, OrganisationId organisation, DepartmentId id) {
  return one(in, of_departments, organisation, id);
}

Result<CostCentre> cost_centre(store::Reader& in, OrganisationId organisation, CostCentreId id) {
  return one(in, of_cost_centres, organisation, id);
}

Result<std::vector<Department>> departments(store::Reader& in, OrganisationId organisation) {
  return in.list<Department>(of_departments.select_all, {organisation}, from_row<DepartmentId>);
}

Result<std::vector<CostCentre>> cost_centres(store::Reader& in, OrganisationId organisation) {
  return in.list<CostCentre>(of_cost_centres.select_all, {organisation}, from_row<CostCentreId>);
}

}  // namespace tsuke::registry
