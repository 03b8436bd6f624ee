// What the system service (PWG 5100.22) says of itself and keeps: its uuid, the texts that operators set, and when it
// last changed. One row, made when it is first asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::registry {

struct System {
  std::string uuid;  // "urn:uuid:…", for ever
  // Set by operators; empty: nothing is said.
  std::string name = "Tsuke";
  std::string info = "Tsuke print service";
  std::string location;
  std::string geo_location;  // "geo:35.68,139.77"
  std::string contact_name;
  std::string contact_uri;
  std::string owner_name = "Operator";
  std::string message;  // from the operator, to whoever reads it
  // Noted here.
  std::int64_t config_changes = 0;
  Instant config_changed_at{};
  Instant state_changed_at{};
};

// Nothing before the first start_system().
Result<std::optional<System>> find_system(store::Reader& in);
// The row, made now when it is missing.
Result<System> start_system(store::Transaction& in, Instant now);

// What is absent stays; an empty text takes the value away (the name and the info go back to their first values).
struct SystemChange {
  std::optional<std::string> name, info, location, geo_location, contact_name, contact_uri, owner_name, message;
};
// Counts as one change of configuration, publishes "system-config-changed". Fails with malformed
// ("bad-system-attribute") on texts that are too long (127 characters) or deceiving, and on a place that is no geo URI.
Result<void> change_system(store::Transaction& in, const SystemChange& change, Instant now);

// Something that the system has (a printer, a resource) came, went or was set.
Result<void> note_configuration(store::Transaction& in, Instant now);
// The system as a whole stopped or went on.
Result<void> note_system_state(store::Transaction& in, Instant now);

// "geo:" and two or three decimal numbers (RFC 5870).
bool is_geo_uri(std::string_view text);

}  // namespace tsuke::registry
