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

namespace tsuke::rules {

// What came out, or the most that can: an impression is one printed side.
struct Output {
  std::int64_t monochrome_impressions = 0;
  std::int64_t color_impressions = 0;
  std::int64_t sheets = 0;
  std::string media = "iso_a4_210x297mm";
  bool two_sided = false;
  std::int64_t impressions() const { return monochrome_impressions + color_impressions; }
  friend bool operator==(const Output&, const Output&) = default;
};

// Prices for the output it matches; an empty field matches everything.
struct TariffLine {
  std::optional<registry::ColorMode> color_mode;
  std::optional<std::string> media;
  std::optional<bool> two_sided;
  UnitPrice per_impression;
  UnitPrice per_sheet;
  friend bool operator==(const TariffLine&, const TariffLine&) = default;
};

struct RatedLine {
  std::string what;  // "color-impression", "monochrome-impression", "sheet", "minimum", "service-per-job", "service-per-impression", "service-percentage"
  std::int64_t quantity = 0;
  UnitPrice unit_price;
  Money amount;
  friend bool operator==(const RatedLine&, const RatedLine&) = default;
};

// One immutable version. A tariff that exists can price any output.
class Tariff {
 public:
  // Fails with malformed ("bad-tariff") when a price is negative, or when some colour mode on some paper finds no line.
  // So the last line usually matches everything.
  static Result<Tariff> create(Currency currency, std::vector<TariffLine> lines, Money minimum = {});

  // The lines sum to the fee exactly. Impressions and sheets are priced by the first line that matches them; the sum over
  // lines is rounded half-up to a minor unit once per line. Nothing printed costs nothing: the minimum starts at one impression.
  std::vector<RatedLine> device_fee_lines(const Output& output) const;
  Money device_fee(const Output& output) const;

  Currency currency() const { return currency_; }
  const std::vector<TariffLine>& lines() const { return lines_; }
  Money minimum() const { return minimum_; }

 private:
  Tariff(Currency currency, std::vector<TariffLine> lines, Money minimum);
  const TariffLine& line_for(registry::ColorMode color_mode, const Output& output) const;
  Currency currency_;
  std::vector<TariffLine> lines_;
  Money minimum_;
};

// One immutable version of the operator's terms.
class FeePlan {
 public:
  struct Terms {
    Money per_job;                    // once, when anything was printed
    UnitPrice per_impression;
    Rate percentage;                  // of the device fee
    Rounding percentage_rounding = Rounding::half_up;
    Rate commission;                  // of the device fee, kept by the operator out of the provider's share; usually 0
    Rounding commission_rounding = Rounding::floor;
    friend bool operator==(const Terms&, const Terms&) = default;
  };
  // Fails with malformed ("bad-fee-plan").
  static Result<FeePlan> create(Terms terms);
  std::vector<RatedLine> service_fee_lines(const Output& output, Money device_fee) const;
  Money service_fee(const Output& output, Money device_fee) const;
  Money commission(Money device_fee) const;  // never more than the device fee
  const Terms& terms() const { return terms_; }

 private:
  explicit FeePlan(Terms terms) : terms_(std::move(terms)) {}
  Terms terms_;
};

Json to_json(const Tariff& tariff);
Json to_json(const FeePlan& plan);
Result<Tariff> tariff_from_json(const Json& json);
Result<FeePlan> fee_plan_from_json(const Json& json);
Json to_json(const std::vector<RatedLine>& lines);

}  // namespace tsuke::rules
