// Printers that announce themselves (DNS-SD, RFC 6763), as the avahi daemon of this machine hears them. Blocking.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::dnssd {

// The name that stays when addresses change.
struct Name {
  std::string instance;  // "Office Printer"
  std::string type;      // "_ipp._tcp"
  std::string domain = "local";

  friend bool operator==(const Name&, const Name&) = default;
};

// "dnssd://Office%20Printer._ipp._tcp.local/" and back. Fails with malformed ("bad-uri").
std::string to_uri(const Name& name);
Result<Name> parse_uri(std::string_view uri);
bool is_uri(std::string_view uri);

struct Found {
  Name name;
  std::string address;  // of the host, as text; brackets are not included
  int port = 0;
  std::vector<std::pair<std::string, std::string>> facts;  // the TXT record; at most 64 entries

  std::string fact(std::string_view key) const;  // empty when it is not there; keys regardless of case
  // ipp://address:port/path, by the record's "rp". Untrusted: whoever is on the network may announce anything.
  std::string ipp_uri() const;
};

// What of these types is announced now, each once, at most 256; takes at most so long. Fails with unavailable
// ("no-dns-sd-daemon").
Result<std::vector<Found>> browse(const std::vector<std::string>& types, Duration at_most);
// Where this name is at the moment. Fails with unavailable ("no-dns-sd-daemon", "name-not-announced").
Result<Found> resolve(const Name& name, Duration at_most);
// Of the daemon: "avahi 0.8". Fails with unavailable ("no-dns-sd-daemon").
Result<std::string> daemon_version();

}  // namespace tsuke::dnssd
