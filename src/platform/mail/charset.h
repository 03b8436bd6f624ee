// Text of the character sets that mail is written in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tsuke::mail {

// As clean UTF-8. Nothing when the character set is not on our list (those in use for Japanese, Chinese, Korean,
// Cyrillic and European mail) or when the bytes are none of it. The list is closed because the C library has converters
// that nobody uses and nobody looks after.
std::optional<std::string> to_utf8(std::string_view charset, std::string_view bytes);

}  // namespace tsuke::mail
