#include "platform/vault/master_key.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "base/bytes.h"
#include "platform/vault/file.h"

namespace tsuke::vault {

namespace {

constexpr mode_t others = S_IRWXG | S_IRWXO;

Error wrong_key(const std::string& what) { return {Reason::malformed, "master-key-wrong", what}; }

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> sync_folder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return disk_error(errno, "opening " + folder);
  const bool synced = ::fsync(descriptor) == 0;
  const int problem = errno;
  ::close(descriptor);
  if (!synced) return disk_error(problem, "syncing " + folder);
  return {};
}

// A small file's text; nothing when there is no such file. `private_only` refuses one that others may read.
Result<std::optional<std::string>> read_small_file(const std::string& path, bool private_only) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return std::optional<std::string>();
  if (descriptor < 0) return disk_error(errno, "opening " + path);
  struct stat facts{};
  char text[128];
  const bool known = ::fstat(descriptor, &facts) == 0;
  const ssize_t got = known ? ::read(descriptor, text, sizeof text) : -1;
  const int problem = errno;
  ::close(descriptor);
  if (got < 0) return disk_error(problem, "reading " + path);
  if (private_only && (facts.st_mode & others) != 0)
    return Error{Reason::malformed, "master-key-exposed",
                 "Others may read the master key file " + path + ". Run chmod 600 on it, and consider the key known."};
  std::string content(text, static_cast<std::size_t>(got));
  OPENSSL_cleanse(text, sizeof text);
  if (content.ends_with('\n')) content.pop_back();
  return std::optional(std::move(content));
}

Result<void> write_durably(const std::string& path, const std::string& text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return disk_error(errno, "making " + path);
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  const int problem = errno;
  ::close(descriptor);
  if (!written) return disk_error(problem, "writing " + path);
  return {};
}

// Makes a small file whole or not at all; leaves one that somebody else made meanwhile as it is.
Result<void> create_small_file(const std::string& path, const std::string& text) {
  const std::string draft = path + "." + to_hex(random_bytes(8));
  const Result<void> written = write_durably(draft, text);
  const bool linked = written.ok() && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const int problem = errno;
  ::unlink(draft.c_str());
  if (!written.ok()) return written.error();
  if (!linked) return disk_error(problem, "making " + path);
  return sync_folder(folder_of(path));
}

Result<SecretKey> parse_key(const std::string& path, std::string text) {
  Result<std::string> raw = from_hex(text);
  OPENSSL_cleanse(text.data(), text.size());
  if (!raw.ok() || raw.value().size() != key_bytes)
    return wrong_key("The master key file " + path + " does not hold 64 hex letters. Restore it from your backup.");
  SecretKey key(raw.value());
  OPENSSL_cleanse(raw.value().data(), raw.value().size());
  return key;
}

}  // namespace

Result<SecretKey> load_master_key(const std::string& path, bool may_create) {
  auto text = TRY(read_small_file(path, true));
  if (!text && !may_create)
    return Error{Reason::malformed, "master-key-missing",
                 "There are documents but no master key file " + path + ". Restore it from your backup."};
  if (!text) {
    TRY(create_small_file(path, to_hex(SecretKey::random().view()) + "\n"));
    text = TRY(read_small_file(path, true));
  }
  if (!text) return disk_error(ENOENT, "reading " + path);
  return parse_key(path, std::move(*text));
}

Result<void> check_master_key(const std::string& path, const SecretKey& key) {
  const std::string digest = to_hex(sha256("tsuke vault key check\n" + std::string(key.view())));
  auto known = TRY(read_small_file(path, false));
  if (!known) {
    TRY(create_small_file(path, digest + "\n"));
    known = TRY(read_small_file(path, false));
  }
  if (known != digest)
    return wrong_key("The master key is not the one these documents were stored with. Restore the right key file.");
  return {};
}

}  // namespace tsuke::vault
