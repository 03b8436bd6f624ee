// Transfer codings (RFC 2045 §6), undone line by line.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tsuke::mail {

class TransferDecoder {
 public:
  virtual ~TransferDecoder() = default;
  // Appends what the line means, without the line's end. The line break before a boundary belongs to the boundary, so
  // a break is written when the next line comes.
  virtual void line(std::string_view line, std::string& to) = 0;
};

// Null when the coding is none that we know ("7bit", "8bit", "binary", "base64", "quoted-printable"; empty is 7bit).
// What is not of the coding's alphabet is passed over, as RFC 2045 says.
std::unique_ptr<TransferDecoder> make_decoder(std::string_view coding);

}  // namespace tsuke::mail
