#include "doors/ipp/resource_data.h"

#include "base/bytes.h"

namespace tsuke::ippdoor {

bool is_of_format(std::string_view bytes, std::string_view format) {
  if (bytes.empty()) return false;
  if (format == "image/png") return bytes.starts_with("\x89PNG\r\n\x1a\n");
  if (format == "image/jpeg") return bytes.starts_with("\xFF\xD8\xFF");
  // ICC.1: the file's signature stands after nine numbers.
  if (format == "application/vnd.iccprofile") return bytes.size() >= 128 && bytes.substr(36, 4) == "acsp";
  return format == "text/strings" && is_clean_utf8(bytes);
}

}  // namespace tsuke::ippdoor
