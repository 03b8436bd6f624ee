// What IPP Everywhere (PWG 5100.14) asks of a printer beyond RFC 8011 and IPP/2.0, as far as it is true of a queue
// whose printer is chosen at release.
#pragma once

#include "doors/ipp/queue_attributes.h"

namespace tsuke::ippdoor {

// Raster attributes, and the claim to the standard itself, stand only while those formats are taken (document.h).
void add_everywhere_attributes(const QueueFacts& facts, Picker& put);

}  // namespace tsuke::ippdoor
