#include "flow/charge/meter.h"

#include "flow/charge/rated_lines.h"
#include "flow/metered.h"
#include "flow/output.h"
#include "rules/price_book.h"
#include "rules/quote.h"

namespace tsuke::flow {

Result<void> meter(store::Transaction& in, const Charge& charge, const Attempt& attempt) {
  assert(charge.would_be.has_value());
  const rules::TariffVersion tariff = TRY(rules::tariff_version(in, charge.tariff));
  const rules::FeePlanVersion plan = TRY(rules::fee_plan_version(in, charge.fee_plan));
  const rules::Rating rating =
      rules::rate(output_of(charge.usage, attempt), tariff.tariff, plan.plan, charge.would_be->authorised);
  const Amounts whole{rating.device_fee, rating.service_fee, rating.captured, rating.absorbed, rating.commission};
  TRY(write_would_be(in, charge.job, 0, whole));
  const std::vector<ChargeShare> shares = TRY(shares_of(in, charge));
  std::vector<std::int64_t> weights;
  for (const ChargeShare& share : shares) weights.push_back(share.weight);
  const std::vector<Amounts> amounts = share_out(whole, weights);
  for (std::size_t each = 0; each < shares.size(); ++each)
    TRY(write_would_be(in, charge.job, shares[each].position, amounts[each]));
  return write_lines(in, charge.job, rating);
}

}  // namespace tsuke::flow
