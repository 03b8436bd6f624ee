// The passwords of credentials.h.
#include <sodium.h>

#include "registry/credentials.h"
#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t letters_min = 8;
constexpr std::size_t bytes_max = 1024;
// What an unknown login is verified against: random bytes in the shape and at the cost of a real hash, which no
// password is known to give.
constexpr const char* hash_of_nothing =
    "$argon2id$v=19$m=65536,t=2,p=1$mjMff6DY6dbdUkZAMAdqPw$iOAA60XikC/NxeE54Xvl2VKU07ktjwcS6Z6pas4jWRo";

constexpr store::Query upsert_password{"upsert_password", R"sql(
    INSERT INTO password (person_id, hash) VALUES ($1, $2)
    ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash)sql"};
constexpr store::Query select_password{"select_password", "SELECT hash FROM password WHERE person_id = $1"};

bool sodium_is_ready() {
  static const bool ready = sodium_init() >= 0;
  return ready;
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  if (count_characters(password) < letters_min || password.size() > bytes_max)
    return Error{Reason::malformed, "weak-password", "choose a password of at least 8 letters, and at most 1024 bytes"};
  char hash[crypto_pwhash_STRBYTES];
  if (!sodium_is_ready() ||
      crypto_pwhash_str(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    return Error{Reason::unavailable, "password-hashing", "try again later: there is no memory to hash the password"};
  return std::string(hash);
}

bool verify_password(std::string_view password, std::string_view hash) {
  if (!sodium_is_ready() || password.size() > bytes_max || hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

Result<void> set_password(store::Transaction& in, PersonId id, const std::string& hash) {
  TRY(person(in, id));
  return in.run(upsert_password, {id, hash});
}

Result<bool> has_password(store::Reader& in, PersonId id) {
  const auto hash = TRY(in.find<std::string>(select_password, {id}, [](const store::Row& row) { return row.text(0); }));
  return hash.has_value();
}

Result<PasswordRecord> password_record(store::Reader& in, std::string_view login) {
  const auto known = TRY(person_by_login(in, login));
  const PersonId id = known ? known->id : PersonId{};
  const auto hash = TRY(in.find<std::string>(select_password, {id}, [](const store::Row& row) { return row.text(0); }));
  return PasswordRecord{id, hash.value_or(hash_of_nothing)};
}

}  // namespace tsuke::registry
