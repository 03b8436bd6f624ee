#include "platform/jail/process.h"

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

#include "base/log.h"
#include "base/system_error.h"
#include "platform/jail/jail.h"

namespace tsuke::jail {

namespace {

Error not_started(int problem) {
  return {Reason::unavailable, "worker-not-started",
          "The document could not be examined (" + std::string(system_message(problem)) + "). Try again later."};
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
  int spawn(pid_t& child, const Plan& plan) {
    std::vector<char*> arguments{const_cast<char*>(plan.program.c_str())};
    for (const std::string& argument : plan.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    std::string unjailed = jail::unjailed_variable + std::string("=yes");
    char* const environment[] = {unjailed_allowed() ? unjailed.data() : nullptr, nullptr};
    return ::posix_spawn(&child, plan.program.c_str(), &files_, &attributes_, arguments.data(), environment);
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

}  // namespace

ResourceLimit cpu_limit(Duration cpu_time) {
  return {RLIMIT_CPU, static_cast<rlim_t>((cpu_time.micros + 999'999) / 1'000'000)};
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Result<std::unique_ptr<Process>> Process::start(const Plan& plan, const Descriptor& input) {
  const Duration deadline{monotonic_now().micros + plan.wall_time.micros};
  if (unjailed_allowed()) log::warning("worker-may-run-unjailed", {{"program", plan.program}});
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return not_started(errno);
  Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);

  pid_t child = 0;
  const int problem = SpawnPlan(input.number(), write_end.number()).spawn(child, plan);
  if (problem != 0) return not_started(problem);
  write_end = Descriptor();  // ours: the pipe ends when the child's does

  std::unique_ptr<Process> process(new Process(child, std::move(read_end), deadline, plan.silence));
  if (!process->handle_.is_open()) return not_started(errno);
  for (const ResourceLimit& limit : plan.limits) {
    const struct rlimit value{limit.most, limit.most};
    ::prlimit(child, limit.resource, &value, nullptr);  // may have ended already
  }
  return process;
}

Process::Process(pid_t process, Descriptor output, Duration deadline, Duration silence)
    : process_(process),
      handle_(static_cast<int>(::syscall(SYS_pidfd_open, process, 0))),
      output_(std::move(output)),
      deadline_(deadline),
      silence_(silence) {}

Process::~Process() {
  if (process_ <= 0) return;
  ::kill(-process_, SIGKILL);
  collect();
}

// False when the time comes first.
bool Process::wait_for(int descriptor, Duration until) {
  for (;;) {
    const std::int64_t left_ms = (until - monotonic_now()).micros / 1000;
    if (left_ms <= 0) return false;
    pollfd watched{descriptor, POLLIN, 0};
    const int ready = ::poll(&watched, 1, static_cast<int>(std::min<std::int64_t>(left_ms, 60'000)));
    if (ready < 0 && errno != EINTR) return false;
    if (ready > 0) return true;
  }
}

bool Process::wait_for_output() {
  const Duration patience{silence_.micros > 0 ? monotonic_now().micros + silence_.micros : deadline_.micros};
  if (wait_for(output_.number(), std::min(patience, deadline_))) return true;
  deadline_ = std::min(patience, deadline_);  // given up: end() does not wait any longer
  return false;
}

std::size_t Process::read(std::span<char> into) {
  while (output_.is_open() && wait_for_output()) {
    const ssize_t got = ::read(output_.number(), into.data(), into.size());
    if (got > 0) return static_cast<std::size_t>(got);
    if (got == 0 || errno != EINTR) output_ = Descriptor();
  }
  return 0;
}

Ended Process::end() {
  Ended ended;
  output_ = Descriptor();
  ended.in_time = wait_for(handle_.number(), deadline_);
  // With all that it has started. Its own end, if it has come, stays what it was: nobody has collected it yet.
  ::kill(-process_, SIGKILL);
  const int status = collect();
  if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal_number = WTERMSIG(status);
  return ended;
}

int Process::collect() {
  int status = 0;
  pid_t collected;
  do { collected = ::waitpid(process_, &status, 0); } while (collected < 0 && errno == EINTR);
  process_ = -1;
  return status;
}

Result<Ended> run(const Plan& plan, const Descriptor& input, std::size_t output_bytes_max) {
  const std::unique_ptr<Process> process = TRY(Process::start(plan, input));
  std::string output;
  char piece[64 << 10];
  while (const std::size_t got = process->read(piece)) {
    output.append(piece, got);
    if (output.size() > output_bytes_max) return Ended{std::move(output), false, -1, SIGKILL};
  }
  Ended ended = process->end();
  ended.output = std::move(output);
  return ended;  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): it loses sight of the pointer in the Result
}

}  // namespace tsuke::jail
