// Signatures with a secret that signer and checker share.
#pragma once

#include <string>
#include <string_view>

namespace tsuke {

// HMAC-SHA-256 (RFC 2104): 32 raw bytes. Compare with equal_in_constant_time.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace tsuke
