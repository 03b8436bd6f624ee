// The providers and sites of printers.h.
#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/printers.h"
#include "registry/site_kinds.h"
#include "registry/slug.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

#define PROVIDER_SELECT "SELECT r.id, r.name, r.organisation_id, r.person_id FROM provider r "
#define SITE_SELECT "SELECT id, provider_id, name, slug, kind, latitude_e6, longitude_e6 FROM site "

constexpr store::Query insert_provider{"insert_provider", R"sql(
    INSERT INTO provider (id, name, organisation_id, person_id) VALUES ($1, $2, $3, $4))sql"};
constexpr store::Query select_provider{"select_provider", PROVIDER_SELECT "WHERE r.id = $1"};
constexpr store::Query select_providers{"select_providers", PROVIDER_SELECT "ORDER BY r.id"};
constexpr store::Query select_providers_administered{"select_providers_administered", PROVIDER_SELECT R"sql(
     WHERE r.person_id = $1
        OR EXISTS (SELECT 1 FROM membership m
                    WHERE m.person_id = $1 AND m.organisation_id = r.organisation_id
                      AND m.role = 'admin' AND m.state = 'accepted')
     ORDER BY r.id)sql"};
constexpr store::Query insert_site{"insert_site", R"sql(
    INSERT INTO site (id, provider_id, name, slug, kind, latitude_e6, longitude_e6) VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
constexpr store::Query place_site{"place_site", "UPDATE site SET latitude_e6 = $2, longitude_e6 = $3 WHERE id = $1"};
constexpr store::Query select_site{"select_site", SITE_SELECT "WHERE id = $1"};
constexpr store::Query select_sites{"select_sites", SITE_SELECT "ORDER BY id"};
constexpr store::Query select_sites_of{"select_sites_of", SITE_SELECT "WHERE provider_id = $1 ORDER BY id"};
constexpr store::Query site_slug_taken{"site_slug_taken", "SELECT id FROM site WHERE slug = $1"};

Provider make_provider(const store::Row& row) {
  return {row.id<ProviderId>(0), row.text(1), row.id<OrganisationId>(2), row.id<PersonId>(3)};
}

Site make_site(const store::Row& row) {
  Site site{row.id<SiteId>(0), row.id<ProviderId>(1), row.text(2), row.text(3), stored_site_kind(row.text(4)), {}};
  if (!row.is_null(5)) site.position = Position{row.integer(5), row.integer(6)};
  return site;
}

store::Value latitude_of(const std::optional<Position>& position) {
  return position ? store::Value(position->latitude_e6) : store::Value(nullptr);
}
store::Value longitude_of(const std::optional<Position>& position) {
  return position ? store::Value(position->longitude_e6) : store::Value(nullptr);
}

Result<bool> has_role(store::Reader& in, PersonId person, const Provider& provider, Role needed) {
  if (provider.person.exists()) return provider.person == person;
  const auto found = TRY(membership_between(in, person, provider.organisation));
  return found && found->state == MembershipState::accepted && covers(found->role, needed);
}

Result<std::string> chosen_slug(store::Reader& in, const Site& site, SiteId id, const std::string& name) {
  if (site.slug.empty()) return free_slug(in, site_slug_taken, make_slug(name, "site"), id.value);
  TRY(check_slug(site.slug));
  return site.slug;
}

}  // namespace

Result<ProviderId> add_provider(store::Transaction& in, const Provider& provider) {
  const std::string name = TRY(checked_text(provider.name, "bad-name", "the name"));
  if (provider.organisation.exists() == provider.person.exists())
    return Error{Reason::malformed, "bad-provider", "name exactly one owner: an organisation or a person"};
  if (provider.organisation.exists()) TRY(organisation(in, provider.organisation));
  if (provider.person.exists()) TRY(person(in, provider.person));
  const ProviderId id = new_id<ProviderId>();
  TRY(in.change(insert_provider, {id, name, provider.organisation, provider.person}));
  return id;
}

Result<Provider> provider(store::Reader& in, ProviderId id) {
  return must_find(in.find<Provider>(select_provider, {id}, make_provider), "provider");
}

Result<std::vector<Provider>> providers(store::Reader& in) {
  return in.list<Provider>(select_providers, {}, make_provider);
}

Result<std::vector<Provider>> providers_administered_by(store::Reader& in, PersonId person) {
  return in.list<Provider>(select_providers_administered, {person}, make_provider);
}

Result<void> require_provider_admin(store::Reader& in, PersonId person, ProviderId id) {
  if (!TRY(has_role(in, person, TRY(provider(in, id)), Role::admin))) return no_such("provider");
  return {};
}

Result<Site> administered_site(store::Reader& in, PersonId person, SiteId id) {
  Site found = TRY(site(in, id));
  TRY(or_hidden(require_provider_admin(in, person, found.provider), no_such("site")));
  return found;
}

Result<Printer> administered_printer(store::Reader& in, PersonId person, PrinterId id) {
  Printer found = TRY(printer(in, id));
  TRY(or_hidden(require_provider_admin(in, person, found.provider), no_such("printer")));
  return found;
}

Result<bool> belongs_to_provider(store::Reader& in, PersonId person, ProviderId id) {
  return has_role(in, person, TRY(provider(in, id)), Role::member);
}

Result<SiteId> add_site(store::Transaction& in, const Site& site) {
  const std::string name = TRY(checked_text(site.name, "bad-name", "the name"));
  TRY(provider(in, site.provider));
  TRY(check_position(site.position));
  const SiteId id = new_id<SiteId>();
  const std::string slug = TRY(chosen_slug(in, site, id, name));
  TRY(or_taken(in.change(insert_site, {id, site.provider, name, slug, to_string(site.kind), latitude_of(site.position),
                                       longitude_of(site.position)}),
               "slug-taken", "choose another short name: this one is taken"));
  return id;
}

Result<void> set_position(store::Transaction& in, SiteId id, const std::optional<Position>& position) {
  TRY(check_position(position));
  if (TRY(in.change(place_site, {id, latitude_of(position), longitude_of(position)})) == 0) return no_such("site");
  return {};
}

Result<Site> site(store::Reader& in, SiteId id) {
  return must_find(in.find<Site>(select_site, {id}, make_site), "site");
}

Result<std::vector<Site>> sites(store::Reader& in) { return in.list<Site>(select_sites, {}, make_site); }

Result<std::vector<Site>> sites_of(store::Reader& in, ProviderId provider) {
  return in.list<Site>(select_sites_of, {provider}, make_site);
}

}  // namespace tsuke::registry
