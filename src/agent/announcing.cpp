#include "agent/announcing.h"

#include "base/log.h"
#include "platform/ipp/transport.h"

namespace tsuke::agent {
namespace {

constexpr std::size_t instance_bytes_max = 63;  // RFC 6763, section 4.1.1
constexpr const char* suffix = " (Tsuke)";

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::string instance_of(const std::string& printer) {
  std::size_t size = std::min(printer.size(), instance_bytes_max - std::string_view(suffix).size());
  while (size > 0 && size < printer.size() && is_continuation(printer[size])) --size;
  return printer.substr(0, size) + suffix;
}

bool is_address(const std::string& host) {
  return host.find(':') != std::string::npos || host.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace

// The queue says the rest when it is asked; what stands here is what a client must know before it asks, and the same.
Result<dnssd::Announced> announcement_of(const Enrolment& enrolment) {
  const ipp::Target service = TRY(ipp::Target::parse(enrolment.uri));
  if (!service.secure)
    return Error{Reason::unsupported, "announce-without-tls",
                 "the service is reached without TLS, and passwords go over TLS alone: enrol with ipps://"};
  if (is_address(service.host))
    return Error{Reason::unsupported, "announce-without-name",
                 "the service is known by its address " + service.host + ": enrol with its DNS name"};
  const std::string web = TRY(web_address(enrolment.uri));
  return dnssd::Announced{{instance_of(enrolment.printer), "_ipps._tcp", "local"},
                          {"_universal", "_print"},
                          service.host,
                          service.port,
                          {{"txtvers", "1"},
                           {"qtotal", "1"},
                           {"rp", "ipp/print"},
                           {"ty", announced_model},
                           {"product", "(" + std::string(announced_model) + ")"},
                           {"note", enrolment.printer},
                           {"adminurl", web + "/r/" + enrolment.printer_id},
                           {"air", "username,password"},
                           {"pdl", "application/pdf,image/jpeg,image/pwg-raster,image/urf"},
                           {"URF", "V1.4,CP999,W8,SRGB24,RS300-600,DM1,PQ3-4-5"},
                           {"Color", "T"},
                           {"Duplex", "T"},
                           {"kind", "document"},
                           {"UUID", enrolment.uuid.substr(enrolment.uuid.rfind(':') + 1)},
                           {"TLS", "1.2"},
                           {"priority", "50"}}};
}

std::vector<dnssd::Announced> announcements_of(const State& state) {
  std::vector<dnssd::Announced> all;
  for (const Kept& kept : state.all()) {
    if (!kept.enrolment.ok()) continue;  // logged where it cannot be served
    auto announced = announcement_of(kept.enrolment.value());
    if (announced.ok()) all.push_back(announced.take());
    if (!announced.ok())
      log::warning("printer-not-announced",
                   {{"printer", kept.enrolment.value().printer}, {"what", announced.error().what}});
  }
  return all;
}

}  // namespace tsuke::agent
