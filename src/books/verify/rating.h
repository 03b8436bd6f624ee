// A second, independent reading of price versions and a second rating. Not for other folders.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace tsuke::books::verifying {

struct Counts {
  std::int64_t monochrome = 0, color = 0, sheets = 0;
  std::string media;
  bool two_sided = false;
};

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
