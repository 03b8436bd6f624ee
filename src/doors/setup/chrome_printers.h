// The list of printers that an administrator gives to managed ChromeOS: the file behind the policies
// PrintersBulkConfiguration (for people) and DevicePrinters (for devices).
#pragma once

#include <string>

#include "base/json.h"
#include "doors/setup/queue_address.h"

namespace tsuke::doors {

// An array of printers, here of this one, set up without a driver ("autoconf").
Json chrome_printers(const QueueAddress& address, const std::string& purpose_id, const std::string& name,
                     const std::string& device);

}  // namespace tsuke::doors
