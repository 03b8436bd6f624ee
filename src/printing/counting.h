// Whether a printer counts what comes out: only what is counted can be charged.
#pragma once

#include <string>

#include "base/result.h"

namespace tsuke::printing {

struct Counting {
  bool has_jobs = false;  // else nothing is known: attributes of jobs show only on jobs
  bool impressions = false, sheets = false;

  friend bool operator==(const Counting&, const Counting&) = default;
};

// Read off the jobs that the printer remembers. Fails as asking a printer does.
Result<Counting> counting(const std::string& ipp_uri);

}  // namespace tsuke::printing
