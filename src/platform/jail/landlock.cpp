#include "platform/jail/landlock.h"

#include <fcntl.h>
#include <linux/types.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "platform/jail/process.h"

namespace tsuke::jail {

namespace {

// The kernel's numbers and structures, the same on every architecture: the headers of a distribution may be older than
// the kernel that runs, and what they do not know would stay allowed.
constexpr long create_ruleset_call = 444, add_rule_call = 445, restrict_self_call = 446;
constexpr unsigned ask_version = 1, rule_path_beneath = 1;
constexpr __u64 execute = 1 << 0, write_file = 1 << 1, read_file = 1 << 2, read_folder = 1 << 3, truncate = 1 << 14;
constexpr __u64 of_files = execute | write_file | read_file | truncate;  // the others make sense for folders only
constexpr __u64 reading = read_file | read_folder;
// Folders and files, made, moved and removed; no links, devices or sockets.
constexpr __u64 writing = reading | write_file | truncate | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13;

struct Ruleset {
  __u64 files = 0, network = 0, scoped = 0;
};

struct __attribute__((packed)) PathBeneath {
  __u64 allowed = 0;
  __s32 parent = -1;
};

// Every right that the version can take away.
__u64 file_rights(int version) {
  const int count = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
  return (1ULL << count) - 1;
}

Ruleset everything(int version) { return {file_rights(version), version >= 4 ? 3ULL : 0, version >= 6 ? 3ULL : 0}; }

// An older kernel refuses a structure that is longer than its own.
std::size_t size_known(int version) {
  if (version >= 6) return sizeof(Ruleset);
  return version >= 4 ? offsetof(Ruleset, scoped) : offsetof(Ruleset, network);
}

bool allow(int ruleset, const std::string& folder, __u64 rights) {
  const Descriptor parent(::open(folder.c_str(), O_PATH | O_CLOEXEC));
  if (!parent.is_open()) return errno == ENOENT;
  struct stat facts{};
  if (::fstat(parent.number(), &facts) != 0) return false;
  // The kernel refuses rights on a file that only folders can have.
  const PathBeneath rule{S_ISDIR(facts.st_mode) ? rights : rights & of_files, parent.number()};
  return ::syscall(add_rule_call, ruleset, rule_path_beneath, &rule, 0) == 0;
}

}  // namespace

int landlock_version() {
  const long version = ::syscall(create_ruleset_call, nullptr, 0, ask_version);
  return version > 0 ? static_cast<int>(version) : 0;
}

bool enter_landlock(const std::vector<std::string>& readable_folders) {
  return enter_landlock(Grants{readable_folders, {}, {}});
}

bool enter_landlock(const Grants& grants) {
  const int version = landlock_version();
  if (version == 0) return false;
  const Ruleset rights = everything(version);
  const Descriptor ruleset(static_cast<int>(::syscall(create_ruleset_call, &rights, size_known(version), 0)));
  if (!ruleset.is_open()) return false;
  const auto allow_all = [&](const std::vector<std::string>& folders, __u64 granted) {
    return std::all_of(folders.begin(), folders.end(), [&](const std::string& folder) {
      return allow(ruleset.number(), folder, granted & rights.files);
    });
  };
  if (!allow_all(grants.readable, reading) || !allow_all(grants.runnable, reading | execute) ||
      !allow_all(grants.writable, writing))
    return false;
  return ::syscall(restrict_self_call, ruleset.number(), 0) == 0;
}

}  // namespace tsuke::jail
