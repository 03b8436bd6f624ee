// A hostile JPEG, against the reader of its markers and what is made of it.
#include <cstdint>
#include <cstdlib>

#include "platform/convert/jpeg.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tsuke::convert;
  const TextInput input({reinterpret_cast<const char*>(data), size});
  std::int64_t written = 0;
  const auto count = [&](std::string_view bytes) -> tsuke::Result<void> {
    written += static_cast<std::int64_t>(bytes.size());
    return {};
  };
  const auto made = jpeg_to_pdf(input, {21000, 29700}, 1'000'000, count);
  // Nothing is written before all of it was understood, and never much more than came in.
  if (!made.ok() && written > 0) std::abort();
  if (written > static_cast<std::int64_t>(size) + 4096) std::abort();
  return 0;
}
