// Print settings in IPP's words: the job template attributes of a job, and what a queue says of them. Paper is in
// media.h.
#pragma once

#include <optional>
#include <vector>

#include "doors/ipp/requested.h"
#include "registry/print_settings.h"

namespace tsuke::ippdoor {

// RFC 8011 §5.2.10 and §5.2.13. Nothing for a number that stands for none of ours. Automatic orientation has no number:
// the attribute is absent, or no-value.
std::optional<registry::Orientation> orientation_of(std::int32_t number);
std::optional<registry::Quality> quality_of(std::int32_t number);

// The keywords of finishings (PWG 5100.1): 3, "none", stands alone. Nothing when one is not known.
std::optional<std::vector<std::string>> finishings_of(const std::vector<std::int32_t>& numbers);

inline constexpr const char* collated = "separate-documents-collated-copies";  // multiple-document-handling
inline constexpr const char* uncollated = "separate-documents-uncollated-copies";

// Of a job. Settings that have no attribute of their own (automatic orientation, all pages) are left out.
void add_job_settings(const registry::PrintSettings& settings, Picker& put);
// What print-quality-supported says.
std::vector<std::int32_t> supported_qualities();
// -default and -supported of a queue.
void add_supported_settings(const registry::PrintSettings& defaults, Picker& put);

}  // namespace tsuke::ippdoor
