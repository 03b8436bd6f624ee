// What waits for somebody's judgement, the evidence for it, the acts, and who did what.
#include "doors/rest/amend_shapes.h"
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

constexpr int waiting_max = 200;

// The newest of each kind: nobody works through more at once.
Result<Answer> work_list(store::Reader& in, const Caller& caller, const Call&) {
  TRY(require_operator(caller));
  const auto charges = TRY(flow::all_charges(in, flow::ChargeState::unconfirmed, {}, waiting_max));
  Json unconfirmed = TRY(charges_json(in, charges, Eyes::operating));
  Json refunds = Json::array(), disputes = Json::array();
  for (const flow::RefundRequest& request : TRY(flow::refund_requests_waiting(in, waiting_max)))
    refunds.push(to_json(request));
  for (const flow::Dispute& dispute : TRY(flow::open_disputes(in, waiting_max))) {
    const auto charge = TRY(flow::charge_of(in, dispute.job));
    disputes.push(to_json(dispute).set("charge", TRY(charge_json(in, *charge, Eyes::operating))));
  }
  return Answer{200, Json::object({{"unconfirmed", std::move(unconfirmed)},
                                   {"refunds", std::move(refunds)},
                                   {"disputes", std::move(disputes)}})};
}

Result<ProviderId> provider_for(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<ProviderId>("provider"));
  if (!caller.person.is_operator) TRY(registry::require_provider_admin(in, caller.id(), id));
  return id;
}

Result<Answer> unconfirmed_of_provider(store::Reader& in, const Caller& caller, const Call& call) {
  const ProviderId provider = TRY(provider_for(in, caller, call));
  Json items = Json::array();
  for (const flow::Charge& charge : TRY(flow::all_charges(in, flow::ChargeState::unconfirmed, {}, waiting_max)))
    if (charge.provider == provider) items.push(TRY(charge_json(in, charge, Eyes::provider)));
  return Answer{200, list_json(std::move(items))};
}

// For the operator, and for the admin of the printer's provider.
Result<Answer> show_evidence(store::Reader& in, const Caller& caller, const Call& call) {
  const Error none{Reason::not_found, "job-not-found", "there is no such print; look at the list"};
  const auto id = TRY(call.id<JobId>("job"));
  const auto charge = TRY(flow::charge_of(in, id));
  if (!charge) return none;
  const bool may_look =
      caller.person.is_operator || registry::require_provider_admin(in, caller.id(), charge->provider).ok();
  if (!may_look) return none;
  return Answer{200, to_json(TRY(flow::evidence(in, id)))};
}

Result<Answer> share_loss(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const auto id = TRY(call.id<JobId>("job"));
  return Answer{200, to_json(TRY(flow::share_loss(in, id, TRY(quantity_from(call.body)), caller.id(), call.now)))};
}

Result<Answer> open_dispute(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<JobId>("job"));
  const std::string words = TRY(text_member(call.body, "words"));
  return Answer{201, to_json(TRY(flow::open_dispute(in, id, caller.id(), words, call.now)))};
}

Result<Answer> withdraw_dispute(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(flow::withdraw_dispute(in, TRY(call.id<flow::DisputeId>("dispute")), caller.id(), call.now));
  return no_content();
}

Result<Answer> resolve_dispute(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const auto id = TRY(call.id<flow::DisputeId>("dispute"));
  const std::string word = TRY(text_member(call.body, "resolution"));
  flow::Resolution resolution;
  resolution.to = flow::DisputeState::open;  // what no word names decides nothing
  for (const auto state : {flow::DisputeState::stands, flow::DisputeState::refunded, flow::DisputeState::reassigned})
    if (flow::to_string(state) == word) resolution.to = state;
  resolution.cause = TRY(optional_text(call.body, "cause")).value_or("");
  resolution.note = TRY(text_member(call.body, "note"));
  if (!call.body["quantity"].is_null()) resolution.quantity = TRY(quantity_from(call.body["quantity"]));
  return Answer{200, to_json(TRY(flow::resolve_dispute(in, id, resolution, caller.id(), call.now)))};
}

Result<Answer> show_audit(store::Reader& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const Page page = TRY(page_of(call));
  const auto entries = TRY(flow::audited(in, call.query_value("subject"), page.before, page.limit));
  Json items = Json::array();
  for (const flow::Audited& entry : entries) items.push(to_json(entry));
  return Answer{200, page_json(std::move(items), page, entries.empty() ? 0 : entries.back().seq)};
}

Result<Answer> show_settings(store::Reader& in, const Caller& caller, const Call&) {
  TRY(require_operator(caller));
  Json settings = Json::object();
  for (const flow::SettingRule& rule : flow::setting_rules)
    settings.set(rule.name, TRY(flow::setting(in, rule.setting)));
  return Answer{200, std::move(settings)};
}

Result<Answer> put_settings(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  for (const auto& [name, value] : call.body.members())
    TRY(flow::set_setting(in, name, value.is_integer() ? value.integer() : -1, caller.id(), call.now));
  return show_settings(in, caller, call);
}

Json contract_json(int operator_percent) { return Json::object({{"operator_percent", operator_percent}}); }

Result<Answer> show_contract(store::Reader& in, const Caller& caller, const Call& call) {
  const ProviderId provider = TRY(provider_for(in, caller, call));
  return Answer{200, contract_json(TRY(flow::operator_percent(in, provider)))};
}

Result<Answer> put_contract(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const auto provider = TRY(call.id<ProviderId>("provider"));
  const std::int64_t percent = TRY(integer_or(call.body, "operator_percent", -1));
  TRY(flow::set_operator_percent(in, provider, percent < 0 || percent > 100 ? -1 : static_cast<int>(percent),
                                 caller.id(), call.now));
  return Answer{200, contract_json(TRY(flow::operator_percent(in, provider)))};
}

}  // namespace

void add_work_list_endpoints(Endpoints& endpoints) {
  endpoints.get("/work-list", work_list);
  endpoints.get("/providers/{provider}/unconfirmed", unconfirmed_of_provider);
  endpoints.get("/jobs/{job}/evidence", show_evidence);
  endpoints.change("POST", "/jobs/{job}/share-loss", share_loss);
  endpoints.change("POST", "/jobs/{job}/disputes", open_dispute);
  endpoints.change("DELETE", "/disputes/{dispute}", withdraw_dispute);
  endpoints.change("POST", "/disputes/{dispute}/resolution", resolve_dispute);
  endpoints.get("/audit", show_audit);
  endpoints.get("/amend-settings", show_settings);
  endpoints.change("PUT", "/amend-settings", put_settings);
  endpoints.get("/providers/{provider}/contract", show_contract);
  endpoints.change("PUT", "/providers/{provider}/contract", put_contract);
}

}  // namespace tsuke::doors
