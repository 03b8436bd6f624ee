#include "books/verify/rating.h"

namespace tsuke::books::verifying {

namespace {
using Wide = __int128;

// numerator / denominator by the rounding's word.
std::optional<Wide> divide(Wide numerator, Wide denominator, const std::string& rounding) {
  if (numerator < 0 || denominator <= 0) return {};
  if (rounding == "floor") return numerator / denominator;
  if (rounding == "half-up") return (2 * numerator + denominator) / (2 * denominator);
  if (rounding == "ceiling") return (numerator + denominator - 1) / denominator;
  return {};
}

bool fits(const Json& line, const char* color_mode, const Counts& counts) {
  const Json &color = line["color_mode"], &media = line["media"], &two_sided = line["two_sided"];
  if (!color.is_null() && color.text() != color_mode) return false;
  if (!media.is_null() && media.text() != counts.media) return false;
  return two_sided.is_null() || two_sided.boolean() == counts.two_sided;
}

const Json* first_fitting(const Json& tariff, const char* color_mode, const Counts& counts) {
  for (const Json& line : tariff["lines"].items())
    if (fits(line, color_mode, counts)) return &line;
  return nullptr;
}

class Bill {
 public:
  void count(const char* part, const char* what, std::int64_t quantity, std::int64_t price_milli) {
    const auto amount = divide(Wide{quantity} * price_milli, 1000, "half-up");
    if (!amount) return;
    lines.push_back({part, what, quantity, price_milli, static_cast<std::int64_t>(*amount)});
  }
  void once(const char* part, const char* what, std::int64_t amount) {
    lines.push_back({part, what, 1, amount * 1000, amount});
  }
  std::int64_t sum(std::string_view part) const {
    std::int64_t total = 0;
    for (const Line& line : lines)
      if (line.part == part) total += line.amount;
    return total;
  }
  std::vector<Line> lines;
};

bool bill_device(Bill& bill, const Json& tariff, const Counts& counts) {
  const Json* color = first_fitting(tariff, "color", counts);
  const Json* monochrome = first_fitting(tariff, "monochrome", counts);
  if (color == nullptr || monochrome == nullptr) return false;
  const std::int64_t sheet_price = (*(counts.color > 0 ? color : monochrome))["per_sheet_milli"].integer();
  if (counts.color > 0)
    bill.count("device", "color-impression", counts.color, (*color)["per_impression_milli"].integer());
  if (counts.monochrome > 0)
    bill.count("device", "monochrome-impression", counts.monochrome, (*monochrome)["per_impression_milli"].integer());
  if (counts.sheets > 0 && sheet_price > 0) bill.count("device", "sheet", counts.sheets, sheet_price);
  const std::int64_t missing = tariff["minimum"]["amount_minor"].integer() - bill.sum("device");
  if (missing > 0) bill.once("device", "minimum", missing);
  return true;
}

std::optional<Wide> share_of(std::int64_t amount, const Json& rate, const std::string& rounding) {
  return divide(Wide{amount} * rate["numerator"].integer(), rate["denominator"].integer(), rounding);
}

bool bill_service(Bill& bill, const Json& tariff, const Json& plan, const Counts& counts) {
  if (plan["per_job"]["currency"] == tariff["currency"]) {
    const std::int64_t per_job = plan["per_job"]["amount_minor"].integer();
    if (per_job > 0) bill.once("service", "service-per-job", per_job);
    bill.count("service", "service-per-impression", counts.monochrome + counts.color,
               plan["per_impression_milli"].integer());
    if (bill.lines.back().amount == 0) bill.lines.pop_back();
  }
  const auto percentage = share_of(bill.sum("device"), plan["percentage"], plan["percentage_rounding"].text());
  if (percentage && *percentage > 0) bill.once("service", "service-percentage", static_cast<std::int64_t>(*percentage));
  return percentage.has_value();
}
}  // namespace

std::optional<Rated> rate_again(const Json& tariff, const Json& plan, const Counts& counts) {
  Bill bill;
  if (counts.monochrome + counts.color == 0) return Rated{};
  if (!bill_device(bill, tariff, counts) || !bill_service(bill, tariff, plan, counts)) return {};
  const auto commission = share_of(bill.sum("device"), plan["commission"], plan["commission_rounding"].text());
  if (!commission) return {};
  const std::int64_t device = bill.sum("device"), service = bill.sum("service");
  return Rated{std::move(bill.lines), device, service, static_cast<std::int64_t>(*commission)};
}

}  // namespace tsuke::books::verifying
