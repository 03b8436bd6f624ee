#include "registry/text.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace tsuke::registry {

namespace {

constexpr std::array<std::string_view, 5> spaces{" ", "\t", "\n", "\r", "\u3000"};

// True when it found a space at the front and took it away; the same for the back.
bool trim_front(std::string_view& text) {
  for (const std::string_view space : spaces) {
    if (!text.starts_with(space)) continue;
    text.remove_prefix(space.size());
    return true;
  }
  return false;
}
bool trim_back(std::string_view& text) {
  for (const std::string_view space : spaces) {
    if (!text.ends_with(space)) continue;
    text.remove_suffix(space.size());
    return true;
  }
  return false;
}

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

// The first code point of clean UTF-8, which is taken away.
char32_t take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  char32_t point = first < 0x80 ? first : first < 0xE0 ? first & 0x1F : first < 0xF0 ? first & 0x0F : first & 0x07;
  text.remove_prefix(1);
  while (!text.empty() && !starts_character(text.front())) {
    point = (point << 6) | (static_cast<unsigned char>(text.front()) & 0x3F);
    text.remove_prefix(1);
  }
  return point;
}

bool is_deceiving(char32_t point) {
  const bool control = point < 0x20 || (point >= 0x7F && point <= 0x9F);
  const bool invisible = point == 0xAD || point == 0x200B || point == 0x2060 || point == 0xFEFF;
  const bool turns_direction = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
                               point == 0x200E || point == 0x200F;
  const bool breaks_line = point == 0x2028 || point == 0x2029;
  return control || invisible || turns_direction || breaks_line;
}

bool has_deceiving_character(std::string_view text) {
  while (!text.empty()) {
    if (is_deceiving(take_character(text))) return true;
  }
  return false;
}

Result<std::string> checked(std::string_view text, std::string_view code, std::string_view field,
                            std::size_t length_max) {
  const auto malformed = [&](const std::string& wish) {
    return Error{Reason::malformed, std::string(code), "write " + std::string(field) + " " + wish};
  };
  if (!is_clean_utf8(text)) return malformed("as clean UTF-8 text");
  while (trim_front(text) || trim_back(text)) continue;
  if (text.empty()) return malformed("with at least one character");
  if (count_characters(text) > length_max)
    return malformed("with at most " + std::to_string(length_max) + " characters");
  if (has_deceiving_character(text)) return malformed("without control characters and invisible ones");
  return std::string(text);
}

}  // namespace

Result<std::string> checked_text(std::string_view text, std::string_view code, std::string_view field) {
  return checked(text, code, field, text_length_max);
}

Result<std::string> checked_note(std::string_view text, std::string_view code, std::string_view field) {
  std::string line(text);
  std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return checked(line, code, field, note_length_max);
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string fold_case(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

bool is_keyword(std::string_view text) {
  return !text.empty() && text.size() <= 127 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

}  // namespace tsuke::registry
