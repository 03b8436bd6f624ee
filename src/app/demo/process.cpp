#include "app/demo/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/system_error.h"

namespace tsuke::app {

namespace {

constexpr int patience_ms = 2000;

// Between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* argv, const char* output_file, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  const int null = open("/dev/null", O_RDONLY);
  const int output = open(output_file, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (null < 0 || output < 0) _exit(127);
  dup2(null, 0);
  dup2(output, 1);
  dup2(output, 2);
  close_range(3, ~0U, 0);
  execvp(argv[0], argv);
  _exit(127);
}

int status_of(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

// True when the process has ended within the time.
bool ends_within(pid_t pid, int milliseconds) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (handle < 0) return true;
  pollfd ended{handle, POLLIN, 0};
  const bool done = poll(&ended, 1, milliseconds) > 0;
  close(handle);
  return done;
}

}  // namespace

Result<Process> Process::start(const std::vector<std::string>& argv, const std::string& output_file) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0)
    return Error{Reason::unavailable, "no-process", argv[0] + " cannot be started: " + system_message(errno)};
  if (pid == 0) become(words.data(), output_file.c_str(), parent);
  return Process(pid);
}

Process::Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    end();
    pid_ = std::exchange(other.pid_, -1);
  }
  return *this;
}

Process::~Process() { end(); }

bool Process::running() {
  if (pid_ < 0) return false;
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

void Process::ask_to_end() {
  // Its own group, so that a printer's command ends with the printer.
  if (running()) kill(-pid_, SIGTERM);
}

void Process::end() {
  if (pid_ < 0) return;
  if (running()) {
    ask_to_end();
    if (!ends_within(pid_, patience_ms)) kill(-pid_, SIGKILL);
  }
  wait();
}

int Process::wait() {
  if (pid_ < 0) return 0;
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
  pid_ = -1;
  return status_of(status);
}

}  // namespace tsuke::app
