// What the prints of a trial would have cost.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "registry/trials.h"

namespace tsuke::flow {

struct TrialSums {
  std::int64_t prints = 0;
  std::int64_t impressions = 0;
  std::int64_t sheets = 0;
  Money device_fee, service_fee, total, commission;
  Money earned() const { return device_fee - commission; }  // by the provider
};

// The sums of one printer, department or cost centre in one currency.
struct TrialPart {
  std::int64_t id = 0;  // 0: of none
  std::string name;
  TrialSums sums;
};

struct TrialSummary {
  std::vector<TrialSums> all;  // one for each currency that its printers' prices are in
  std::vector<TrialPart> by_printer;
  std::vector<TrialPart> by_department, by_cost_centre;  // of one payer's lines
};

// Of all that has come out in it so far; with a payer, of that payer's lines alone. A print that several share is one
// print, and counts for each payer with its part of the price.
Result<TrialSummary> trial_summary(store::Reader& in, TrialId trial, const std::optional<registry::Payer>& payer);

// Those that name the organisation, and those for everybody in which it would have paid something; the newest first, at
// most registry::trials_listed_max.
Result<std::vector<registry::Trial>> trials_of_payer(store::Reader& in, OrganisationId organisation);

}  // namespace tsuke::flow
