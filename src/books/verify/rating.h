// A second, independent reading of price versions and a second rating. Not for other folders.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::books::verifying {

// What was reported, and how the attempt was to be printed: `asked_…` are the sides and sheets of all its copies,
// `settings` the rest of its settings as its row keeps them.
struct Counts {
  std::int64_t monochrome = 0, color = 0, sheets = 0;
  std::string media;
  bool two_sided = false;
  std::int64_t copies = 1, asked_impressions = 0, asked_sheets = 0;
  Json settings;
};

// From nine columns in that order, the sides as a keyword.
Counts counts_from(const store::Row& row, int first);

struct Line {
  std::string part, what;
  std::int64_t quantity = 0, unit_price_milli = 0, amount = 0;
  friend bool operator==(const Line&, const Line&) = default;
};

struct Rated {
  std::vector<Line> lines;
  std::int64_t device_fee = 0, service_fee = 0, commission = 0;
};

// Nothing when the stored terms make no rating of these counts.
std::optional<Rated> rate_again(const Json& tariff, const Json& plan, const Counts& counts);

}  // namespace tsuke::books::verifying
