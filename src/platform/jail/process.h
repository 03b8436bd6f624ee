// Runs a program with one input file, reading what it writes, to its end or to a deadline.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::jail {

// Closes its descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

struct ResourceLimit {
  __rlimit_resource resource;
  rlim_t most;
};

// So many seconds, rounded up.
ResourceLimit cpu_limit(Duration cpu_time);
// When somebody waits for a worker that may compute so long: others may keep the processor from it for five times that,
// or whoever keeps the machine busy could have sound documents refused.
inline Duration patience_for(Duration cpu_time) { return {cpu_time.micros * 6}; }

// `program argument argument …`, for so long.
struct Plan {
  std::string program;
  std::vector<std::string> arguments;
  std::vector<ResourceLimit> limits;
  Duration wall_time;
  Duration silence = {};  // how long a read may wait for the next output; none: until wall_time is over
};

struct Ended {
  std::string output;     // of run() only
  bool in_time = true;    // false: killed at the deadline, for silence, or for an answer that would not end
  int exit_code = -1;     // -1 when a signal ended it
  int signal_number = 0;  // 0 when it exited
};

// A started program: it has the input as its standard input, an empty environment (but for jail.h's unjailed_variable,
// where that is set: each start is a warning in the log then), a process group of its own and no other open file. It
// never outlives this object, and no zombie stays.
class Process {
 public:
  // Fails with unavailable ("worker-not-started") when it cannot be started.
  static Result<std::unique_ptr<Process>> start(const Plan& plan, const Descriptor& input);
  ~Process();
  Process(const Process&) = delete;

  // Waits for output. 0 when there will be no more: the program has closed it or ended, it was silent for too long, or
  // the deadline has come.
  std::size_t read(std::span<char> into);
  // Waits for the end of the program until the deadline, and kills it then. What it still writes is lost.
  Ended end();

 private:
  Process(pid_t process, Descriptor output, Duration deadline, Duration silence);
  bool wait_for(int descriptor, Duration until);
  bool wait_for_output();
  int collect();

  pid_t process_;
  Descriptor handle_;
  Descriptor output_;
  Duration deadline_;
  Duration silence_;
};

// Start, read all, end. An output of more than output_bytes_max is an answer that would not end.
Result<Ended> run(const Plan& plan, const Descriptor& input, std::size_t output_bytes_max = 16 << 20);

}  // namespace tsuke::jail
