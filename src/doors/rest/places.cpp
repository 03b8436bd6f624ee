// Providers, sites, printers, their prices and what they earned.
#include <set>

#include "doors/rest/groups.h"
#include "doors/rest/refusal.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

constexpr Duration code_life = minutes(15);

Result<Answer> list_printers(store::Reader& in, const Caller& caller, const Call& call) {
  Json items = Json::array();
  for (const auto& printer : TRY(registry::printers_for(in, caller.id())))
    items.push(TRY(printer_json(in, printer, call)));
  return Answer{200, list_json(std::move(items))};
}

// Owner-only printers are there for those who belong to the provider, and for the operator.
Result<Answer> show_printer(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<PrinterId>("printer"));
  const registry::Printer printer =
      TRY(caller.person.is_operator ? registry::printer(in, id) : visible_printer(in, caller.id(), id));
  return Answer{200, TRY(printer_json(in, printer, call))};
}

Result<Answer> list_providers(store::Reader& in, const Caller& caller, const Call&) {
  const auto providers = caller.person.is_operator ? TRY(registry::providers(in))
                                                   : TRY(registry::providers_administered_by(in, caller.id()));
  Json items = Json::array();
  for (const auto& provider : providers) items.push(to_json(provider));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> add_provider(store::Transaction& in, const Caller& caller, const Call& call) {
  registry::Provider wanted;
  wanted.name = TRY(text_member(call.body, "name"));
  if (call.body["organisation"].is_null()) {
    wanted.person = caller.id();
  } else {
    wanted.organisation = TRY(id_member<OrganisationId>(call.body, "organisation"));
    TRY(registry::require_role(in, caller.id(), wanted.organisation, registry::Role::admin));
  }
  return Answer{201, to_json(TRY(registry::provider(in, TRY(registry::add_provider(in, wanted)))))};
}

// The printers of a provider that the caller administers (the operator sees all).
Result<Answer> list_own_printers(store::Reader& in, const Caller& caller, const Call& call) {
  const auto provider = TRY(call.id<ProviderId>("provider"));
  if (!caller.person.is_operator) TRY(registry::require_provider_admin(in, caller.id(), provider));
  Json items = Json::array();
  for (const auto& printer : TRY(registry::printers_of(in, provider))) items.push(TRY(printer_json(in, printer, call)));
  return Answer{200, list_json(std::move(items))};
}

// The sites of printers that the caller may see, and all of a provider that the caller administers: a home is nobody
// else's business.
Result<std::set<SiteId>> visible_sites(store::Reader& in, const Caller& caller) {
  std::set<SiteId> visible;
  for (const auto& printer : TRY(registry::printers_for(in, caller.id()))) visible.insert(printer.site);
  for (const auto& provider : TRY(registry::providers_administered_by(in, caller.id())))
    for (const auto& site : TRY(registry::sites_of(in, provider.id))) visible.insert(site.id);
  return visible;
}

Result<Answer> list_sites(store::Reader& in, const Caller& caller, const Call& call) {
  const auto wanted = call.query_value("provider");
  const auto sites =
      wanted.empty() ? TRY(registry::sites(in)) : TRY(registry::sites_of(in, TRY(parse_id<ProviderId>(wanted))));
  const auto visible = TRY(visible_sites(in, caller));
  Json items = Json::array();
  for (const auto& site : sites)
    if (caller.person.is_operator || visible.contains(site.id)) items.push(to_json(site));
  return Answer{200, list_json(std::move(items))};
}

// {"latitude_e6":35681236,"longitude_e6":139767125}, or null.
Result<std::optional<registry::Position>> position_from(const Json& json) {
  if (json.is_null()) return std::optional<registry::Position>{};
  const auto latitude = TRY(optional_integer(json, "latitude_e6"));
  const auto longitude = TRY(optional_integer(json, "longitude_e6"));
  if (!latitude || !longitude)
    return Error{Reason::malformed, "bad-position", "give a position as latitude_e6 and longitude_e6, or null"};
  return std::optional<registry::Position>{{*latitude, *longitude}};
}

Result<Answer> add_site(store::Transaction& in, const Caller& caller, const Call& call) {
  registry::Site wanted;
  wanted.provider = TRY(id_member<ProviderId>(call.body, "provider"));
  TRY(registry::require_provider_admin(in, caller.id(), wanted.provider));
  wanted.name = TRY(text_member(call.body, "name"));
  wanted.kind = TRY(registry::parse_site_kind(TRY(text_member(call.body, "kind"))));
  wanted.position = TRY(position_from(call.body["position"]));
  return Answer{201, to_json(TRY(registry::site(in, TRY(registry::add_site(in, wanted)))))};
}

Result<Answer> change_site(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<SiteId>("site"));
  TRY(registry::administered_site(in, caller.id(), id));
  if (!call.body.has("position"))
    return Error{Reason::malformed, "bad-member", "give \"position\" as a position, or null for none"};
  TRY(registry::set_position(in, id, TRY(position_from(call.body["position"]))));
  return Answer{200, to_json(TRY(registry::site(in, id)))};
}

Result<Answer> add_printer(store::Transaction& in, const Caller& caller, const Call& call) {
  registry::Printer wanted;
  wanted.site = TRY(id_member<SiteId>(call.body, "site"));
  TRY(registry::administered_site(in, caller.id(), wanted.site));
  wanted.name = TRY(text_member(call.body, "name"));
  wanted.owner_only = TRY(optional_boolean(call.body, "owner_only")).value_or(false);
  const PrinterId id = TRY(registry::add_printer(in, wanted));
  return Answer{201, TRY(printer_json(in, TRY(registry::printer(in, id)), call))};
}

Result<PrinterId> administered_printer(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<PrinterId>("printer"));
  TRY(registry::administered_printer(in, caller.id(), id));
  return id;
}

Result<Answer> change_printer(store::Transaction& in, const Caller& caller, const Call& call) {
  const PrinterId id = TRY(administered_printer(in, caller, call));
  TRY(registry::change_printer(in, id, TRY(optional_text(call.body, "name")),
                               TRY(optional_boolean(call.body, "switched_on")),
                               TRY(optional_boolean(call.body, "owner_only"))));
  return Answer{200, TRY(printer_json(in, TRY(registry::printer(in, id)), call))};
}

Result<Answer> add_code(store::Transaction& in, const Caller& caller, const Call& call) {
  registry::Credential wanted;
  wanted.kind = registry::CredentialKind::enrolment;
  wanted.printer = TRY(administered_printer(in, caller, call));
  wanted.expires_at = call.now + code_life;
  const auto made = TRY(registry::add_credential(in, wanted, call.now));
  return Answer{201, Json::object({{"code", made.secret}, {"expires_at", time_json(made.credential.expires_at)}})};
}

Result<Answer> list_tariffs(store::Reader& in, const Caller& caller, const Call& call) {
  const PrinterId id = TRY(administered_printer(in, caller, call));
  Json items = Json::array();
  for (const auto& version : TRY(rules::tariff_versions(in, id))) items.push(to_json(version));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> publish_tariff(store::Transaction& in, const Caller& caller, const Call& call) {
  const PrinterId id = TRY(administered_printer(in, caller, call));
  Instant from = call.now;
  if (const auto wanted = TRY(optional_text(call.body, "effective_from"))) from = TRY(parse_rfc3339(*wanted));
  Json terms = Json::object({{"currency", "JPY"}});
  for (const char* name : {"currency", "minimum", "lines", "finishings"})
    if (call.body.has(name)) terms.set(name, call.body[name]);
  const rules::Tariff tariff = TRY(rules::tariff_from_json(terms));
  const TariffId version = TRY(rules::publish_tariff(in, id, from, tariff, call.now));
  return Answer{201, to_json(TRY(rules::tariff_version(in, version)))};
}

Result<Answer> show_earnings(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<ProviderId>("provider"));
  if (!caller.person.is_operator) TRY(registry::require_provider_admin(in, caller.id(), id));
  const flow::Earnings earnings = TRY(flow::earnings(in, id));
  return Answer{200,
                Json::object({{"provider", Json::object({{"id", to_string(id)}, {"name", earnings.provider_name}})},
                              {"accrued", to_json(earnings.accrued)},
                              {"payable", to_json(earnings.payable)}})};
}

}  // namespace

void add_place_endpoints(Endpoints& endpoints) {
  endpoints.get("/printers", list_printers);
  endpoints.get("/printers/{printer}", show_printer);
  endpoints.get("/providers", list_providers);
  endpoints.change("POST", "/providers", add_provider);
  endpoints.get("/providers/{provider}/printers", list_own_printers);
  endpoints.get("/sites", list_sites);
  endpoints.change("POST", "/sites", add_site);
  endpoints.change("PATCH", "/sites/{site}", change_site);
  endpoints.change("POST", "/printers", add_printer);
  endpoints.change("PATCH", "/printers/{printer}", change_printer);
  endpoints.change("POST", "/printers/{printer}/enrolment-codes", add_code);
  endpoints.get("/printers/{printer}/tariffs", list_tariffs);
  endpoints.change("POST", "/printers/{printer}/tariffs", publish_tariff);
  endpoints.get("/providers/{provider}/earnings", show_earnings);
}

}  // namespace tsuke::doors
