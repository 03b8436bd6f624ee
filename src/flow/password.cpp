#include "flow/password.h"

#include <algorithm>
#include <cassert>

#include "base/bytes.h"

namespace tsuke::flow {

namespace {

// kept = tries ":" salt ":" SHA-256(salt SHA-256(password))    tries: one digit; salt and hash: hexadecimal
constexpr std::size_t salt_bytes = 16, digest_bytes = 32, tries_letters = 2;
constexpr std::size_t kept_letters = tries_letters + 2 * salt_bytes + 1 + 2 * digest_bytes;

std::string sealed(std::string_view salt_hex, std::string_view digest) {
  return to_hex(sha256(std::string(salt_hex) + std::string(digest)));
}

}  // namespace

Result<std::string> keep_password(std::string_view encryption, std::string_view octets) {
  const Error bad{Reason::malformed, "bad-job-password",
                  "send job-password with job-password-encryption none or sha2-256, 1 to 64 bytes"};
  std::string digest(octets);
  if (encryption == "none") {
    if (octets.empty() || octets.size() > password_bytes_max) return bad;
    digest = sha256(octets);
  } else if (encryption != "sha2-256" || octets.size() != digest_bytes) {
    return bad;
  }
  const std::string salt = to_hex(random_bytes(salt_bytes));
  return "0:" + salt + ":" + sealed(salt, digest);
}

bool opens(std::string_view kept, std::string_view typed) {
  assert(kept.size() == kept_letters);
  const std::string_view salt = kept.substr(tries_letters, 2 * salt_bytes);
  return sealed(salt, sha256(typed)) == kept.substr(tries_letters + 2 * salt_bytes + 1);
}

int wrong_tries(std::string_view kept) { return kept.empty() ? 0 : kept.front() - '0'; }

std::string after_wrong_try(std::string_view kept) {
  return std::to_string(std::min(wrong_tries(kept) + 1, 9)) + std::string(kept.substr(1));
}

}  // namespace tsuke::flow
