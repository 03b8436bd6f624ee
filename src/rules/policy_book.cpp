#include "rules/policy_book.h"

#include "registry/people.h"

namespace tsuke::rules {

namespace {
using store::Query;

// The kinds of place that a payer had allowed before there were policies become one rule of its first.
constexpr const char* tables = R"sql(
CREATE TABLE policy_version (
  id BIGINT PRIMARY KEY,
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  effective_from BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  published_by BIGINT REFERENCES person (id),
  terms TEXT NOT NULL
);
CREATE INDEX policy_in_force ON policy_version (organisation_id, effective_from, id);
INSERT INTO policy_version (id, organisation_id, effective_from, published_at, published_by, terms)
  SELECT id, id, 0, 0, NULL,
         '{"rules":[{"where":{"elsewhere":true,"kinds":["' ||
         REPLACE(TRIM(
           CASE WHEN EXISTS (SELECT 1 FROM payer_site_kind WHERE organisation_id = organisation.id AND kind = 'office')
                THEN 'office ' ELSE '' END ||
           CASE WHEN EXISTS (SELECT 1 FROM payer_site_kind WHERE organisation_id = organisation.id AND kind = 'shared_office')
                THEN 'shared_office ' ELSE '' END ||
           CASE WHEN EXISTS (SELECT 1 FROM payer_site_kind WHERE organisation_id = organisation.id AND kind = 'home')
                THEN 'home ' ELSE '' END ||
           CASE WHEN EXISTS (SELECT 1 FROM payer_site_kind WHERE organisation_id = organisation.id AND kind = 'store')
                THEN 'store' ELSE '' END), ' ', '","') ||
         '"]},"then":"refuse"}]}'
    FROM organisation WHERE EXISTS (SELECT 1 FROM payer_site_kind WHERE organisation_id = organisation.id);
DROP TABLE payer_site_kind;
)sql";

constexpr const char* immutable_sqlite = R"sql(
    CREATE TRIGGER policy_version_update BEFORE UPDATE ON policy_version
      BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
    CREATE TRIGGER policy_version_delete BEFORE DELETE ON policy_version
      BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;)sql";

constexpr const char* immutable_postgresql = R"sql(
    CREATE TRIGGER policy_version_change BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_version
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_version_change();)sql";

#define TSUKE_POLICY_SELECT \
  "SELECT id, organisation_id, effective_from, published_at, published_by, terms FROM policy_version "

constexpr Query insert_policy{"insert_policy", R"sql(
    INSERT INTO policy_version (id, organisation_id, effective_from, published_at, published_by, terms)
    VALUES ($1, $2, $3, $4, $5, $6))sql"};
// Ids ascend with publication.
constexpr Query select_policy_in_force{
    "select_policy_in_force", TSUKE_POLICY_SELECT
    "WHERE organisation_id = $1 AND effective_from <= $2 ORDER BY effective_from DESC, id DESC LIMIT 1"};
constexpr Query select_policies{"select_policies", TSUKE_POLICY_SELECT
                                "WHERE organisation_id = $1 ORDER BY effective_from DESC, id DESC LIMIT 200"};

Result<PolicyVersion> from_row(const store::Row& row) {
  const Json terms = TRY(Json::parse(row.text(5)));
  Policy policy = TRY(policy_from_json(terms));
  return PolicyVersion{row.id<PolicyId>(0), row.id<OrganisationId>(1), row.instant(2),
                       row.instant(3),      row.id<PersonId>(4),       std::move(policy)};
}

Result<std::vector<PolicyVersion>> versions(store::Reader& in, const Query& query, const store::Values& values) {
  std::vector<PolicyVersion> found;
  TRY(in.each(query, values, [&](const store::Row& row) -> Result<void> {
    found.push_back(TRY(from_row(row)));
    return {};
  }));
  return found;
}

}  // namespace

store::Migration policy_migration() { return {"policy", 1, tables, immutable_sqlite, immutable_postgresql}; }

Result<PolicyId> publish_policy(store::Transaction& in, OrganisationId organisation_id, Instant effective_from,
                                const Policy& policy, PersonId by, Instant now) {
  const registry::Organisation organisation = TRY(registry::organisation(in, organisation_id));
  if (effective_from < now)
    return Error{Reason::malformed, "policy-in-the-past", "rules hold from now on at the earliest"};
  for (const PolicyRule& rule : policy.rules)
    if (rule.what.price_over && rule.what.price_over->currency != organisation.currency)
      return Error{Reason::malformed, "bad-policy",
                   "give prices in the organisation's currency, " + std::string(organisation.currency.view())};
  const auto id = new_id<PolicyId>();
  TRY(in.run(insert_policy, {id, organisation_id, effective_from, now, by, to_json(policy).dump()}));
  return id;
}

Result<std::optional<PolicyVersion>> policy_in_force(store::Reader& in, OrganisationId organisation, Instant at) {
  auto found = TRY(versions(in, select_policy_in_force, {organisation, at}));
  if (found.empty()) return std::optional<PolicyVersion>{};
  return std::optional<PolicyVersion>{std::move(found.front())};
}

Result<std::vector<PolicyVersion>> policy_versions(store::Reader& in, OrganisationId organisation) {
  return versions(in, select_policies, {organisation});
}

}  // namespace tsuke::rules
