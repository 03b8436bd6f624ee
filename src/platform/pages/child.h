// Runs a program with one input file to its end, or to a deadline.
#pragma once

#include <sys/resource.h>

#include <span>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::pages {

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

struct Ended {
  std::string output;
  bool in_time = true;    // false: it was killed at the deadline, or for an answer that would not end
  int exit_code = -1;     // -1 when a signal ended it
  int signal_number = 0;  // 0 when it exited
};

struct ResourceLimit {
  __rlimit_resource resource;
  rlim_t most;
};

// Starts `program argument` with the input as standard input, an empty environment, a process group of its own and no
// other open file, and waits for its end. It never outlives this call, and no zombie stays.
// Fails with unavailable ("worker-not-started") when it cannot be started.
Result<Ended> run_child(const std::string& program, const std::string& argument, const Descriptor& input,
                        std::span<const ResourceLimit> limits, Duration wall_time);

}  // namespace tsuke::pages
