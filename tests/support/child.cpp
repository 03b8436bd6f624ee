#include "support/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace tsuke::tests {

namespace {

// Between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* argv, char* const* environment, const char* error_file, int output,
                         pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  const int null = open("/dev/null", O_RDONLY);
  const int errors = open(error_file, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (null < 0 || errors < 0) _exit(127);
  dup2(null, 0);
  dup2(output, 1);
  dup2(errors, 2);
  close_range(3, ~0U, 0);
  execvpe(argv[0], argv, environment);
  _exit(127);
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> all;
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> whole_environment(const std::vector<std::string>& further) {
  std::vector<std::string> all = further;
  for (char** entry = environ; *entry; ++entry) {
    const std::string name = std::string(*entry).substr(0, std::string(*entry).find('='));
    bool replaced = false;
    for (const std::string& mine : further) replaced = replaced || mine.starts_with(name + "=");
    if (!replaced) all.emplace_back(*entry);
  }
  return all;
}

int status_of(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

}  // namespace

Result<Child> Child::start(const std::vector<std::string>& argv, const std::string& error_file,
                           const std::vector<std::string>& environment) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Error{Reason::unavailable, "no-pipe", "no pipe can be made"};
  const auto words = pointers_to(argv);
  const auto named = whole_environment(environment);
  const auto variables = pointers_to(named);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) become(words.data(), variables.data(), error_file.c_str(), ends[1], parent);
  close(ends[1]);
  if (pid > 0) return Child(pid, ends[0]);
  close(ends[0]);
  return Error{Reason::unavailable, "no-process", argv[0] + " cannot be started"};
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      output_(std::exchange(other.output_, -1)),
      buffer_(std::move(other.buffer_)) {}

Child& Child::operator=(Child&& other) noexcept {
  if (this == &other) return *this;
  end();
  pid_ = std::exchange(other.pid_, -1);
  output_ = std::exchange(other.output_, -1);
  buffer_ = std::move(other.buffer_);
  return *this;
}

Child::~Child() { end(); }

Result<std::string> Child::next_line(Duration patience) {
  const Duration deadline{monotonic_now().micros + patience.micros};
  for (;;) {
    if (const auto end = buffer_.find('\n'); end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    const Duration left = deadline - monotonic_now();
    pollfd readable{output_, POLLIN, 0};
    if (left <= seconds(0) || poll(&readable, 1, static_cast<int>(left.micros / 1000) + 1) <= 0)
      return Error{Reason::unavailable, "timeout", "the program says nothing"};
    char piece[4096];
    const auto count = read(output_, piece, sizeof piece);
    if (count <= 0) return Error{Reason::unavailable, "ended", "the program said all it had to say: " + buffer_};
    buffer_.append(piece, static_cast<std::size_t>(count));
  }
}

bool Child::ends_within(Duration patience) const {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (handle < 0) return true;
  pollfd ended{handle, POLLIN, 0};
  const bool done = poll(&ended, 1, static_cast<int>(patience.micros / 1000)) > 0;
  close(handle);
  return done;
}

int Child::reap() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
  pid_ = -1;
  if (output_ >= 0) close(std::exchange(output_, -1));
  return status_of(status);
}

void Child::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  reap();
}

int Child::end() {
  if (pid_ < 0) return 0;
  ::kill(-pid_, SIGTERM);
  if (!ends_within(seconds(15))) ::kill(-pid_, SIGKILL);
  return reap();
}

int Child::wait(Duration patience) {
  if (pid_ < 0) return 0;
  if (!ends_within(patience)) ::kill(-pid_, SIGKILL);
  return reap();
}

Outcome run(const std::vector<std::string>& argv, Duration patience, const std::vector<std::string>& environment) {
  const Scratch folder;
  auto started = Child::start(argv, folder / "errors", environment);
  if (!started.ok()) return {127, started.error().what};
  Outcome outcome;
  const Duration deadline{monotonic_now().micros + patience.micros};
  for (;;) {
    const auto line = started.value().next_line(deadline - monotonic_now());
    if (!line.ok()) break;
    outcome.output += line.value() + "\n";
  }
  outcome.status = started.value().wait(deadline - monotonic_now());
  outcome.output += read_file(folder / "errors");
  return outcome;
}

Scratch::Scratch() : path_((std::filesystem::temp_directory_path() / "tsuke-test.XXXXXX").string()) {
  if (!mkdtemp(path_.data())) std::abort();
}
Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::string& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
}

}  // namespace tsuke::tests
