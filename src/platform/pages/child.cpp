#include "platform/pages/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tsuke::pages {

namespace {

constexpr std::size_t output_bytes_max = 16 << 20;

Error not_started(int problem) {
  return {Reason::unavailable, "worker-not-started",
          "The document could not be examined (" + std::string(std::strerror(problem)) + "). Try again later."};
}

// Owns the lists that posix_spawn wants.
class SpawnPlan {
 public:
  SpawnPlan(int input, int output) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  int spawn(pid_t& child, const std::string& program, const std::string& argument) {
    char* const arguments[] = {const_cast<char*>(program.c_str()), const_cast<char*>(argument.c_str()), nullptr};
    char* const environment[] = {nullptr};
    return ::posix_spawn(&child, program.c_str(), &files_, &attributes_, arguments, environment);
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

// A started child: killed if need be, and always collected.
class Child {
 public:
  Child(pid_t process, Descriptor output)
      : process_(process),
        handle_(static_cast<int>(::syscall(SYS_pidfd_open, process, 0))),
        output_(std::move(output)) {}
  ~Child() {
    if (process_ > 0) kill_and_collect();
  }
  Child(const Child&) = delete;

  bool can_be_watched() const { return handle_.is_open(); }

  Ended wait_until(Duration deadline) {
    Ended ended;
    ended.in_time = follow(ended.output, deadline);
    const int status = ended.in_time ? collect() : kill_and_collect();
    if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ended.signal_number = WTERMSIG(status);
    return ended;
  }

 private:
  // Gathers the output until the child ends. False when the deadline comes first or the output does not end.
  bool follow(std::string& output, Duration deadline) {
    for (;;) {
      const std::int64_t left_ms = (deadline - monotonic_now()).micros / 1000;
      if (left_ms <= 0) return false;
      pollfd watched[] = {{handle_.number(), POLLIN, 0}, {output_.is_open() ? output_.number() : -1, POLLIN, 0}};
      const int ready = ::poll(watched, 2, static_cast<int>(std::min<std::int64_t>(left_ms, 60'000)));
      if (ready < 0 && errno != EINTR) return false;
      if (ready <= 0) continue;
      if (watched[1].revents != 0) drain(output);
      if (output.size() > output_bytes_max) return false;
      if (watched[0].revents == 0) continue;
      drain(output);
      return output.size() <= output_bytes_max;
    }
  }

  // Takes what is in the pipe now; it is empty for ever once the child has closed it.
  void drain(std::string& output) {
    char piece[64 << 10];
    while (output_.is_open() && output.size() <= output_bytes_max) {
      const ssize_t got = ::read(output_.number(), piece, sizeof piece);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) output_ = Descriptor();
      if (got > 0) output.append(piece, static_cast<std::size_t>(got));
    }
  }

  int collect() {
    int status = 0;
    pid_t collected;
    do { collected = ::waitpid(process_, &status, 0); } while (collected < 0 && errno == EINTR);
    process_ = -1;
    return status;
  }

  int kill_and_collect() {
    ::kill(process_, SIGKILL);
    return collect();
  }

  pid_t process_;
  Descriptor handle_;
  Descriptor output_;
};

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Result<Ended> run_child(const std::string& program, const std::string& argument, const Descriptor& input,
                        std::span<const ResourceLimit> limits, Duration wall_time) {
  const Duration deadline{monotonic_now().micros + wall_time.micros};
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return not_started(errno);
  Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  ::fcntl(read_end.number(), F_SETFL, O_NONBLOCK);

  pid_t process = 0;
  const int problem = SpawnPlan(input.number(), write_end.number()).spawn(process, program, argument);
  if (problem != 0) return not_started(problem);
  write_end = Descriptor();  // ours: the pipe ends when the child's does

  Child child(process, std::move(read_end));
  if (!child.can_be_watched()) return not_started(errno);
  for (const ResourceLimit& limit : limits) {
    const struct rlimit value{limit.most, limit.most};
    ::prlimit(process, limit.resource, &value, nullptr);  // may have ended already
  }
  return child.wait_until(deadline);
}

}  // namespace tsuke::pages
