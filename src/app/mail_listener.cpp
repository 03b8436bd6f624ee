#include "app/mail_listener.h"

#include <algorithm>
#include <charconv>

#include "base/log.h"

namespace tsuke::app {

namespace {

Error bad_smtp(std::string what) { return {Reason::malformed, "bad-smtp", std::move(what)}; }

std::string small(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool is_domain(const std::string& text) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; };
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), fits);
}

}  // namespace

Result<SocketAddress> parse_socket_address(const std::string& text) {
  const auto colon = text.rfind(':');
  const Error wrong = bad_smtp("write the mail listener as address:port, like 127.0.0.1:2525 or [::1]:2525");
  if (colon == std::string::npos) return wrong;
  SocketAddress parsed{text.substr(0, colon), 0};
  if (parsed.address.starts_with('[') && parsed.address.ends_with(']'))
    parsed.address = parsed.address.substr(1, parsed.address.size() - 2);
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + colon + 1, end, parsed.port);
  if (read.ec != std::errc() || read.ptr != end || parsed.port < 0 || parsed.port > 65535 || parsed.address.empty())
    return wrong;
  return parsed;
}

Result<doors::MailOptions> mail_options(const Config& config) {
  doors::MailOptions options;
  options.domain = small(config.mail_domain);
  options.authserv_id = config.mail_authserv_id;
  options.relays = config.mail_relays;
  if (config.smtp.empty() && !config.mail_domain.empty())
    return bad_smtp("a mail domain wants a listener, too: --smtp 127.0.0.1:2525");
  if (!config.smtp.empty() && !is_domain(options.domain))
    return bad_smtp("a mail listener wants the domain of its addresses, too: --mail-domain print.example.com");
  if (!config.smtp.empty() && options.authserv_id.empty())
    log::info("mail-senders-unknown",
              {{"effect", "every mailed job waits for its person's confirmation"}, {"remedy", "--mail-authserv-id"}});
  return options;
}

Result<std::unique_ptr<net::Listener>> listen_for_mail(net::Loop& loop, doors::Service& service, const Config& config,
                                                       const doors::MailOptions& options) {
  if (config.smtp.empty()) return std::unique_ptr<net::Listener>();
  const SocketAddress at = TRY(parse_socket_address(config.smtp));
  net::ListenOptions listen;
  listen.address = at.address;
  listen.port = at.port;
  listen.plain_from_anywhere = true;  // whoever listens on more than loopback has said so
  listen.connections_max = options.limits.connections;
  return net::listen(loop, listen, [&service, &options](std::unique_ptr<net::Stream> stream) {
    return doors::serve_mail(service, options, std::move(stream));
  });
}

}  // namespace tsuke::app
