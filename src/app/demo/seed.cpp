#include <array>

#include "app/demo/world.h"
#include "base/bytes.h"
#include "flow/budget/budget.h"
#include "registry/credentials.h"
#include "registry/mail_addresses.h"
#include "registry/people.h"
#include "registry/printers.h"
#include "registry/purposes.h"
#include "rules/price_book.h"

namespace tsuke::app {

namespace {

using registry::ColorMode;
using registry::Sides;
using store::Transaction;

constexpr Money monthly_budget_of_b{300, yen};
constexpr const char* at_home = "Home";
constexpr int home_jobs_per_day = 200;
constexpr Money home_amount_per_day{2000, yen};

struct Role {
  const char* name;
  const char* role;
  const char* login;
};
constexpr std::array<Role, 5> cast{{{"Mika", "person", "mika"},
                                    {"Aoi (Company A)", "company", "aoi"},
                                    {"Ren (Company B)", "company", "ren"},
                                    {"Sora (Shared office)", "provider", "sora"},
                                    {"Operator", "operator", "operator"}}};

// Yen for one printed side and for one sheet.
struct Price {
  std::int64_t monochrome, color, sheet;
};

Result<void> add_people(Transaction& in, World& world, const std::vector<std::string>& hashes, Instant now) {
  for (std::size_t i = 0; i < cast.size(); ++i) {
    DemoPerson& person = world.people[i];
    registry::Person row;
    row.name = person.name;
    row.login = person.login;
    row.is_operator = person.role == "operator";
    row.created_at = now;
    person.id = TRY(registry::add_person(in, row));
    TRY(registry::set_password(in, person.id, hashes[i]));
    registry::Credential token;
    token.kind = registry::CredentialKind::api_token;
    token.person = person.id;
    token.label = "demo";
    person.api_token = TRY(registry::add_credential(in, token, now)).secret;
  }
  return {};
}

Result<OrganisationId> add_company(Transaction& in, const char* name, const DemoPerson& admin, Instant now) {
  registry::Organisation organisation;
  organisation.name = name;
  organisation.created_at = now;
  return registry::add_organisation(in, organisation, admin.id);
}

Result<void> join(Transaction& in, OrganisationId organisation, PersonId person) {
  const MembershipId membership = TRY(registry::invite(in, organisation, person, registry::Role::member));
  return registry::accept_membership(in, membership, person);
}

Result<DemoQueue> add_queue(Transaction& in, const registry::Purpose& purpose, Instant now) {
  registry::Credential token;
  token.kind = registry::CredentialKind::queue_token;
  token.person = purpose.person;
  token.purpose = purpose.id;
  token.label = "demo";
  const std::string secret = TRY(registry::add_credential(in, token, now)).secret;
  return DemoQueue{purpose.name, purpose.payer_name, purpose.slug, secret, purpose.id, purpose.at_once.has_value()};
}

Result<void> add_purposes(Transaction& in, World& world, Instant now) {
  const PersonId mika = world.people[0].id;
  const auto add = [&](const char* name, OrganisationId payer, Sides sides, ColorMode color_mode) -> Result<void> {
    registry::Purpose purpose;
    purpose.person = mika;
    purpose.name = name;
    purpose.payer.organisation = payer;
    purpose.defaults.sides = sides;
    purpose.defaults.color_mode = color_mode;
    TRY(registry::add_purpose(in, purpose));
    return {};
  };
  TRY(add("Company A", world.company_a, Sides::two_sided_long_edge, ColorMode::monochrome));
  TRY(add("Company B", world.company_b, Sides::one_sided, ColorMode::color));
  const auto purposes = TRY(registry::purposes(in, mika));
  for (const char* name : {"Company A", "Company B", "Private"})
    for (const registry::Purpose& purpose : purposes)
      if (purpose.name == name) world.queues.push_back(TRY(add_queue(in, purpose, now)));
  world.mail_local_part = TRY(registry::renew_mail_address(in, mika, world.queues.front().id, now)).local_part;
  registry::Credential app;
  app.kind = registry::CredentialKind::app_password;
  app.person = mika;
  app.label = "demo";
  world.app_password = TRY(registry::add_credential(in, app, now)).secret;
  return {};
}

Result<rules::Tariff> tariff_of(Price price) {
  rules::TariffLine color, monochrome;
  color.color_mode = ColorMode::color;
  color.per_impression = {price.color * 1000};
  monochrome.per_impression = {price.monochrome * 1000};
  color.per_sheet = monochrome.per_sheet = {price.sheet * 1000};
  return rules::Tariff::create(yen, {color, monochrome});
}

Result<void> add_place(Transaction& in, World& world, const char* name, registry::SiteKind kind,
                       registry::Provider provider, Price price, Instant now) {
  const ProviderId provider_id = TRY(registry::add_provider(in, provider));
  registry::Site site;
  site.provider = provider_id;
  site.name = name;
  site.kind = kind;
  registry::Printer printer;
  printer.site = TRY(registry::add_site(in, site));
  printer.name = name;
  // Until its agent has told what the printer can do.
  const PrinterId id = TRY(registry::add_printer(in, printer));
  TRY(rules::publish_tariff(in, id, now, TRY(tariff_of(price)), now));
  registry::Credential code;
  code.kind = registry::CredentialKind::enrolment;
  code.printer = id;
  const std::string secret = TRY(registry::add_credential(in, code, now)).secret;
  const registry::Printer made = TRY(registry::printer(in, id));
  world.printers.push_back({name, made.site_slug, made.uuid, secret, id, provider_id});
  return {};
}

Result<void> add_places(Transaction& in, World& world, Instant now) {
  using registry::SiteKind;
  const DemoPerson& sora = world.people[3];
  const OrganisationId shared_office = TRY(add_company(in, "Shared Office Shibuya", sora, now));
  const OrganisationId store = TRY(add_company(in, "Corner Store", sora, now));
  TRY(add_place(in, world, "Office", SiteKind::office, {{}, "Company A", world.company_a, {}}, {8, 25, 0}, now));
  TRY(add_place(in, world, "Shared office", SiteKind::shared_office, {{}, "Shared Office Shibuya", shared_office, {}},
                {10, 28, 3}, now));
  TRY(add_place(in, world, at_home, SiteKind::home, {{}, "Mika (home)", {}, world.people[0].id}, {5, 15, 0}, now));
  return add_place(in, world, "Convenience store", SiteKind::store, {{}, "Corner Store", store, {}}, {10, 50, 0}, now);
}

// At home nobody stands in line: what she sends there prints, and her own tab pays.
Result<void> add_purpose_at_home(Transaction& in, World& world, Instant now) {
  registry::Purpose purpose;
  purpose.person = world.people[0].id;
  purpose.name = "At home";
  purpose.payer.person = purpose.person;
  for (const DemoPrinter& printer : world.printers)
    if (printer.name == at_home) purpose.at_once = {printer.id, home_jobs_per_day, home_amount_per_day};
  const PurposeId id = TRY(registry::add_purpose(in, purpose));
  world.queues.push_back(TRY(add_queue(in, TRY(registry::purpose(in, id)), now)));
  return {};
}

Result<void> publish_fees(Transaction& in, Instant now) {
  rules::FeePlan::Terms terms;
  terms.per_job = {5, yen};
  terms.percentage = {35, 1000};
  TRY(rules::publish_fee_plan(in, now, TRY(rules::FeePlan::create(terms)), now));
  return {};
}

}  // namespace

Result<World> seed(store::Store& store, Instant now) {
  World empty;
  std::vector<std::string> hashes;
  for (const Role& role : cast) {
    empty.people.push_back({role.name, role.role, role.login, random_token(9), {}, {}});
    hashes.push_back(TRY(registry::hash_password(empty.people.back().password)));
  }
  return store.write<World>([&](Transaction& in) -> Result<World> {
    World world = empty;
    TRY(add_people(in, world, hashes, now));
    world.company_a = TRY(add_company(in, "Company A", world.people[1], now));
    world.company_b = TRY(add_company(in, "Company B", world.people[2], now));
    TRY(join(in, world.company_a, world.people[0].id));
    TRY(join(in, world.company_b, world.people[0].id));
    TRY(add_purposes(in, world, now));
    TRY(add_places(in, world, now));
    TRY(add_purpose_at_home(in, world, now));
    TRY(publish_fees(in, now));
    TRY(flow::set_budget(in, world.company_b, monthly_budget_of_b, now));
    return world;
  });
}

}  // namespace tsuke::app
