#include "doors/rest/shapes.h"

#include "doors/rest/split_shapes.h"

namespace tsuke::doors {

Json texts_json(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push(text);
  return list;
}

namespace {

constexpr std::int64_t amount_max = 1'000'000'000'000'000;

Json capabilities_json(const registry::Capabilities& capabilities) {
  return Json::object({{"media", texts_json(capabilities.media)},
                       {"color", capabilities.color},
                       {"two_sided", capabilities.two_sided},
                       {"formats", texts_json(capabilities.formats)},
                       {"finishings", texts_json(capabilities.finishings)}});
}

Json position_json(const std::optional<registry::Position>& position) {
  if (!position) return {};
  return Json::object({{"latitude_e6", position->latitude_e6}, {"longitude_e6", position->longitude_e6}});
}

}  // namespace

Json named(std::int64_t id_value, const std::string& name) {
  return Json::object({{"id", to_string(id_value)}, {"name", name}});
}

Json place_json(PrinterId id, const std::string& name, const std::string& site_name) {
  return named(id, name).set("site_name", site_name);
}

Json to_json(Money amount) {
  return Json::object({{"amount_minor", amount.amount_minor}, {"currency", amount.currency.view()}});
}

Json time_json(Instant at) { return at.micros == 0 ? Json() : Json(to_rfc3339(at)); }
Json id_json(std::int64_t id_value) { return id_value == 0 ? Json() : Json(to_string(id_value)); }

Json to_json(const registry::Person& person) {
  return Json::object({{"id", to_string(person.id)},
                       {"name", person.name},
                       {"login", person.login},
                       {"language", person.language},
                       {"is_operator", person.is_operator}});
}

Json to_json(const registry::Organisation& organisation) {
  return Json::object({{"id", to_string(organisation.id)},
                       {"name", organisation.name},
                       {"slug", organisation.slug},
                       {"time_zone", organisation.time_zone},
                       {"currency", organisation.currency.view()},
                       {"blocked_as_payer", organisation.blocked_as_payer}});
}

Json to_json(const registry::Membership& membership) {
  Json person = named(membership.person, membership.person_name);
  person.set("login", membership.person_login);
  return Json::object({{"id", to_string(membership.id)},
                       {"person", std::move(person)},
                       {"organisation", named(membership.organisation, membership.organisation_name)},
                       {"role", registry::to_string(membership.role)},
                       {"state", registry::to_string(membership.state)},
                       {"department", id_json(membership.department)}});
}

Json to_json(const registry::Provider& provider) {
  return Json::object({{"id", to_string(provider.id)},
                       {"name", provider.name},
                       {"organisation", id_json(provider.organisation)},
                       {"person", id_json(provider.person)}});
}

Json to_json(const registry::Site& site) {
  return Json::object({{"id", to_string(site.id)},
                       {"provider", to_string(site.provider)},
                       {"name", site.name},
                       {"slug", site.slug},
                       {"kind", registry::to_string(site.kind)},
                       {"position", position_json(site.position)}});
}

Json payer_json(const registry::Payer& payer, const std::string& name) {
  if (payer.is_private())
    return Json::object({{"kind", "private"}, {"person", to_string(payer.person)}, {"name", name}});
  return Json::object({{"kind", "organisation"}, {"organisation", to_string(payer.organisation)}, {"name", name}});
}

Json to_json(const rules::TariffVersion& version) {
  Json json = Json::object({{"id", to_string(version.id)},
                            {"printer", to_string(version.printer)},
                            {"effective_from", to_rfc3339(version.effective_from)},
                            {"currency", version.tariff.currency().view()},
                            {"minimum", to_json(version.tariff.minimum())}});
  Json lines = Json::array();
  for (const rules::TariffLine& line : version.tariff.lines())
    lines.push(Json::object({{"color_mode", line.color_mode ? Json(registry::to_keyword(*line.color_mode)) : Json()},
                             {"media", line.media ? Json(*line.media) : Json()},
                             {"two_sided", line.two_sided ? Json(*line.two_sided) : Json()},
                             {"per_impression_milli", line.per_impression.milli_minor},
                             {"per_sheet_milli", line.per_sheet.milli_minor}}));
  Json finishings = Json::array();
  for (const rules::FinishingPrice& price : version.tariff.finishings())
    finishings.push(Json::object({{"finishing", price.finishing}, {"per_copy_milli", price.per_copy.milli_minor}}));
  return json.set("lines", std::move(lines)).set("finishings", std::move(finishings));
}

Json to_json(const rules::FeePlanVersion& version) {
  const rules::FeePlan::Terms& terms = version.plan.terms();
  const auto rate = [](Rate rate) {
    return Json::object({{"numerator", rate.numerator}, {"denominator", rate.denominator}});
  };
  return Json::object({{"id", to_string(version.id)},
                       {"effective_from", to_rfc3339(version.effective_from)},
                       {"per_job", to_json(terms.per_job)},
                       {"per_impression_milli", terms.per_impression.milli_minor},
                       {"percentage", rate(terms.percentage)},
                       {"percentage_rounding", to_string(terms.percentage_rounding)},
                       {"commission", rate(terms.commission)},
                       {"commission_rounding", to_string(terms.commission_rounding)}});
}

Json lines_json(const std::vector<rules::RatedLine>& lines) {
  Json list = Json::array();
  for (const rules::RatedLine& line : lines)
    list.push(Json::object({{"what", line.what},
                            {"quantity", line.quantity},
                            {"unit_price_milli", line.unit_price.milli_minor},
                            {"amount", to_json(line.amount)}}));
  return list;
}

Json credential_json(const registry::Credential& credential) {
  return Json::object({{"id", to_string(credential.id)},
                       {"label", credential.label},
                       {"created_at", time_json(credential.created_at)},
                       {"used_at", time_json(credential.used_at)}});
}

Result<Json> printer_json(store::Reader& in, const registry::Printer& printer, const Call& call) {
  const auto tariff = TRY(rules::tariff_in_force(in, printer.id, call.now));
  Json site = named(printer.site, printer.site_name);
  site.set("slug", printer.site_slug).set("kind", registry::to_string(printer.site_kind));
  return Json::object({{"id", to_string(printer.id)},
                       {"name", printer.name},
                       {"uuid", printer.uuid},
                       {"site", std::move(site)},
                       {"provider", named(printer.provider, printer.provider_name)},
                       {"switched_on", printer.switched_on},
                       {"owner_only", printer.owner_only},
                       {"enrolled", printer.enrolled},
                       {"state", printer.state},
                       {"state_reasons", texts_json(printer.state_reasons)},
                       {"seen_at", time_json(printer.seen_at)},
                       {"capabilities", capabilities_json(printer.capabilities)},
                       {"device_uri", call.uri_scheme() + "://" + call.host + "/ipp/device/" + to_string(printer.id)},
                       {"tariff", tariff ? to_json(*tariff) : Json()}});
}

Json decision_json(const rules::Decision& decision, Language language) {
  Json reasons = Json::array();
  for (const rules::Reason& reason : decision.reasons)
    reasons.push(Json::object({{"code", reason.code},
                               {"remedies", texts_json(reason.remedies)},
                               {"detail", sentence_for(reason.code, rules::explain(reason.code), language)}}));
  return Json::object({{"outcome", rules::to_string(decision.outcome)},
                       {"acting", rules::to_string(decision.acting)},
                       {"reasons", std::move(reasons)},
                       {"changes", texts_json(decision.changes)}});
}

Json trace_json(const rules::Decision& decision) {
  Json steps = Json::array();
  for (const rules::Step& step : decision.trace)
    steps.push(Json::object(
        {{"check", step.check}, {"passed", step.passed}, {"rule", step.rule > 0 ? Json(step.rule) : Json()}}));
  return steps;
}

namespace {

Json quote_json(const rules::Quote& quote) {
  return Json::object({{"impressions", quote.most.impressions()},
                       {"monochrome_impressions", quote.most.monochrome_impressions},
                       {"color_impressions", quote.most.color_impressions},
                       {"sheets", quote.most.sheets},
                       {"device_lines", lines_json(quote.device_lines)},
                       {"service_lines", lines_json(quote.service_lines)},
                       {"device_fee", to_json(quote.device_fee)},
                       {"service_fee", to_json(quote.service_fee)},
                       {"total", to_json(quote.total())}});
}

std::optional<Money> price_of(const flow::Offer& offer) {
  return offer.quote ? std::optional<Money>(offer.quote->total()) : std::nullopt;
}

}  // namespace

Result<Json> offer_json(store::Reader& in, const flow::Offer& offer, const Call& call) {
  Json printer;
  if (offer.printer) printer = TRY(printer_json(in, *offer.printer, call));
  const auto& as_wished = offer.decision.quote_as_wished;
  // What the owner's budgets have left, and who shares the print, is not for whoever acts for them.
  Json budgets = Json::array(), shares = Json::array();
  if (offer.decision.acting == rules::Acting::owner) {
    budgets = own_budgets_json(offer.budgets, price_of(offer));
    shares = offer_shares_json(offer.split, offer.shares, call);
  }
  return Json::object({{"printer", std::move(printer)},
                       {"settings", registry::to_json(offer.settings)},
                       {"decision", decision_json(offer.decision, call.language)},
                       {"budgets", std::move(budgets)},
                       {"overflow", offer.overflow ? to_json(*offer.overflow) : Json()},
                       {"not_charged_until", offer.metered() ? time_json(flow::not_charged_until(offer)) : Json()},
                       {"shares", std::move(shares)},
                       {"quote", offer.quote ? quote_json(*offer.quote) : Json()},
                       {"quote_as_wished", as_wished ? quote_json(*as_wished) : Json()}});
}

namespace {

Result<Json> charge_lines_json(store::Reader& in, JobId job, Eyes eyes) {
  Json lines = Json::array();
  for (const flow::ChargeLine& line : TRY(flow::charge_lines(in, job))) {
    if (eyes == Eyes::provider && line.part != "device") continue;
    lines.push(Json::object({{"part", line.part},
                             {"what", line.what},
                             {"quantity", line.quantity},
                             {"unit_price_milli", line.unit_price_milli},
                             {"amount", to_json(line.amount)}}));
  }
  return lines;
}

// What a provider gave back of its device fee: less what the operator bore in its place.
Money refunded_of_provider(const flow::Charge& charge) { return charge.refunded.device_fee - charge.refunded.borne; }

// Null unless it was released in a trial.
Json would_be_json(const flow::Charge& charge, Eyes eyes) {
  if (!charge.would_be) return {};
  const flow::WouldBe& would = *charge.would_be;
  Json json = Json::object({{"device_fee", to_json(would.device_fee)}});
  const bool earns = eyes == Eyes::provider || eyes == Eyes::operating, pays = eyes != Eyes::provider;
  json.set("service_fee", pays ? to_json(would.service_fee) : Json());
  json.set("total", pays ? to_json(would.captured) : Json());
  json.set("commission", earns ? to_json(would.commission) : Json());
  return json;
}

}  // namespace

Result<Json> charge_json(store::Reader& in, const flow::Charge& charge, Eyes eyes) {
  Json lines = TRY(charge_lines_json(in, charge.job, eyes));
  Json json = Json::object({{"job", to_string(charge.job)},
                            {"printer", place_json(charge.printer, charge.printer_name, charge.site_name)},
                            {"provider", named(charge.provider, charge.provider_name)},
                            {"state", flow::to_string(charge.state)},
                            {"device_fee", to_json(charge.device_fee)},
                            {"commission", to_json(charge.commission)},
                            {"impressions", charge.usage.impressions()},
                            {"monochrome_impressions", charge.usage.monochrome_impressions},
                            {"color_impressions", charge.usage.color_impressions},
                            {"sheets", charge.usage.sheets},
                            {"lines", std::move(lines)},
                            {"released_at", to_rfc3339(charge.released_at)},
                            {"settled_at", time_json(charge.settled_at)},
                            {"paid", charge.paid_by.exists()},
                            {"would_be", would_be_json(charge, eyes)}});
  if (eyes == Eyes::provider) return json.set("refunded", to_json(refunded_of_provider(charge)));
  json.set("authorised", to_json(charge.authorised));
  json.set("service_fee", to_json(charge.service_fee));
  json.set("captured", to_json(charge.captured));
  json.set("absorbed", to_json(charge.absorbed));
  json.set("refunded", to_json(charge.refunded.captured));
  json.set("reassigned", charge.reassignments > 0);
  json.set("payer", payer_json(charge.payer, charge.payer_name));
  json.set("purpose", named(charge.purpose, charge.purpose_name));
  json.set("person", named(charge.person, charge.person_name));
  json.set("shares", charge_shares_json(TRY(flow::shares_of(in, charge))));
  if (eyes == Eyes::owner) json.set("job_name", charge.job_name);
  return json;
}

Result<Json> charges_json(store::Reader& in, const std::vector<flow::Charge>& charges, Eyes eyes) {
  Json items = Json::array();
  for (const flow::Charge& charge : charges) items.push(TRY(charge_json(in, charge, eyes)));
  return items;
}

Result<Money> money_from(const Json& json) {
  const Error malformed{Reason::malformed, "bad-money", "write money as {\"amount_minor\":100,\"currency\":\"JPY\"}"};
  if (!json["amount_minor"].is_integer() || !json["currency"].is_text()) return malformed;
  const std::int64_t amount = json["amount_minor"].integer();
  if (amount < -amount_max || amount > amount_max) return malformed;
  return Money{amount, TRY(Currency::parse(json["currency"].text()))};
}

}  // namespace tsuke::doors
