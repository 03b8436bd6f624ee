// The names that programs behind a printer's queue give themselves: standard proxies make up an output-device-uuid of
// their own (PWG 5100.18 §4). They outlive a restart of the service, for a proxy tells its name once.
#pragma once

#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::registry {

inline constexpr int device_uuids_max = 8;  // of one printer; of more, the one told longest ago is forgotten

// Fails with malformed ("bad-device-uuid") when it is no urn:uuid: of 45 letters, not_found (the printer).
Result<void> remember_device_uuid(store::Transaction& in, PrinterId printer, std::string_view uuid, Instant now);
Result<void> forget_device_uuid(store::Transaction& in, PrinterId printer, std::string_view uuid);
// True for the printer's own uuid, and for those remembered. Capital letters make no difference (RFC 9562 §4).
Result<bool> is_device_uuid(store::Reader& in, PrinterId printer, std::string_view uuid);

}  // namespace tsuke::registry
