// The organisations of people.h.
#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/slug.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

#define ORGANISATION_SELECT \
  "SELECT id, name, slug, time_zone, currency, blocked_as_payer, created_at FROM organisation "

constexpr store::Query insert_organisation{"insert_organisation", R"sql(
    INSERT INTO organisation (id, name, slug, time_zone, currency, blocked_as_payer, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
constexpr store::Query select_organisation{"select_organisation", ORGANISATION_SELECT "WHERE id = $1"};
constexpr store::Query select_organisations{"select_organisations", ORGANISATION_SELECT "ORDER BY id"};
constexpr store::Query organisation_slug_taken{"organisation_slug_taken",
                                               "SELECT id FROM organisation WHERE slug = $1"};
constexpr store::Query update_blocked{"update_blocked", "UPDATE organisation SET blocked_as_payer = $2 WHERE id = $1"};
constexpr store::Query insert_founder{"insert_founder", R"sql(
    INSERT INTO membership (id, person_id, organisation_id, role, state, was_accepted)
    VALUES ($1, $2, $3, 'admin', 'accepted', 1))sql"};

Organisation make_organisation(const store::Row& row) {
  const Result<Currency> currency = Currency::parse(row.text(4));
  assert(currency.ok());  // we wrote it
  return {row.id<OrganisationId>(0), row.text(1),    row.text(2),   row.text(3),
          currency.value(),          row.boolean(5), row.instant(6)};
}

Result<void> check_time_zone(const Organisation& organisation) {
  if (!month_in_zone(organisation.created_at, organisation.time_zone).ok())
    return Error{Reason::malformed, "bad-time-zone", "name the time zone as in Asia/Tokyo"};
  return {};
}

Result<std::string> chosen_slug(store::Reader& in, const Organisation& organisation, OrganisationId id,
                                const std::string& name) {
  if (organisation.slug.empty())
    return free_slug(in, organisation_slug_taken, make_slug(name, "organisation"), id.value);
  TRY(check_slug(organisation.slug));
  return organisation.slug;
}

}  // namespace

Result<OrganisationId> add_organisation(store::Transaction& in, const Organisation& organisation, PersonId founder) {
  const std::string name = TRY(checked_text(organisation.name, "bad-name", "the name"));
  TRY(check_time_zone(organisation));
  TRY(Currency::parse(organisation.currency.view()));
  if (founder.exists()) TRY(person(in, founder));
  const OrganisationId id = new_id<OrganisationId>();
  const std::string slug = TRY(chosen_slug(in, organisation, id, name));
  TRY(or_taken(in.change(insert_organisation, {id, name, slug, organisation.time_zone, organisation.currency.view(),
                                               organisation.blocked_as_payer, organisation.created_at}),
               "slug-taken", "choose another short name: this one is taken"));
  if (founder.exists()) TRY(in.change(insert_founder, {new_id<MembershipId>(), founder, id}));
  return id;
}

Result<Organisation> organisation(store::Reader& in, OrganisationId id) {
  return must_find(in.find<Organisation>(select_organisation, {id}, make_organisation), "organisation");
}

Result<std::vector<Organisation>> organisations(store::Reader& in) {
  return in.list<Organisation>(select_organisations, {}, make_organisation);
}

Result<void> block_payer(store::Transaction& in, OrganisationId id, bool blocked) {
  if (TRY(in.change(update_blocked, {id, blocked})) == 0) return no_such("organisation");
  return {};
}

}  // namespace tsuke::registry
