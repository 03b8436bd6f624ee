// Signing in and out. Passwords are verified off the network thread.
#include "base/bytes.h"
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "doors/tries.h"
#include "registry/text.h"

namespace tsuke::doors {

namespace {

constexpr Duration session_life = hours(std::int64_t{14} * 24);

Error wrong_login() {
  return {Reason::not_authenticated, "wrong-login-or-password", "the login or the password is wrong"};
}

std::string session_cookie(const std::string& secret, bool secure, std::int64_t seconds_to_live) {
  return "tsuke_session=" + secret + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds_to_live) +
         (secure ? "; Secure" : "");
}

struct SignedIn {
  Json me;
  std::string secret;
};

Result<SignedIn> open_session(store::Transaction& in, PersonId person, Instant now) {
  registry::Credential session;
  session.kind = registry::CredentialKind::session;
  session.person = person;
  session.label = "browser";
  session.expires_at = now + session_life;
  const auto made = TRY(registry::add_credential(in, session, now));
  return SignedIn{TRY(me_json(in, TRY(registry::person(in, person)))), made.secret};
}

http::Response signed_in(const Result<SignedIn>& result, bool secure) {
  if (!result.ok()) return problem(result.error());
  http::Response response = http::json_response(result.value().me);
  response.headers.set("Set-Cookie", session_cookie(result.value().secret, secure, session_life.micros / 1'000'000));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Task<Result<PersonId>> verify(Service& service, const std::string& login, const std::string& password) {
  const std::function<Result<registry::PasswordRecord>(store::Reader&)> look_up = [&](store::Reader& in) {
    return registry::password_record(in, login);
  };
  CO_TRY(const auto record, co_await service.read<registry::PasswordRecord>(look_up));
  const auto verifying = [record, password] { return registry::verify_password(password, record.hash); };
  const bool right = co_await run_on(service.pool, service.loop, verifying);
  if (!right || !record.person.exists()) co_return wrong_login();
  co_return record.person;
}

// What counts wrong tries: the login however it is spelled, and the address. Behind a proxy on this machine all share
// one address, so that does not count.
std::vector<std::string> try_keys(const http::Request& request, const std::string& login) {
  std::vector<std::string> keys{"login:" + to_hex(sha256(registry::fold_case(login)))};
  if (!request.from_loopback) keys.push_back("address:" + request.peer_address);
  return keys;
}

// Verifies a password, slowly for those who guess. Fails with limit_reached ("too-many-tries"), not_authenticated.
Task<Result<PersonId>> try_password(Service& service, Tries& tries, const http::Request& request, std::string login,
                                    std::string password) {
  const std::vector<std::string> keys = try_keys(request, login);
  for (const std::string& key : keys) CO_TRY_VOID(tries.begin(key, service.now()));
  CO_TRY(const PersonId person, co_await verify(service, login, password));
  tries.forget(keys.front());
  if (keys.size() > 1) tries.take_back(keys.back());
  co_return person;
}

// A page of another site cannot sign its visitor in as somebody else.
Result<void> refuse_other_sites(const http::Request& request) {
  if (request.headers.get("sec-fetch-site") != "cross-site") return {};
  return Error{Reason::not_permitted, "csrf", "sign in from the service's own page"};
}

Task<http::Response> sign_in(Service& service, Tries& tries, http::Request& request) {
  const auto own = refuse_other_sites(request);
  if (!own.ok()) co_return problem(own.error());
  const auto call = co_await read_call(service, request, true);
  if (!call.ok()) co_return problem(call.error());
  const auto login = text_member(call.value().body, "login");
  const auto password = text_member(call.value().body, "password");
  if (!login.ok()) co_return problem(login.error());
  if (!password.ok()) co_return problem(password.error());
  const auto person = co_await try_password(service, tries, request, login.value(), password.value());
  if (!person.ok()) co_return problem(person.error());
  const Instant now = service.now();
  const auto opening = [id = person.value(), now](store::Transaction& in) { return open_session(in, id, now); };
  co_return signed_in(co_await service.write<SignedIn>(opening), request.secure);
}

Task<http::Response> sign_in_by_link(Service& service, http::Request& request) {
  const auto own = refuse_other_sites(request);
  if (!own.ok()) co_return problem(own.error());
  const auto call = co_await read_call(service, request, true);
  if (!call.ok()) co_return problem(call.error());
  const auto token = text_member(call.value().body, "token");
  if (!token.ok()) co_return problem(token.error());
  const Instant now = service.now();
  const auto opening = [token = token.value(), now](store::Transaction& in) -> Result<SignedIn> {
    const auto link = TRY(registry::use_once(in, registry::CredentialKind::sign_in_link, token, now));
    return open_session(in, link.person, now);
  };
  co_return signed_in(co_await service.write<SignedIn>(opening), request.secure);
}

Task<http::Response> sign_out(Service& service, http::Request& request) {
  const auto caller = co_await authenticate(service, request, true);
  if (!caller.ok()) co_return problem(caller.error());
  const std::string secret(request.cookie("tsuke_session"));
  const auto revoking = [secret](store::Transaction& in) -> Result<void> {
    return secret.empty() ? Result<void>() : registry::revoke_session(in, secret);
  };
  const auto revoked = co_await service.write_void(revoking);
  if (!revoked.ok()) co_return problem(revoked.error());
  http::Response response = http::empty_response();
  response.headers.set("Set-Cookie", session_cookie("", request.secure, 0));
  co_return response;
}

// Who has a password proves that they know it; who came by a sign-in link and has none yet sets the first.
Task<Result<void>> may_change(Service& service, Tries& tries, const http::Request& request, const Caller& caller,
                              std::string old_password) {
  const std::function<Result<bool>(store::Reader&)> look_up = [&](store::Reader& in) {
    return registry::has_password(in, caller.id());
  };
  CO_TRY(const bool has_one, co_await service.read<bool>(look_up));
  if (!has_one) co_return Result<void>();
  const auto proved = co_await try_password(service, tries, request, caller.person.login, std::move(old_password));
  co_return proved.ok() ? Result<void>() : Result<void>(proved.error());
}

Task<http::Response> change_password(Service& service, Tries& tries, http::Request& request) {
  auto caller = co_await authenticate(service, request, true);
  if (!caller.ok()) co_return problem(caller.error());
  auto call = co_await read_call(service, request, true);
  if (!call.ok()) co_return problem(call.error());
  const auto before = co_await answer_given(service, request, caller.value(), call.value());
  if (!before.ok()) co_return problem(before.error());
  if (before.value()) co_return to_response(*before.value());
  const auto old_password = optional_text(call.value().body, "old");
  const auto new_password = text_member(call.value().body, "new");
  if (!old_password.ok()) co_return problem(old_password.error());
  if (!new_password.ok()) co_return problem(new_password.error());
  const auto may = co_await may_change(service, tries, request, caller.value(), old_password.value().value_or(""));
  if (!may.ok()) co_return problem(may.error());
  const auto hashing = [word = new_password.value()] { return registry::hash_password(word); };
  const auto hash = co_await run_on(service.pool, service.loop, hashing);
  if (!hash.ok()) co_return problem(hash.error());
  const Change set = [hash = hash.value()](store::Transaction& in, const Caller& caller,
                                           const Call&) -> Result<Answer> {
    TRY(registry::set_password(in, caller.id(), hash));
    return no_content();
  };
  co_return co_await answer_change(service, request, caller.take(), call.take(), set);
}

}  // namespace

Result<Json> me_json(store::Reader& in, const registry::Person& person) {
  Json memberships = Json::array();
  for (const auto& membership : TRY(registry::memberships_of_person(in, person.id)))
    memberships.push(to_json(membership));
  Json providers = Json::array();
  for (const auto& provider : TRY(registry::providers_administered_by(in, person.id)))
    providers.push(to_json(provider));
  Json me = to_json(person);
  me.set("memberships", std::move(memberships)).set("providers", std::move(providers)).set("currency", yen.view());
  return me.set("has_password", TRY(registry::has_password(in, person.id)));
}

void add_session_endpoints(Endpoints& endpoints) {
  Service& service = endpoints.service();
  const auto tries = std::make_shared<Tries>();
  endpoints.raw("POST", "/session", http::Access::open,
                [&service, tries](http::Request& request) { return sign_in(service, *tries, request); });
  endpoints.raw("POST", "/session/link", http::Access::open,
                [&service](http::Request& request) { return sign_in_by_link(service, request); });
  endpoints.raw("DELETE", "/session", http::Access::person,
                [&service](http::Request& request) { return sign_out(service, request); });
  endpoints.raw("PUT", "/me/password", http::Access::person,
                [&service, tries](http::Request& request) { return change_password(service, *tries, request); });
  endpoints.get("/me", [](store::Reader& in, const Caller& caller, const Call&) -> Result<Answer> {
    return Answer{200, TRY(me_json(in, caller.person))};
  });
  endpoints.change("PATCH", "/me",
                   [](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
                     if (const auto language = TRY(optional_text(call.body, "language")))
                       TRY(registry::set_language(in, caller.id(), *language));
                     return Answer{200, TRY(me_json(in, TRY(registry::person(in, caller.id()))))};
                   });
}

}  // namespace tsuke::doors
