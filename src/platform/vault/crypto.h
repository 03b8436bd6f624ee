// AES-256-GCM, the only cipher of the vault. Contexts are kept per thread: setting one up costs more than a chunk.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/vault/format.h"

namespace tsuke::vault {

// 32 bytes that vanish from memory with the object.
class SecretKey {
 public:
  SecretKey() = default;
  explicit SecretKey(std::string_view bytes);  // asserts 32 bytes
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();
  static SecretKey random();
  std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
  char* data() { return bytes_.data(); }

 private:
  std::array<char, key_bytes> bytes_{};
};

// Appends the sealed bytes and the tag. Fails with internal when the library does; nothing is appended then.
Result<void> seal(const SecretKey& key, std::string_view nonce, std::string_view bound, std::string_view plain,
                  std::string& sealed);

// Opens bytes sealed with the same key, nonce and binding into `plain` (sealed.size() - tag_bytes of room).
// False when anything was altered: `plain` is then not to be used.
bool unseal(const SecretKey& key, std::string_view nonce, std::string_view bound, std::string_view sealed, char* plain);

// The header of a document: its start, and its data key wrapped by the master key. Fails as seal() does.
Result<std::string> make_header(const Place& place, const SecretKey& master, const SecretKey& data_key);
// The data key out of a header. Fails with gone when it was shredded, with internal ("document-damaged") when the
// header is not this document's or was altered, or the master key is another.
Result<SecretKey> open_header(const Place& place, const SecretKey& master, std::string_view header);

}  // namespace tsuke::vault
