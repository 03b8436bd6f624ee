// Printers compared for a job of the caller: price, permission, distance, stars; and prices that hold.
#include <charconv>

#include "doors/rest/groups.h"
#include "doors/rest/refusal.h"
#include "doors/rest/shapes.h"
#include "doors/rest/split_shapes.h"
#include "flow/acting.h"
#include "flow/compare.h"
#include "flow/quoted.h"
#include "registry/favourites.h"

namespace tsuke::doors {

namespace {

using flow::Comparison;
using flow::OfferOrder;

constexpr std::int64_t within_m_max = 50'000'000;  // farther than anything on earth

Error bad_comparison(std::string what) { return {Reason::malformed, "bad-comparison", std::move(what)}; }

// The job, with ?settings=… as if it were changed so: what a change would cost is known before it is made.
Result<flow::Job> job_to_price(store::Reader& in, const Caller& caller, const Call& call) {
  flow::Job job = TRY(flow::job_seen_by(in, caller.id(), TRY(call.id<JobId>("job")), call.now));
  const std::string_view wished = call.query_value("settings");
  if (wished.empty()) return job;
  const auto change = TRY(registry::settings_change_from_json(TRY(Json::parse(wished))));
  job.settings = TRY(registry::apply(job.settings, change));
  return job;
}

Result<std::optional<std::int64_t>> number_from(const Call& call, std::string_view name) {
  const std::string_view text = call.query_value(name);
  if (text.empty()) return std::optional<std::int64_t>{};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    return bad_comparison("give " + std::string(name) + " as a whole number");
  return std::optional<std::int64_t>{number};
}

Result<std::optional<registry::Position>> near_from(const Call& call) {
  const auto latitude = TRY(number_from(call, "latitude_e6")), longitude = TRY(number_from(call, "longitude_e6"));
  if (!latitude && !longitude) return std::optional<registry::Position>{};
  if (!latitude || !longitude) return bad_comparison("give latitude_e6 and longitude_e6 together");
  const std::optional<registry::Position> near{{*latitude, *longitude}};
  TRY(registry::check_position(near));
  return near;
}

Result<OfferOrder> order_from(const Call& call) {
  const std::string_view wanted = call.query_value("sort");
  if (wanted.empty()) return OfferOrder::as_listed;
  if (wanted == "price") return OfferOrder::price;
  if (wanted == "distance") return OfferOrder::distance;
  if (wanted == "favourites") return OfferOrder::favourites;
  return bad_comparison("sort is price, distance or favourites");
}

Result<void> read_conditions(std::string_view only, Comparison& comparison) {
  while (!only.empty()) {
    const std::size_t comma = std::min(only.find(','), only.size());
    const std::string_view word = only.substr(0, comma);
    only.remove_prefix(std::min(comma + 1, only.size()));
    bool* const condition = word == "permitted"    ? &comparison.only_permitted
                            : word == "able"       ? &comparison.only_able
                            : word == "ready"      ? &comparison.only_ready
                            : word == "favourites" ? &comparison.only_favourites
                                                   : nullptr;
    if (condition == nullptr) return bad_comparison("only is a list of permitted, able, ready and favourites");
    *condition = true;
  }
  return {};
}

Result<Comparison> comparison_from(const Call& call) {
  Comparison comparison;
  comparison.order = TRY(order_from(call));
  comparison.near = TRY(near_from(call));
  comparison.within_m = TRY(number_from(call, "within_m"));
  TRY(read_conditions(call.query_value("only"), comparison));
  const bool needs_place = comparison.within_m || comparison.order == OfferOrder::distance;
  if (needs_place && !comparison.near) return bad_comparison("say where you are: latitude_e6 and longitude_e6");
  if (comparison.within_m && (*comparison.within_m < 0 || *comparison.within_m > within_m_max))
    return bad_comparison("within_m is a number of metres");
  return comparison;
}

// The price with what makes it hold, and the tax to be expected: a person's prices have it in them.
Result<Json> held_price_json(store::Reader& in, const flow::Job& job, const flow::Offer& offer, Json price,
                             Instant now) {
  const auto quoted = TRY(flow::quoted(in, job, offer, now));
  price.set("token", quoted ? Json(quoted->token) : Json());
  price.set("valid_until", quoted ? time_json(quoted->valid_until) : Json());
  bool is_private = false;
  if (job.purpose.exists()) is_private = TRY(registry::purpose(in, job.purpose)).payer.is_private();
  // Of several payers, each has the tax on its own document: it stands with the share.
  const bool is_shared = !offer.shares.empty();
  price.set("expected_tax", is_shared ? Json() : expected_tax_json(offer.quote->total(), is_private, now));
  return price;
}

Result<Json> compared_json(store::Reader& in, const flow::Job& job, const flow::ComparedOffer& compared,
                           const Call& call) {
  Json json = TRY(offer_json(in, compared.offer, call));
  if (compared.offer.quote) {
    Json price = TRY(held_price_json(in, job, compared.offer, json["quote"], call.now));
    json.set("quote", std::move(price));
  }
  json.set("ready", flow::is_ready(*compared.offer.printer));
  json.set("favourite", compared.favourite);
  json.set("distance_m", compared.distance_m ? Json(*compared.distance_m) : Json());
  return json;
}

Result<Answer> list_offers(store::Reader& in, const Caller& caller, const Call& call) {
  const flow::Job job = TRY(job_to_price(in, caller, call));
  const Comparison comparison = TRY(comparison_from(call));
  Json items = Json::array();
  for (const flow::ComparedOffer& compared : TRY(flow::compare_offers(in, job, comparison, call.now, caller.id())))
    items.push(TRY(compared_json(in, job, compared, call)));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> show_offer(store::Reader& in, const Caller& caller, const Call& call) {
  const flow::Job job = TRY(job_to_price(in, caller, call));
  const Comparison comparison = TRY(comparison_from(call));
  const auto printer = TRY(visible_printer(in, caller.id(), TRY(call.id<PrinterId>("printer"))));
  flow::Offer offer = TRY(flow::make_offer(in, job, printer, call.now, {}, caller.id()));
  const auto compared = TRY(flow::compared(in, job, std::move(offer), comparison, caller.id()));
  Json shown = TRY(compared_json(in, job, compared, call));
  shown.set("trace", trace_json(compared.offer.decision));
  return Answer{200, std::move(shown)};
}

Result<Answer> list_favourites(store::Reader& in, const Caller& caller, const Call& call) {
  const auto starred = TRY(registry::favourites(in, caller.id()));
  Json items = Json::array();
  for (const auto& printer : TRY(registry::printers_for(in, caller.id())))
    if (starred.contains(printer.id)) items.push(TRY(printer_json(in, printer, call)));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> add_favourite(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto printer = TRY(visible_printer(in, caller.id(), TRY(call.id<PrinterId>("printer"))));
  TRY(registry::add_favourite(in, caller.id(), printer.id));
  return no_content();
}

Result<Answer> remove_favourite(store::Transaction& in, const Caller& caller, const Call& call) {
  // Also one that others keep to themselves by now, and what never was one.
  TRY(registry::remove_favourite(in, caller.id(), TRY(call.id<PrinterId>("printer"))));
  return no_content();
}

}  // namespace

void add_offer_endpoints(Endpoints& endpoints) {
  endpoints.get("/jobs/{job}/offers", list_offers);
  endpoints.get("/jobs/{job}/offers/{printer}", show_offer);
  endpoints.get("/favourites", list_favourites);
  endpoints.change("PUT", "/favourites/{printer}", add_favourite);
  endpoints.change("DELETE", "/favourites/{printer}", remove_favourite);
}

}  // namespace tsuke::doors
