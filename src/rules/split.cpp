#include "rules/split.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace tsuke::rules {

namespace {
__extension__ using Wide = __int128;

std::int64_t half_up(std::int64_t whole, std::int64_t weight, std::int64_t all) {
  return static_cast<std::int64_t>((2 * Wide{whole} * weight + all) / (2 * Wide{all}));
}
}  // namespace

std::vector<std::int64_t> share_out(std::int64_t whole, std::span<const std::int64_t> weights) {
  assert(whole >= 0);
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
  std::int64_t left = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  std::vector<std::int64_t> parts(weights.size());
  for (const std::size_t place : order) {
    assert(weights[place] > 0);
    parts[place] = half_up(whole, weights[place], left);
    whole -= parts[place];
    left -= weights[place];
  }
  return parts;
}

}  // namespace tsuke::rules
