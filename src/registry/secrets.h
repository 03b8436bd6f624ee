// How secrets are made, and the key under which they are looked up.
#pragma once

#include <string>
#include <string_view>

#include "platform/store/store.h"
#include "registry/credentials.h"

namespace tsuke::registry {

// 256 random bits after the word of their kind, or an enrolment code of 40 bits.
std::string make_secret(CredentialKind kind);

// SHA-256 of the secret; of an enrolment code as it is meant, however it was typed.
store::Blob secret_hash(CredentialKind kind, std::string_view secret);

// A secret kept for a short while for whoever has another one: sealed under it, so that our rows alone open nothing.
std::string sealed_under(std::string_view outer, std::string_view secret);
// Fails with internal ("sealed-secret-damaged") when it was altered or sealed under another one.
Result<std::string> opened_with(std::string_view outer, std::string_view sealed);

}  // namespace tsuke::registry
