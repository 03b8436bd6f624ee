#include "doors/rest/idempotency.h"

#include <algorithm>

#include "base/bytes.h"
#include "doors/rest/doors.h"
#include "platform/vault/crypto.h"

namespace tsuke::doors {

namespace {

using store::Query;

constexpr std::size_t key_bytes_max = 100;

constexpr const char* tables = R"sql(
CREATE TABLE kept_answer (
  person_id BIGINT NOT NULL,
  key_digest TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  sealed_body BYTES NOT NULL,
  kept_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, key_digest)
);
)sql";

constexpr Query find_answer{"find_answer", R"sql(
    SELECT fingerprint, status, media_type, sealed_body FROM kept_answer WHERE person_id = $1 AND key_digest = $2)sql"};
constexpr Query insert_answer{"insert_answer", R"sql(
    INSERT INTO kept_answer (person_id, key_digest, fingerprint, status, media_type, sealed_body, kept_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};

struct Kept {
  std::string fingerprint;
  int status = 0;
  std::string media_type;
  std::string sealed_body;
};

std::string digest_of(std::string_view purpose, const std::string& key) {
  return to_hex(sha256("tsuke idempotency " + std::string(purpose) + "\n" + key));
}

vault::SecretKey sealing_key(PersonId person, const std::string& key) {
  return vault::SecretKey(sha256("tsuke idempotency answer\n" + to_string(person) + "\n" + key));
}

// sealed = nonce ciphertext tag
Result<std::string> seal_body(PersonId person, const IdempotencyKey& key, const Json& body) {
  std::string sealed = random_bytes(vault::nonce_bytes);
  const std::string nonce = sealed;
  TRY(vault::seal(sealing_key(person, key.key), nonce, key.fingerprint, body.dump(), sealed));
  return sealed;
}

Result<Json> open_body(PersonId person, const IdempotencyKey& key, std::string_view sealed) {
  const Error damaged{Reason::internal, "kept-answer-damaged", "the answer kept for this Idempotency-Key was altered"};
  if (sealed.size() < vault::nonce_bytes + vault::tag_bytes) return damaged;
  const std::string_view nonce = sealed.substr(0, vault::nonce_bytes);
  sealed.remove_prefix(vault::nonce_bytes);
  std::string plain(sealed.size() - vault::tag_bytes, '\0');
  if (!vault::unseal(sealing_key(person, key.key), nonce, key.fingerprint, sealed, plain.data())) return damaged;
  return Json::parse(plain);
}

}  // namespace

std::vector<store::Migration> rest_migrations() { return {{"rest", 1, tables}}; }

Result<std::optional<IdempotencyKey>> idempotency_key(const http::Request& request, const Call& call) {
  if (!request.headers.has("idempotency-key")) return std::optional<IdempotencyKey>{};
  const std::string_view key = request.headers.get("idempotency-key");
  const auto printable = [](char c) { return c > 0x20 && c < 0x7F; };
  if (key.empty() || key.size() > key_bytes_max || !std::all_of(key.begin(), key.end(), printable))
    return Error{Reason::malformed, "bad-idempotency-key",
                 "an Idempotency-Key has 1 to 100 printable ASCII letters without spaces"};
  Json query = Json::object();
  for (const auto& [name, value] : call.query) query.set(name, value);
  const Json whole = Json::array({std::string(key), request.method, request.path, query, call.body});
  return std::optional<IdempotencyKey>{{std::string(key), digest_of("request", whole.dump())}};
}

Result<std::optional<Answer>> answer_before(store::Reader& in, PersonId person, const IdempotencyKey& key) {
  const auto kept = TRY(in.find<Kept>(find_answer, {person, digest_of("name", key.key)}, [](const store::Row& row) {
    return Kept{row.text(0), static_cast<int>(row.integer(1)), row.text(2), row.blob(3)};
  }));
  if (!kept) return std::optional<Answer>{};
  if (kept->fingerprint != key.fingerprint)
    return Error{Reason::conflict, "idempotency-key-reused",
                 "this Idempotency-Key came with another request; make a new key"};
  return std::optional<Answer>{Answer{kept->status, TRY(open_body(person, key, kept->sealed_body)), kept->media_type}};
}

Result<void> keep_answer(store::Transaction& in, PersonId person, const IdempotencyKey& key, const Answer& answer,
                         Instant now) {
  const std::string sealed = TRY(seal_body(person, key, answer.body));
  return in.run(insert_answer, {person, digest_of("name", key.key), key.fingerprint, answer.status, answer.media_type,
                                store::Blob{sealed}, now});
}

}  // namespace tsuke::doors
