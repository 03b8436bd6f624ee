// The words of an enumeration, for columns and for the wire: one table serves both directions.
#pragma once

#include <cassert>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke::registry {

template <typename Enum>
struct Word {
  Enum value;
  std::string_view text;
};

template <typename Enum, std::size_t count>
std::string_view word_of(const Word<Enum> (&words)[count], Enum value) {
  for (const Word<Enum>& word : words) {
    if (word.value == value) return word.text;
  }
  assert(false && "every value has its word");
  return {};
}

// Fails with malformed under the given code when no value has this word.
template <typename Enum, std::size_t count>
Result<Enum> value_of(const Word<Enum> (&words)[count], std::string_view text, std::string_view code) {
  std::string known;
  for (const Word<Enum>& word : words) {
    if (word.text == text) return word.value;
    known += (known.empty() ? "" : ", ") + std::string(word.text);
  }
  return Error{Reason::malformed, std::string(code), "use one of these words: " + known};
}

// For words that we wrote into the database ourselves.
template <typename Enum, std::size_t count>
Enum stored_value(const Word<Enum> (&words)[count], std::string_view text) {
  const Result<Enum> value = value_of(words, text, "internal");
  assert(value.ok());
  return value.value();
}

}  // namespace tsuke::registry
