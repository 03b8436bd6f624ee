#include "registry/delegations.h"

#include <algorithm>

#include "registry/delegation_offers.h"
#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/text.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

using store::Query;

constexpr Word<DelegationState> state_words[] = {{DelegationState::offered, "offered"},
                                                 {DelegationState::accepted, "accepted"},
                                                 {DelegationState::declined, "declined"},
                                                 {DelegationState::ended, "ended"}};

#define DELEGATION_SELECT                                                                                     \
  "SELECT d.id, d.owner_id, d.delegate_id, o.name, g.name, d.purpose_id, u.name, d.payer, "                   \
  "       COALESCE(c.name, o.name), d.may_submit, d.may_release, d.state, d.made_at, d.ends_at, d.ended_at, " \
  "       g.login "                                                                                           \
  "FROM delegation d JOIN person o ON o.id = d.owner_id JOIN person g ON g.id = d.delegate_id "               \
  "LEFT JOIN purpose u ON u.id = d.purpose_id LEFT JOIN organisation c ON c.id = d.payer_organisation_id "

constexpr Query select_delegation{"select_delegation", DELEGATION_SELECT "WHERE d.id = $1"};
constexpr Query select_delegations_of{"select_delegations_of",
                                      DELEGATION_SELECT "WHERE d.owner_id = $1 OR d.delegate_id = $1"};
constexpr Query select_delegations_between{
    "select_delegations_between", DELEGATION_SELECT "WHERE d.owner_id = $1 AND d.delegate_id = $2 ORDER BY d.id"};
constexpr Query select_delegators{"select_delegators",
                                  "SELECT DISTINCT owner_id FROM delegation WHERE delegate_id = $1 AND "
                                  "state = 'accepted' AND ends_at > $2 ORDER BY owner_id"};
constexpr Query count_delegations{"count_delegations", R"sql(
    SELECT COUNT(*) FROM delegation WHERE owner_id = $1 AND state = 'accepted' AND ends_at > $2)sql"};
constexpr Query insert_delegation{"insert_delegation", R"sql(
    INSERT INTO delegation (id, owner_id, delegate_id, purpose_id, payer, payer_organisation_id, may_submit, may_release,
                            state, made_at, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'accepted', $9, $10))sql"};
constexpr Query put_end{"put_delegation_end",
                        "UPDATE delegation SET state = 'ended', was_accepted = $3, ended_at = $2 WHERE id = $1"};
constexpr Query was_accepted{"delegation_was_accepted", "SELECT was_accepted FROM delegation WHERE id = $1"};
constexpr Query select_forbidden{"select_delegates_forbidden",
                                 "SELECT 1 FROM delegates_forbidden WHERE organisation_id = $1"};
constexpr Query put_forbidden{"put_delegates_forbidden", R"sql(
    INSERT INTO delegates_forbidden (organisation_id) VALUES ($1) ON CONFLICT (organisation_id) DO NOTHING)sql"};
constexpr Query drop_forbidden{"drop_delegates_forbidden",
                               "DELETE FROM delegates_forbidden WHERE organisation_id = $1"};

Error bad_delegation(std::string what) { return {Reason::malformed, "bad-delegation", std::move(what)}; }

Delegation make_delegation(const store::Row& row) {
  Delegation made;
  made.id = row.id<DelegationId>(0);
  made.owner = row.id<PersonId>(1);
  made.delegate = row.id<PersonId>(2);
  made.owner_name = row.text(3);
  made.delegate_name = row.text(4);
  made.purpose = row.id<PurposeId>(5);
  made.purpose_name = row.text(6);
  made.payer = parse_payer_key(row.text(7)).take();
  made.payer_name = row.text(8);
  made.may_submit = row.boolean(9);
  made.may_release = row.boolean(10);
  made.state = parse_delegation_state(row.text(11));
  made.made_at = row.instant(12);
  made.ends_at = row.instant(13);
  made.ended_at = row.instant(14);
  made.login = row.text(15);
  return made;
}

Result<bool> belongs(store::Reader& in, PersonId person, OrganisationId organisation) {
  const auto link = TRY(membership_between(in, person, organisation));
  return link && link->state == MembershipState::accepted;
}

bool is_about(const Delegation& delegation, const Purpose& purpose, Deed deed) {
  if (delegation.payer != purpose.payer) return false;
  if (delegation.purpose.exists() && delegation.purpose != purpose.id) return false;
  return deed == Deed::submit ? delegation.may_submit : delegation.may_release;
}

Result<Payer> scope_of(store::Reader& in, const Delegation& wished) {
  if (wished.purpose.exists()) return TRY(purpose_of(in, wished.owner, wished.purpose)).payer;
  if (wished.payer.organisation.exists() == wished.payer.person.exists())
    return bad_delegation("name a purpose, or one payer: an organisation or yourself");
  if (wished.payer.is_private() && wished.payer.person != wished.owner) return no_such("person");
  if (!wished.payer.is_private()) TRY(organisation(in, wished.payer.organisation));
  return wished.payer;
}

Error no_member() {
  return {Reason::conflict, "delegate-no-member",
          "both of you must be accepted by this payer; ask its administrator to invite them"};
}

// As far as the owner is concerned.
Result<void> check_payer(store::Reader& in, const Delegation& wished, const Payer& payer) {
  if (payer.is_private()) return {};
  if (!TRY(allows_delegates(in, payer.organisation)))
    return Error{Reason::conflict, "delegation-not-allowed",
                 "this payer does not allow delegates; its administrator can change that"};
  if (!TRY(belongs(in, wished.owner, payer.organisation))) return no_member();
  return {};
}

Result<std::string> addressee(store::Reader& in, const Delegation& wished) {
  if (!wished.login.empty()) return checked_addressee(wished.login);
  return TRY(person(in, wished.delegate)).login;
}

Result<void> check_wish(store::Reader& in, const Delegation& wished, Instant now) {
  if (fold_case(TRY(person(in, wished.owner)).login) == fold_case(wished.login))
    return bad_delegation("name somebody else: for yourself you may anyway");
  if (!wished.may_submit && !wished.may_release) return bad_delegation("let them submit, or release, or both");
  if (wished.ends_at <= now || wished.ends_at > now + delegation_lasts_max)
    return bad_delegation("let it end after now, and within a year");
  return {};
}

// Both the delegation's parties see it, and nobody else.
Result<Delegation> delegation_with(store::Reader& in, PersonId party, DelegationId id) {
  Delegation found = TRY(delegation(in, id));
  if (found.owner == party || found.delegate == party) return found;
  if (!found.delegate.exists() && TRY(is_addressed_to(in, found, party))) return found;
  return no_such("delegation");
}

Result<void> begin(store::Transaction& in, const Delegation& offered, PersonId delegate) {
  TRY(check_payer(in, offered, offered.payer));
  if (!offered.payer.is_private() && !TRY(belongs(in, delegate, offered.payer.organisation))) return no_member();
  TRY(remove_offer(in, offered.id));
  return in.run(insert_delegation, {offered.id, offered.owner, delegate, offered.purpose, payer_key(offered.payer),
                                    offered.payer.organisation, offered.may_submit, offered.may_release,
                                    offered.made_at, offered.ends_at});
}

Result<bool> began(store::Reader& in, const Delegation& delegation) {
  if (delegation.state == DelegationState::accepted) return true;
  if (delegation.state != DelegationState::ended) return false;
  return TRY(in.integer(was_accepted, {delegation.id})).value_or(0) != 0;
}

}  // namespace

std::string_view to_string(DelegationState state) { return word_of(state_words, state); }

DelegationState parse_delegation_state(std::string_view text) {
  return value_of(state_words, text, "bad-delegation").take();
}

Result<DelegationId> offer_delegation(store::Transaction& in, const Delegation& wished, Instant now) {
  Delegation offered = wished;
  offered.login = TRY(addressee(in, wished));
  TRY(check_wish(in, offered, now));
  offered.payer = TRY(scope_of(in, wished));
  TRY(check_payer(in, wished, offered.payer));
  const std::int64_t accepted = TRY(in.integer(count_delegations, {wished.owner, now})).value_or(0);
  if (accepted + TRY(count_open_offers(in, wished.owner, now)) >= delegations_max)
    return Error{Reason::limit_reached, "too-many-delegations", "end another delegation first"};
  offered.id = new_id<DelegationId>();
  offered.made_at = now;
  TRY(insert_offer(in, offered));
  return offered.id;
}

Result<void> answer_delegation(store::Transaction& in, PersonId delegate, DelegationId id, bool accept, Instant now) {
  const Delegation found = TRY(delegation_with(in, delegate, id));
  if (found.owner == delegate) return no_such("delegation");
  if (found.state != DelegationState::offered || found.ends_at <= now)
    return Error{Reason::conflict, "delegation-answered",
                 "this has been answered or is over; ask to be offered it again"};
  return accept ? begin(in, found, delegate) : close_offer(in, id, DelegationState::declined, {});
}

Result<void> end_delegation(store::Transaction& in, PersonId by, DelegationId id, Instant now) {
  const Delegation found = TRY(delegation_with(in, by, id));
  if (found.state == DelegationState::ended || found.state == DelegationState::declined) return {};
  // What is over by its date was over then.
  const Instant at = std::min(now, found.ends_at);
  if (found.state == DelegationState::offered) return close_offer(in, id, DelegationState::ended, at);
  return in.run(put_end, {id, at, true});
}

Result<Delegation> delegation(store::Reader& in, DelegationId id) {
  if (auto offered = TRY(find_offer(in, id))) return std::move(*offered);
  return must_find(in.find<Delegation>(select_delegation, {id}, make_delegation), "delegation");
}

Result<std::vector<Delegation>> delegations_of(store::Reader& in, PersonId person) {
  auto all = TRY(in.list<Delegation>(select_delegations_of, {person}, make_delegation));
  for (Delegation& each : TRY(offers_of(in, person))) all.push_back(std::move(each));
  std::sort(all.begin(), all.end(), [](const Delegation& a, const Delegation& b) { return a.id > b.id; });
  return all;
}

Result<bool> allows_delegates(store::Reader& in, OrganisationId organisation) {
  return !TRY(in.integer(select_forbidden, {organisation})).has_value();
}

Result<void> allow_delegates(store::Transaction& in, OrganisationId organisation, bool allowed) {
  return in.run(allowed ? drop_forbidden : put_forbidden, {organisation});
}

Result<Standing> standing(store::Reader& in, PersonId delegate, const Purpose& purpose, Deed deed, Instant now) {
  Standing found;
  bool stands = false;
  for (const Delegation& each :
       TRY(in.list<Delegation>(select_delegations_between, {purpose.person, delegate}, make_delegation))) {
    if (!is_about(each, purpose, deed) || !TRY(began(in, each))) continue;
    found.kind = Standing::Kind::ended;
    found.until = std::max(found.until, each.over_at());
    stands = stands || (each.state == DelegationState::accepted && now < each.ends_at);
  }
  if (!stands) return found;
  found.kind = Standing::Kind::stands;
  if (purpose.payer.is_private()) return found;
  if (!TRY(belongs(in, delegate, purpose.payer.organisation))) found.kind = Standing::Kind::no_member;
  if (!TRY(allows_delegates(in, purpose.payer.organisation))) found.kind = Standing::Kind::forbidden;
  return found;
}

Result<std::vector<Purpose>> delegated_purposes(store::Reader& in, PersonId delegate, Deed deed, Instant now) {
  std::vector<Purpose> delegated;
  const auto owner = [](const store::Row& row) { return row.id<PersonId>(0); };
  for (const PersonId each : TRY(in.list<PersonId>(select_delegators, {delegate, now}, owner)))
    for (Purpose& purpose : TRY(purposes(in, each)))
      if (TRY(standing(in, delegate, purpose, deed, now)).kind == Standing::Kind::stands)
        delegated.push_back(std::move(purpose));
  return delegated;
}

}  // namespace tsuke::registry
