// Text of a head that is not ASCII (RFC 2047).
#pragma once

#include <string>
#include <string_view>

namespace tsuke::mail {

// The text with its encoded words decoded, as UTF-8; those that cannot be are left as they stand. Words of one
// character set that follow each other are decoded as one, because many programs cut letters in two.
std::string decode_words(std::string_view text);

}  // namespace tsuke::mail
