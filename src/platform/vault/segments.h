// Hands out space in segments, and counts the living documents in each: a segment without any is removed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "platform/vault/file.h"
#include "platform/vault/group_sync.h"

namespace tsuke::vault {

// Room for one record. The document counts as living from here on.
struct Space {
  std::shared_ptr<File> file;
  std::int64_t segment = 0;
  std::int64_t offset = 0;
  std::int64_t bytes = 0;  // whole blocks
};

// Thread-safe. Segments that were there before are only read and shrunk, never appended to. The highest-numbered one
// stays even when empty, so that a number is never given twice: a location means one place for ever.
class Segments {
 public:
  Segments(Disk& disk, GroupSync& group_sync, std::string folder, std::int64_t segment_bytes,
           const std::vector<std::int64_t>& existing);

  // Fails with unavailable ("disk-full").
  Result<Space> allocate(std::int64_t record_bytes);
  // Takes back space whose record was not written.
  void give_back(const Space& space);
  // One living document less.
  void document_gone(std::int64_t segment);
  // Says how many documents live in a segment that was there before.
  void adopt(std::int64_t segment, std::int64_t living);
  std::int64_t highest() const;

 private:
  struct State {
    std::int64_t living = 0;
    bool counted = false;  // false until adopt() for segments that were there before
  };
  Result<void> start_segment(std::int64_t record_bytes);
  void close_segment();
  void count_down(std::int64_t segment);
  void remove_when_empty(std::int64_t segment);

  Disk& disk_;
  GroupSync& group_sync_;
  const std::string folder_;
  const std::int64_t segment_bytes_;
  mutable std::mutex mutex_;
  std::map<std::int64_t, State> states_;
  std::int64_t highest_ = 0;
  std::shared_ptr<File> active_;  // segment number highest_; null before the first document
  std::int64_t tail_ = 0;         // of the active segment
  std::int64_t capacity_ = 0;
};

}  // namespace tsuke::vault
