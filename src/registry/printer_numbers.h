// Printers as the system service names and describes them: the small numbers of IPP (printer-id), one series per
// person, and what was said of a printer when it was created.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::registry {

// A purpose queue or a device: exactly one of the two exists.
struct PrinterRef {
  PurposeId purpose;
  PrinterId printer;
  friend bool operator==(const PrinterRef&, const PrinterRef&) = default;
};

struct PrinterNumber {
  int number = 0;  // 1..65535, this person's own; never given to another printer
  PrinterRef of;
};
inline constexpr int printer_number_max = 65535;

Result<std::vector<PrinterNumber>> printer_numbers(store::Reader& in, PersonId person);
// The number that it has, or the next one. Fails with limit_reached ("too-many-printers") when all are given.
Result<int> number_printer(store::Transaction& in, PersonId person, const PrinterRef& printer);

struct PrinterDescription {
  std::string info, location;
  std::string geo_location;  // a geo URI
};
// Replaces what was said. Fails with malformed ("bad-description") on texts that are too long (127 characters) or
// deceiving, and on a place that is no geo URI.
Result<void> describe_printer(store::Transaction& in, const PrinterRef& printer, const PrinterDescription& description);
Result<std::optional<PrinterDescription>> printer_description(store::Reader& in, const PrinterRef& printer);

}  // namespace tsuke::registry
