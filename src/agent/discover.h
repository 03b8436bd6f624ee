// IPP printers that announce themselves on the local network, or through ipp-usb on this machine.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "platform/dnssd/dnssd.h"

namespace tsuke::agent {

struct Discovered {
  std::string name;        // for people
  std::string device_uri;  // dnssd://…: what enrol takes, and what stays when the address changes
  std::string address;     // ipp://… of now
  std::string model, place;
  bool on_this_machine = false;  // at a loopback address: a USB printer that ipp-usb serves, as a rule
  bool takes_pdf = false;

  friend bool operator==(const Discovered&, const Discovered&) = default;
};

// One entry for each printer: one that announces itself with and without TLS is listed without, for hardly any printer
// has a certificate that could be checked. Other things than IPP printers are left out.
std::vector<Discovered> printers_among(const std::vector<dnssd::Found>& announced);
// Fails with unavailable ("no-dns-sd-daemon").
Result<std::vector<Discovered>> discover(Duration at_most);

Json to_json(const std::vector<Discovered>& printers);
std::string to_text(const std::vector<Discovered>& printers);

}  // namespace tsuke::agent
