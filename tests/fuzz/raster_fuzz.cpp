// Hostile raster, PWG's or Apple's as the first byte says, against all of its conversion.
#include <cstdint>
#include <cstdlib>

#include "platform/convert/raster.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tsuke::convert;
  if (size == 0) return 0;
  const TextInput input({reinterpret_cast<const char*>(data) + 1, size - 1});
  std::int64_t written = 0;
  const auto count = [&](std::string_view bytes) -> tsuke::Result<void> {
    written += static_cast<std::int64_t>(bytes.size());
    return {};
  };
  (void)raster_to_pdf(input, data[0] % 2 == 0 ? RasterKind::pwg : RasterKind::apple, {100'000, 4}, count);
  if (written > 8 << 20) std::abort();
  return 0;
}
