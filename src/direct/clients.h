// The connections to printers: each goes only where it may, and all can be ended at once.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "platform/ipp/client.h"
#include "platform/reach/reach.h"
#include "printing/sides.h"

namespace tsuke::direct {

class Clients {
 public:
  explicit Clients(reach::Reach reach) : reach_(std::move(reach)) {}

  // A printer at an address that a user of the service gave. Does not connect yet; each connection first asks whether
  // all addresses of its host are allowed. Must not outlive this. Fails with malformed ("bad-uri"), unavailable
  // ("cancelled").
  Result<std::unique_ptr<printing::Device>> device(const std::string& uri, Duration timeout);
  // From any thread: ends every call that waits, and every later one.
  void cancel();

 private:
  class Kept;

  reach::Reach reach_;
  std::mutex mutex_;
  std::set<ipp::Client*> open_;
  bool cancelled_ = false;
};

}  // namespace tsuke::direct
