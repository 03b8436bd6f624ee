// What printing without an agent works with.
#pragma once

#include <string>

#include "base/time.h"
#include "flow/deliver/document_stream.h"
#include "platform/store/store.h"
#include "platform/vault/vault.h"

namespace tsuke::direct {

struct Means {
  store::Store& store;
  vault::Vault& vault;
  const Clock& clock;
  flow::Programs programs;
  std::string uuid;  // the service's own: under this name it wins a fetch
};

}  // namespace tsuke::direct
