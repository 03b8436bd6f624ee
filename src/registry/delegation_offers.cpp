#include "registry/delegation_offers.h"

#include "registry/people.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

using store::Query;

// Offers of before are moved along.
constexpr const char* tables = R"sql(
CREATE TABLE delegation_offer (
  id BIGINT PRIMARY KEY,
  owner_id BIGINT NOT NULL REFERENCES person (id),
  login TEXT NOT NULL,
  login_folded TEXT NOT NULL,
  purpose_id BIGINT REFERENCES purpose (id),
  payer TEXT NOT NULL,
  payer_organisation_id BIGINT REFERENCES organisation (id),
  may_submit BIGINT NOT NULL,
  may_release BIGINT NOT NULL,
  state TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX delegation_offer_of_owner ON delegation_offer (owner_id);
CREATE INDEX delegation_offer_to ON delegation_offer (login_folded);
INSERT INTO delegation_offer (id, owner_id, login, login_folded, purpose_id, payer, payer_organisation_id, may_submit,
                              may_release, state, made_at, ends_at)
SELECT d.id, d.owner_id, g.login, g.login_folded, d.purpose_id, d.payer, d.payer_organisation_id, d.may_submit,
       d.may_release, d.state, d.made_at, d.ends_at
  FROM delegation d JOIN person g ON g.id = d.delegate_id WHERE d.state = 'offered';
DELETE FROM delegation WHERE state = 'offered';
)sql";

#define OFFER_SELECT                                                                                       \
  "SELECT f.id, f.owner_id, o.name, f.login, f.purpose_id, u.name, f.payer, COALESCE(c.name, o.name), "    \
  "       f.may_submit, f.may_release, f.state, f.made_at, f.ends_at, f.ended_at "                         \
  "FROM delegation_offer f JOIN person o ON o.id = f.owner_id LEFT JOIN purpose u ON u.id = f.purpose_id " \
  "LEFT JOIN organisation c ON c.id = f.payer_organisation_id "

constexpr Query select_offer{"select_delegation_offer", OFFER_SELECT "WHERE f.id = $1"};
constexpr Query select_offers_by{"select_delegation_offers_by", OFFER_SELECT "WHERE f.owner_id = $1"};
constexpr Query select_offers_to{"select_delegation_offers_to",
                                 OFFER_SELECT "WHERE f.login_folded = (SELECT login_folded FROM person WHERE id = $1)"};
constexpr Query addressed_to{"delegation_offer_addressed_to",
                             "SELECT 1 FROM delegation_offer f JOIN person p ON p.login_folded = f.login_folded "
                             "WHERE f.id = $1 AND p.id = $2"};
constexpr Query count_offers{"count_delegation_offers", R"sql(
    SELECT COUNT(*) FROM delegation_offer WHERE owner_id = $1 AND state = 'offered' AND ends_at > $2)sql"};
constexpr Query put_offer{"insert_delegation_offer", R"sql(
    INSERT INTO delegation_offer (id, owner_id, login, login_folded, purpose_id, payer, payer_organisation_id,
                                  may_submit, may_release, state, made_at, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'offered', $10, $11))sql"};
constexpr Query put_end{"end_delegation_offer", "UPDATE delegation_offer SET state = $2, ended_at = $3 WHERE id = $1"};
constexpr Query drop_offer{"drop_delegation_offer", "DELETE FROM delegation_offer WHERE id = $1"};

Delegation offer_from(const store::Row& row) {
  Delegation made;
  made.id = row.id<DelegationId>(0);
  made.owner = row.id<PersonId>(1);
  made.owner_name = row.text(2);
  made.login = row.text(3);
  made.purpose = row.id<PurposeId>(4);
  made.purpose_name = row.text(5);
  made.payer = parse_payer_key(row.text(6)).take();
  made.payer_name = row.text(7);
  made.may_submit = row.boolean(8);
  made.may_release = row.boolean(9);
  made.state = parse_delegation_state(row.text(10));
  made.made_at = row.instant(11);
  made.ends_at = row.instant(12);
  made.ended_at = row.instant(13);
  return made;
}

}  // namespace

Result<void> insert_offer(store::Transaction& in, const Delegation& offered) {
  return in.run(put_offer, {offered.id, offered.owner, offered.login, fold_case(offered.login), offered.purpose,
                            payer_key(offered.payer), offered.payer.organisation, offered.may_submit,
                            offered.may_release, offered.made_at, offered.ends_at});
}

Result<std::optional<Delegation>> find_offer(store::Reader& in, DelegationId id) {
  return in.find<Delegation>(select_offer, {id}, offer_from);
}

Result<std::vector<Delegation>> offers_of(store::Reader& in, PersonId person) {
  auto all = TRY(in.list<Delegation>(select_offers_by, {person}, offer_from));
  for (Delegation& each : TRY(in.list<Delegation>(select_offers_to, {person}, offer_from)))
    all.push_back(std::move(each));
  return all;
}

Result<bool> is_addressed_to(store::Reader& in, const Delegation& offered, PersonId person) {
  return TRY(in.integer(addressed_to, {offered.id, person})).has_value();
}

Result<std::int64_t> count_open_offers(store::Reader& in, PersonId owner, Instant now) {
  return TRY(in.integer(count_offers, {owner, now})).value_or(0);
}

Result<void> close_offer(store::Transaction& in, DelegationId id, DelegationState state,
                         std::optional<Instant> ended_at) {
  return in.run(put_end, {id, to_string(state), ended_at ? store::Value(*ended_at) : store::Value(nullptr)});
}

Result<void> remove_offer(store::Transaction& in, DelegationId id) { return in.run(drop_offer, {id}); }

Result<std::string> checked_addressee(std::string_view login) {
  return checked_text(login, "bad-login", "the sign-in name");
}

store::Migration delegation_offer_migration() { return {"delegation_offer", 1, tables}; }

}  // namespace tsuke::registry
