#include "platform/vault/vault.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "platform/vault/core.h"
#include "platform/vault/master_key.h"

namespace tsuke::vault {

namespace {

namespace fs = std::filesystem;

// Held shared while a vault is open, and alone while it is swept: no process sweeps what another is writing.
class FolderLock {
 public:
  static Result<FolderLock> take(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return disk_error(errno, "opening " + path);
    FolderLock lock(descriptor);
    if (::flock(descriptor, LOCK_SH | LOCK_NB) != 0) return in_use();
    return lock;
  }
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  ~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool alone() { return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0; }
  void shared() { ::flock(descriptor_, LOCK_SH); }
  static Error in_use() {
    return {Reason::unavailable, "vault-in-use", "Another process uses the document folder. Stop it and try again."};
  }

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

class FileVault : public Vault {
 public:
  FileVault(std::shared_ptr<Core> core, FolderLock lock) : core_(std::move(core)), lock_(std::move(lock)) {}

  Result<std::unique_ptr<Writer>> begin() override { return make_writer(core_); }
  Result<void> sync() override { return core_->group_sync.sync(); }
  Result<std::unique_ptr<Reader>> open(const Location& location) override { return make_reader(core_, location); }
  Result<void> destroy(const Location& location) override { return destroy_all({&location, 1}); }
  Result<void> destroy_all(std::span<const Location> locations) override {
    return destroy_documents(*core_, locations);
  }
  Result<void> keep_only(std::span<const Location> live) override {
    if (!lock_.alone()) {
      lock_.shared();
      return FolderLock::in_use();
    }
    Result<void> swept = sweep(*core_, live);
    lock_.shared();
    return swept;
  }
  Counters counters() const override {
    return {core_->documents_written, core_->bytes_written, core_->group_sync.rounds()};
  }

 private:
  const std::shared_ptr<Core> core_;
  FolderLock lock_;
};

Result<Inventory> take_inventory(const std::string& folder) {
  std::error_code failure;
  Inventory found;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (const std::int64_t number = parse_segment_name(name); number > 0) found.segments.push_back(number);
    if (is_own_file_name(name)) found.own_files.insert(name);
  }
  if (failure) return disk_error(failure.value(), "listing it");
  return found;
}

}  // namespace

Result<std::unique_ptr<Vault>> open_on(std::shared_ptr<Disk> disk, Options options) {
  const std::string& folder = options.folder;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return disk_error(errno, "making it");
  FolderLock lock = TRY(FolderLock::take(folder + "/lock"));
  Inventory found = TRY(take_inventory(folder));
  const bool empty = found.segments.empty() && found.own_files.empty();
  const SecretKey master = TRY(load_master_key(options.master_key_file, empty));
  TRY(check_master_key(folder + "/key-check", master));
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return disk_error(errno, "opening it");
  auto core = std::make_shared<Core>(std::move(disk), options, master, descriptor, std::move(found));
  return std::unique_ptr<Vault>(std::make_unique<FileVault>(std::move(core), std::move(lock)));
}

Result<std::unique_ptr<Vault>> Vault::open(Options options) {
  return open_on(std::make_shared<Disk>(), std::move(options));
}

Result<void> Vault::destroy_all(std::span<const Location> locations) {
  Result<void> outcome;
  for (const Location& location : locations) {
    Result<void> destroyed = destroy(location);
    if (!destroyed.ok()) outcome = destroyed.take_error();
  }
  return outcome;
}

}  // namespace tsuke::vault
