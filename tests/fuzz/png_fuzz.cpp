// A hostile PNG, header and pixels, against all of its conversion.
#include <cstdint>
#include <cstdlib>

#include "platform/convert/png.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tsuke::convert;
  const TextInput input({reinterpret_cast<const char*>(data), size});
  std::int64_t written = 0;
  const auto count = [&](std::string_view bytes) -> tsuke::Result<void> {
    written += static_cast<std::int64_t>(bytes.size());
    return {};
  };
  (void)png_to_pdf(input, {21000, 29700}, 100'000, count);
  if (written > static_cast<std::int64_t>(size) + (1 << 20)) std::abort();
  return 0;
}
