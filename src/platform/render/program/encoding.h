// Finds out how a text is written, and reads it.
#pragma once

#include <iconv.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tsuke::render {

// UTF-8, with or without its mark; UTF-16 with its mark; ISO-2022-JP by its escapes; Shift_JIS (as Windows writes it)
// or EUC-JP, whichever every octet agrees with and makes the likelier Japanese.
class TextReader {
 public:
  // Before the process is locked in: the C library loads its tables from files.
  TextReader();
  ~TextReader();
  TextReader(const TextReader&) = delete;

  // Fails with "document-no-text" for anything else, and for text that is mostly control characters.
  Result<std::u32string> read(std::string_view bytes) const;

 private:
  Result<std::u32string> japanese(std::string_view bytes) const;

  iconv_t utf8_, utf16_, iso_2022_jp_, shift_jis_, euc_jp_;
};

}  // namespace tsuke::render
