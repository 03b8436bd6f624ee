// Whom a provider prints for: any payer, or only those that it trusts to pay.
#pragma once

#include <string>
#include <vector>

#include "registry/purposes.h"

namespace tsuke::registry {

struct TrustedPayer {
  OrganisationId id;
  std::string name;  // read only
};
struct PayerTrust {
  bool only_trusted = false;
  bool serves_private = true;         // where only_trusted: prints that people pay for themselves
  std::vector<TrustedPayer> trusted;  // by name; kept while only_trusted is off
};
inline constexpr std::size_t trusted_payers_max = 1000;

// Without a row: any payer. Fails with not_found (the provider).
Result<PayerTrust> payer_trust(store::Reader& in, ProviderId provider);
// Replaces all of it. Fails with not_found (the provider, an organisation), malformed ("too-many-trusted-payers").
Result<void> set_payer_trust(store::Transaction& in, ProviderId provider, const PayerTrust& trust);
// Whoever owns the provider is always trusted.
Result<bool> trusts_payer(store::Reader& in, ProviderId provider, const Payer& payer);

// The part "trust".
store::Migration payer_trust_migration();

}  // namespace tsuke::registry
