// The mail door as the configuration wants it.
#pragma once

#include <memory>
#include <string>

#include "app/config.h"
#include "doors/mail/mail.h"

namespace tsuke::app {

struct SocketAddress {
  std::string address;
  int port = 0;
};
// "127.0.0.1:2525", "[::1]:2525". Fails with malformed ("bad-smtp").
Result<SocketAddress> parse_socket_address(const std::string& text);

// What the door is told. Fails with malformed ("bad-smtp": a listener without a domain, or the reverse).
Result<doors::MailOptions> mail_options(const Config& config);

// Null when the configuration names no listener. Options and service outlive it.
Result<std::unique_ptr<net::Listener>> listen_for_mail(net::Loop& loop, doors::Service& service, const Config& config,
                                                       const doors::MailOptions& options);

}  // namespace tsuke::app
