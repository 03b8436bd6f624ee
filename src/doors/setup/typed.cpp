#include "doors/setup/typed.h"

namespace tsuke::doors {

// Neither host nor token nor slug has a quote in it (Call, make_secret, make_slug).
std::string lpadmin_line(const QueueAddress& address, std::string_view slug) {
  return "lpadmin -p " + std::string(slug) + " -E -v '" + address.ipp() + "' -m everywhere";
}

std::string powershell_line(const QueueAddress& address) { return "Add-Printer -IppURL '" + address.http() + "'"; }

}  // namespace tsuke::doors
