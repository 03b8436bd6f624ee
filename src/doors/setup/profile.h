// A configuration profile with an AirPrint payload (com.apple.airprint): the purpose as a printer of iOS and macOS.
#pragma once

#include <string>

#include "base/ids.h"
#include "doors/setup/queue_address.h"

namespace tsuke::doors {

struct ProfileFacts {
  QueueAddress address;
  PurposeId purpose;
  std::string name;    // the purpose's
  std::string device;  // "Emma's iPhone"
  bool japanese = false;
};

// As an XML property list. Its identifiers depend on server and purpose alone, so that a device that installs a newer
// one replaces the older.
std::string airprint_profile(const ProfileFacts& facts);

}  // namespace tsuke::doors
