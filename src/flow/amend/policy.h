// By which rules money is put right: the operator's settings, each payer organisation's rule about charges that are
// moved, and each provider's contract about losses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

// What the operator sets, as whole numbers with bounds.
enum class Setting {
  private_reassign_hours,  // after printing, a private charge may be moved for so long; 0: never
  reassign_answer_hours,   // so long a payer may take to accept
  dispute_hours,           // after printing
  refund_hours,            // after printing, a refund may be asked for
  refund_answer_hours,     // so long a provider may take; then the operator decides
  refund_automatic_minor,  // a request of at most this is granted at once, in the currency's minor units; 0: never
  refund_person_percent,   // unless the person asked for more than so many refunds of 100 prints in 90 days
  refund_printer_percent,  // or that was asked of the printer
};
struct SettingRule {
  Setting setting;
  std::string_view name;  // "private-reassign-hours"
  std::int64_t fallback;
  std::int64_t most;
};
inline constexpr SettingRule setting_rules[] = {
    {Setting::private_reassign_hours, "private-reassign-hours", 72, 8760},
    {Setting::reassign_answer_hours, "reassign-answer-hours", 168, 8760},
    {Setting::dispute_hours, "dispute-hours", 720, 8760},
    {Setting::refund_hours, "refund-hours", 720, 8760},
    {Setting::refund_answer_hours, "refund-answer-hours", 72, 8760},
    {Setting::refund_automatic_minor, "refund-automatic-minor", 500, 1'000'000'000},
    {Setting::refund_person_percent, "refund-person-percent", 10, 100},
    {Setting::refund_printer_percent, "refund-printer-percent", 10, 100},
};
Result<std::int64_t> setting(store::Reader& in, Setting wanted);
// Fails with malformed ("bad-setting") for an unknown name or a number below 0 or above its most.
Result<void> set_setting(store::Transaction& in, std::string_view name, std::int64_t value, PersonId by, Instant now);

struct ReassignPolicy {
  int hours = 72;              // charges may be moved to or from this payer for so long after printing; 0: never
  bool needs_approval = true;  // whether one of its accountants or admins accepts what comes from another payer
};
// Of a private payer: the operator's hours, and nothing to accept.
Result<ReassignPolicy> reassign_policy(store::Reader& in, const registry::Payer& payer);
// Fails with malformed ("bad-reassign-policy": hours from 0 to 8760). The caller has checked that an admin asks.
Result<void> set_reassign_policy(store::Transaction& in, OrganisationId organisation, const ReassignPolicy& policy,
                                 PersonId by, Instant now);

// How much of a loss that is no device's fault the operator bears for this provider, in percent; the provider bears the
// rest. 0 until it is set.
Result<int> operator_percent(store::Reader& in, ProviderId provider);
// Fails with malformed ("bad-contract": 0 to 100), not_found.
Result<void> set_operator_percent(store::Transaction& in, ProviderId provider, int percent, PersonId by, Instant now);

}  // namespace tsuke::flow
