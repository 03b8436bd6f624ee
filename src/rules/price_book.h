// The rows behind the rules: immutable, effective-dated versions of tariffs and fee plans.
#pragma once

#include <optional>
#include <vector>

#include "platform/store/store.h"
#include "rules/tariff.h"

namespace tsuke::rules {

struct TariffVersion {
  TariffId id;
  PrinterId printer;
  Instant effective_from{};
  Tariff tariff;
};
struct FeePlanVersion {
  FeePlanId id;
  Instant effective_from{};
  FeePlan plan;
};

// Migration 2.
std::vector<store::Migration> migrations();

// A version never changes and never starts in the past: fails with malformed ("tariff-in-the-past",
// "fee-plan-in-the-past") when effective_from < now.
Result<TariffId> publish_tariff(store::Transaction& in, PrinterId printer, Instant effective_from, const Tariff& tariff,
                                Instant now);
Result<FeePlanId> publish_fee_plan(store::Transaction& in, Instant effective_from, const FeePlan& plan, Instant now);
// The version in force: the latest effective_from that is not after `at`, the latest published of equals.
Result<std::optional<TariffVersion>> tariff_in_force(store::Reader& in, PrinterId printer, Instant at);
Result<std::optional<FeePlanVersion>> fee_plan_in_force(store::Reader& in, Instant at);
// Fail with not_found.
Result<TariffVersion> tariff_version(store::Reader& in, TariffId id);
Result<FeePlanVersion> fee_plan_version(store::Reader& in, FeePlanId id);
// The latest first.
Result<std::vector<TariffVersion>> tariff_versions(store::Reader& in, PrinterId printer);
Result<std::vector<FeePlanVersion>> fee_plan_versions(store::Reader& in);

}  // namespace tsuke::rules
