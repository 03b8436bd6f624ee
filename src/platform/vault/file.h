// Files of the vault: positioned reads and writes with errors as values, and the few calls that tests make fail.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke::vault {

// The calls in which a disk can fail us. Each returns as the system call does, with errno set. Thread-safe.
class Disk {
 public:
  virtual ~Disk() = default;
  virtual ssize_t write_at(int descriptor, std::string_view bytes, std::int64_t offset);
  virtual int reserve(int descriptor, std::int64_t bytes);  // fallocate from 0; the size of the file grows with it
  virtual int sync_data(int descriptor);
  virtual int sync_folder(int descriptor);
};

// One open file. Closed with the object. Reads and writes are positioned, so threads may share it.
class File {
 public:
  // Both fail with unavailable ("disk-full" or "vault-unreadable"). create() makes a new file, mode 0600, and fails
  // when there is one already; open() yields null when there is none.
  static Result<std::shared_ptr<File>> create(Disk& disk, const std::string& path);
  static Result<std::shared_ptr<File>> open(Disk& disk, const std::string& path);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // All bytes, or unavailable ("disk-full" when that is why). Some may be on the disk after a failure.
  Result<void> write_at(std::string_view bytes, std::int64_t offset);
  // As many as there are, up to the room given. Fails with internal ("document-damaged") when the disk cannot read.
  Result<std::size_t> read_at(std::span<char> into, std::int64_t offset) const;
  Result<std::int64_t> size_bytes() const;

  // After a failure the kernel may have dropped what was not yet written: the file is distrusted from then on and
  // every later sync fails, too.
  Result<void> sync();
  bool distrusted() const { return distrusted_; }
  // Takes room for a file of so many bytes; the errno of the failure, or 0.
  int reserve(std::int64_t bytes);
  // Starts writing these bytes out, so that a later sync finds little to do. Best effort.
  void start_writing_out(std::int64_t offset, std::int64_t bytes);
  // Gives a range back to the file system: it reads as zeros. Best effort: not every file system can.
  void punch(std::int64_t offset, std::int64_t bytes);
  void truncate(std::int64_t bytes);  // best effort
  // Start of the first data at or after the offset; -1 when only holes follow.
  std::int64_t next_data(std::int64_t offset) const;

 private:
  File(Disk& disk, int descriptor) : disk_(disk), descriptor_(descriptor) {}
  Disk& disk_;
  const int descriptor_;
  std::atomic<bool> distrusted_ = false;
};

// unavailable: "disk-full" for a lack of space or quota, "vault-unreadable" for other faults.
Error disk_error(int error_number, std::string_view doing);

}  // namespace tsuke::vault
