// A sheet read back as a phone would: rendered by poppler, its code found by zbar.
#pragma once

#include <string>

#include "base/program_testing.h"

namespace tsuke::sheet {

// What the QR code of this page says, and a line's end.
inline std::string code_on(const Folder& folder, const std::string& pdf_file) {
  output_of({"pdftoppm", "-r", "110", "-png", "-singlefile", pdf_file, folder.file("page")});
  return output_of({"zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", folder.file("page.png")});
}

inline std::string code_on(const std::string& pdf) {
  const Folder folder;
  return code_on(folder, folder.file_of("sheet.pdf", pdf));
}

}  // namespace tsuke::sheet
