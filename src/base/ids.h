// Typed ids: a JobId does not fit where a PurposeId is asked. Values are time-ordered and fit 53 bits, so that a
// browser's numbers hold them; they say nothing about how many there are.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke {

template <typename Tag>
struct Id {
  std::int64_t value = 0;
  auto operator<=>(const Id&) const = default;
  bool exists() const { return value != 0; }  // 0 is never given out: it stands for "none"
};

using PersonId = Id<struct PersonTag>;
using OrganisationId = Id<struct OrganisationTag>;
using MembershipId = Id<struct MembershipTag>;
using DepartmentId = Id<struct DepartmentTag>;
using CostCentreId = Id<struct CostCentreTag>;
using PurposeId = Id<struct PurposeTag>;
using ProviderId = Id<struct ProviderTag>;
using SiteId = Id<struct SiteTag>;
using PrinterId = Id<struct PrinterTag>;
using CredentialId = Id<struct CredentialTag>;
using JobId = Id<struct JobTag>;
using AttemptId = Id<struct AttemptTag>;
using DocumentId = Id<struct DocumentTag>;
using AccountId = Id<struct AccountTag>;
using TariffId = Id<struct TariffTag>;    // one immutable version of a tariff
using FeePlanId = Id<struct FeePlanTag>;  // one immutable version of a fee plan
using PolicyId = Id<struct PolicyTag>;    // one immutable version of a payer's policy
using ApprovalId = Id<struct ApprovalTag>;
using BudgetId = Id<struct BudgetTag>;
using PaymentId = Id<struct PaymentTag>;

// A new value, greater than every one given by this process before: 41 bits of milliseconds, 12 bits of sequence.
std::int64_t next_id_value();

template <typename IdType>
IdType new_id() {
  return IdType{next_id_value()};
}

// Ids stand as decimal strings in JSON and paths.
std::string to_string(std::int64_t id_value);
template <typename Tag>
std::string to_string(Id<Tag> id) {
  return to_string(id.value);
}

// Fails with malformed when the text is not a positive decimal number below 2^53.
Result<std::int64_t> parse_id_value(std::string_view text);
template <typename IdType>
Result<IdType> parse_id(std::string_view text) {
  return IdType{TRY(parse_id_value(text))};
}

}  // namespace tsuke

template <typename Tag>
struct std::hash<tsuke::Id<Tag>> {
  std::size_t operator()(tsuke::Id<Tag> id) const { return std::hash<std::int64_t>{}(id.value); }
};
