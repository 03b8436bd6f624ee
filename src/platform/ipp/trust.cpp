#include "platform/ipp/trust.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

namespace tsuke::ipp {
namespace {

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* held) const {
    Free(held);
  }
};
void free_chain(STACK_OF(X509) * chain) { sk_X509_pop_free(chain, X509_free); }
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Chain = std::unique_ptr<STACK_OF(X509), Freer<free_chain>>;
using Authorities = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using Check = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;

Error distrust(const std::string& host, std::string_view why) {
  return {Reason::unavailable, "server-not-trusted", "the certificate of " + host + " is refused: " + std::string(why)};
}

Certificate parse(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  return Certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

bool load(X509_STORE* authorities, const std::string& ca_file) {
  if (ca_file.empty()) return X509_STORE_set_default_paths(authorities) == 1;
  return X509_STORE_load_file(authorities, ca_file.c_str()) == 1;
}

bool expect_host(X509_STORE_CTX* check, const std::string& host) {
  X509_VERIFY_PARAM* expected = X509_STORE_CTX_get0_param(check);
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1) return true;
  return X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size()) == 1;
}

std::string date_of(const ASN1_TIME* at) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(at, &parts) != 1) return "an unreadable date";
  return to_rfc3339({static_cast<std::int64_t>(::timegm(&parts)) * 1'000'000}).substr(0, 16) + "Z";
}

// Which of the two is wrong, certificate or clock, only a person can tell: both dates are said.
Error why_not(X509_STORE_CTX* check, const std::string& host, Instant now) {
  const int fault = X509_STORE_CTX_get_error(check);
  const X509* certificate = X509_STORE_CTX_get_current_cert(check);
  const std::string clock = ", and this machine's clock says " + to_rfc3339(now).substr(0, 16) + "Z: ";
  if (certificate && fault == X509_V_ERR_CERT_HAS_EXPIRED)
    return {Reason::unavailable, "certificate-expired",
            "the certificate of " + host + " was valid until " + date_of(X509_get0_notAfter(certificate)) + clock +
                "set the clock when it is wrong, else renew the certificate"};
  if (certificate && fault == X509_V_ERR_CERT_NOT_YET_VALID)
    return {Reason::unavailable, "certificate-not-yet-valid",
            "the certificate of " + host + " is valid from " + date_of(X509_get0_notBefore(certificate)) + clock +
                "set the clock"};
  return distrust(host, X509_verify_cert_error_string(fault));
}

}  // namespace

Result<void> check_server(const std::vector<std::string>& chain_der, const std::string& host,
                          const std::string& ca_file, Instant now) {
  const Chain chain(sk_X509_new_null());
  for (const std::string& der : chain_der) {
    Certificate certificate = parse(der);
    if (!certificate) return distrust(host, "it cannot be read");
    sk_X509_push(chain.get(), certificate.release());
  }
  if (chain_der.empty()) return distrust(host, "there is none");
  const Authorities authorities(X509_STORE_new());
  if (!load(authorities.get(), ca_file)) return distrust(host, "the authority's file cannot be read");
  const Check check(X509_STORE_CTX_new());
  if (X509_STORE_CTX_init(check.get(), authorities.get(), sk_X509_value(chain.get(), 0), chain.get()) != 1 ||
      X509_STORE_CTX_set_default(check.get(), "ssl_server") != 1 || !expect_host(check.get(), host))
    return distrust(host, "it cannot be checked");
  X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(check.get()), now.micros / 1'000'000);
  if (X509_verify_cert(check.get()) != 1) return why_not(check.get(), host, now);
  return {};
}

}  // namespace tsuke::ipp
