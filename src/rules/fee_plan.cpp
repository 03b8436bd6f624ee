#include "rules/rated_line.h"

namespace tsuke::rules {

namespace {
Error bad_plan(std::string what) { return {Reason::malformed, "bad-fee-plan", std::move(what)}; }

constexpr std::int64_t denominator_max = 1'000'000;

bool is_at_most(Rate rate, std::int64_t times) {
  return rate.denominator > 0 && rate.denominator <= denominator_max && rate.numerator >= 0 &&
         rate.numerator <= times * rate.denominator;
}
}  // namespace

Result<FeePlan> FeePlan::create(Terms terms) {
  if (terms.per_job.amount_minor < 0 || terms.per_job.amount_minor > price_max)
    return bad_plan("the fee of a job is not negative and below a thousand million");
  if (terms.per_impression.milli_minor < 0 || terms.per_impression.milli_minor > price_max)
    return bad_plan("the fee of an impression is not negative and below a million");
  if (!is_at_most(terms.percentage, 10)) return bad_plan("the percentage is a fraction from 0 to 10");
  if (!is_at_most(terms.commission, 1)) return bad_plan("the commission is a fraction from 0 to 1");
  return FeePlan{std::move(terms)};
}

std::vector<RatedLine> FeePlan::service_fee_lines(const Output& output, Money device_fee) const {
  std::vector<RatedLine> lines;
  if (output.impressions() == 0) return lines;
  const Currency currency = device_fee.currency;
  const auto add = [&](RatedLine line) {
    if (line.amount.amount_minor > 0) lines.push_back(std::move(line));
  };
  if (terms_.per_job.currency == currency) {
    add(rated_line("service-per-job", terms_.per_job));
    add(rated_line("service-per-impression", output.impressions(), terms_.per_impression, currency));
  }
  add(rated_line("service-percentage", apply(terms_.percentage, device_fee, terms_.percentage_rounding)));
  return lines;
}

Money FeePlan::service_fee(const Output& output, Money device_fee) const {
  return sum_of(service_fee_lines(output, device_fee), device_fee.currency);
}

Money FeePlan::commission(Money device_fee) const {
  return apply(terms_.commission, device_fee, terms_.commission_rounding);
}

}  // namespace tsuke::rules
