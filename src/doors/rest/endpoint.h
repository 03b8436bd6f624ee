// One shape for every REST endpoint: a plain function from rows to an answer. What they share (who is calling, CSRF,
// JSON, idempotency keys, problems) is done once, around them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "doors/rest/problem.h"
#include "doors/service.h"
#include "registry/people.h"

namespace tsuke::doors {

struct Caller {
  registry::Person person;
  CredentialId credential;
  bool by_cookie = false;
  PersonId id() const { return person.id; }
};

// Fails with not_permitted ("operator-only").
Result<void> require_operator(const Caller& caller);

struct Answer {
  int status = 200;
  Json body;  // null: no content
  std::string media_type = "application/json";
};
inline Answer no_content() { return {204, {}, {}}; }

struct Call {
  std::map<std::string, std::string, std::less<>> path;
  std::map<std::string, std::string, std::less<>> query;
  Json body;  // an object, or null where none was sent
  std::string host;
  bool secure = false;
  Language language = Language::english;
  Instant now{};

  template <typename IdType>
  Result<IdType> id(std::string_view name) const {
    const auto found = path.find(name);
    assert(found != path.end());
    auto parsed = parse_id<IdType>(found->second);
    if (!parsed.ok()) return Error{Reason::not_found, "not-found", "there is nothing at this address"};
    return parsed;
  }
  std::string_view query_value(std::string_view name) const;  // empty when absent
  std::string uri_scheme() const { return secure ? "ipps" : "ipp"; }
};

// Members of a body. Each fails with malformed ("bad-member"), naming the member and what belongs there.
Result<std::string> text_member(const Json& body, std::string_view name);
Result<std::optional<std::string>> optional_text(const Json& body, std::string_view name);
Result<std::optional<bool>> optional_boolean(const Json& body, std::string_view name);
Result<std::optional<std::int64_t>> optional_integer(const Json& body, std::string_view name);
Result<std::int64_t> integer_or(const Json& body, std::string_view name, std::int64_t fallback);
template <typename IdType>
Result<IdType> id_member(const Json& body, std::string_view name) {
  return parse_id<IdType>(TRY(text_member(body, name)));
}

// Keyset paging: the items, and the cursor of the next page when this one is full.
struct Page {
  int limit = 50;
  std::int64_t before = 0;  // 0: from the newest
};
Result<int> limit_of(const Call& call);  // 50 unless asked for otherwise; malformed ("bad-limit")
Result<Page> page_of(const Call& call);
Json next_cursor(std::size_t count, const Page& page, std::int64_t last_id);  // null after the last page
Json page_json(Json items, const Page& page, std::int64_t last_id);
Json list_json(Json items);  // a list that is never cut

using Reading = std::function<Result<Answer>(store::Reader&, const Caller&, const Call&)>;
using Change = std::function<Result<Answer>(store::Transaction&, const Caller&, const Call&)>;

class Endpoints {
 public:
  Endpoints(http::Router& router, Service& service) : router_(router), service_(service) {}
  // Both need a signed-in person; the pattern is below /api/v1.
  void get(const std::string& pattern, Reading reading);
  void change(const std::string& method, const std::string& pattern, Change change);
  // For those that stream, hash passwords or know nobody yet.
  void raw(const std::string& method, const std::string& pattern, http::Access access, http::Handler handler);

  Service& service() { return service_; }

 private:
  http::Router& router_;
  Service& service_;
};

// Who calls, from the session cookie or a Bearer token; a change by cookie must carry X-Tsuke: 1. Fails with
// not_authenticated, not_permitted ("csrf").
Task<Result<Caller>> authenticate(Service& service, const http::Request& request, bool changes);
// The call's parts; reads and parses a JSON body when `with_body`.
Task<Result<Call>> read_call(Service& service, http::Request& request, bool with_body);
// The answer given to this request before, when it has an Idempotency-Key: for changes that must do something costly,
// or that cannot succeed twice, before they write.
Task<Result<std::optional<Answer>>> answer_given(Service& service, const http::Request& request, const Caller& caller,
                                                 const Call& call);
// Runs the change under the request's Idempotency-Key, if it has one.
Task<http::Response> answer_change(Service& service, const http::Request& request, Caller caller, Call call,
                                   Change change);
http::Response to_response(Result<Answer> answer);

}  // namespace tsuke::doors
