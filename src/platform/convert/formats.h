// The formats that people send, and how their bytes are told apart: one table for both doors and every converter.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tsuke::convert {

inline constexpr std::string_view pdf_type = "application/pdf";
inline constexpr std::string_view any_type = "application/octet-stream";  // "look at the bytes"
inline constexpr std::size_t head_bytes = 4096;  // what recognise() wants to see, where there is so much

// Who makes a PDF of it. Office documents need LibreOffice, text the renderer beside us; the rest our own program does.
enum class Family { pdf, picture, raster, text, office };

struct Format {
  std::string_view media_type;  // as IPP and HTTP write it
  std::string_view alias;       // another name in use; may be empty
  std::string_view extensions;  // ".jpg,.jpeg": what file pickers offer
  Family family;
  bool by_magic;  // false: its beginning does not tell it from its relatives, so it counts only where it is declared
  bool (*begins)(std::string_view head);
};

std::span<const Format> known_formats();
// By media type or alias, in any case, with or without parameters ("Application/PDF; version=1.7"); null when unknown.
const Format* find_format(std::string_view declared);

// The formats that this installation prints.
class Accepted {
 public:
  // PDF, pictures and raster always; text and office documents where there is a program for them.
  Accepted(bool text, bool office) : text_(text), office_(office) {}

  bool takes(const Format& format) const;
  std::vector<const Format*> formats() const;
  // As IPP lists them: application/octet-stream, application/pdf and the others.
  std::vector<std::string> media_types() const;

  // Whether such a declaration is worth reading the document; nothing declared is octet-stream.
  // Fails with unsupported ("document-format-not-supported").
  Result<void> check(std::string_view declared) const;
  // Which format the document is, by its first head_bytes bytes (or all, if it has fewer).
  // Fails with malformed ("document-format-error") when it is not what it is declared to be, and with unsupported
  // ("document-format-not-supported") when it is none that is printed here.
  Result<const Format*> recognise(std::string_view declared, std::string_view head) const;

 private:
  bool text_, office_;
};

}  // namespace tsuke::convert
