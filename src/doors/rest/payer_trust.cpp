// /providers/{provider}/payers: whom a provider prints for.
#include "registry/payer_trust.h"

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

Result<ProviderId> own_provider(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<ProviderId>("provider"));
  TRY(registry::require_provider_admin(in, caller.id(), id));
  return id;
}

Result<Json> trust_json(store::Reader& in, ProviderId id) {
  const auto trust = TRY(registry::payer_trust(in, id));
  Json trusted = Json::array();
  for (const auto& payer : trust.trusted) trusted.push(named(payer.id, payer.name));
  return Json::object({{"only_trusted", trust.only_trusted},
                       {"serves_private", trust.serves_private},
                       {"trusted", std::move(trusted)}});
}

Result<Answer> show(store::Reader& in, const Caller& caller, const Call& call) {
  return Answer{200, TRY(trust_json(in, TRY(own_provider(in, caller, call))))};
}

Result<Answer> put(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(own_provider(in, caller, call));
  registry::PayerTrust trust;
  trust.only_trusted = TRY(optional_boolean(call.body, "only_trusted")).value_or(false);
  trust.serves_private = TRY(optional_boolean(call.body, "serves_private")).value_or(true);
  const Json& trusted = call.body["trusted"];
  if (!trusted.is_null() && !trusted.is_array())
    return Error{Reason::malformed, "bad-member", "\"trusted\" is a list of organisations' ids"};
  for (const Json& each : trusted.items()) {
    if (!each.is_text()) return Error{Reason::malformed, "bad-member", "\"trusted\" is a list of organisations' ids"};
    trust.trusted.push_back({TRY(parse_id<OrganisationId>(each.text())), {}});
  }
  TRY(registry::set_payer_trust(in, id, trust));
  return Answer{200, TRY(trust_json(in, id))};
}

}  // namespace

void add_payer_trust_endpoints(Endpoints& endpoints) {
  endpoints.get("/providers/{provider}/payers", show);
  endpoints.change("PUT", "/providers/{provider}/payers", put);
}

}  // namespace tsuke::doors
