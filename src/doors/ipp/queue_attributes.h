// What a purpose queue says of itself. Everything said is kept: an attribute stands here only when a job with it is
// printed so.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "doors/ipp/access.h"
#include "doors/ipp/requested.h"
#include "platform/convert/formats.h"

namespace tsuke::ippdoor {

struct QueueFacts {
  const Queue& queue;
  bool secure = false;
  std::string web;  // "https://host:port"
  Instant since{};  // since when it is as it is
  const convert::Accepted& formats;
};

// Adds the wished attributes that stay the same as long as the facts do. media-col-database comes only by its own name.
void add_fixed_attributes(const QueueFacts& facts, const Requested& asked, ipp::Group& into);
// And those that change by themselves.
void add_changing_attributes(std::int64_t queued_jobs, Instant now, const Requested& asked, ipp::Group& into);

// The name in print dialogs: the purpose's.
std::string queue_name(const Queue& queue);
inline constexpr const char* identify_display = "display";  // the one way in which a queue makes itself known

std::vector<std::string> words(std::span<const char* const> list);

// printer-geo-location: the URI, or the out-of-band value for a place that is not known.
ipp::Attribute geo_location(const std::string& uri);

// At most `bytes_max`, ending with a whole letter.
std::string clipped(std::string_view text, std::size_t bytes_max);

}  // namespace tsuke::ippdoor
