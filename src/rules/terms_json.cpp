// Tariffs, fee plans and rated lines as JSON: the form in which versions are stored and shown.
#include "rules/tariff.h"

namespace tsuke::rules {

namespace {
Error bad_tariff(std::string what) { return {Reason::malformed, "bad-tariff", std::move(what)}; }
Error bad_plan(std::string what) { return {Reason::malformed, "bad-fee-plan", std::move(what)}; }

Json money_json(Money money) {
  return Json::object({{"amount_minor", money.amount_minor}, {"currency", money.currency.view()}});
}
Json rate_json(Rate rate) { return Json::object({{"numerator", rate.numerator}, {"denominator", rate.denominator}}); }

// Absent is zero; nothing when it is no amount.
std::optional<Money> money_from(const Json& json, Currency fallback) {
  if (json.is_null()) return Money{0, fallback};
  auto currency = Currency::parse(json["currency"].text());
  if (!json["amount_minor"].is_integer() || !currency.ok()) return {};
  return Money{json["amount_minor"].integer(), currency.take()};
}

std::optional<Rate> rate_from(const Json& json) {
  if (json.is_null()) return Rate{};
  if (!json["numerator"].is_integer() || !json["denominator"].is_integer()) return {};
  return Rate{json["numerator"].integer(), json["denominator"].integer()};
}

std::optional<Rounding> rounding_from(const Json& json, Rounding fallback) {
  if (json.is_null()) return fallback;
  auto rounding = parse_rounding(json.text());
  return rounding.ok() ? std::optional(rounding.take()) : std::nullopt;
}

bool read_line_member(TariffLine& line, const std::string& name, const Json& value) {
  if (name == "per_impression_milli" || name == "per_sheet_milli") {
    (name == "per_sheet_milli" ? line.per_sheet : line.per_impression).milli_minor = value.integer();
    return value.is_integer();
  }
  if (name != "color_mode" && name != "media" && name != "two_sided") return false;
  if (value.is_null()) return true;
  if (name == "two_sided") {
    line.two_sided = value.boolean();
    return value.is_bool();
  }
  if (!value.is_text()) return false;
  if (name == "media") {
    line.media = value.text();
    return true;
  }
  auto color_mode = registry::parse_color_mode(value.text());
  if (color_mode.ok()) line.color_mode = color_mode.take();
  return line.color_mode.has_value();
}

Result<TariffLine> line_from(const Json& json) {
  TariffLine line;
  if (!json.is_object()) return bad_tariff("a line of a tariff is an object");
  for (const auto& [name, value] : json.members())
    if (!read_line_member(line, name, value))
      return bad_tariff(
          "a line has color_mode, media, two_sided (or null for any), per_impression_milli and per_sheet_milli");
  return line;
}

Result<FinishingPrice> finishing_from(const Json& json) {
  for (const auto& [name, value] : json.members())
    if (name != "finishing" && name != "per_copy_milli") return bad_tariff("a finishing has a price, and nothing else");
  if (!json["finishing"].is_text() || !json["per_copy_milli"].is_integer())
    return bad_tariff("a finishing's price has finishing, such as staple, and per_copy_milli, a whole number");
  return FinishingPrice{json["finishing"].text(), UnitPrice{json["per_copy_milli"].integer()}};
}

Result<std::vector<FinishingPrice>> finishings_from(const Json& json) {
  if (!json.is_null() && !json.is_array()) return bad_tariff("finishings is a list of prices");
  std::vector<FinishingPrice> prices;
  for (const Json& item : json.items()) prices.push_back(TRY(finishing_from(item)));
  return prices;
}

Json line_json(const TariffLine& line) {
  return Json::object({{"color_mode", line.color_mode ? Json(to_keyword(*line.color_mode)) : Json()},
                       {"media", line.media ? Json(*line.media) : Json()},
                       {"two_sided", line.two_sided ? Json(*line.two_sided) : Json()},
                       {"per_impression_milli", line.per_impression.milli_minor},
                       {"per_sheet_milli", line.per_sheet.milli_minor}});
}
}  // namespace

Json to_json(const Tariff& tariff) {
  Json lines = Json::array();
  for (const TariffLine& line : tariff.lines()) lines.push(line_json(line));
  Json finishings = Json::array();
  for (const FinishingPrice& price : tariff.finishings())
    finishings.push(Json::object({{"finishing", price.finishing}, {"per_copy_milli", price.per_copy.milli_minor}}));
  return Json::object({{"currency", tariff.currency().view()},
                       {"minimum", money_json(tariff.minimum())},
                       {"lines", std::move(lines)},
                       {"finishings", std::move(finishings)}});
}

Json to_json(const FeePlan& plan) {
  const FeePlan::Terms& terms = plan.terms();
  return Json::object({{"per_job", money_json(terms.per_job)},
                       {"per_impression_milli", terms.per_impression.milli_minor},
                       {"percentage", rate_json(terms.percentage)},
                       {"percentage_rounding", to_string(terms.percentage_rounding)},
                       {"commission", rate_json(terms.commission)},
                       {"commission_rounding", to_string(terms.commission_rounding)}});
}

Result<Tariff> tariff_from_json(const Json& json) {
  auto currency = Currency::parse(json["currency"].text());
  if (!currency.ok()) return bad_tariff("a tariff names its currency, such as JPY");
  const auto minimum = money_from(json["minimum"], currency.value());
  if (!minimum) return bad_tariff("the minimum is an amount with its currency");
  std::vector<TariffLine> lines;
  for (const Json& item : json["lines"].items()) lines.push_back(TRY(line_from(item)));
  auto finishings = TRY(finishings_from(json["finishings"]));
  return Tariff::create(currency.value(), std::move(lines), *minimum, std::move(finishings));
}

Result<FeePlan> fee_plan_from_json(const Json& json) {
  if (!json.is_object()) return bad_plan("a fee plan is an object");
  const auto per_job = money_from(json["per_job"], yen);
  const auto percentage = rate_from(json["percentage"]), commission = rate_from(json["commission"]);
  const auto percentage_rounding = rounding_from(json["percentage_rounding"], Rounding::half_up);
  const auto commission_rounding = rounding_from(json["commission_rounding"], Rounding::floor);
  const Json& per_impression = json["per_impression_milli"];
  if (!per_job || !(per_impression.is_null() || per_impression.is_integer()))
    return bad_plan("per_job is an amount with its currency, per_impression_milli a whole number");
  if (!percentage || !commission) return bad_plan("a rate has a numerator and a denominator");
  if (!percentage_rounding || !commission_rounding) return bad_plan("rounding is one of floor, half-up, ceiling");
  return FeePlan::create({*per_job, UnitPrice{per_impression.integer()}, *percentage, *percentage_rounding, *commission,
                          *commission_rounding});
}

Json to_json(const std::vector<RatedLine>& lines) {
  Json json = Json::array();
  for (const RatedLine& line : lines)
    json.push(Json::object({{"what", line.what},
                            {"quantity", line.quantity},
                            {"unit_price_milli", line.unit_price.milli_minor},
                            {"amount", money_json(line.amount)}}));
  return json;
}

}  // namespace tsuke::rules
