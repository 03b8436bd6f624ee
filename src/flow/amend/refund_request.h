// A person asks for money back. Small requests of those who ask seldom are granted at once; others wait for the
// provider's admin, and for the operator when the provider does not answer.
#pragma once

#include <optional>
#include <vector>

#include "flow/amend/refund.h"
#include "platform/vault/vault.h"

namespace tsuke::flow {

struct RefundWish {
  JobId job;
  std::string cause;                 // one of refund_causes
  std::string words;                 // what happened, at most 200 characters; needed for "other"
  std::optional<Quantity> quantity;  // none: the whole job
};

enum class RefundState { open, escalated, granted, refused, withdrawn };
std::string_view to_string(RefundState state);

struct RefundRequest {
  RefundRequestId id;
  JobId job;
  ProviderId provider;
  PrinterId printer;
  std::string cause, words;
  vault::Location photo;     // empty: none
  std::string photo_format;  // "image/jpeg", "image/png"
  Quantity quantity;
  Money amount;  // what the payer would get back
  PersonId asked_by;
  Instant asked_at{}, expires_at{};
  RefundState state = RefundState::open;
  PersonId decided_by;  // none: nobody yet, or by rule
  Instant decided_at{};
  std::string note;
  // Of the print:
  std::string printer_name, site_name;
  Instant released_at{};
};

// How often refunds are asked for: 100 × requests of the last 90 days (withdrawn ones left out) / prints charged in
// them, rounded down, and never less than ten prints: the first requests of a newcomer are no pattern.
inline constexpr Duration abuse_period = hours(std::int64_t{90} * 24);
inline constexpr std::int64_t abuse_prints_least = 10;
Result<std::int64_t> abuse_score_of_person(store::Reader& in, PersonId person, Instant now);
Result<std::int64_t> abuse_score_of_printer(store::Reader& in, PrinterId printer, Instant now);

// By the job's person. Granted at once when the amount is at most refund-automatic-minor and neither score is above its
// percent; else the provider is asked. Fails: not_found, conflict ("not-charged", "refund-too-late", "refund-waiting"),
// malformed ("bad-cause", "bad-words", "bad-quantity").
Result<RefundRequest> ask_refund(store::Transaction& in, PersonId person, const RefundWish& wish, Instant now);

// A photo of bad quality, by who asked, while the request waits; one for each request. Fails: not_found, conflict
// ("request-not-open", "photo-there", "photo-not-wanted": the cause is another).
inline constexpr std::int64_t photo_bytes_max = 5 << 20;
struct Photo {
  vault::Location location;
  std::string format;
};
Result<RefundRequest> attach_photo(store::Transaction& in, RefundRequestId id, PersonId person, const Photo& photo,
                                   Instant now);

// The provider's admin decides what is open, the operator also what was escalated. Fails: not_found (also for others),
// conflict ("request-not-open"), malformed ("bad-words").
struct Deciding {
  PersonId by;
  bool is_operator = false;
};
Result<RefundRequest> decide_refund(store::Transaction& in, RefundRequestId id, const Deciding& deciding, bool grant,
                                    const std::string& note, Instant now);
Result<void> withdraw_refund(store::Transaction& in, RefundRequestId id, PersonId by, Instant now);
// Hands requests that the provider did not answer in time to the operator. Returns how many.
Result<int> escalate_refunds(store::Transaction& in, Instant now);

// Who may see the request, and its photo: its person, the provider's admin, the operator. Others get not_found.
Result<RefundRequest> refund_request_for(store::Reader& in, RefundRequestId id, const Deciding& who);
// Newest first.
Result<std::vector<RefundRequest>> refund_requests_of_person(store::Reader& in, PersonId person, int limit);
Result<std::vector<RefundRequest>> refund_requests_of_provider(store::Reader& in, ProviderId provider, int limit);
Result<std::vector<RefundRequest>> refund_requests_waiting(store::Reader& in, int limit);

// Photos of requests decided 30 days ago or longer: to be destroyed, and then said to be gone.
inline constexpr Duration photo_kept = hours(std::int64_t{30} * 24);
struct OldPhoto {
  RefundRequestId request;
  vault::Location location;
};
Result<std::vector<OldPhoto>> photos_to_shred(store::Reader& in, Instant now, int limit);
Result<std::vector<vault::Location>> live_photos(store::Reader& in);
Result<void> photo_shredded(store::Transaction& in, RefundRequestId request);

}  // namespace tsuke::flow
