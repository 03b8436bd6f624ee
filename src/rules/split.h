// How what one print costs is shared by several payers. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/money.h"

namespace tsuke::rules {

// The whole by weights, to the minor unit: the parts sum to it. Two at a time, the largest weight first (of equal ones
// the earlier): it is rounded half up against all that are left, and the rest is shared among these. So no part ever
// grows when the whole gets smaller: what is captured of each is within what was reserved of each, and giving back
// never takes. Weights are positive; none gives none.
std::vector<std::int64_t> share_out(std::int64_t whole, std::span<const std::int64_t> weights);

// One of several shares of the same whole.
struct Share {
  std::vector<std::int64_t> weights;
  std::size_t position = 0;
  Money of(Money whole) const { return {share_out(whole.amount_minor, weights)[position], whole.currency}; }
};

}  // namespace tsuke::rules
