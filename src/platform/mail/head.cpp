#include "platform/mail/head.h"

#include <algorithm>

#include "platform/mail/encoded_words.h"
#include "platform/mail/text.h"

namespace tsuke::mail {

namespace {

bool is_field_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

Result<void> Head::line(std::string_view line) {
  bytes_ += line.size() + 2;
  if (bytes_ > bytes_max)
    return Error{Reason::too_large, "mail-head-too-large", "the message's head has more than 256 KiB; send it anew"};
  if (!line.empty() && is_space(line.front())) {
    if (!fields_.empty()) fields_.back().second += line;
    return {};
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view name = trimmed(line.substr(0, colon));
  if (is_field_name(name)) fields_.emplace_back(lower(name), std::string(trimmed(line.substr(colon + 1))));
  return {};
}

std::string_view Head::get(std::string_view name) const {
  for (const auto& [known, value] : fields_)
    if (known == name) return value;
  return {};
}

std::vector<std::string_view> Head::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [known, value] : fields_)
    if (known == name) values.emplace_back(value);
  return values;
}

namespace {

Error bad_sender(std::string what) { return {Reason::malformed, "mail-bad-sender", std::move(what)}; }

bool is_plain_address(std::string_view address) {
  const auto at = address.rfind('@');
  const auto is_odd = [](unsigned char c) {
    return c <= 0x20 || c >= 0x7F || std::string_view("<>()[],;:\\\"").find(static_cast<char>(c)) != std::string::npos;
  };
  return at != std::string_view::npos && at > 0 && at + 1 < address.size() && address.find('@') == at &&
         std::none_of(address.begin(), address.end(), is_odd);
}

}  // namespace

// from = mailbox; mailbox = [name] "<" address ">" / address. A name may hold what looks like an address.
Result<std::string> one_address(std::string_view from) {
  Scanner scanner(from);
  std::string bare;    // outside angle brackets
  std::string within;  // inside them
  bool angled = false;
  for (scanner.skip(); !scanner.at_end(); scanner.skip()) {
    if (scanner.take('<')) {
      if (angled) return bad_sender("the message names several senders after From; send it with one");
      angled = true;
      within = scanner.word(">");
      if (!scanner.take('>')) return bad_sender("the address after From is not closed; send the message anew");
      continue;
    }
    if (scanner.next() == '"') {
      bare += '"' + scanner.word("") + '"';  // a quoted name, or a quoted local part, which is no plain address
      continue;
    }
    const std::string word = scanner.word("<,;:");
    if (word.empty()) return bad_sender("the message names several senders, or a group, after From; send it with one");
    bare += word;
  }
  const std::string& address = angled ? within : bare;
  if (!is_plain_address(address)) return bad_sender("the message has no address after From that can be read");
  return address;
}

std::string domain_of(std::string_view address) { return lower(address.substr(address.rfind('@') + 1)); }

}  // namespace tsuke::mail
