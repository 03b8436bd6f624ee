#include "platform/cms/cms.h"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <fstream>
#include <iterator>
#include <limits>

namespace tsuke::cms {

namespace {

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* held) const { Free(held); }
};
void free_chain(STACK_OF(X509) * chain) { sk_X509_pop_free(chain, X509_free); }

using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Chain = std::unique_ptr<STACK_OF(X509), Freed<STACK_OF(X509), free_chain>>;
using Memory = std::unique_ptr<BIO, Freed<BIO, BIO_free_all>>;
using Signed = std::unique_ptr<CMS_ContentInfo, Freed<CMS_ContentInfo, CMS_ContentInfo_free>>;

Error bad(std::string what) { return {Reason::malformed, "bad-signing-certificate", std::move(what)}; }
Error failed() { return {Reason::internal, "signing-failed", "OpenSSL could not sign"}; }

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{Reason::unavailable, "file-refused", "cannot read " + path};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Memory reading(std::string_view bytes) { return Memory(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))); }

// A key that wants a passphrase is no key: nobody is there to type it.
int no_passphrase(char*, int, int, void*) { return -1; }

class OpenSslSigner : public Signer {
 public:
  OpenSslSigner(Certificate certificate, Key key, Chain chain)
      : certificate_(std::move(certificate)), key_(std::move(key)), chain_(std::move(chain)) {}

  Result<std::string> sign(std::string_view content) const override {
    if (content.size() > std::numeric_limits<int>::max()) return failed();
    const Memory plain = reading(content);
    constexpr unsigned flags = CMS_BINARY | CMS_NOSMIMECAP;
    const Signed made(CMS_sign(certificate_.get(), key_.get(), chain_.get(), plain.get(), flags));
    unsigned char* der = nullptr;
    const int length = made ? i2d_CMS_ContentInfo(made.get(), &der) : -1;
    ERR_clear_error();
    if (length <= 0) return failed();
    std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
    OPENSSL_free(der);
    return bytes;
  }

 private:
  Certificate certificate_;
  Key key_;
  Chain chain_;
};

}  // namespace

Result<std::unique_ptr<Signer>> Signer::create(const std::string& certificate_file, const std::string& key_file) {
  const std::string certificates = TRY(read_file(certificate_file));
  const std::string key_text = TRY(read_file(key_file));
  const Memory from = reading(certificates);
  Certificate certificate(PEM_read_bio_X509(from.get(), nullptr, no_passphrase, nullptr));
  if (!certificate) return bad(certificate_file + " holds no PEM certificate");
  Chain chain(sk_X509_new_null());
  while (X509* next = PEM_read_bio_X509(from.get(), nullptr, no_passphrase, nullptr)) sk_X509_push(chain.get(), next);
  Key key(PEM_read_bio_PrivateKey(reading(key_text).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  if (!key) return bad(key_file + " holds no PEM key without a passphrase");
  const bool each_others = X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (!each_others) return bad(key_file + " is not the key of " + certificate_file);
  return std::unique_ptr<Signer>(new OpenSslSigner(std::move(certificate), std::move(key), std::move(chain)));
}

}  // namespace tsuke::cms
