#include "base/result.h"

namespace tsuke {

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::malformed: return "malformed";
    case Reason::not_authenticated: return "not-authenticated";
    case Reason::not_permitted: return "not-permitted";
    case Reason::not_found: return "not-found";
    case Reason::conflict: return "conflict";
    case Reason::limit_reached: return "limit-reached";
    case Reason::too_large: return "too-large";
    case Reason::unsupported: return "unsupported";
    case Reason::gone: return "gone";
    case Reason::unconfirmed: return "unconfirmed";
    case Reason::unavailable: return "unavailable";
    case Reason::internal: return "internal";
  }
  return "internal";
}

}  // namespace tsuke
