#include "printing/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/system_error.h"

namespace tsuke::printing {
namespace {

Error failed(const std::string& what, const std::string& path) {
  return {Reason::unavailable, "file", "cannot " + what + " " + path + ": " + system_message(errno)};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

// A rename lasts only when its folder is on the disk too.
void sync_folder(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int opened = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  ::fsync(opened);
  ::close(opened);
}

}  // namespace

Result<void> write_private_file(const std::string& path, std::string_view bytes) {
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());  // left by a kill
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failed("create", fresh);
  const bool written = write_all(file, bytes);
  ::close(file);
  if (!written || ::rename(fresh.c_str(), path.c_str()) != 0) {
    const Error error = failed("write", path);
    ::unlink(fresh.c_str());
    return error;
  }
  sync_folder(path);
  return {};
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Reason::not_found, "no-file", "there is no file " + path};
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (in.bad()) return failed("read", path);
  return std::move(bytes).str();
}

}  // namespace tsuke::printing
