// What happens to the system's printers and resources, told in the words of PWG 5100.22 to those who subscribed.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::registry {

// The audience under which they are published: not that of any person, so that they reach nobody by another way.
inline constexpr const char* system_audience = "system";

struct SystemEvent {
  std::string word;     // "printer-created", "resource-installed", "system-config-changed"
  PersonId person;      // whose purpose queue it is about …
  ProviderId provider;  // … or whose printer or resource; neither: everybody may know
  PrinterId printer;    // the device itself may know, too
  std::string path;     // of the printer: "/ipp/print/private", "/ipp/device/7"
  int printer_state = 0;
  std::vector<std::string> printer_reasons;
  int resource = 0;  // its number
  int resource_state = 0;
  bool of_operator = false;  // a resource of the system itself, not installed: for operators alone
  int system_state = 0;
  std::string text;  // a sentence
};

void publish_system_event(store::Transaction& in, const SystemEvent& event);
// Fails with malformed on a payload that is not ours.
Result<SystemEvent> parse_system_event(std::string_view payload);

}  // namespace tsuke::registry
