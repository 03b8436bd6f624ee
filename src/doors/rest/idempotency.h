// Answers kept for Idempotency-Key, in the same write as the effect: the same request again has the effect of one.
//
// An answer may hold a secret that is shown once, and a request may hold a password. So neither stands in the rows: the
// answer is sealed and the request digested under the key, which only its sender has; of the key itself a digest is
// kept.
#pragma once

#include <optional>
#include <string>

#include "doors/rest/endpoint.h"

namespace tsuke::doors {

struct IdempotencyKey {
  std::string key;
  std::string fingerprint;  // digest of key, method, path, query and body
};

// None without the header. Fails with malformed ("bad-idempotency-key").
Result<std::optional<IdempotencyKey>> idempotency_key(const http::Request& request, const Call& call);

// The answer given before. Fails with conflict ("idempotency-key-reused") when the key came with another request. Keys
// never expire: they guard money.
Result<std::optional<Answer>> answer_before(store::Reader& in, PersonId person, const IdempotencyKey& key);
Result<void> keep_answer(store::Transaction& in, PersonId person, const IdempotencyKey& key, const Answer& answer,
                         Instant now);

}  // namespace tsuke::doors
