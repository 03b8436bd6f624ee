// The mail domains of joining.h.
#include <algorithm>

#include "registry/joining.h"
#include "registry/lookup.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

using store::Query;

#define DOMAIN_SELECT                                                       \
  "SELECT o.id, o.name, COALESCE(m.domain, ''), COALESCE(m.confirmed, 0), " \
  "       COALESCE(m.waits, 1) FROM organisation o LEFT JOIN mail_domain m ON m.organisation_id = o.id "

constexpr Query select_domain{"select_mail_domain", DOMAIN_SELECT "WHERE o.id = $1"};
constexpr Query select_named_domains{"select_mail_domains",
                                     DOMAIN_SELECT "WHERE m.domain <> '' ORDER BY m.confirmed, o.id"};
constexpr Query select_confirmed{"select_confirmed_mail_domain",
                                 DOMAIN_SELECT "WHERE m.domain = $1 AND m.confirmed = 1"};
constexpr Query put_domain{"put_mail_domain", R"sql(
    INSERT INTO mail_domain (organisation_id, domain, confirmed, waits) VALUES ($1, $2, 0, $3)
    ON CONFLICT (organisation_id) DO UPDATE SET
      confirmed = CASE WHEN mail_domain.domain = excluded.domain THEN mail_domain.confirmed ELSE 0 END,
      domain = excluded.domain, waits = excluded.waits)sql"};
constexpr Query put_confirmed{"confirm_mail_domain",
                              "UPDATE mail_domain SET confirmed = $3 WHERE organisation_id = $1 AND domain = $2"};

MailDomain domain_from(const store::Row& row) {
  return {row.id<OrganisationId>(0), row.text(1), row.text(2), row.boolean(3), row.boolean(4)};
}

// Labels of letters, digits and hyphens with dots between (RFC 5321 §4.1.2), at least two of them.
bool is_domain(std::string_view text) {
  const auto is_sign = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  const bool ends_badly = text.empty() || text.front() == '.' || text.back() == '.' || text.front() == '-';
  return !ends_badly && text.size() <= 253 && std::all_of(text.begin(), text.end(), is_sign) &&
         text.find('.') != std::string_view::npos && text.find("..") == std::string_view::npos;
}

// Of the address that the person is known by; empty when it is none.
Result<std::string> own_domain(store::Reader& in, PersonId id) {
  const std::string login = fold_case(TRY(person(in, id)).login);
  const std::size_t at = login.rfind('@');
  if (at == std::string::npos || at == 0 || !is_domain(std::string_view(login).substr(at + 1))) return std::string();
  return login.substr(at + 1);
}

}  // namespace

Result<MailDomain> mail_domain(store::Reader& in, OrganisationId organisation) {
  return must_find(in.find<MailDomain>(select_domain, {organisation}, domain_from), "organisation");
}

Result<void> set_mail_domain(store::Transaction& in, OrganisationId id, std::string_view written, bool waits) {
  TRY(organisation(in, id));
  const std::string domain = fold_case(written);
  if (!domain.empty() && !is_domain(domain))
    return Error{Reason::malformed, "bad-mail-domain", "write the domain as what follows the @: example.com"};
  return in.run(put_domain, {id, domain, waits});
}

Result<void> confirm_mail_domain(store::Transaction& in, OrganisationId id, std::string_view domain, bool confirmed) {
  if (domain.empty()) return no_such("domain");
  const auto changed = TRY(or_taken(in.change(put_confirmed, {id, fold_case(domain), confirmed}), "mail-domain-taken",
                                    "this domain is confirmed to another organisation; take it from that one first"));
  if (changed == 0) return no_such("domain");
  return {};
}

Result<std::vector<MailDomain>> mail_domains(store::Reader& in) {
  return in.list<MailDomain>(select_named_domains, {}, domain_from);
}

Result<std::vector<MailDomain>> joinable_by_domain(store::Reader& in, PersonId person) {
  std::vector<MailDomain> found;
  const std::string domain = TRY(own_domain(in, person));
  if (domain.empty()) return found;
  for (MailDomain& each : TRY(in.list<MailDomain>(select_confirmed, {domain}, domain_from))) {
    const auto link = TRY(membership_between(in, person, each.organisation));
    if (link && link->state == MembershipState::accepted) continue;
    each.waits = each.waits || (link && link->was_accepted);
    found.push_back(std::move(each));
  }
  return found;
}

Result<MembershipId> join_by_domain(store::Transaction& in, OrganisationId organisation, PersonId person) {
  const auto joinable = TRY(joinable_by_domain(in, person));
  const auto found = std::find_if(joinable.begin(), joinable.end(),
                                  [&](const MailDomain& each) { return each.organisation == organisation; });
  if (found == joinable.end()) return no_such("organisation");
  return found->waits ? request_membership(in, organisation, person)
                      : admit(in, organisation, person, Role::member, {});
}

}  // namespace tsuke::registry
