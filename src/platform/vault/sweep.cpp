// What a crash left behind: records that no row speaks of. Their keys are zeroed and synced before their space is
// freed.
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/log.h"
#include "platform/vault/core.h"

namespace tsuke::vault {

namespace {

struct Range {
  std::int64_t start = 0;
  std::int64_t end = 0;
  auto operator<=>(const Range&) const = default;
};
using Ranges = std::vector<Range>;

struct Living {
  std::map<std::int64_t, Ranges> segments;
  std::set<std::string> own_files;
};

Result<Living> sort_out(std::span<const Location> live) {
  Living living;
  for (const Location& location : live) {
    const Place place = TRY(parse_location(location));
    if (place.own_file())
      living.own_files.insert(place.file_name());
    else
      living.segments[place.segment].push_back({place.offset, place.offset + round_up_to_block(place.record())});
  }
  for (auto& [segment, ranges] : living.segments) {
    std::sort(ranges.begin(), ranges.end());
    ranges.erase(std::unique(ranges.begin(), ranges.end()), ranges.end());
  }
  return living;
}

// The ranges between the living ones; the last one ends at the end of the file.
Ranges gaps_between(const Ranges& living, std::int64_t end) {
  Ranges gaps;
  std::int64_t at = 0;
  for (const Range& range : living) {
    if (range.start > at) gaps.push_back({at, range.start});
    at = std::max(at, range.end);
  }
  if (end > at) gaps.push_back({at, end});
  return gaps;
}

// Zeroes the wrapped key of every record that starts in the gap. Holes are skipped: nothing lies there. The file keeps
// its size: a swept place reads as zeros, which means destroyed.
Result<void> shred_gap(File& file, Range gap) {
  const std::string zeros(wrapped_key_bytes, 0);
  std::string start(magic.size(), 0);
  for (std::int64_t at = file.next_data(gap.start); at >= 0 && at < gap.end; at = file.next_data(at)) {
    at = at / block_bytes * block_bytes;
    if (TRY(file.read_at(start, at)) == start.size() && start == magic)
      TRY(file.write_at(zeros, at + header_bound_bytes));
    at += block_bytes;
  }
  return {};
}

Result<void> sweep_segment(Core& core, std::int64_t number, const Ranges& living) {
  auto file = TRY(File::open(*core.disk, core.folder + "/" + segment_name(number)));
  if (!file) return {};
  const Ranges gaps = gaps_between(living, TRY(file->size_bytes()));
  for (const Range& gap : gaps) TRY(shred_gap(*file, gap));
  if (!gaps.empty()) TRY(file->sync());
  for (const Range& gap : gaps) file->punch(gap.start, gap.end - gap.start);
  core.segments.adopt(number, static_cast<std::int64_t>(living.size()));
  return {};
}

Result<void> drop_own_file(Core& core, const std::string& name) {
  const std::string path = core.folder + "/" + name;
  auto file = TRY(File::open(*core.disk, path));
  if (!file) return {};
  TRY(file->write_at(std::string(wrapped_key_bytes, 0), header_bound_bytes));
  TRY(file->sync());
  ::unlink(path.c_str());
  return {};
}

}  // namespace

Result<void> sweep(Core& core, std::span<const Location> live) {
  const Living living = TRY(sort_out(live));
  const Inventory& found = core.inventory;
  for (const std::int64_t number : found.segments) {
    const auto ranges = living.segments.find(number);
    TRY(sweep_segment(core, number, ranges == living.segments.end() ? Ranges{} : ranges->second));
  }
  long dropped = 0;
  for (const std::string& name : found.own_files) {
    if (living.own_files.contains(name)) continue;
    TRY(drop_own_file(core, name));
    ++dropped;
  }
  core.inventory = {};
  if (dropped > 0) log::info("vault-swept", {{"own_files_dropped", dropped}});
  return {};
}

}  // namespace tsuke::vault
