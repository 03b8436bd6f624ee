// The streams over sockets. Private to platform/net.
#pragma once

#include <sys/socket.h>

#include <memory>

#include "platform/net/loop_core.h"
#include "platform/net/net.h"

struct ssl_ctx_st;

namespace tsuke::net {

struct Peer {
  std::string address;  // numeric; an IPv4 address mapped into IPv6 is written as IPv4
  bool loopback = false;
};
Peer describe_peer(const sockaddr_storage& address);

// The certificate and key a listener shows, and what it accepts.
using TlsContext = std::shared_ptr<ssl_ctx_st>;
// Fails with malformed ("bad-certificate", "bad-key") when the files cannot be read or do not belong together.
Result<TlsContext> make_tls_context(const TlsFiles& files);

std::unique_ptr<Stream> make_plain_stream(std::shared_ptr<Core> core, std::shared_ptr<Descriptor> socket, Peer peer);
// Shakes hands as the server. Fails with unavailable: "timeout", "connection-lost", "tls-refused".
Task<Result<std::unique_ptr<Stream>>> accept_tls(std::shared_ptr<Core> core, std::shared_ptr<Descriptor> socket,
                                                 Peer peer, TlsContext context, Duration timeout);

}  // namespace tsuke::net
