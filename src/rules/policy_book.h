// The rows behind policies: immutable, effective-dated versions, and who published them.
#pragma once

#include <optional>
#include <vector>

#include "platform/store/store.h"
#include "rules/policy.h"

namespace tsuke::rules {

struct PolicyVersion {
  PolicyId id;
  OrganisationId organisation;
  Instant effective_from{};
  Instant published_at{};
  PersonId published_by;  // none: before there were versions
  Policy policy;
};

// A version never changes and never starts in the past: fails with malformed ("policy-in-the-past") when
// effective_from < now, and with malformed ("bad-policy") when a price is in another currency than the organisation's.
Result<PolicyId> publish_policy(store::Transaction& in, OrganisationId organisation, Instant effective_from,
                                const Policy& policy, PersonId by, Instant now);
// The latest effective_from that is not after `at`, the latest published of equals. None: everything is allowed.
Result<std::optional<PolicyVersion>> policy_in_force(store::Reader& in, OrganisationId organisation, Instant at);
// The latest to start first.
Result<std::vector<PolicyVersion>> policy_versions(store::Reader& in, OrganisationId organisation);

// The part "policy": after the registry's.
store::Migration policy_migration();

}  // namespace tsuke::rules
