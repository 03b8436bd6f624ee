#include "doors/rest/endpoint.h"

#include <algorithm>
#include <cctype>

#include "doors/rest/idempotency.h"
#include "registry/credentials.h"

namespace tsuke::doors {

namespace {

constexpr std::size_t body_bytes_max = 256 << 10;
constexpr int page_limit_max = 200;

Error bad_member(std::string_view name, std::string_view wanted) {
  return {Reason::malformed, "bad-member", "give \"" + std::string(name) + "\" as " + std::string(wanted)};
}

struct Proof {
  registry::CredentialKind kind;
  std::string secret;
};

// A Bearer token wins over a cookie: it is what a program sends on purpose.
std::optional<Proof> proof_of(const http::Request& request) {
  const std::string_view authorization = request.headers.get("authorization");
  if (const auto scheme = authorization.substr(0, 7); scheme == "Bearer " || scheme == "bearer ")
    return Proof{registry::CredentialKind::api_token, std::string(authorization.substr(7))};
  const std::string_view cookie = request.cookie("tsuke_session");
  if (!cookie.empty()) return Proof{registry::CredentialKind::session, std::string(cookie)};
  return std::nullopt;
}

Error not_signed_in() {
  return {Reason::not_authenticated, "not-authenticated", "sign in, or send an API token as Authorization: Bearer"};
}

// An API token is used thousands of times; the row says so once an hour, and no answer waits for it.
void note_use(Service& service, const registry::Credential& credential, Instant now) {
  if (credential.kind != registry::CredentialKind::api_token || now - credential.used_at < hours(1)) return;
  service.store.write_later(
      [id = credential.id, now](store::Transaction& in) { return registry::touch_credential(in, id, now); },
      [](const Result<void>&) {});
}

// It becomes part of addresses that people copy.
bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 260 && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return c < 128 &&
           (std::isalnum(c) || std::string_view("-._:[]").find(static_cast<char>(c)) != std::string_view::npos);
  });
}

}  // namespace

Result<void> require_operator(const Caller& caller) {
  if (caller.person.is_operator) return {};
  return Error{Reason::not_permitted, "operator-only", "only the operator of the service may do this"};
}

std::string_view Call::query_value(std::string_view name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::string> text_member(const Json& body, std::string_view name) {
  if (!body[name].is_text()) return bad_member(name, "a text");
  return body[name].text();
}

Result<std::optional<std::string>> optional_text(const Json& body, std::string_view name) {
  if (body[name].is_null()) return std::optional<std::string>{};
  return std::optional<std::string>{TRY(text_member(body, name))};
}

Result<std::optional<bool>> optional_boolean(const Json& body, std::string_view name) {
  if (body[name].is_null()) return std::optional<bool>{};
  if (!body[name].is_bool()) return bad_member(name, "true or false");
  return std::optional<bool>{body[name].boolean()};
}

Result<std::optional<std::int64_t>> optional_integer(const Json& body, std::string_view name) {
  if (body[name].is_null()) return std::optional<std::int64_t>{};
  if (!body[name].is_integer()) return bad_member(name, "a whole number");
  return std::optional<std::int64_t>{body[name].integer()};
}

Result<std::int64_t> integer_or(const Json& body, std::string_view name, std::int64_t fallback) {
  return TRY(optional_integer(body, name)).value_or(fallback);
}

Result<int> limit_of(const Call& call) {
  const auto limit = call.query_value("limit");
  if (limit.empty()) return Page{}.limit;
  const auto wanted = parse_id_value(limit);
  if (!wanted.ok() || wanted.value() > page_limit_max)
    return Error{Reason::malformed, "bad-limit", "limit is a number from 1 to 200"};
  return static_cast<int>(wanted.value());
}

Result<Page> page_of(const Call& call) {
  Page page;
  page.limit = TRY(limit_of(call));
  if (const auto cursor = call.query_value("cursor"); !cursor.empty()) {
    const auto before = parse_id_value(cursor);
    if (!before.ok())
      return Error{Reason::malformed, "bad-cursor", "send as cursor what the page before gave as \"next\""};
    page.before = before.value();
  }
  return page;
}

Json next_cursor(std::size_t count, const Page& page, std::int64_t last_id) {
  return count == static_cast<std::size_t>(page.limit) ? Json(to_string(last_id)) : Json();
}

Json page_json(Json items, const Page& page, std::int64_t last_id) {
  Json next = next_cursor(items.items().size(), page, last_id);
  return Json::object({{"items", std::move(items)}, {"next", std::move(next)}});
}

Json list_json(Json items) { return Json::object({{"items", std::move(items)}, {"next", Json()}}); }

http::Response to_response(Result<Answer> answer) {
  if (!answer.ok()) return problem(answer.error());
  const Answer& given = answer.value();
  if (given.body.is_null()) return http::empty_response(given.status);
  http::Response response = http::json_response(given.body, given.status);
  response.headers.set("Content-Type", given.media_type);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Task<Result<Caller>> authenticate(Service& service, const http::Request& request, bool changes) {
  const auto proof = proof_of(request);
  if (!proof) co_return not_signed_in();
  const Instant now = service.now();
  const std::function<Result<Caller>(store::Reader&)> look_up = [&](store::Reader& in) -> Result<Caller> {
    const auto credential = TRY(registry::find_credential(in, proof->kind, proof->secret, now));
    if (!credential) return not_signed_in();
    note_use(service, *credential, now);
    return Caller{TRY(registry::person(in, credential->person)), credential->id,
                  proof->kind == registry::CredentialKind::session};
  };
  CO_TRY(Caller caller, co_await service.read<Caller>(look_up));
  if (changes && caller.by_cookie && request.headers.get("x-tsuke") != "1")
    co_return Error{Reason::not_permitted, "csrf", "a change from a browser carries the header X-Tsuke: 1"};
  co_return caller;
}

Task<Result<Call>> read_call(Service& service, http::Request& request, bool with_body) {
  Call call;
  call.path = request.parameters;
  for (const auto& [name, value] : request.query) call.query[name] = value;
  call.host = service.host_of(request);
  if (!is_host(call.host))
    co_return Error{Reason::malformed, "bad-host", "the Host header is no host name; check the address of the service"};
  call.secure = request.secure;
  call.language = language_of(request);
  call.now = service.now();
  if (!with_body) co_return call;
  request.body->set_limit(static_cast<std::int64_t>(body_bytes_max));
  CO_TRY(const std::string text, co_await request.body->read_all(body_bytes_max));
  if (text.empty()) co_return call;
  CO_TRY(Json body, Json::parse(text));
  call.body = std::move(body);
  if (!call.body.is_object()) co_return Error{Reason::malformed, "bad-json", "send a JSON object"};
  co_return call;
}

Task<Result<std::optional<Answer>>> answer_given(Service& service, const http::Request& request, const Caller& caller,
                                                 const Call& call) {
  CO_TRY(const auto key, idempotency_key(request, call));
  if (!key) co_return std::optional<Answer>{};
  const std::function<Result<std::optional<Answer>>(store::Reader&)> look_up = [&](store::Reader& in) {
    return answer_before(in, caller.id(), *key);
  };
  co_return co_await service.read<std::optional<Answer>>(look_up);
}

Task<http::Response> answer_change(Service& service, const http::Request& request, Caller caller, Call call,
                                   Change change) {
  const auto key = idempotency_key(request, call);
  if (!key.ok()) co_return problem(key.error());
  const auto shared_call = std::make_shared<const Call>(std::move(call));
  const auto work = [caller, shared_call, change, key = key.value()](store::Transaction& in) -> Result<Answer> {
    if (!key) return change(in, caller, *shared_call);
    if (auto before = TRY(answer_before(in, caller.id(), *key))) return std::move(*before);
    Answer answer = TRY(change(in, caller, *shared_call));
    TRY(keep_answer(in, caller.id(), *key, answer, shared_call->now));
    return answer;
  };
  co_return to_response(co_await service.write<Answer>(work));
}

void Endpoints::get(const std::string& pattern, Reading reading) {
  raw("GET", pattern, http::Access::person,
      [&service = service_, reading](http::Request& request) -> Task<http::Response> {
        const auto caller = co_await authenticate(service, request, false);
        if (!caller.ok()) co_return problem(caller.error());
        const auto call = co_await read_call(service, request, false);
        if (!call.ok()) co_return problem(call.error());
        const std::function<Result<Answer>(store::Reader&)> look_up = [&](store::Reader& in) {
          return reading(in, caller.value(), call.value());
        };
        co_return to_response(co_await service.read<Answer>(look_up));
      });
}

void Endpoints::change(const std::string& method, const std::string& pattern, Change change) {
  raw(method, pattern, http::Access::person,
      [&service = service_, change](http::Request& request) -> Task<http::Response> {
        auto caller = co_await authenticate(service, request, true);
        if (!caller.ok()) co_return problem(caller.error());
        auto call = co_await read_call(service, request, true);
        if (!call.ok()) co_return problem(call.error());
        co_return co_await answer_change(service, request, caller.take(), call.take(), change);
      });
}

void Endpoints::raw(const std::string& method, const std::string& pattern, http::Access access, http::Handler handler) {
  router_.add(method, "/api/v1" + pattern, access,
              [handler = std::move(handler)](http::Request& request) -> Task<http::Response> {
                http::Response response = co_await handler(request);
                put_into_words(response, language_of(request));
                co_return response;
              });
}

}  // namespace tsuke::doors
