#include "agent/discover.h"

#include <algorithm>

#include "agent/announcing.h"

namespace tsuke::agent {
namespace {

const char* const plain_type = "_ipp._tcp";
const char* const secure_type = "_ipps._tcp";

// What strangers announce goes to a terminal: control characters stay out.
std::string shown(std::string text) {
  std::erase_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  return text.substr(0, 255);
}

// What an agent announces leads to the service, not to a printer.
bool is_ours(const dnssd::Found& found) { return found.fact("ty") == announced_model; }

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

Discovered described(const dnssd::Found& found) {
  Discovered printer;
  printer.name = shown(found.name.instance);
  printer.device_uri = dnssd::to_uri(found.name);
  printer.address = shown(found.ipp_uri());
  printer.model = shown(found.fact("ty"));
  printer.place = shown(found.fact("note"));
  printer.on_this_machine = is_loopback(found.address);
  printer.takes_pdf = found.fact("pdl").find("application/pdf") != std::string::npos;
  return printer;
}

}  // namespace

std::vector<Discovered> printers_among(const std::vector<dnssd::Found>& announced) {
  std::vector<Discovered> printers;
  std::vector<dnssd::Name> listed;
  const auto is_listed = [&](const dnssd::Name& name) {
    return std::any_of(listed.begin(), listed.end(), [&](const auto& other) {
      return other.instance == name.instance && other.domain == name.domain;
    });
  };
  for (const char* type : {plain_type, secure_type})
    for (const dnssd::Found& found : announced) {
      if (found.name.type != type || found.port == 0 || found.fact("rp").empty() || is_ours(found) ||
          is_listed(found.name))
        continue;
      listed.push_back(found.name);
      printers.push_back(described(found));
    }
  std::sort(printers.begin(), printers.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return printers;
}

Result<std::vector<Discovered>> discover(Duration at_most) {
  return printers_among(TRY(dnssd::browse({plain_type, secure_type}, at_most)));
}

Json to_json(const std::vector<Discovered>& printers) {
  Json list = Json::array();
  for (const Discovered& printer : printers)
    list.push(Json::object({{"name", printer.name},
                            {"device_uri", printer.device_uri},
                            {"address", printer.address},
                            {"model", printer.model},
                            {"place", printer.place},
                            {"this_machine", printer.on_this_machine},
                            {"pdf", printer.takes_pdf}}));
  return list;
}

std::string to_text(const std::vector<Discovered>& printers) {
  std::string text;
  for (const Discovered& printer : printers) {
    text += printer.name + (printer.on_this_machine ? " (this machine)" : "") + "\n";
    if (!printer.model.empty())
      text += "    " + printer.model + (printer.place.empty() ? "" : ", ") + printer.place + "\n";
    text += "    " + printer.address + "\n    --printer '" + printer.device_uri + "'\n";
  }
  return text;
}

}  // namespace tsuke::agent
