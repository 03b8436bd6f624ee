#include "registry/enrolment.h"

#include <algorithm>
#include <set>

#include "registry/lookup.h"
#include "registry/secrets.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t secret_letters_min = 32, secret_letters_max = 255, different_letters_min = 12;
constexpr std::size_t code_letters = 8;

constexpr store::Query replace_secret{"replace_secret", "UPDATE credential SET secret_hash = $2 WHERE id = $1"};

}  // namespace

bool is_strong_secret(std::string_view secret) {
  if (secret.size() < secret_letters_min || secret.size() > secret_letters_max) return false;
  return std::set<char>(secret.begin(), secret.end()).size() >= different_letters_min;
}

bool looks_like_code(std::string_view text) {
  std::size_t letters = 0;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    const bool sign = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '9');
    if (!sign) return false;
    ++letters;
  }
  return letters == code_letters;
}

Result<Credential> enrol_with_secret(store::Transaction& in, std::string_view code, std::string_view secret,
                                     Instant now) {
  if (!is_strong_secret(secret))
    return Error{Reason::malformed, "weak-secret", "choose a random password of at least 32 letters for the device"};
  const NewCredential made = TRY(enrol(in, code, now));
  TRY(or_taken(in.change(replace_secret, {made.credential.id, secret_hash(CredentialKind::device, secret)}),
               "secret-taken", "choose another password for the device"));
  return made.credential;
}

}  // namespace tsuke::registry
