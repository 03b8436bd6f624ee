// What a document that took over its worker would try. Each attempt is seen to succeed outside, so that it means
// something when it is seen to fail inside.
#include "platform/jail/jail.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "base/sanitized.h"
#include "platform/jail/landlock.h"

namespace tsuke::jail {
namespace {

constexpr int succeeded = 0, denied = 1, failed_otherwise = 2, no_jail = 3;

// An attempt answers as system calls do: below zero with errno.
using Attempt = std::function<long()>;
using Lock = std::function<bool()>;

int in_child(const Lock& lock, const Attempt& attempt) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!lock()) ::_exit(no_jail);
    if (attempt() >= 0) ::_exit(succeeded);
    ::_exit(errno == EPERM || errno == EACCES ? denied : failed_otherwise);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool unlocked() { return true; }
bool without_files() { return enter({}); }
bool with_folder(const std::string& folder) { return enter({.readable_folders = {folder}}); }

long open_path(const std::string& path, int flags) { return ::open(path.c_str(), flags | O_CLOEXEC, 0600); }

long fork_and_end() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  return child;
}

long run_a_program() {
  char* const arguments[] = {const_cast<char*>("true"), nullptr};
  return ::execve("/bin/true", arguments, arguments);
}

class Folder {
 public:
  Folder() : path_(::testing::TempDir() + "tsuke-jail-" + std::to_string(::getpid())) {
    std::filesystem::create_directories(path_ + "/below");
    std::ofstream(path_ + "/below/font") << "letters";
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string path(const std::string& name = "") const { return path_ + name; }

 private:
  const std::string path_;
};

struct Named {
  const char* name;
  Attempt attempt;
};

std::vector<Named> attempts_to_get_out(const Folder& folder) {
  const auto path = [&](const char* name) { return folder.path(name); };
  return {
      {"a socket of the internet", [] { return ::socket(AF_INET, SOCK_STREAM, 0); }},
      {"a socket of this machine", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0); }},
      {"a new process", fork_and_end},
      {"another program", run_a_program},
      {"tracing", [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); }},
      {"a signal to the parent", [] { return ::kill(::getppid(), 0); }},
      {"reading a file of the system", [] { return open_path("/etc/passwd", O_RDONLY); }},
      {"reading its own process", [] { return open_path("/proc/self/status", O_RDONLY); }},
      {"listing processes", [] { return open_path("/proc", O_RDONLY | O_DIRECTORY); }},
      {"reading the memory of a process", [] { return open_path("/proc/self/mem", O_RDWR); }},
      {"a new file", [=] { return open_path(path("/new"), O_WRONLY | O_CREAT); }},
      {"writing to a file", [=] { return open_path(path("/below/font"), O_WRONLY); }},
      {"cutting a file", [=] { return ::truncate(path("/below/font").c_str(), 1); }},
      {"removing a file", [=] { return ::unlink(path("/below/font").c_str()); }},
      {"renaming a file", [=] { return ::rename(path("/below/font").c_str(), path("/font").c_str()); }},
      {"a new folder", [=] { return ::mkdir(path("/made").c_str(), 0700); }},
  };
}

void expect_each_denied(const Lock& lock) {
  for (std::size_t i = 0;; ++i) {
    const Folder folder;  // anew: outside, the attempts change it
    const auto attempts = attempts_to_get_out(folder);
    if (i == attempts.size()) return;
    EXPECT_EQ(in_child(unlocked, attempts[i].attempt), succeeded) << attempts[i].name << ", outside";
    const Folder again;
    EXPECT_EQ(in_child(lock, attempts[i].attempt), denied) << attempts[i].name;
  }
}

TEST(Jail, LeavesNoWayOut) { expect_each_denied(without_files); }

TEST(Jail, AReadableFolderIsNoWayOutEither) {
  const std::string below = Folder().path("/below");
  expect_each_denied([&] { return with_folder(below); });
}

TEST(Jail, NothingIsReadWithoutAFolder) {
  const Folder folder;
  EXPECT_EQ(in_child(without_files, [&] { return open_path(folder.path("/below/font"), O_RDONLY); }), denied);
  EXPECT_EQ(in_child(without_files, [&] { return open_path(folder.path(), O_RDONLY | O_DIRECTORY); }), denied);
}

long read_font(const std::string& path) {
  char letters[8];
  const int font = static_cast<int>(open_path(path, O_RDONLY));
  struct stat facts{};
  if (font < 0 || ::fstat(font, &facts) != 0) return -1;
  errno = 0;
  return ::pread(font, letters, sizeof letters, 0) == 7 ? 0 : -1;
}

TEST(Jail, AFolderIsReadWithAllBelowAndNothingBeside) {
  const Folder folder;
  const Lock lock = [&] { return with_folder(folder.path("/below")); };
  EXPECT_EQ(in_child(lock, [&] { return read_font(folder.path("/below/font")); }), succeeded);
  EXPECT_EQ(in_child(lock, [&] { return open_path(folder.path("/below"), O_RDONLY | O_DIRECTORY); }), succeeded);
  EXPECT_EQ(in_child(lock, [&] { return open_path(folder.path("/below/../other"), O_RDONLY | O_CREAT); }), denied);
  EXPECT_EQ(in_child(lock, [&] { return open_path(folder.path(), O_RDONLY | O_DIRECTORY); }), denied);
}

TEST(Jail, AFolderThatIsNotThereIsNoneToRead) {
  EXPECT_EQ(in_child([] { return with_folder("/nonexistent/fonts"); }, [] { return read_font("/etc/passwd"); }),
            denied);
}

TEST(Jail, LandlockHoldsByItself) {
  if (landlock_version() == 0) {
    EXPECT_FALSE(enter_landlock(std::vector<std::string>{})) << "a kernel without it";
    return;
  }
  const Lock lock = [] {
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && enter_landlock(std::vector<std::string>{});
  };
  const Folder folder;
  EXPECT_EQ(in_child(lock, [] { return open_path("/etc/passwd", O_RDONLY); }), denied);
  EXPECT_EQ(in_child(lock, [&] { return open_path(folder.path("/new"), O_WRONLY | O_CREAT); }), denied);
  EXPECT_EQ(in_child(lock, [&] { return ::unlink(folder.path("/below/font").c_str()); }), denied);
}

TEST(Jail, MemoryEnds) {
#if !defined(TSUKE_SANITIZED)
  const Lock small = [] { return enter({.memory_bytes = 64 << 20}); };
  const auto take = [](std::size_t bytes) -> Attempt {
    return [bytes] {
      void* const got = std::malloc(bytes);
      errno = EPERM;
      return got == nullptr ? -1 : 0;
    };
  };
  EXPECT_EQ(in_child(small, take(1 << 20)), succeeded);
  EXPECT_EQ(in_child(small, take(128 << 20)), denied);
#endif
}

TEST(Jail, OnlyTheOperatorsWordLetsAWorkerOutOfIt) {
  // A folder whose name no kernel takes stands for a system that cannot jail.
  const Lock impossible = [] { return with_folder("/" + std::string(5000, 'a')); };
  EXPECT_EQ(in_child(impossible, [] { return 0L; }), no_jail);
  ::setenv(unjailed_variable, "yes", 1);
  EXPECT_EQ(in_child(impossible, [] { return 0L; }), succeeded);
  EXPECT_EQ(in_child(impossible, [] { return ::socket(AF_INET, SOCK_STREAM, 0); }), denied)
      << "what can be had is kept";
  ::unsetenv(unjailed_variable);
}

}  // namespace
}  // namespace tsuke::jail
