// How an attempt's document goes to its device: in which format, laid out how, and what the printer is told besides.
// Pure: what is sent has as many sides as were priced, whatever the printer can or cannot do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.h"
#include "platform/impose/imposition.h"
#include "platform/render/render.h"
#include "registry/print_settings.h"
#include "registry/printers.h"

namespace tsuke::flow {

struct Delivery {
  std::string format;                         // "application/pdf", "image/pwg-raster", "image/urf", "image/jpeg"
  impose::Imposition imposition;              // page-ranges, number-up, orientation and scaling are done here
  bool as_it_is = false;                      // the document needs no imposing
  std::optional<render::RasterTicket> drawn;  // none: it goes as PDF
  int copies = 1;                             // that the printer makes; the others are in the stream
  registry::ColorMode color_mode = registry::ColorMode::monochrome;  // that the printer is told
};

// The best that the device takes: PDF before PWG Raster before Apple raster before JPEG, which holds one side only.
// `accepted` narrows it (document-format-accepted); empty: all that the device has named. How many copies the printer
// makes does not depend on that, so Fetch-Job can tell before Fetch-Document narrows.
// Fails with unsupported ("format-not-supported") when there is no such format, and with malformed ("no-pages") when
// page-ranges let nothing through.
Result<Delivery> plan_delivery(const registry::PrintSettings& settings, const Pages& pages,
                               const registry::Capabilities& device, const std::vector<std::string>& accepted = {});

// Of so many sides that a device has counted, those that carry something: where copies are in the stream, blank sides
// may stand between them, and most devices count those. One that has completed the job with just what was priced does
// not.
std::int64_t printed_sides(const Delivery& delivery, std::int64_t counted, bool completed);

}  // namespace tsuke::flow
