// The price of this job on this printer for this purpose, before printing: the upper bound that release reserves. Pure.
#pragma once

#include <vector>

#include "rules/tariff.h"

namespace tsuke::rules {

struct Quote {
  Output most;  // the most that can come out
  std::vector<RatedLine> device_lines;
  std::vector<RatedLine> service_lines;
  Money device_fee;
  Money service_fee;
  Money total() const { return device_fee + service_fee; }
};

// Upper bound of what the job can cost: rate() of any output with no count above `most` never passes it.
Quote quote(const Pages& pages, const registry::PrintSettings& settings, const Tariff& tariff, const FeePlan& plan);

// What was really printed, priced with the same versions. `absorbed` is what the provider's price exceeds the cap by:
// the payer is charged at most `cap`, and the device fee is paid in full out of the operator's pocket (policy
// "absorb").
struct Rating {
  std::vector<RatedLine> device_lines;
  std::vector<RatedLine> service_lines;
  Money device_fee;  // the provider's price of all that was printed
  Money service_fee;
  Money captured;    // what the payer pays: min(device_fee + service_fee, cap)
  Money absorbed;    // device_fee + service_fee - captured
  Money commission;  // of the device fee
};
Rating rate(const Output& printed, const Tariff& tariff, const FeePlan& plan, Money cap);

}  // namespace tsuke::rules
