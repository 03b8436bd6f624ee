#include "base/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cassert>

namespace tsuke {

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::string signature(32, '\0');
  unsigned int length = 0;
  [[maybe_unused]] const unsigned char* made =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
           bytes.size(), reinterpret_cast<unsigned char*>(signature.data()), &length);
  assert(made != nullptr);
  assert(length == signature.size());
  return signature;
}

}  // namespace tsuke
