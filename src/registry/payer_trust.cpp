#include "registry/payer_trust.h"

#include <set>

#include "registry/people.h"
#include "registry/printers.h"

namespace tsuke::registry {

namespace {

using store::Query;

constexpr const char* tables = R"sql(
CREATE TABLE payer_trust (
  provider_id BIGINT PRIMARY KEY REFERENCES provider (id),
  only_trusted BIGINT NOT NULL,
  serves_private BIGINT NOT NULL
);
CREATE TABLE trusted_payer (
  provider_id BIGINT NOT NULL REFERENCES provider (id),
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (provider_id, organisation_id)
);
)sql";

constexpr Query select_trust{"select_payer_trust",
                             "SELECT only_trusted, serves_private FROM payer_trust WHERE provider_id = $1"};
constexpr Query select_trusted{"select_trusted_payers", R"sql(
    SELECT t.organisation_id, o.name FROM trusted_payer t JOIN organisation o ON o.id = t.organisation_id
     WHERE t.provider_id = $1 ORDER BY o.name, o.id)sql"};
constexpr Query put_trust{"put_payer_trust", R"sql(
    INSERT INTO payer_trust (provider_id, only_trusted, serves_private) VALUES ($1, $2, $3)
    ON CONFLICT (provider_id) DO UPDATE SET
      only_trusted = excluded.only_trusted, serves_private = excluded.serves_private)sql"};
constexpr Query drop_trusted{"drop_trusted_payers", "DELETE FROM trusted_payer WHERE provider_id = $1"};
constexpr Query insert_trusted{"insert_trusted_payer",
                               "INSERT INTO trusted_payer (provider_id, organisation_id) VALUES ($1, $2)"};
// One look for the decision: no row of trust is trust in everybody.
constexpr Query select_refusal{"select_payer_refusal", R"sql(
    SELECT t.serves_private,
           (SELECT COUNT(*) FROM trusted_payer k WHERE k.provider_id = p.id AND k.organisation_id = $2),
           p.organisation_id, p.person_id
      FROM provider p JOIN payer_trust t ON t.provider_id = p.id AND t.only_trusted = 1
     WHERE p.id = $1)sql"};

}  // namespace

Result<PayerTrust> payer_trust(store::Reader& in, ProviderId id) {
  TRY(provider(in, id));
  const auto make = [](const store::Row& row) { return PayerTrust{row.boolean(0), row.boolean(1), {}}; };
  PayerTrust trust = TRY(in.find<PayerTrust>(select_trust, {id}, make)).value_or(PayerTrust{});
  trust.trusted = TRY(in.list<TrustedPayer>(select_trusted, {id}, [](const store::Row& row) {
    return TrustedPayer{row.id<OrganisationId>(0), row.text(1)};
  }));
  return trust;
}

Result<void> set_payer_trust(store::Transaction& in, ProviderId id, const PayerTrust& trust) {
  TRY(provider(in, id));
  std::set<OrganisationId> wanted;
  for (const TrustedPayer& each : trust.trusted) wanted.insert(each.id);
  if (wanted.size() > trusted_payers_max)
    return Error{Reason::malformed, "too-many-trusted-payers", "trust at most 1000 organisations, or any payer"};
  TRY(in.run(put_trust, {id, trust.only_trusted, trust.serves_private}));
  TRY(in.run(drop_trusted, {id}));
  for (const OrganisationId each : wanted) {
    TRY(organisation(in, each));
    TRY(in.run(insert_trusted, {id, each}));
  }
  return {};
}

Result<bool> trusts_payer(store::Reader& in, ProviderId id, const Payer& payer) {
  const auto judge = [&](const store::Row& row) {
    if (payer.is_private()) return row.boolean(0) || row.id<PersonId>(3) == payer.person;
    return row.integer(1) > 0 || row.id<OrganisationId>(2) == payer.organisation;
  };
  return TRY(in.find<bool>(select_refusal, {id, payer.organisation}, judge)).value_or(true);
}

store::Migration payer_trust_migration() { return {"trust", 1, tables}; }

}  // namespace tsuke::registry
