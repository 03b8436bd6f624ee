// Jobs that the payer's budget has no room for, and that their person would rather pay for than not print.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::flow {

// Whether the person has said of the purpose that such jobs may fall to themselves. Each release is asked for once
// more.
Result<bool> pays_overflow(store::Reader& in, PurposeId purpose);
// The caller has seen that the purpose is the person's own.
Result<void> set_pays_overflow(store::Transaction& in, PurposeId purpose, bool pays);

}  // namespace tsuke::flow
