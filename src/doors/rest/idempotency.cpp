#include "doors/rest/idempotency.h"

#include <algorithm>

#include "base/bytes.h"
#include "doors/rest/doors.h"

namespace tsuke::doors {

namespace {

using store::Query;

constexpr std::size_t key_bytes_max = 100;

constexpr const char* tables = R"sql(
CREATE TABLE kept_answer (
  person_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  body TEXT NOT NULL,
  kept_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, key)
);
)sql";

constexpr Query find_answer{"find_answer",
                            "SELECT fingerprint, status, media_type, body FROM kept_answer WHERE person_id = $1 AND key = $2"};
constexpr Query insert_answer{"insert_answer", R"sql(
    INSERT INTO kept_answer (person_id, key, fingerprint, status, media_type, body, kept_at) VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};

struct Kept {
  std::string fingerprint;
  Answer answer;
};

}  // namespace

std::vector<store::Migration> rest_migrations() { return {{5, "rest", tables}}; }

Result<std::optional<IdempotencyKey>> idempotency_key(const http::Request& request, const Call& call) {
  if (!request.headers.has("idempotency-key")) return std::optional<IdempotencyKey>{};
  const std::string_view key = request.headers.get("idempotency-key");
  const auto printable = [](char c) { return c > 0x20 && c < 0x7F; };
  if (key.empty() || key.size() > key_bytes_max || !std::all_of(key.begin(), key.end(), printable))
    return Error{Reason::malformed, "bad-idempotency-key", "an Idempotency-Key has 1 to 100 printable ASCII letters without spaces"};
  std::string whole = request.method + " " + request.path;
  for (const auto& [name, value] : call.query) whole += "\n" + name + "=" + value;
  whole += "\n" + call.body.dump();
  return std::optional<IdempotencyKey>{{std::string(key), to_hex(sha256(whole))}};
}

Result<std::optional<Answer>> answer_before(store::Reader& in, PersonId person, const IdempotencyKey& key) {
  auto kept = TRY(in.find<Kept>(find_answer, {person, key.key}, [](const store::Row& row) {
    Answer answer{static_cast<int>(row.integer(1)), {}, row.text(2)};
    auto body = Json::parse(row.text(3));
    assert(body.ok());
    answer.body = body.take();
    return Kept{row.text(0), std::move(answer)};
  }));
  if (!kept) return std::optional<Answer>{};
  if (kept->fingerprint != key.fingerprint)
    return Error{Reason::conflict, "idempotency-key-reused", "this Idempotency-Key came with another request; make a new key"};
  return std::optional<Answer>{std::move(kept->answer)};
}

Result<void> keep_answer(store::Transaction& in, PersonId person, const IdempotencyKey& key, const Answer& answer, Instant now) {
  return in.run(insert_answer, {person, key.key, key.fingerprint, answer.status, answer.media_type, answer.body.dump(), now});
}

}  // namespace tsuke::doors
