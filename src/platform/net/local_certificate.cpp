#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/system_error.h"

#include "platform/net/net.h"

namespace tsuke::net {

namespace {

constexpr long authority_days = 3650;
constexpr long server_days = 397;  // what browsers and phones accept at most
constexpr long renewal_days = 30;
constexpr long day_seconds = 24L * 3600;

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* held) const { Free(held); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO, BIO_free_all>>;

Error failed(std::string_view step) {
  return {Reason::internal, "certificate-failed", "OpenSSL could not " + std::string(step)};
}

Error unwritable(const std::string& path) {
  return {Reason::unavailable, "file-refused", "cannot write " + path + ": " + system_message(errno)};
}

bool looks_like_address(const std::string& host) {
  return host.find(':') != std::string::npos || host.find_first_not_of("0123456789.") == std::string::npos;
}

// "DNS:host,IP:127.0.0.1", as OpenSSL writes subject alternative names.
std::string alternative_names(std::span<const std::string> hosts) {
  std::string names;
  for (const std::string& host : hosts)
    names.append(names.empty() ? "" : ",").append(looks_like_address(host) ? "IP:" : "DNS:").append(host);
  return names;
}

bool add_extension(X509* to, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  if (extension == nullptr) return false;
  const bool added = X509_add_ext(to, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

bool set_random_serial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7f) | 0x01);  // positive, and never short
  BIGNUM* const number = BN_bin2bn(bytes, sizeof bytes, nullptr);
  const bool set = number != nullptr && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  return set;
}

// A certificate without extensions or signature yet.
Certificate begin_certificate(EVP_PKEY* key, const std::string& name, long days) {
  Certificate made(X509_new());
  if (!made || !set_random_serial(made.get())) return nullptr;
  X509_set_version(made.get(), X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);  // clocks differ
  X509_gmtime_adj(X509_getm_notAfter(made.get()), days * day_seconds);
  X509_set_pubkey(made.get(), key);
  X509_NAME* const subject = X509_get_subject_name(made.get());
  const auto* const text = reinterpret_cast<const unsigned char*>(name.c_str());
  if (X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) != 1) return nullptr;
  return made;
}

struct Pair {
  Key key;
  Certificate certificate;
};

// The authority's key lives only here: it signs one server certificate and is forgotten, so it cannot be stolen.
Result<Pair> make_authority() {
  Pair made{Key(EVP_EC_gen("P-256")), nullptr};
  if (!made.key) return failed("make a key");
  made.certificate = begin_certificate(made.key.get(), "Tsuke local authority", authority_days);
  X509* const raw = made.certificate.get();
  if (raw == nullptr) return failed("make a certificate");
  X509_set_issuer_name(raw, X509_get_subject_name(raw));
  if (!add_extension(raw, raw, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
      !add_extension(raw, raw, NID_key_usage, "critical,keyCertSign,cRLSign") ||
      !add_extension(raw, raw, NID_subject_key_identifier, "hash") || X509_sign(raw, made.key.get(), EVP_sha256()) == 0)
    return failed("sign the authority's certificate");
  return made;
}

Result<Pair> make_server(const Pair& authority, std::span<const std::string> hosts) {
  Pair made{Key(EVP_EC_gen("P-256")), nullptr};
  if (!made.key) return failed("make a key");
  made.certificate = begin_certificate(made.key.get(), hosts.empty() ? "localhost" : hosts.front(), server_days);
  X509* const raw = made.certificate.get();
  X509* const issuer = authority.certificate.get();
  if (raw == nullptr) return failed("make a certificate");
  X509_set_issuer_name(raw, X509_get_subject_name(issuer));
  const std::string names = hosts.empty() ? "DNS:localhost" : alternative_names(hosts);
  if (!add_extension(raw, issuer, NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(raw, issuer, NID_key_usage, "critical,digitalSignature") ||
      !add_extension(raw, issuer, NID_ext_key_usage, "serverAuth") ||
      !add_extension(raw, issuer, NID_subject_key_identifier, "hash") ||
      !add_extension(raw, issuer, NID_authority_key_identifier, "keyid") ||
      !add_extension(raw, issuer, NID_subject_alt_name, names))
    return Error{Reason::malformed, "bad-host", "one of these is no host name or address: " + names};
  if (X509_sign(raw, authority.key.get(), EVP_sha256()) == 0) return failed("sign the server's certificate");
  return made;
}

std::string text_of(BIO* memory) {
  char* start = nullptr;
  const long length = BIO_get_mem_data(memory, &start);
  return std::string(start, static_cast<std::size_t>(length));
}

std::string to_pem(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate);
  return text_of(memory.get());
}

std::string to_pem(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(memory.get());
}

// Replaces the file as a whole: a reader sees the old one or the new one.
Result<void> write_file(const std::string& path, std::string_view bytes, mode_t mode) {
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0) return unwritable(fresh);
  const bool written =
      ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(fd) == 0;
  ::close(fd);
  if (!written || ::rename(fresh.c_str(), path.c_str()) != 0) return unwritable(path);
  return {};
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

bool names_host(X509* certificate, const std::string& host) {
  if (looks_like_address(host)) return X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
  return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1;
}

// Whether what is in the folder serves these hosts for some time still.
bool is_usable(const TlsFiles& files, const std::string& authority_file, std::span<const std::string> hosts) {
  const std::string pem = read_file(files.certificate_file);
  const std::string key_pem = read_file(files.key_file);
  const Memory memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Memory key_memory(BIO_new_mem_buf(key_pem.data(), static_cast<int>(key_pem.size())));
  const Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  const Key key(PEM_read_bio_PrivateKey(key_memory.get(), nullptr, nullptr, nullptr));
  if (!certificate || !key || X509_check_private_key(certificate.get(), key.get()) != 1) return false;
  if (!std::filesystem::exists(authority_file)) return false;
  time_t renewal = static_cast<time_t>(wall_clock().now().micros / 1'000'000) + renewal_days * day_seconds;
  if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &renewal) <= 0) return false;
  for (const std::string& host : hosts)
    if (!names_host(certificate.get(), host)) return false;
  return true;
}

}  // namespace

Result<TlsFiles> ensure_local_certificate(const std::string& folder, std::span<const std::string> hosts) {
  std::error_code refused;
  std::filesystem::create_directories(folder, refused);
  if (refused) return Error{Reason::unavailable, "file-refused", "cannot make " + folder + ": " + refused.message()};
  const TlsFiles files{folder + "/server.pem", folder + "/server.key"};
  const std::string authority_file = folder + "/ca.pem";
  if (is_usable(files, authority_file, hosts)) return files;
  const Pair authority = TRY(make_authority());
  const Pair server = TRY(make_server(authority, hosts));
  const std::string authority_pem = to_pem(authority.certificate.get());
  TRY(write_file(authority_file, authority_pem, 0644));
  TRY(write_file(files.key_file, to_pem(server.key.get()), 0600));
  TRY(write_file(files.certificate_file, to_pem(server.certificate.get()) + authority_pem, 0644));
  return files;
}

}  // namespace tsuke::net
