#include "platform/ipp/trust.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>

namespace tsuke::ipp {
namespace {

struct Identity {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ~Identity() {
    EVP_PKEY_free(key);
    X509_free(certificate);
  }
  std::string der() const {
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate, &bytes);
    std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return out;
  }
};

void extend(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// Signed by `issuer`, or by itself; valid from `from` for an hour, in seconds from now.
void sign(Identity& subject, const Identity& issuer, const char* name, const char* kind, const char* alternative,
          long from) {
  X509* certificate = subject.certificate;
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), from + 3600);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate));
  X509_set_pubkey(certificate, subject.key);
  extend(certificate, NID_basic_constraints, kind);
  if (alternative) extend(certificate, NID_subject_alt_name, alternative);
  X509_sign(certificate, issuer.key, EVP_sha256());
}

struct CaFile {
  std::string path = testing::TempDir() + "tsuke-ca-" + std::to_string(::getpid()) + ".pem";
  explicit CaFile(const Identity& authority) {
    FILE* file = std::fopen(path.c_str(), "w");
    PEM_write_X509(file, authority.certificate);
    std::fclose(file);
  }
  ~CaFile() { ::unlink(path.c_str()); }
};

class Trust : public testing::Test {
 protected:
  Trust() {
    sign(authority, authority, "Tsuke test authority", "critical,CA:TRUE", nullptr, -60);
    sign(server, authority, "printer", "CA:FALSE", "DNS:print.example,IP:127.0.0.1", -60);
    sign(expired, authority, "printer", "CA:FALSE", "DNS:print.example", -7200);
    sign(stranger, stranger, "printer", "critical,CA:TRUE", "DNS:print.example", -60);
  }
  const Instant now = wall_clock().now();
  Identity authority, server, expired, stranger;
};

TEST_F(Trust, TheNamedAuthoritysServerIsTrusted) {
  const CaFile ca(authority);
  EXPECT_TRUE(check_server({server.der()}, "print.example", ca.path, now).ok());
  EXPECT_TRUE(check_server({server.der(), authority.der()}, "127.0.0.1", ca.path, now).ok());
}

// A machine that woke with the clock of 1970, or one that runs ahead: the message names both dates.
TEST_F(Trust, AWrongClockIsNamed) {
  const CaFile ca(authority);
  const auto behind = check_server({server.der()}, "print.example", ca.path, {});
  ASSERT_FALSE(behind.ok());
  EXPECT_EQ(behind.error().code, "certificate-not-yet-valid");
  EXPECT_NE(behind.error().what.find("this machine's clock says 1970-01-01T00:00Z"), std::string::npos);
  const auto ahead = check_server({server.der()}, "print.example", ca.path, now + hours(24));
  ASSERT_FALSE(ahead.ok());
  EXPECT_EQ(ahead.error().code, "certificate-expired");
  EXPECT_EQ(ahead.error().reason, Reason::unavailable);  // a corrected clock is enough: nothing is given up
}

TEST_F(Trust, OthersAreRefused) {
  const CaFile ca(authority);
  const auto refused = [&](const std::vector<std::string>& chain, const std::string& host, const std::string& file) {
    const auto result = check_server(chain, host, file, now);
    return !result.ok() && result.error().reason == Reason::unavailable;
  };
  EXPECT_TRUE(refused({server.der()}, "other.example", ca.path));
  EXPECT_TRUE(refused({server.der()}, "127.0.0.2", ca.path));
  EXPECT_TRUE(refused({expired.der()}, "print.example", ca.path));
  EXPECT_TRUE(refused({stranger.der()}, "print.example", ca.path));
  EXPECT_TRUE(refused({stranger.der(), authority.der()}, "print.example", ca.path));
  EXPECT_TRUE(refused({server.der(), authority.der()}, "print.example", ""));
  EXPECT_TRUE(refused({server.der()}, "print.example", "/nonexistent"));
  EXPECT_TRUE(refused({}, "print.example", ca.path));
  EXPECT_TRUE(refused({"no certificate"}, "print.example", ca.path));
}

}  // namespace
}  // namespace tsuke::ipp
