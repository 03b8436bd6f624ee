// A program that a test starts, and that ends with the test.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::tests {

class Child {
 public:
  // Starts argv[0] (looked up on PATH) in a process group of its own; its errors go to the file, appended. Start it
  // from a thread that lives as long as the child should.
  static Result<Child> start(const std::vector<std::string>& argv, const std::string& error_file,
                             const std::vector<std::string>& environment = {});
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  ~Child();  // end()

  pid_t pid() const { return pid_; }
  // The next whole line of its output, without its end. Fails with unavailable at the output's end, or when none comes
  // in time.
  Result<std::string> next_line(Duration patience);
  // SIGKILL to this process alone, as a crash is; waits until it is gone.
  void kill();
  // SIGTERM to its group, SIGKILL after some seconds; its exit status, or 128 + signal.
  int end();
  // Its exit status, or 128 + signal, once it has ended by itself. Kills it when the patience is over.
  int wait(Duration patience);

 private:
  Child(pid_t pid, int output) : pid_(pid), output_(output) {}
  bool ends_within(Duration patience) const;
  int reap();

  pid_t pid_ = -1;
  int output_ = -1;
  std::string buffer_;
};

struct Outcome {
  int status = 0;
  std::string output;  // and errors
};
// Runs a program to its end.
Outcome run(const std::vector<std::string>& argv, Duration patience = seconds(60),
            const std::vector<std::string>& environment = {});

// A folder of its own below the system's folder for such, gone with this object.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::string read_file(const std::string& path);
void write_file(const std::string& path, std::string_view text);

}  // namespace tsuke::tests
