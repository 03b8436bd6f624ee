#include "platform/mail/transfer_coding.h"

#include <cstdint>

#include "platform/mail/text.h"

namespace tsuke::mail {

namespace {

class Identity final : public TransferDecoder {
 public:
  void line(std::string_view line, std::string& to) override {
    if (!first_) to += "\r\n";
    first_ = false;
    to += line;
  }

 private:
  bool first_ = true;
};

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// Four signs are three bytes; "=" fills up the last four, and nothing counts after it.
class Base64 final : public TransferDecoder {
 public:
  void line(std::string_view line, std::string& to) override {
    for (const char c : line) {
      if (ended_) return;
      if (c == '=') ended_ = true;
      const int value = base64_value(c);
      if (value < 0) continue;
      bits_ = (bits_ << 6) | static_cast<std::uint32_t>(value);
      count_ += 6;
      if (count_ < 8) continue;
      count_ -= 8;
      to.push_back(static_cast<char>((bits_ >> count_) & 0xFF));
    }
  }

 private:
  std::uint32_t bits_ = 0;
  int count_ = 0;
  bool ended_ = false;
};

// "=" and two digits are a byte; at a line's end "=" joins it with the next. Blanks at a line's end are not the
// writer's.
class QuotedPrintable final : public TransferDecoder {
 public:
  void line(std::string_view line, std::string& to) override {
    if (break_due_) to += "\r\n";
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    break_due_ = !line.ends_with('=');
    if (!break_due_) line.remove_suffix(1);
    for (std::size_t at = 0; at < line.size(); ++at) {
      const int coded = line[at] == '=' ? hex_byte(line.substr(at + 1, 2)) : -1;
      if (coded >= 0) at += 2;
      to.push_back(coded >= 0 ? static_cast<char>(coded) : line[at]);
    }
  }

 private:
  bool break_due_ = false;
};

}  // namespace

std::unique_ptr<TransferDecoder> make_decoder(std::string_view coding) {
  const std::string name = lower(trimmed(coding));
  if (name.empty() || name == "7bit" || name == "8bit" || name == "binary") return std::make_unique<Identity>();
  if (name == "base64") return std::make_unique<Base64>();
  if (name == "quoted-printable") return std::make_unique<QuotedPrintable>();
  return nullptr;
}

}  // namespace tsuke::mail
