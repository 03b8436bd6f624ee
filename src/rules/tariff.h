// What printing costs: tariffs (the provider's device fee) and fee plans (the operator's service fee). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/money.h"
#include "base/result.h"
#include "base/time.h"
#include "registry/print_settings.h"
#include "rules/output.h"

namespace tsuke::rules {

// Prices for the output it matches; an empty field matches everything. The colour mode is color or monochrome.
struct TariffLine {
  std::optional<registry::ColorMode> color_mode;
  std::optional<std::string> media;
  std::optional<bool> two_sided;
  UnitPrice per_impression;
  UnitPrice per_sheet;
  friend bool operator==(const TariffLine&, const TariffLine&) = default;
};

// For each copy that comes out finished so, beside what its sides and sheets cost.
struct FinishingPrice {
  std::string finishing;  // keyword of registry::known_finishings()
  UnitPrice per_copy;
  friend bool operator==(const FinishingPrice&, const FinishingPrice&) = default;
};

// amount = quantity × unit_price, rounded half-up to a minor unit, for every line.
struct RatedLine {
  // "color-impression", "monochrome-impression", "sheet", "finishing", "minimum", "service-per-job",
  // "service-per-impression", "service-percentage"
  std::string what;
  std::int64_t quantity = 0;
  UnitPrice unit_price;
  Money amount;
  friend bool operator==(const RatedLine&, const RatedLine&) = default;
};

inline constexpr std::int64_t price_max = 1'000'000'000;  // of a unit price in thousandths, of a minimum in minor units
inline constexpr std::size_t tariff_lines_max = 100;

// One immutable version. A tariff that exists can price any output.
class Tariff {
 public:
  // Fails with malformed ("bad-tariff") when a price is negative or above price_max, a paper is not known, some
  // colour mode or side finds no line on some paper, or a finishing is not known or priced twice. So the last line
  // usually matches everything. A finishing without a price costs nothing.
  static Result<Tariff> create(Currency currency, std::vector<TariffLine> lines, Money minimum = {},
                               std::vector<FinishingPrice> finishings = {});

  // The lines sum to the fee exactly. Impressions are priced by the first line that matches them, sheets by the dearest
  // of the lines that priced an impression, finished copies by the sum of their finishings' prices; each line is
  // rounded half-up to a minor unit once. Nothing printed costs nothing: sheets, finishings and the minimum start at
  // one impression. Sheets and finishings without a price make no line. No count that grows makes the fee smaller.
  std::vector<RatedLine> device_fee_lines(const Output& output) const;
  Money device_fee(const Output& output) const;

  Currency currency() const { return currency_; }
  const std::vector<TariffLine>& lines() const { return lines_; }
  Money minimum() const { return minimum_; }
  const std::vector<FinishingPrice>& finishings() const { return finishings_; }

 private:
  Tariff(Currency currency, std::vector<TariffLine> lines, Money minimum, std::vector<FinishingPrice> finishings);
  const TariffLine& line_for(registry::ColorMode color_mode, const Output& output) const;
  UnitPrice price_per_sheet(const Output& output) const;
  UnitPrice price_per_copy(const std::vector<std::string>& finishings) const;
  Currency currency_;
  std::vector<TariffLine> lines_;
  Money minimum_;
  std::vector<FinishingPrice> finishings_;
};

// One immutable version of the operator's terms.
class FeePlan {
 public:
  struct Terms {
    Money per_job;  // once, when anything was printed
    UnitPrice per_impression;
    Rate percentage;  // of the device fee
    Rounding percentage_rounding = Rounding::half_up;
    Rate commission;  // of the device fee, kept by the operator out of the provider's share; usually 0
    Rounding commission_rounding = Rounding::floor;
    friend bool operator==(const Terms&, const Terms&) = default;
  };
  // Fails with malformed ("bad-fee-plan"): a negative or too large price, a percentage above 1000 %, a commission
  // above 100 %.
  static Result<FeePlan> create(Terms terms);
  // In the device fee's currency. The fixed prices are in the currency of per_job, and charged only on device fees in
  // it; the percentage is charged on any.
  std::vector<RatedLine> service_fee_lines(const Output& output, Money device_fee) const;
  Money service_fee(const Output& output, Money device_fee) const;
  Money commission(Money device_fee) const;  // never more than the device fee
  const Terms& terms() const { return terms_; }

 private:
  explicit FeePlan(Terms terms) : terms_(std::move(terms)) {}
  Terms terms_;
};

// {"currency":"JPY","minimum":{"amount_minor":0,"currency":"JPY"},"lines":[{"color_mode":"color","media":null,
//   "two_sided":null,"per_impression_milli":28000,"per_sheet_milli":3000}],
//   "finishings":[{"finishing":"staple","per_copy_milli":5000}]}
Json to_json(const Tariff& tariff);
// {"per_job":{"amount_minor":0,"currency":"JPY"},"per_impression_milli":0,"percentage":{"numerator":35,
//   "denominator":1000},"percentage_rounding":"half-up","commission":{"numerator":8,"denominator":100},
//   "commission_rounding":"floor"}
Json to_json(const FeePlan& plan);
// What to_json writes. Absent or null is: any (color_mode, media, two_sided), zero (prices, minimum, rates), none
// (finishings), the usual rounding. Members beside these are left alone at the top, malformed in a line. Fail with
// malformed ("bad-tariff", "bad-fee-plan").
Result<Tariff> tariff_from_json(const Json& json);
Result<FeePlan> fee_plan_from_json(const Json& json);
// [{"what":"sheet","quantity":12,"unit_price_milli":3000,"amount":{"amount_minor":36,"currency":"JPY"}}]
Json to_json(const std::vector<RatedLine>& lines);

}  // namespace tsuke::rules
