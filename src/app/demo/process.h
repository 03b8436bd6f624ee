// A child process that dies with its parent.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace tsuke::app {

class Process {
 public:
  // Starts argv[0] (looked up on PATH) in a process group of its own, output appended to the file. Start it from a
  // thread that lives as long as the child should: the kernel ends the child with that thread.
  static Result<Process> start(const std::vector<std::string>& argv, const std::string& output_file);
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();  // end()

  pid_t pid() const { return pid_; }
  bool running();
  // Asks it to end; waits for nothing.
  void ask_to_end();
  // Asks it to end, waits two seconds for that, then makes it.
  void end();
  // Waits for it; its exit status, or 128 + signal.
  int wait();

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  pid_t pid_ = -1;
};

}  // namespace tsuke::app
