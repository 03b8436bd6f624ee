// Any bytes: reading the head of a JPEG 2000 picture ends, and says grey only of one that has a codestream of at most
// two components.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "platform/pages/jpeg2000.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view start{"\xFF\x4F\xFF\x51", 4};
  if (tsuke::pages::jpeg2000_is_grey(file) && file.find(start) == std::string_view::npos) std::abort();
  return 0;
}
