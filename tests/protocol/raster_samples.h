// Sample rasters for ipptool's IPP Everywhere suite.
#pragma once

#include <string>

#include "support/child.h"

namespace tsuke::tests {

// Writes every file that the suite names below pwg-raster-samples-…: the Printer Working Group's own come with no
// package, and ipptool ends where one cannot be read. Those that a purpose queue says it takes are of the kind that
// their names tell, one or three pages; the others are empty, for the suite leaves them out.
void write_raster_samples(const Scratch& folder, const std::string& suite);

}  // namespace tsuke::tests
