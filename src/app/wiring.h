// Makes the flow flow: committed events wake the stages that have work now, and a timer wakes those that wait for time
// to pass. At start every stage is woken once, so that whatever a crash left lying goes on from its rows.
#pragma once

#include <memory>
#include <string>

#include "base/thread_pool.h"
#include "base/time.h"
#include "platform/convert/convert.h"
#include "platform/store/store.h"
#include "platform/vault/vault.h"

namespace tsuke::app {

class Wiring {
 public:
  // The tools' own program is started as `program pages-worker`, too, to count pages.
  Wiring(store::Store& store, vault::Vault& vault, const Clock& clock, convert::Tools tools);
  ~Wiring();

  // Finishes the work in hand and starts none any more; hear() and wake_all() then do nothing.
  void close();

  // From any thread: after a commit, and at start.
  void hear(const std::vector<store::Event>& events);
  void wake_all();
  // What time ends: leases, patience, hold times. Called every second or so.
  void tick();

 private:
  struct Stages;
  std::unique_ptr<Stages> stages_;
};

}  // namespace tsuke::app
