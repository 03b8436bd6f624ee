// A print server of the test's own: CUPS in a folder of its own, on a socket of its own; the machine's CUPS is not
// touched.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/child.h"

namespace tsuke::tests {

class PrivateCups {
 public:
  // Starts cupsd and waits until it answers. Fails with unavailable.
  static Result<std::unique_ptr<PrivateCups>> start();

  // A CUPS command against this server: {"lpadmin", "-p", …}.
  Outcome command(const std::vector<std::string>& argv) const;
  // Waits until the queue has no job left to do; what was said last otherwise.
  Result<void> wait_until_done(const std::string& queue) const;
  // Waits until cupsd has asked the printer what it can do: it does so in the background after lpadmin has ended, and
  // takes jobs meanwhile that it then cannot convert. Fails with unavailable.
  Result<void> wait_until_known(const std::string& queue) const;
  std::string log() const { return read_file(folder_ / "error_log"); }

 private:
  PrivateCups() = default;
  Result<void> begin();

  Scratch folder_;
  std::unique_ptr<Child> daemon_;
};

}  // namespace tsuke::tests
