// Reading requests for refunds, and how often they are made.
#include <algorithm>

#include "flow/amend/no_such_request.h"
#include "flow/amend/refund_request.h"
#include "registry/printers.h"

namespace tsuke::flow {

namespace {

using store::Query;

#define TSUKE_REFUND_REQUEST_SELECT                                                                         \
  "SELECT r.id, r.job_id, r.provider_id, r.printer_id, r.cause, r.words, r.photo, r.photo_format, "         \
  "r.monochrome_impressions, r.color_impressions, r.sheets, r.currency, r.amount, r.asked_by, r.asked_at, " \
  "r.expires_at, r.state, r.decided_by, r.decided_at, r.note, charge.printer_name, charge.site_name, "      \
  "charge.released_at FROM refund_request r JOIN charge ON charge.job_id = r.job_id "

constexpr Query request_by_id{"refund_request", TSUKE_REFUND_REQUEST_SELECT "WHERE r.id = $1"};
constexpr Query requests_by_person{"refund_requests_by_person",
                                   TSUKE_REFUND_REQUEST_SELECT "WHERE r.asked_by = $1 ORDER BY r.id DESC LIMIT $2"};
constexpr Query requests_by_provider{
    "refund_requests_by_provider", TSUKE_REFUND_REQUEST_SELECT "WHERE r.provider_id = $1 ORDER BY r.id DESC LIMIT $2"};
constexpr Query requests_waiting{"refund_requests_waiting", TSUKE_REFUND_REQUEST_SELECT
                                 "WHERE r.state IN ('open', 'escalated') ORDER BY r.id DESC LIMIT $1"};
constexpr Query score_of_person{"abuse_of_person", R"sql(
    SELECT (SELECT COUNT(*) FROM refund_request WHERE asked_by = $1 AND asked_at > $2 AND state <> 'withdrawn'),
           (SELECT COUNT(*) FROM charge WHERE person_id = $1 AND state = 'captured' AND settled_at > $2))sql"};
constexpr Query score_of_printer{"abuse_of_printer", R"sql(
    SELECT (SELECT COUNT(*) FROM refund_request WHERE printer_id = $1 AND asked_at > $2 AND state <> 'withdrawn'),
           (SELECT COUNT(*) FROM charge
             WHERE provider_id = (SELECT site.provider_id FROM printer JOIN site ON site.id = printer.site_id
                                   WHERE printer.id = $1)
               AND printer_id = $1 AND state = 'captured' AND settled_at > $2))sql"};
constexpr Query old_photos{"old_photos", R"sql(
    SELECT id, photo FROM refund_request
     WHERE photo <> '' AND state NOT IN ('open', 'escalated') AND decided_at <= $1 ORDER BY id LIMIT $2)sql"};
constexpr Query kept_photos{"kept_photos", "SELECT photo FROM refund_request WHERE photo <> ''"};
constexpr Query forget_photo{"forget_photo", "UPDATE refund_request SET photo = '' WHERE id = $1"};

RefundState state_from(const std::string& text) {
  for (const auto state :
       {RefundState::open, RefundState::escalated, RefundState::granted, RefundState::refused, RefundState::withdrawn})
    if (to_string(state) == text) return state;
  assert(!"a state that this program does not know");
  return RefundState::open;
}

RefundRequest request_from(const store::Row& row) {
  RefundRequest request;
  request.id = row.id<RefundRequestId>(0);
  request.job = row.id<JobId>(1);
  request.provider = row.id<ProviderId>(2);
  request.printer = row.id<PrinterId>(3);
  request.cause = row.text(4);
  request.words = row.text(5);
  request.photo = {row.text(6)};
  request.photo_format = row.text(7);
  request.quantity = {row.integer(8), row.integer(9), row.integer(10)};
  request.amount = {row.integer(12), Currency::parse(row.text(11)).value_or(yen)};
  request.asked_by = row.id<PersonId>(13);
  request.asked_at = row.instant(14);
  request.expires_at = row.instant(15);
  request.state = state_from(row.text(16));
  request.decided_by = row.id<PersonId>(17);
  request.decided_at = row.instant(18);
  request.note = row.text(19);
  request.printer_name = row.text(20);
  request.site_name = row.text(21);
  request.released_at = row.instant(22);
  return request;
}

std::int64_t score_from(const store::Row& row) {
  return 100 * row.integer(0) / std::max(row.integer(1), abuse_prints_least);
}

}  // namespace

Result<std::int64_t> abuse_score_of_person(store::Reader& in, PersonId person, Instant now) {
  return TRY(in.find<std::int64_t>(score_of_person, {person, now - abuse_period}, score_from)).value_or(0);
}

Result<std::int64_t> abuse_score_of_printer(store::Reader& in, PrinterId printer, Instant now) {
  return TRY(in.find<std::int64_t>(score_of_printer, {printer, now - abuse_period}, score_from)).value_or(0);
}

Result<RefundRequest> refund_request_for(store::Reader& in, RefundRequestId id, const Deciding& who) {
  const Error none = no_such_request();
  const auto found = TRY(in.find<RefundRequest>(request_by_id, {id}, request_from));
  if (!found) return none;
  if (who.is_operator || found->asked_by == who.by) return *found;
  if (!registry::require_provider_admin(in, who.by, found->provider).ok()) return none;
  return *found;
}

Result<std::vector<RefundRequest>> refund_requests_of_person(store::Reader& in, PersonId person, int limit) {
  return in.list<RefundRequest>(requests_by_person, {person, limit}, request_from);
}

Result<std::vector<RefundRequest>> refund_requests_of_provider(store::Reader& in, ProviderId provider, int limit) {
  return in.list<RefundRequest>(requests_by_provider, {provider, limit}, request_from);
}

Result<std::vector<RefundRequest>> refund_requests_waiting(store::Reader& in, int limit) {
  return in.list<RefundRequest>(requests_waiting, {limit}, request_from);
}

Result<std::vector<OldPhoto>> photos_to_shred(store::Reader& in, Instant now, int limit) {
  return in.list<OldPhoto>(old_photos, {now - photo_kept, limit},
                           [](const store::Row& row) { return OldPhoto{row.id<RefundRequestId>(0), {row.text(1)}}; });
}

Result<std::vector<vault::Location>> live_photos(store::Reader& in) {
  return in.list<vault::Location>(kept_photos, {}, [](const store::Row& row) { return vault::Location{row.text(0)}; });
}

Result<void> photo_shredded(store::Transaction& in, RefundRequestId request) { return in.run(forget_photo, {request}); }

}  // namespace tsuke::flow
