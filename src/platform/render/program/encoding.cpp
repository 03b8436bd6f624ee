#include "platform/render/program/encoding.h"

#include <algorithm>

#include "platform/render/request.h"

namespace tsuke::render {

namespace {

iconv_t table_for(const char* encoding) { return ::iconv_open("UTF-32LE", encoding); }

// Every octet, or nothing.
Result<std::u32string> convert(iconv_t table, std::string_view bytes) {
  if (table == reinterpret_cast<iconv_t>(-1)) return failed();
  std::u32string text(bytes.size() + 1, U'\0');
  char* from = const_cast<char*>(bytes.data());
  char* into = reinterpret_cast<char*>(text.data());
  std::size_t left = bytes.size(), room = text.size() * sizeof(char32_t);
  ::iconv(table, nullptr, nullptr, nullptr, nullptr);
  if (::iconv(table, &from, &left, &into, &room) == static_cast<std::size_t>(-1) || left > 0) return no_text();
  text.resize(text.size() - room / sizeof(char32_t));
  return text;
}

bool is_half_width_kana(char32_t letter) { return letter >= 0xFF61 && letter <= 0xFF9F; }
bool is_control(char32_t letter) { return letter < 0x20 && letter != '\t' && !(letter >= '\n' && letter <= '\r'); }

// EUC-JP read as Shift_JIS is full of half-width kana; real text has few.
std::ptrdiff_t unlikely_letters(const Result<std::u32string>& text) {
  return std::count_if(text.value().begin(), text.value().end(), is_half_width_kana);
}

Result<std::u32string> check(Result<std::u32string> read) {
  const std::u32string text = TRY(std::move(read));
  const auto controls = std::count_if(text.begin(), text.end(), is_control);
  if (text.find(U'\0') != std::u32string::npos || controls * 20 > static_cast<std::ptrdiff_t>(text.size()) + 20)
    return no_text();
  return text.starts_with(U'\uFEFF') ? text.substr(1) : text;
}

}  // namespace

TextReader::TextReader()
    : utf8_(table_for("UTF-8")),
      utf16_(table_for("UTF-16")),
      iso_2022_jp_(table_for("ISO-2022-JP")),
      shift_jis_(table_for("CP932")),
      euc_jp_(table_for("EUC-JP")) {}

TextReader::~TextReader() {
  for (const iconv_t table : {utf8_, utf16_, iso_2022_jp_, shift_jis_, euc_jp_})
    if (table != reinterpret_cast<iconv_t>(-1)) ::iconv_close(table);
}

Result<std::u32string> TextReader::japanese(std::string_view bytes) const {
  auto shift_jis = check(convert(shift_jis_, bytes));
  auto euc_jp = check(convert(euc_jp_, bytes));
  if (!euc_jp.ok() || !shift_jis.ok()) return euc_jp.ok() ? euc_jp : shift_jis;
  return unlikely_letters(euc_jp) <= unlikely_letters(shift_jis) ? euc_jp : shift_jis;
}

Result<std::u32string> TextReader::read(std::string_view bytes) const {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return check(convert(utf16_, bytes));
  if (bytes.find("\x1B$") != std::string_view::npos)
    if (auto text = check(convert(iso_2022_jp_, bytes)); text.ok()) return text;
  if (auto text = convert(utf8_, bytes); text.ok()) return check(std::move(text));
  return japanese(bytes);
}

}  // namespace tsuke::render
