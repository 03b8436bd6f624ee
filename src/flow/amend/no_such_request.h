// What a request to move or to give back answers to whom it does not concern, and for an id that is none.
#pragma once

#include "base/result.h"

namespace tsuke::flow {

inline Error no_such_request() {
  return {Reason::not_found, "request-not-found", "there is no such request; look at the list"};
}

}  // namespace tsuke::flow
