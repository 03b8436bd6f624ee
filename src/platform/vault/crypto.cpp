#include "platform/vault/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cassert>
#include <memory>

#include "base/bytes.h"

namespace tsuke::vault {

namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

Context make_context(int encrypt) {
  Context context(EVP_CIPHER_CTX_new());
  const bool ready =
      context && EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr, encrypt) == 1;
  return ready ? std::move(context) : nullptr;
}

// One context a thread and direction; the cipher stays set, key and nonce change.
EVP_CIPHER_CTX* thread_context(int encrypt) {
  thread_local Context contexts[2];
  if (!contexts[encrypt]) contexts[encrypt] = make_context(encrypt);
  return contexts[encrypt].get();
}

unsigned char* raw(char* at) { return reinterpret_cast<unsigned char*>(at); }
const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

// Sets key and nonce, binds the additional data and runs the bytes through.
bool run(EVP_CIPHER_CTX* context, const SecretKey& key, std::string_view nonce, std::string_view bound,
         std::string_view from, char* into) {
  assert(nonce.size() == nonce_bytes);
  if (context == nullptr) return false;
  int done = 0;
  if (EVP_CipherInit_ex(context, nullptr, nullptr, raw(key.view()), raw(nonce), -1) != 1) return false;
  if (EVP_CipherUpdate(context, nullptr, &done, raw(bound), static_cast<int>(bound.size())) != 1) return false;
  if (from.empty()) return true;
  return EVP_CipherUpdate(context, raw(into), &done, raw(from), static_cast<int>(from.size())) == 1;
}

bool all_zero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == 0; });
}

template <std::size_t size>
std::string_view view(const std::array<char, size>& bytes) {
  return {bytes.data(), bytes.size()};
}

}  // namespace

SecretKey::SecretKey(std::string_view bytes) {
  assert(bytes.size() == bytes_.size());
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

SecretKey::~SecretKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

SecretKey SecretKey::random() {
  std::string bytes = random_bytes(key_bytes);
  SecretKey key(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

Result<void> seal(const SecretKey& key, std::string_view nonce, std::string_view bound, std::string_view plain,
                  std::string& sealed) {
  const std::size_t start = sealed.size();
  sealed.resize(start + plain.size() + tag_bytes);
  char* const out = sealed.data() + start;
  char* const tag = out + plain.size();
  EVP_CIPHER_CTX* const context = thread_context(1);
  int done = 0;
  const bool sealed_well = run(context, key, nonce, bound, plain, out) &&
                           EVP_CipherFinal_ex(context, raw(tag), &done) == 1 &&
                           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, tag_bytes, tag) == 1;
  if (sealed_well) return {};
  sealed.resize(start);
  return Error{Reason::internal, "encryption-failed", "The document could not be encrypted. Try again."};
}

bool unseal(const SecretKey& key, std::string_view nonce, std::string_view bound, std::string_view sealed,
            char* plain) {
  if (sealed.size() < tag_bytes) return false;
  const std::string_view body = sealed.substr(0, sealed.size() - tag_bytes);
  std::string tag(sealed.substr(body.size()));
  EVP_CIPHER_CTX* const context = thread_context(0);
  int done = 0;
  char rest[tag_bytes];
  return run(context, key, nonce, bound, body, plain) &&
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
         EVP_CipherFinal_ex(context, raw(rest), &done) == 1;
}

Result<std::string> make_header(const Place& place, const SecretKey& master, const SecretKey& data_key) {
  const auto start = header_start(place);
  const std::string nonce = random_bytes(nonce_bytes);
  std::string header(view(start));
  header += nonce;
  TRY(seal(master, nonce, view(start), data_key.view(), header));
  return header;
}

Result<SecretKey> open_header(const Place& place, const SecretKey& master, std::string_view header) {
  if (header.size() != header_bytes) return document_damaged("its header is cut");
  const std::string_view wrapped = header.substr(header_bound_bytes);
  const auto expected = header_start(place);
  const bool ours = header.substr(0, header_bound_bytes) == view(expected);
  if (all_zero(header) || (ours && all_zero(wrapped))) return document_destroyed();
  if (!ours) return document_damaged("its header is not its own");
  SecretKey key;
  if (!unseal(master, wrapped.substr(0, nonce_bytes), view(expected), wrapped.substr(nonce_bytes), key.data()))
    return document_damaged("its key does not open");
  return key;
}

}  // namespace tsuke::vault
