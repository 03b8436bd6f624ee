//   value *( ";" name "=" (token / quoted-string) )
//   name = attribute ["*" section] ["*"]     a last "*": charset "'" language "'" %-coded, in the first section
#include <cstdlib>

#include "platform/mail/charset.h"
#include "platform/mail/encoded_words.h"
#include "platform/mail/head.h"
#include "platform/mail/text.h"

namespace tsuke::mail {

namespace {

constexpr int parameters_max = 64;
constexpr int sections_max = 64;

struct Section {
  std::string text;
  bool coded = false;
};
// By attribute, then by number; -1 is a parameter that was not cut.
using Sections = std::map<std::string, std::map<int, Section>>;

std::string undo_percent(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int coded = text[at] == '%' ? hex_byte(text.substr(at + 1, 2)) : -1;
    if (coded >= 0) at += 2;
    bytes.push_back(coded >= 0 ? static_cast<char>(coded) : text[at]);
  }
  return bytes;
}

void put(Sections& sections, std::string name, std::string text) {
  const bool coded = name.ends_with('*');
  if (coded) name.pop_back();
  int number = -1;
  if (const auto star = name.find('*'); star != std::string::npos) {
    const std::string digits = name.substr(star + 1);
    if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string::npos) return;
    number = std::atoi(digits.c_str());
    name.resize(star);
  } else if (coded) {
    number = 0;  // one section, and it is the first
  }
  if (number < sections_max) sections[name].emplace(number, Section{std::move(text), coded});
}

// Sections 0, 1, 2 … as far as they are there; the first says in which character set all of them are.
std::string joined(const std::map<int, Section>& sections) {
  std::string charset, bytes;
  int due = 0;
  for (auto at = sections.find(0); at != sections.end() && at->first == due; ++at, ++due) {
    std::string_view text = at->second.text;
    if (due == 0 && at->second.coded) {
      const auto first = text.find('\'');
      const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
      if (second != std::string_view::npos) {
        charset = text.substr(0, first);
        text.remove_prefix(second + 1);
      }
    }
    bytes += at->second.coded ? undo_percent(text) : std::string(text);
  }
  return to_utf8(charset, bytes).value_or("");
}

std::string meant(const std::map<int, Section>& sections) {
  if (sections.contains(0)) {
    std::string text = joined(sections);
    if (!text.empty()) return text;
  }
  const auto whole = sections.find(-1);
  // Encoded words do not belong into parameters; many programs write them there.
  return whole == sections.end() ? "" : decode_words(whole->second.text);
}

}  // namespace

std::string_view Parameterised::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

Parameterised parse_parameterised(std::string_view text) {
  Scanner scanner(text);
  Parameterised parsed;
  parsed.value = lower(scanner.word(";"));
  Sections sections;
  for (int count = 0; count < parameters_max && !scanner.at_end(); ++count) {
    while (!scanner.at_end() && !scanner.take(';')) (void)scanner.word(";");
    std::string name = lower(scanner.word("=;"));
    if (!scanner.take('=')) continue;
    put(sections, std::move(name), scanner.word(";"));
  }
  for (const auto& [name, parts] : sections) parsed.parameters[name] = meant(parts);
  return parsed;
}

}  // namespace tsuke::mail
