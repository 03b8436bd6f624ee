// What those concerned are told when a charge is put right: rows that the web app lists, each announced by a "notice"
// event. A notice says nothing of another payer: no name, no purpose.
#pragma once

#include <string>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

using NoticeId = Id<struct NoticeTag>;

struct Notice {
  NoticeId id;
  std::string kind;  // "charge-left", "charge-came", "reassignment-asked", "refund-granted", …
  JobId job;
  Money amount;
  std::string category;  // of the reason: "wrong-purpose"; of a refund, its cause
  Instant at{};
  // Of the charge, as every payer of it may know it:
  std::string person_name;
  std::string printer_name;
  std::string site_name;
  Instant released_at{};
};

// The audience as in job.h: audience(payer), audience(person), audience(provider).
Result<void> notify(store::Transaction& in, const std::string& audience, std::string_view kind, const Charge& charge,
                    Money amount, std::string_view category, Instant now);
// Newest first; `before` is the last id of the page before (none: from the newest).
Result<std::vector<Notice>> notices(store::Reader& in, const std::string& audience, NoticeId before, int limit);

// Tells a person, a payer or a provider that a charge changed: the "charge" event, with the job and this word.
void announce_charge(store::Transaction& in, const std::string& audience, const Charge& charge, std::string_view state);

}  // namespace tsuke::flow
