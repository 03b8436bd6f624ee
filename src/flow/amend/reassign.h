// A captured charge moves to another of the person's purposes, and so to another payer (付け替え): reversed on the old
// payer, posted again on the new one. Provider and operator are not touched. How: docs/decisions/0018.
#pragma once

#include <variant>
#include <vector>

#include "flow/job.h"
#include "rules/permit.h"

namespace tsuke::flow {

using ReassignmentId = Id<struct ReassignmentTag>;
using ReassignRequestId = Id<struct ReassignRequestTag>;

// Why, in one word: all that the old payer learns of the reason.
inline constexpr std::string_view reassign_categories[] = {"wrong-purpose", "not-for-this-payer", "agreed", "other"};

struct ReassignWish {
  JobId job;
  PurposeId to;
  std::string category;
  std::string reason;  // 1 to 200 characters, for the person and the new payer
};

// What happened; never changed.
struct Reassignment {
  ReassignmentId id;
  JobId job;
  int position = 1;  // per job
  registry::Payer from, to;
  std::string from_name, to_name;
  PurposeId from_purpose, to_purpose;
  std::string from_purpose_name, to_purpose_name;
  Money amount;        // what the charge was worth when it moved
  PaymentId paid_by;   // the old payer had paid it with this, and got a credit
  PaymentId restores;  // the new payer had paid it with this before, and gives its credit back
  std::string category, reason;
  PersonId asked_by, decided_by;  // decided_by: who accepted for the new payer, if that was asked
  std::string asked_by_name, decided_by_name;
  Instant at{};
};

enum class ReassignState { open, accepted, refused, withdrawn, expired };
std::string_view to_string(ReassignState state);

// Waits for somebody who may accept for the new payer.
struct ReassignRequest {
  ReassignRequestId id;
  JobId job;
  registry::Payer from, to;
  std::string to_name;
  PurposeId to_purpose;
  std::string to_purpose_name;
  Money amount;
  std::string category, reason;
  PersonId asked_by;
  std::string asked_by_name;
  Instant asked_at{}, expires_at{};
  ReassignState state = ReassignState::open;
  std::string note;  // of who decided
  // Of the print, for who decides:
  std::string printer_name, site_name;
  Instant released_at{};
};

struct NotMovable {
  rules::Decision decision;  // of the new payer: why it does not take the charge
};
using ReassignOutcome = std::variant<Reassignment, ReassignRequest, NotMovable>;

// By the job's person. Moves at once, or asks the new payer, or says why the new payer does not take it.
// Promise: the row, the postings and the charge's new payer are on the disk together, or none is.
// Fails: not_found (job, purpose), conflict ("not-charged", "same-payer", "currency-differs", "reassign-too-late",
//   "reassign-never", "reassign-waiting": another request is open), malformed ("bad-reason").
Result<ReassignOutcome> reassign(store::Transaction& in, PersonId person, const ReassignWish& wish, Instant now);

// By an accountant or admin of the new payer. Accepting decides anew whether the payer can take it. Fails: not_found
// (also for others), conflict ("request-not-open", "purpose-changed": the purpose has another payer now).
Result<ReassignOutcome> accept_reassignment(store::Transaction& in, ReassignRequestId id, PersonId by, Instant now);
Result<void> refuse_reassignment(store::Transaction& in, ReassignRequestId id, PersonId by, const std::string& note,
                                 Instant now);
// By who asked.
Result<void> withdraw_reassignment(store::Transaction& in, ReassignRequestId id, PersonId by, Instant now);
// Ends requests that nobody answered in time. Returns how many.
Result<int> expire_reassignments(store::Transaction& in, Instant now);

// Readers. Lists newest first; `before` is the last id of the page before.
Result<ReassignRequest> reassign_request(store::Reader& in, ReassignRequestId id);  // not_found
Result<std::vector<ReassignRequest>> reassign_requests_of_person(store::Reader& in, PersonId person, int limit);
Result<std::vector<ReassignRequest>> reassign_requests_to(store::Reader& in, const registry::Payer& payer, int limit);
// Of one job, the first first: the person's to see.
Result<std::vector<Reassignment>> reassignments_of(store::Reader& in, JobId job);
// Those from or to this payer. Each payer may see its own part only.
Result<std::vector<Reassignment>> reassignments_of_payer(store::Reader& in, const registry::Payer& payer,
                                                         ReassignmentId before, int limit);

}  // namespace tsuke::flow
