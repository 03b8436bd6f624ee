// Ways into an organisation: links, mail domains, asking, and who decides.
#include <algorithm>

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "doors/tries.h"
#include "registry/joining.h"

namespace tsuke::doors {

namespace {

using registry::Role;

constexpr std::int64_t days_by_default = 7;

std::string_view state_of(const registry::InvitationLink& link, Instant now) {
  if (link.revoked) return "withdrawn";
  if (now >= link.expires_at) return "expired";
  return link.is_open(now) ? "open" : "used-up";
}

Json link_json(const registry::InvitationLink& link, Instant now) {
  return Json::object({{"id", to_string(link.id)},
                       {"label", link.label},
                       {"role", registry::to_string(link.role)},
                       {"department", link.department.exists() ? named(link.department, link.department_name) : Json()},
                       {"made_by", named(link.made_by, link.made_by_name)},
                       {"made_at", to_rfc3339(link.made_at)},
                       {"expires_at", to_rfc3339(link.expires_at)},
                       {"uses", link.uses},
                       {"uses_max", link.uses_max},
                       {"state", state_of(link, now)}});
}

Json domain_json(const registry::MailDomain& domain) {
  return Json::object({{"organisation", named(domain.organisation, domain.organisation_name)},
                       {"domain", domain.domain.empty() ? Json() : Json(domain.domain)},
                       {"confirmed", domain.confirmed},
                       {"waits", domain.waits}});
}

Json domains_json(const std::vector<registry::MailDomain>& domains) {
  Json items = Json::array();
  for (const auto& domain : domains) items.push(domain_json(domain));
  return list_json(std::move(items));
}

Result<Answer> list_links(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::admin));
  Json items = Json::array();
  for (const auto& link : TRY(registry::invitation_links(in, id))) items.push(link_json(link, call.now));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> add_link(store::Transaction& in, const Caller& caller, const Call& call) {
  registry::InvitationLink wanted;
  wanted.organisation = TRY(organisation_for(in, caller, call, Role::admin));
  wanted.label = TRY(text_member(call.body, "label"));
  if (const auto role = TRY(optional_text(call.body, "role"))) wanted.role = TRY(registry::parse_role(*role));
  if (!call.body["department"].is_null()) wanted.department = TRY(id_member<DepartmentId>(call.body, "department"));
  const auto days = std::clamp<std::int64_t>(TRY(integer_or(call.body, "days", days_by_default)), 0, 1000);
  wanted.expires_at = call.now + hours(days * 24);
  wanted.uses_max = static_cast<int>(std::clamp<std::int64_t>(TRY(integer_or(call.body, "uses_max", 1)), 0, 1'000'000));
  wanted.made_by = caller.id();
  const auto made = TRY(registry::add_invitation_link(in, wanted, call.now));
  return Answer{201, link_json(made.link, call.now).set("token", made.secret)};
}

Result<Answer> revoke_link(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::admin));
  TRY(registry::revoke_invitation_link(in, id, TRY(call.id<registry::InvitationLinkId>("link"))));
  return no_content();
}

// What a link opens, for whoever holds it: no more than they need to decide.
Result<Answer> look_at(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto link = TRY(registry::find_invitation(in, TRY(text_member(call.body, "token")), call.now));
  const auto mine = TRY(registry::membership_between(in, caller.id(), link.organisation));
  const bool was_member = mine && mine->was_accepted && mine->state != registry::MembershipState::invited;
  return Answer{200, Json::object({{"organisation", named(link.organisation, link.organisation_name)},
                                   {"role", registry::to_string(link.role)},
                                   {"department", link.department.exists() ? Json(link.department_name) : Json()},
                                   {"expires_at", to_rfc3339(link.expires_at)},
                                   {"waits", was_member},
                                   {"membership", mine ? Json(registry::to_string(mine->state)) : Json()}})};
}

Result<Answer> accept(store::Transaction& in, const Caller& caller, const Call& call) {
  const std::string token = TRY(text_member(call.body, "token"));
  const auto id = TRY(registry::accept_invitation(in, token, caller.id(), call.now));
  return Answer{200, to_json(TRY(registry::membership(in, id)))};
}

// Guessing is counted, by the person and by the address that they come from.
std::vector<std::string> try_keys(const http::Request& request, const Caller& caller) {
  std::vector<std::string> keys{"person:" + to_string(caller.id())};
  if (!request.from_loopback) keys.push_back("address:" + request.peer_address);
  return keys;
}

Task<http::Response> with_token(Service& service, Tries& tries, http::Request& request, Change change) {
  auto caller = co_await authenticate(service, request, true);
  if (!caller.ok()) co_return problem(caller.error());
  auto call = co_await read_call(service, request, true);
  if (!call.ok()) co_return problem(call.error());
  const std::vector<std::string> keys = try_keys(request, caller.value());
  for (const std::string& key : keys)
    if (const auto may = tries.begin(key, service.now()); !may.ok()) co_return problem(may.error());
  http::Response response = co_await answer_change(service, request, caller.take(), call.take(), std::move(change));
  if (response.status != 404)
    for (const std::string& key : keys) tries.take_back(key);
  co_return response;
}

Result<Answer> show_domain(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::admin));
  return Answer{200, domain_json(TRY(registry::mail_domain(in, id)))};
}

Result<Answer> put_domain(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, Role::admin));
  const auto before = TRY(registry::mail_domain(in, id));
  const auto domain = TRY(optional_text(call.body, "domain"));
  const bool waits = TRY(optional_boolean(call.body, "waits")).value_or(before.waits);
  TRY(registry::set_mail_domain(in, id, domain.value_or(""), waits));
  return Answer{200, domain_json(TRY(registry::mail_domain(in, id)))};
}

Result<Answer> confirm_domain(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  const std::string domain = TRY(text_member(call.body, "domain"));
  const auto confirmed = TRY(optional_boolean(call.body, "confirmed"));
  if (!confirmed) return Error{Reason::malformed, "bad-member", "give \"confirmed\" as true or false"};
  TRY(registry::confirm_mail_domain(in, id, domain, *confirmed));
  return Answer{200, domain_json(TRY(registry::mail_domain(in, id)))};
}

Result<Answer> list_domains(store::Reader& in, const Caller& caller, const Call&) {
  TRY(require_operator(caller));
  return Answer{200, domains_json(TRY(registry::mail_domains(in)))};
}

Result<Answer> list_joinable(store::Reader& in, const Caller& caller, const Call&) {
  return Answer{200, domains_json(TRY(registry::joinable_by_domain(in, caller.id())))};
}

Result<Answer> join(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(registry::join_by_domain(in, TRY(call.id<OrganisationId>("organisation")), caller.id()));
  return Answer{201, to_json(TRY(registry::membership(in, id)))};
}

}  // namespace

void add_joining_endpoints(Endpoints& endpoints) {
  Service& service = endpoints.service();
  const auto tries = std::make_shared<Tries>();
  endpoints.get("/organisations/{organisation}/invitation-links", list_links);
  endpoints.change("POST", "/organisations/{organisation}/invitation-links", add_link);
  endpoints.change("DELETE", "/organisations/{organisation}/invitation-links/{link}", revoke_link);
  endpoints.raw("POST", "/invitations/look", http::Access::person,
                [&service, tries](http::Request& request) { return with_token(service, *tries, request, look_at); });
  endpoints.raw("POST", "/invitations/accept", http::Access::person,
                [&service, tries](http::Request& request) { return with_token(service, *tries, request, accept); });
  endpoints.get("/organisations/{organisation}/mail-domain", show_domain);
  endpoints.change("PUT", "/organisations/{organisation}/mail-domain", put_domain);
  endpoints.change("PUT", "/organisations/{organisation}/mail-domain/confirmed", confirm_domain);
  endpoints.get("/mail-domains", list_domains);
  endpoints.get("/me/joinable", list_joinable);
  endpoints.change("POST", "/organisations/{organisation}/join", join);
}

}  // namespace tsuke::doors
