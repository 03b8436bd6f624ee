// Texts from outside: names, logins, labels. One check for all of them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke::registry {

inline constexpr std::size_t text_length_max = 200;  // characters, that is Unicode code points

// The text without the spaces around it. Fails with malformed (under the given code, naming the field) when it is not
// clean UTF-8, is empty or over text_length_max characters, or holds a character that cannot be seen or that turns the
// direction of what follows: such names only serve to deceive.
Result<std::string> checked_text(std::string_view text, std::string_view code, std::string_view field);

// What people write to each other in a box: up to note_length_max characters; line breaks and tabs become spaces. Fails
// as above.
inline constexpr std::size_t note_length_max = 500;
Result<std::string> checked_note(std::string_view text, std::string_view code, std::string_view field);

// Unicode code points of clean UTF-8.
std::size_t count_characters(std::string_view text);

// ASCII letters made small; everything else as it is.
std::string fold_case(std::string_view text);

// A keyword as IPP writes it (RFC 8011 §5.1.4): 1..127 small letters, digits, hyphens, underscores and dots.
bool is_keyword(std::string_view text);

}  // namespace tsuke::registry
