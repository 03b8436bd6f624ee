#include "platform/vault/file.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/system_error.h"
#include "platform/vault/format.h"

namespace tsuke::vault {

ssize_t Disk::write_at(int descriptor, std::string_view bytes, std::int64_t offset) {
  return ::pwrite(descriptor, bytes.data(), bytes.size(), offset);
}
int Disk::reserve(int descriptor, std::int64_t bytes) { return ::fallocate(descriptor, 0, 0, bytes); }
int Disk::sync_data(int descriptor) { return ::fdatasync(descriptor); }
int Disk::sync_folder(int descriptor) { return ::fsync(descriptor); }

Error disk_error(int error_number, std::string_view doing) {
  const bool full = error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
  if (full)
    return {Reason::unavailable, "disk-full", "There is no space left for documents. Free some space and try again."};
  return {Reason::unavailable, "vault-unreadable",
          "The document folder failed while " + std::string(doing) + " (" + system_message(error_number) +
              "). Check the disk and try again."};
}

Result<std::shared_ptr<File>> File::create(Disk& disk, const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return disk_error(errno, "making a file");
  return std::shared_ptr<File>(new File(disk, descriptor));
}

Result<std::shared_ptr<File>> File::open(Disk& disk, const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0 && errno == ENOENT) return std::shared_ptr<File>();
  if (descriptor < 0) return disk_error(errno, "opening a file");
  return std::shared_ptr<File>(new File(disk, descriptor));
}

File::~File() { ::close(descriptor_); }

Result<void> File::write_at(std::string_view bytes, std::int64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = disk_.write_at(descriptor_, bytes, offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return disk_error(written == 0 ? ENOSPC : errno, "writing");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += written;
  }
  return {};
}

Result<std::size_t> File::read_at(std::span<char> into, std::int64_t offset) const {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const auto at = offset + static_cast<std::int64_t>(filled);
    const ssize_t got = ::pread(descriptor_, into.data() + filled, into.size() - filled, at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return document_damaged("the disk cannot read it");
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

Result<std::int64_t> File::size_bytes() const {
  struct stat facts{};
  if (::fstat(descriptor_, &facts) != 0) return disk_error(errno, "looking at a file");
  return std::int64_t{facts.st_size};
}

Result<void> File::sync() {
  if (!distrusted_ && disk_.sync_data(descriptor_) == 0) return {};
  const int problem = distrusted_ ? EIO : errno;
  distrusted_ = true;
  return disk_error(problem, "syncing");
}

int File::reserve(std::int64_t bytes) {
  while (disk_.reserve(descriptor_, bytes) != 0) {
    if (errno == EINTR) continue;
    // Without preallocation a write may find the disk full later, and says so then.
    return errno == EOPNOTSUPP ? 0 : errno;
  }
  return 0;
}

void File::start_writing_out(std::int64_t offset, std::int64_t bytes) {
  ::sync_file_range(descriptor_, offset, bytes, SYNC_FILE_RANGE_WRITE);
}

void File::punch(std::int64_t offset, std::int64_t bytes) {
  if (bytes > 0) ::fallocate(descriptor_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, bytes);
}

void File::truncate(std::int64_t bytes) {
  if (::ftruncate(descriptor_, bytes) != 0) return;  // the space stays taken until the file goes
}

std::int64_t File::next_data(std::int64_t offset) const { return ::lseek(descriptor_, offset, SEEK_DATA); }

}  // namespace tsuke::vault
