// Destroying: zero the wrapped keys, sync once for all of them, then give the space back.
//
// The order is what makes a crash harmless: a key is either still whole (and the caller was not told otherwise) or
// gone for good. Zeroing overwrites in place; on a file system that copies on write, or a disk that remaps blocks, old
// bytes may outlive it on the device, and then the master key must be changed as well to be sure.
#include <unistd.h>

#include <algorithm>
#include <map>

#include "platform/vault/core.h"

namespace tsuke::vault {

namespace {

struct Doomed {
  Place place;
  std::shared_ptr<File> file;  // null when it is gone already
};

bool all_zero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == 0; });
}

Result<std::string> read_header(const File& file, const Place& place) {
  std::string header(header_bytes, 0);
  header.resize(TRY(file.read_at(header, place.offset)));
  return header;
}

// Files that one call has open: a file is synced once however many of its documents go.
using OpenFiles = std::map<std::string, std::shared_ptr<File>>;

Result<std::shared_ptr<File>> open_once(Core& core, OpenFiles& files, const Place& place) {
  const std::string path = core.path_of(place);
  if (const auto found = files.find(path); found != files.end()) return found->second;
  auto file = TRY(File::open(*core.disk, path));
  files.emplace(path, file);
  return file;
}

// Zeroes the wrapped key. A header that is damaged but still bears the document's id is shredded, too; its space stays
// taken until its segment goes, because its length cannot be trusted. What bears another id is not touched.
Result<Doomed> shred(Core& core, OpenFiles& files, const Location& location) {
  const Place place = TRY(parse_location(location));
  auto file = TRY(open_once(core, files, place));
  if (!file) return Doomed{place, nullptr};
  const std::lock_guard lock(core.destroying);
  const std::string header = TRY(read_header(*file, place));
  if (all_zero(header)) return Doomed{place, nullptr};
  const auto start = header_start(place);
  const std::string_view intact(start.data(), start.size());
  const std::string_view id(place.id.data(), place.id.size());
  const bool same_id = std::string_view(header).substr(0, intact.size()).find(id) == magic.size();
  if (!place.own_file() && !same_id) return document_damaged("another one lies in its place");
  TRY(file->write_at(std::string(wrapped_key_bytes, 0), place.offset + header_bound_bytes));
  core.group_sync.mark(file);
  return Doomed{place, place.own_file() || header.starts_with(intact) ? file : nullptr};
}

// Exactly one of several callers finds the header still there and gives the space back.
Result<void> free_space(Core& core, const Doomed& doomed) {
  if (!doomed.file) return {};
  if (doomed.place.own_file()) {
    ::unlink(core.path_of(doomed.place).c_str());
    return {};
  }
  {
    const std::lock_guard lock(core.destroying);
    if (all_zero(TRY(read_header(*doomed.file, doomed.place)))) return {};
    TRY(doomed.file->write_at(std::string(header_bytes, 0), doomed.place.offset));
    doomed.file->punch(doomed.place.offset, round_up_to_block(doomed.place.record()));
  }
  core.segments.document_gone(doomed.place.segment);
  return {};
}

Result<void> destroy_batch(Core& core, std::span<const Location> locations) {
  OpenFiles files;
  std::vector<Doomed> doomed;
  Result<void> outcome;
  for (const Location& location : locations) {
    Result<Doomed> shredded = shred(core, files, location);
    if (shredded.ok())
      doomed.push_back(shredded.take());
    else
      outcome = shredded.take_error();
  }
  TRY(core.group_sync.sync());
  for (const Doomed& one : doomed) {
    Result<void> freed = free_space(core, one);
    if (!freed.ok()) outcome = freed.take_error();
  }
  return outcome;
}

}  // namespace

Result<void> destroy_documents(Core& core, std::span<const Location> locations) {
  constexpr std::size_t batch = 256;  // as many files may be open at once
  Result<void> outcome;
  for (; !locations.empty(); locations = locations.subspan(std::min(batch, locations.size()))) {
    Result<void> destroyed = destroy_batch(core, locations.first(std::min(batch, locations.size())));
    if (!destroyed.ok()) outcome = destroyed.take_error();
  }
  return outcome;
}

}  // namespace tsuke::vault
