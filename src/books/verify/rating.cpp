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

// Copy by copy: the k-th has come out once as many of the whole stack lie in the tray as it needs.
std::int64_t copies_in(std::int64_t tray, std::int64_t stack, const Counts& counts) {
  if (counts.copies <= 0 || stack < counts.copies) return 0;
  const std::int64_t one = stack / counts.copies;
  const bool copy_after_copy = counts.settings["collate"].boolean(true);
  std::int64_t whole = 0;
  for (std::int64_t copy = 1; copy <= counts.copies; ++copy)
    if (tray >= (copy_after_copy ? copy * one : (one - 1) * counts.copies + copy)) whole = copy;
  return whole;
}

std::int64_t finished_copies(const Counts& counts) {
  const std::int64_t by_sheets = copies_in(counts.sheets, counts.asked_sheets, counts);
  const std::int64_t by_sides = copies_in(counts.monochrome + counts.color, counts.asked_impressions, counts);
  return by_sheets > by_sides ? by_sheets : by_sides;
}

// What all finishings of one copy cost together.
std::int64_t finishing_price(const Json& tariff, const Counts& counts) {
  std::int64_t price = 0;
  for (const Json& wished : counts.settings["finishings"].items())
    for (const Json& priced : tariff["finishings"].items())
      if (priced["finishing"] == wished) price += priced["per_copy_milli"].integer();
  return price;
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
  std::int64_t sheet_price = counts.color > 0 ? (*color)["per_sheet_milli"].integer() : 0;
  const std::int64_t monochrome_sheet_price = (*monochrome)["per_sheet_milli"].integer();
  if (counts.monochrome > 0 && monochrome_sheet_price > sheet_price) sheet_price = monochrome_sheet_price;
  if (counts.color > 0)
    bill.count("device", "color-impression", counts.color, (*color)["per_impression_milli"].integer());
  if (counts.monochrome > 0)
    bill.count("device", "monochrome-impression", counts.monochrome, (*monochrome)["per_impression_milli"].integer());
  if (counts.sheets > 0 && sheet_price > 0) bill.count("device", "sheet", counts.sheets, sheet_price);
  const std::int64_t finished = finished_copies(counts), copy_price = finishing_price(tariff, counts);
  if (finished > 0 && copy_price > 0) bill.count("device", "finishing", finished, copy_price);
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

Counts counts_from(const store::Row& row, int first) {
  return {row.integer(first),
          row.integer(first + 1),
          row.integer(first + 2),
          row.text(first + 3),
          row.text(first + 4) != "one-sided",
          row.integer(first + 5),
          row.integer(first + 6),
          row.integer(first + 7),
          Json::parse(row.text(first + 8)).value_or(Json())};
}

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
