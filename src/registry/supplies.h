// What a printer has in it: toner, ink, waste boxes, as the device told. For its provider alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::registry {

inline constexpr std::size_t supplies_max = 32, supply_name_max = 100;

struct Supply {
  std::string name;            // the device's own, for people; at most supply_name_max characters
  std::string kind;            // "toner", "ink", "waste-toner": a keyword, "other" when the device gives none
  std::string color;           // "#00ffff"; empty when it has none
  std::optional<int> percent;  // what is left, 0..100; of a waste box the room that is left
  bool low = false;            // by the device's own threshold, where it has one

  friend bool operator==(const Supply&, const Supply&) = default;
};

struct Supplies {
  std::vector<Supply> items;
  Instant told_at{};  // when they last changed; 0: never told

  friend bool operator==(const Supplies&, const Supplies&) = default;
};

// [{"name":"Black","kind":"toner","color":"#000000","percent":40,"low":false}]
Json to_json(const std::vector<Supply>& supplies);

// Keeps what the device told, bounded: at most supplies_max, names cut, odd kinds and colours left empty. Publishes a
// "printer" event when they changed. Fails with not_found (the printer).
Result<void> supplies_reported(store::Transaction& in, PrinterId printer, std::vector<Supply> told, Instant now);
// Empty when never told.
Result<Supplies> supplies(store::Reader& in, PrinterId printer);

}  // namespace tsuke::registry
