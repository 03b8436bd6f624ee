#include "platform/vault/segments.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "platform/vault/format.h"

namespace tsuke::vault {

Segments::Segments(Disk& disk, GroupSync& group_sync, std::string folder, std::int64_t segment_bytes,
                   const std::vector<std::int64_t>& existing)
    : disk_(disk),
      group_sync_(group_sync),
      folder_(std::move(folder)),
      segment_bytes_(round_up_to_block(segment_bytes)) {
  for (const std::int64_t number : existing) {
    states_[number] = {};
    highest_ = std::max(highest_, number);
  }
}

Result<Space> Segments::allocate(std::int64_t record_bytes) {
  const std::int64_t bytes = round_up_to_block(record_bytes);
  const std::lock_guard lock(mutex_);
  if (active_ && (active_->distrusted() || tail_ + bytes > capacity_)) close_segment();
  if (!active_) TRY(start_segment(bytes));
  const Space space{active_, highest_, tail_, bytes};
  tail_ += bytes;
  ++states_[highest_].living;
  return space;
}

Result<void> Segments::start_segment(std::int64_t bytes) {
  const std::string path = folder_ + "/" + segment_name(highest_ + 1);
  std::int64_t capacity = std::max(segment_bytes_, bytes);
  auto file = TRY(File::create(disk_, path));
  int problem = file->reserve(capacity);
  if (problem == ENOSPC || problem == EDQUOT) {  // no room for a whole segment: perhaps for this document
    capacity = bytes;
    file->truncate(0);
    problem = file->reserve(capacity);
  }
  if (problem != 0) {
    ::unlink(path.c_str());
    return disk_error(problem, "reserving a segment");
  }
  group_sync_.mark_folder();
  active_ = std::move(file);
  tail_ = 0;
  capacity_ = capacity;
  ++highest_;
  states_[highest_] = {.living = 0, .counted = true};
  remove_when_empty(highest_ - 1);
  return {};
}

void Segments::close_segment() {
  active_->truncate(tail_);
  active_ = nullptr;
}

void Segments::give_back(const Space& space) {
  const std::lock_guard lock(mutex_);
  // The hole goes first: nobody may get the space while it is being emptied.
  space.file->punch(space.offset, space.bytes);
  const bool last = active_ == space.file && tail_ == space.offset + space.bytes;
  if (last) tail_ = space.offset;
  count_down(space.segment);
}

void Segments::document_gone(std::int64_t segment) {
  const std::lock_guard lock(mutex_);
  count_down(segment);
}

void Segments::count_down(std::int64_t segment) {
  const auto found = states_.find(segment);
  if (found == states_.end()) return;
  found->second.living = std::max<std::int64_t>(found->second.living - 1, 0);
  remove_when_empty(segment);
}

void Segments::adopt(std::int64_t segment, std::int64_t living) {
  const std::lock_guard lock(mutex_);
  states_[segment] = {.living = living, .counted = true};
  remove_when_empty(segment);
}

std::int64_t Segments::highest() const {
  const std::lock_guard lock(mutex_);
  return highest_;
}

void Segments::remove_when_empty(std::int64_t segment) {
  const auto found = states_.find(segment);
  if (found == states_.end() || segment == highest_) return;
  if (!found->second.counted || found->second.living > 0) return;
  ::unlink((folder_ + "/" + segment_name(segment)).c_str());
  states_.erase(found);
}

}  // namespace tsuke::vault
