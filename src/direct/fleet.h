// Every printer that the service prints to by itself: watches each, prints what is released to it, and goes on after a
// restart with what was in hand.
//
// Threads: one that keeps the times; those that ask printers how they are, and those that print, only while they do, at
// most FleetOptions' many. A job that is being printed has a thread, which sleeps between two looks at the printer.
#pragma once

#include <memory>
#include <vector>

#include "direct/means.h"
#include "platform/reach/reach.h"
#include "printing/job_run.h"

namespace tsuke::direct {

struct FleetOptions {
  Duration idle_look = seconds(5);             // how often a printer is asked for its state
  Duration printing_look = milliseconds(500);  // while it prints
  Duration away_look = seconds(30);            // one that is not reached, at longest; the pause doubles up to this
  Duration silence = seconds(30);              // longest that a printer may take for an answer
  Duration farewell = seconds(10);             // how long stop() waits for what is being sent
  printing::JobOptions job;
  int lookers_max = 8;            // and as many again for printers that were not reached last time
  int jobs_max = 256;             // in print at once, of all printers together
  int jobs_of_a_printer_max = 2;  // the next one is there when the first is done
};

class Fleet {
 public:
  Fleet(store::Store& store, vault::Vault& vault, const Clock& clock, flow::Programs programs, reach::Reach reach,
        FleetOptions options = {});
  ~Fleet();  // stop()

  // Takes up what was in hand, then serves what the rows name. Fails with what the store fails with.
  Result<void> start();
  // From any thread, after each commit.
  void hear(const std::vector<store::Event>& events);
  // Begins nothing new, gives what is being sent some time to be sent whole, then breaks off; what still prints goes on
  // printing, and the next start follows it.
  void stop();

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace tsuke::direct
