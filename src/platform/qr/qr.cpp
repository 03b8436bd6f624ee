#include "platform/qr/qr.h"

#include <qrencode.h>

#include <memory>
#include <string>

namespace tsuke::qr {
namespace {

constexpr std::size_t text_bytes_max = 512;

struct Freer {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Result<Code> encode(std::string_view text) {
  const Error wrong{Reason::malformed, "bad-qr-text", "a QR code holds 1 to 512 bytes of text"};
  if (text.empty() || text.size() > text_bytes_max || text.find('\0') != std::string_view::npos) return wrong;
  const std::unique_ptr<QRcode, Freer> made(
      QRcode_encodeString(std::string(text).c_str(), 0, QR_ECLEVEL_Q, QR_MODE_8, 1));
  if (!made) return wrong;
  Code code;
  code.size = made->width;
  const auto squares = static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
  for (std::size_t at = 0; at < squares; ++at) code.dark.push_back((made->data[at] & 1) != 0);
  return code;
}

}  // namespace tsuke::qr
