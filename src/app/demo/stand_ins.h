// The demo's printers and agents: real programs, one pair for each place.
#pragma once

#include <string>
#include <vector>

#include "app/demo/process.h"
#include "app/demo/world.h"

namespace tsuke::app {

struct StandIn {
  std::string name;
  std::string spool_folder;  // steers the stand-in printer: see its script
  std::string printer_uri;
  std::string device_user;  // what its agent got when it enrolled
  std::string device_password;
  pid_t agent_pid = -1;
};

class StandIns {
 public:
  // Starts one stand-in printer for each of the world's printers, waits until it answers, and starts its agent against
  // the server at this port, enrolling it first when it has not. Fails with unavailable, naming the program that did
  // not start.
  static Result<StandIns> start(const World& world, const std::string& folder, const std::string& program,
                                int server_port);

  StandIns() = default;
  StandIns(StandIns&&) = default;
  StandIns& operator=(StandIns&&) = default;
  ~StandIns();  // asks all to end, then waits

  const std::vector<StandIn>& all() const { return all_; }
  const StandIn& named(std::string_view name) const;
  // The next job at this printer jams after so many impressions.
  Result<void> jam_next(std::string_view name, int after_impressions) const;

 private:
  std::vector<StandIn> all_;
  std::vector<Process> processes_;  // agents after their printers: ended in reverse
};

}  // namespace tsuke::app
