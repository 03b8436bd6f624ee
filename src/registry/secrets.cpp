#include "registry/secrets.h"

#include <sodium.h>

#include "base/bytes.h"

namespace tsuke::registry {

namespace {

// 32 signs: 5 bits each. Without 0 and O, 1 and I.
constexpr std::string_view code_signs = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::size_t code_length = 8;

std::string_view prefix_of(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::app_password: return "tsuke_app_";
    case CredentialKind::queue_token: return "tsuke_q_";
    case CredentialKind::session: return "tsuke_s_";
    case CredentialKind::api_token: return "tsuke_api_";
    case CredentialKind::sign_in_link: return "tsuke_link_";
    case CredentialKind::device: return "tsuke_dev_";
    case CredentialKind::enrolment: break;
  }
  return "";
}

std::string make_code() {
  static_assert(256 % code_signs.size() == 0);  // so that every sign is as likely
  std::string code;
  for (const char byte : random_bytes(code_length)) {
    if (code.size() == code_length / 2) code.push_back('-');
    code.push_back(code_signs[static_cast<unsigned char>(byte) % code_signs.size()]);
  }
  return code;
}

std::string sealing_key(std::string_view outer) { return sha256("tsuke sealed under\n" + std::string(outer)); }

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string code_as_meant(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    code.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return code;
}

}  // namespace

std::string make_secret(CredentialKind kind) {
  return kind == CredentialKind::enrolment ? make_code() : std::string(prefix_of(kind)) + random_token();
}

store::Blob secret_hash(CredentialKind kind, std::string_view secret) {
  return {kind == CredentialKind::enrolment ? sha256(code_as_meant(secret)) : sha256(secret)};
}

// sealed = nonce, then libsodium's secret box
std::string sealed_under(std::string_view outer, std::string_view secret) {
  const std::string key = sealing_key(outer), nonce = random_bytes(crypto_secretbox_NONCEBYTES);
  std::string box(secret.size() + crypto_secretbox_MACBYTES, '\0');
  crypto_secretbox_easy(bytes_of(box), bytes_of(secret), secret.size(), bytes_of(std::string_view(nonce)),
                        bytes_of(std::string_view(key)));
  return nonce + box;
}

Result<std::string> opened_with(std::string_view outer, std::string_view sealed) {
  constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  const Error damaged{Reason::internal, "sealed-secret-damaged", "a sealed secret was altered"};
  if (sealed.size() < overhead) return damaged;
  const std::string key = sealing_key(outer);
  const std::string_view box = sealed.substr(crypto_secretbox_NONCEBYTES);
  std::string secret(sealed.size() - overhead, '\0');
  const int opened = crypto_secretbox_open_easy(bytes_of(secret), bytes_of(box), box.size(), bytes_of(sealed),
                                                bytes_of(std::string_view(key)));
  if (opened != 0) return damaged;
  return secret;
}

}  // namespace tsuke::registry
