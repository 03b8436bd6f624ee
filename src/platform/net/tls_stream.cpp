#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "platform/net/socket_stream_base.h"

namespace tsuke::net {

namespace {

Error tls_refused() { return {Reason::unavailable, "tls-refused", "the TLS handshake failed"}; }

// OpenSSL over a non-blocking socket: each call either moves on or says for what to wait.
class TlsStream final : public SocketStream {
 public:
  TlsStream(std::shared_ptr<Core> core, std::shared_ptr<Descriptor> socket, Peer peer, SSL_CTX* context)
      : SocketStream(std::move(core), std::move(socket), std::move(peer)), ssl_(SSL_new(context), SSL_free) {
    if (ssl_) SSL_set_fd(ssl_.get(), socket_->fd());
  }

  ~TlsStream() override { close(); }

  Task<Result<void>> shake_hands(Duration timeout) {
    const Duration started = monotonic_now();
    while (ssl_ && !socket_->closed()) {
      ERR_clear_error();
      const int done = SSL_accept(ssl_.get());
      if (done == 1) {
        usable_ = true;
        co_return Result<void>{};
      }
      const int wanted = SSL_get_error(ssl_.get(), done);
      if (!is_wish(wanted)) co_return tls_refused();
      const Duration left = timeout - (monotonic_now() - started);
      CO_TRY_VOID(co_await wait_for(wanted, left));
    }
    co_return connection_lost();
  }

  Task<Result<std::size_t>> read_some(std::span<char> into, Duration timeout) override {
    while (usable_) {
      ERR_clear_error();
      errno = 0;
      const int count =
          SSL_read(ssl_.get(), into.data(), static_cast<int>(std::min<std::size_t>(into.size(), INT_MAX)));
      if (count > 0) co_return static_cast<std::size_t>(count);
      const int wanted = SSL_get_error(ssl_.get(), count);
      if (wanted == SSL_ERROR_ZERO_RETURN) co_return std::size_t{0};
      if (!is_wish(wanted)) break;
      CO_TRY_VOID(co_await wait_for(wanted, timeout));
    }
    usable_ = false;  // a truncated stream is not an orderly end
    co_return connection_lost();
  }

  Task<Result<void>> write(std::string_view bytes, Duration timeout) override {
    while (!bytes.empty()) {
      if (!usable_) co_return connection_lost();
      ERR_clear_error();
      const int size = static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX));
      const int count = SSL_write(ssl_.get(), bytes.data(), size);
      if (count > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
        continue;
      }
      const int wanted = SSL_get_error(ssl_.get(), count);
      if (!is_wish(wanted)) {
        usable_ = false;
        co_return connection_lost();
      }
      CO_TRY_VOID(co_await wait_for(wanted, timeout));
    }
    co_return Result<void>{};
  }

  void close() override {
    if (socket_->closed()) return;
    say_goodbye();
    socket_->close();
  }

  void end_writing() override {
    say_goodbye();
    SocketStream::end_writing();
  }

  bool secure() const override { return true; }

 protected:
  bool has_buffered() const override { return usable_ && SSL_has_pending(ssl_.get()) == 1; }

 private:
  static bool is_wish(int wanted) { return wanted == SSL_ERROR_WANT_READ || wanted == SSL_ERROR_WANT_WRITE; }

  Task<Result<void>> wait_for(int wanted, Duration timeout) {
    const Direction direction = wanted == SSL_ERROR_WANT_READ ? Direction::read : Direction::write;
    co_return to_result(co_await socket_->readiness(direction, timeout));
  }

  // One try at close_notify: nobody waits for a peer that does not take it.
  void say_goodbye() {
    if (!usable_ || said_goodbye_ || socket_->closed()) return;
    said_goodbye_ = true;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }

  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
  bool usable_ = false;
  bool said_goodbye_ = false;
};

// Offers of HTTP/2 are answered with what is spoken here.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  const int found = SSL_select_next_proto(const_cast<unsigned char**>(chosen), chosen_length, ours, sizeof ours - 1,
                                          offered, offered_length);
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

Result<TlsContext> make_tls_context(const TlsFiles& files) {
  TlsContext context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return Error{Reason::internal, "tls-unavailable", "OpenSSL cannot make a TLS context"};
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set1_groups_list(raw, "X25519:P-256");
  SSL_CTX_set_num_tickets(raw, 1);
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(raw, files.certificate_file.c_str()) != 1)
    return Error{Reason::malformed, "bad-certificate",
                 "cannot read the certificate chain in " + files.certificate_file};
  if (SSL_CTX_use_PrivateKey_file(raw, files.key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(raw) != 1)
    return Error{Reason::malformed, "bad-key", "the key in " + files.key_file + " does not belong to the certificate"};
  return context;
}

Task<Result<std::unique_ptr<Stream>>> accept_tls(std::shared_ptr<Core> core, std::shared_ptr<Descriptor> socket,
                                                 Peer peer, TlsContext context, Duration timeout) {
  auto stream = std::make_unique<TlsStream>(std::move(core), std::move(socket), std::move(peer), context.get());
  CO_TRY_VOID(co_await stream->shake_hands(timeout));
  co_return std::unique_ptr<Stream>(std::move(stream));
}

}  // namespace tsuke::net
