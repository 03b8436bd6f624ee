// A purpose's printer for release at once: its checks and its columns.
#pragma once

#include "platform/store/store.h"
#include "registry/purposes.h"

namespace tsuke::registry {

// Fails with malformed ("bad-at-once": a cap out of range), not_found ("no-such-printer": it does not exist, or is kept
// for others).
Result<void> check_at_once(store::Reader& in, PersonId person, const std::optional<AtOnce>& at_once);

// printer, jobs, amount, currency: four columns in a row, as the purpose has them.
struct AtOnceColumns {
  store::Value printer, jobs_per_day, amount_per_day, currency;
};
AtOnceColumns columns_of(const std::optional<AtOnce>& at_once);
std::optional<AtOnce> at_once_from_row(const store::Row& row, int first);

}  // namespace tsuke::registry
