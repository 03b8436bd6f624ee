#include "doors/rest/split_shapes.h"

#include "doors/rest/shapes.h"
#include "rules/tax.h"

namespace tsuke::doors {

Result<Json> split_json(store::Reader& in, const flow::Split& split) {
  if (!split.exists()) return Json();
  Json parts = Json::array();
  for (const flow::Split::Part& part : split.parts) {
    const registry::Purpose purpose = TRY(registry::purpose(in, part.purpose));
    parts.push(Json::object({{"purpose", named(purpose.id, purpose.name)},
                             {"payer", payer_json(purpose.payer, purpose.payer_name)},
                             {"weight", part.weight},
                             {"share", flow::part_text(split.unit, part.weight, split.total())},
                             {"membership_ended", purpose.membership_was_accepted_once}}));
  }
  return Json::object({{"by", flow::to_string(split.unit)}, {"parts", std::move(parts)}});
}

Result<flow::Split> split_from(const Json& body) {
  flow::Split split;
  split.unit = TRY(flow::parse_split_unit(TRY(text_member(body, "by"))));
  const auto& parts = body["parts"].items();
  if (parts.empty() || parts.size() > flow::split_parts_max)
    return Error{Reason::malformed, "bad-split", "name 2 to 5 purposes, each with another payer"};
  for (const Json& part : parts) {
    const auto purpose = TRY(id_member<PurposeId>(part, "purpose"));
    const auto weight = TRY(optional_integer(part, "weight")).value_or(0);
    split.parts.push_back({purpose, weight});
  }
  return split;
}

Json expected_tax_json(Money price, bool is_private, Instant now) {
  const auto tax = rules::expected_tax(price, is_private, now);
  if (!tax) return {};
  return Json::object(
      {{"rate", Json::object({{"numerator", tax->rate.numerator}, {"denominator", tax->rate.denominator}})},
       {"amount", to_json(tax->amount)},
       {"included", tax->included}});
}

// Each payer has a document of its own, on which its tax is rounded: so its estimate is of its own part, and the
// estimates need not make that of the whole.
Json offer_shares_json(const flow::Split& split, const std::vector<flow::OfferShare>& shares, const Call& call) {
  Json list = Json::array();
  for (const flow::OfferShare& share : shares)
    list.push(Json::object(
        {{"purpose", named(share.purpose.id, share.purpose.name)},
         {"payer", payer_json(share.purpose.payer, share.purpose.payer_name)},
         {"weight", share.weight},
         {"share", flow::part_text(split.unit, share.weight, split.total())},
         {"amount", share.amount ? to_json(*share.amount) : Json()},
         {"expected_tax",
          share.amount ? expected_tax_json(*share.amount, share.purpose.payer.is_private(), call.now) : Json()},
         {"permitted", share.decision.permitted()},
         {"reasons", decision_json(share.decision, call.language)["reasons"]}}));
  return list;
}

Json charge_shares_json(const std::vector<flow::ChargeShare>& shares) {
  Json list = Json::array();
  for (const flow::ChargeShare& share : shares)
    list.push(Json::object({{"purpose", named(share.purpose, share.purpose_name)},
                            {"payer", payer_json(share.payer, share.payer_name)},
                            {"share", flow::part_text(share.unit, share.weight, share.total_weight)},
                            {"authorised", to_json(share.authorised)},
                            {"captured", to_json(share.amounts.captured)},
                            {"refunded", to_json(share.refunded.captured)},
                            {"paid", share.paid_by.exists()}}));
  return list;
}

}  // namespace tsuke::doors
