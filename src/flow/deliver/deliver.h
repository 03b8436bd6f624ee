// Fourth stage: the device takes its job. Every call names the printer whose credential was shown; another printer's
// attempt is not_found. Numbers are those of the device's queue.
#pragma once

#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

inline constexpr Duration fetch_lease = seconds(30);  // from Fetch-Job to Acknowledge-Job

Result<std::vector<Attempt>> fetchable(store::Reader& in, PrinterId printer);
Result<std::vector<Attempt>> active_attempts(store::Reader& in, PrinterId printer);  // all that have not ended
// The newest first, ended ones too.
Result<std::vector<Attempt>> attempts_at(store::Reader& in, PrinterId printer, int limit);

// `device` is the output-device-uuid of the program that asks: several may share one queue and its credential, and only
// the one that fetched a job is heard of it afterwards (not_permitted, "other-device"). Empty: it does not say.
//
// Takes it under a lease. Fails with conflict ("not-fetchable") when it is taken, ended or cancelled: the winner is
// fixed here, and a device that lost the answer waits until its lease has run out, so that no two programs print one
// job.
Result<Attempt> fetch(store::Transaction& in, PrinterId printer, std::int32_t device_number, Instant now,
                      std::string_view device = {});
// Turns the lease into an assignment: the job is printing. Repeating it is fine; not-fetchable after the lease ran out
// and the attempt was withdrawn.
Result<Attempt> acknowledge(store::Transaction& in, PrinterId printer, std::int32_t device_number, Instant now,
                            std::string_view device = {});
// The document of a fetched or printing attempt. Fails with conflict ("not-fetched") before Fetch-Job and after the
// end.
Result<Job> document_for(store::Reader& in, PrinterId printer, std::int32_t device_number,
                         std::string_view device = {});

// Gives up what devices left lying: leases run out (fetchable again), attempts nobody fetched (ended as not-fetched),
// printers that fell silent in print (ended as lost). Returns how many it touched.
Result<int> expire_attempts(store::Transaction& in, Instant now);

}  // namespace tsuke::flow
