// For properties of whatever posts.
#pragma once

#include <rapidcheck.h>

#include "books/verify/verify.h"

namespace tsuke::books {

// Fails the case, and logs each fault that it found.
inline void assert_clean_books(store::Store& store) {
  const auto found = store.read<Report>([](store::Reader& in) { return verify(in); });
  RC_ASSERT(found.ok());
  for (const Fault& fault : found.value().faults)
    RC_LOG() << fault.code << " " << fault.row << ": " << fault.what << "\n";
  RC_ASSERT(found.value().clean());
}

}  // namespace tsuke::books
