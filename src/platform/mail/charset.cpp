#include "platform/mail/charset.h"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <map>
#include <utility>

#include "base/bytes.h"
#include "platform/mail/text.h"

namespace tsuke::mail {

namespace {

// What mail says, and what that means in practice.
constexpr std::array known{
    std::pair{"iso-8859-1", "WINDOWS-1252"},
    std::pair{"windows-1252", "WINDOWS-1252"},
    std::pair{"iso-8859-2", "ISO-8859-2"},
    std::pair{"iso-8859-15", "ISO-8859-15"},
    std::pair{"windows-1250", "WINDOWS-1250"},
    std::pair{"windows-1251", "WINDOWS-1251"},
    std::pair{"koi8-r", "KOI8-R"},
    std::pair{"iso-2022-jp", "ISO-2022-JP"},
    std::pair{"shift_jis", "CP932"},
    std::pair{"windows-31j", "CP932"},
    std::pair{"cp932", "CP932"},
    std::pair{"euc-jp", "EUC-JP"},
    std::pair{"euc-kr", "EUC-KR"},
    std::pair{"gb2312", "GBK"},
    std::pair{"gbk", "GBK"},
    std::pair{"gb18030", "GB18030"},
    std::pair{"big5", "BIG5"},
};

class Converter {
 public:
  explicit Converter(const char* from) : handle_(iconv_open("UTF-8", from)) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }

  std::optional<std::string> convert(std::string bytes) {
    if (!is_open()) return std::nullopt;
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);  // whatever came before
    std::string converted;
    char piece[4096];
    char* from = bytes.data();
    std::size_t left = bytes.size();
    for (bool flushing = false;;) {
      char* to = piece;
      std::size_t room = sizeof piece;
      const std::size_t done = iconv(handle_, flushing ? nullptr : &from, flushing ? nullptr : &left, &to, &room);
      converted.append(piece, sizeof piece - room);
      if (done == static_cast<std::size_t>(-1) && errno == E2BIG) continue;
      if (done == static_cast<std::size_t>(-1)) return std::nullopt;
      if (flushing) return converted;
      flushing = true;
    }
  }

 private:
  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv_open says so, and has no word for it
  bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }
  iconv_t handle_;
};

// Opening one loads a module of the C library, which takes a millisecond: a head with thousands of words in several
// character sets would hold up everybody. So each is opened once.
Converter& converter_from(const char* charset) {
  static thread_local std::map<std::string, Converter, std::less<>> open;
  return open.try_emplace(charset, charset).first->second;
}

std::optional<std::string> if_clean(std::string text) {
  if (!is_clean_utf8(text)) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view charset, std::string_view bytes) {
  const std::string name = lower(charset);
  if (name.empty() || name == "utf-8" || name == "us-ascii") return if_clean(std::string(bytes));
  for (const auto& [said, meant] : known) {
    if (name != said) continue;
    auto converted = converter_from(meant).convert(std::string(bytes));
    return converted ? if_clean(*std::move(converted)) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace tsuke::mail
