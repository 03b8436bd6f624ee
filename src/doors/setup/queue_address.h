// Where a purpose's queue is, in the forms that systems ask for.
#pragma once

#include <string>
#include <string_view>

namespace tsuke::doors {

struct QueueAddress {
  std::string host;  // "print.example.com", "192.0.2.7", "[2001:db8::7]"
  int port = 0;
  bool secure = false;
  std::string secret;  // of the queue token

  // `host` as in a Host header: its port, when it names none, is the web's.
  static QueueAddress create(std::string_view host, bool secure, std::string secret);

  // "ipps://print.example.com:443/ipp/p/…": always with the port, since IPP's own default is 631.
  std::string ipp() const;
  // "https://print.example.com/ipp/p/…"
  std::string http() const;
  std::string path() const { return "ipp/p/" + secret; }  // without the first slash, as forms ask for it
  std::string host_and_port() const { return host + ":" + std::to_string(port); }
  std::string bare_host() const;  // without the brackets of IPv6
};

}  // namespace tsuke::doors
