// Bytes as text, digests and randomness.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke {

// Bytes travel as std::string / std::string_view: they are not text unless a name says so.
std::string random_bytes(std::size_t count);
// URL-safe text of `count` random bytes, without padding: 32 bytes make a 43-letter secret.
std::string random_token(std::size_t count = 32);

std::string sha256(std::string_view bytes);  // 32 raw bytes
std::string to_hex(std::string_view bytes);
std::string to_base64url(std::string_view bytes);  // no padding
// Both fail with malformed on a foreign character.
Result<std::string> from_hex(std::string_view text);
Result<std::string> from_base64(std::string_view text);  // plain or URL alphabet, padding optional

// Takes the same time whatever the bytes are; false when lengths differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

// True when the bytes are well-formed UTF-8 without NUL.
bool is_clean_utf8(std::string_view text);

}  // namespace tsuke
