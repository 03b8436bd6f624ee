// Reading what was moved, and what waits to be.
#include "flow/amend/no_such_request.h"
#include "flow/amend/reassign.h"

namespace tsuke::flow {

namespace {

using store::Query;

#define TSUKE_REQUEST_SELECT                                                                                 \
  "SELECT r.id, r.job_id, r.from_payer, r.to_payer, r.to_payer_name, r.to_purpose_id, r.to_purpose_name, "   \
  "r.currency, r.amount, r.category, r.reason, r.asked_by, person.name, r.asked_at, r.expires_at, r.state, " \
  "r.note, charge.printer_name, charge.site_name, charge.released_at "                                       \
  "FROM reassignment_request r JOIN person ON person.id = r.asked_by JOIN charge ON charge.job_id = r.job_id "

constexpr Query request_by_id{"reassign_request", TSUKE_REQUEST_SELECT "WHERE r.id = $1"};
constexpr Query requests_by_person{"reassign_requests_by_person",
                                   TSUKE_REQUEST_SELECT "WHERE r.asked_by = $1 ORDER BY r.id DESC LIMIT $2"};
constexpr Query requests_by_payer{"reassign_requests_by_payer",
                                  TSUKE_REQUEST_SELECT "WHERE r.to_payer = $1 ORDER BY r.id DESC LIMIT $2"};

#define TSUKE_REASSIGNMENT_SELECT                                                                                  \
  "SELECT r.id, r.job_id, r.position, r.from_payer, r.from_payer_name, r.from_purpose_id, r.from_purpose_name, "   \
  "r.to_payer, r.to_payer_name, r.to_purpose_id, r.to_purpose_name, r.currency, r.amount, r.paid_by, r.restores, " \
  "r.category, r.reason, r.asked_by, asker.name, r.decided_by, COALESCE(decider.name, ''), r.at "                  \
  "FROM reassignment r JOIN person asker ON asker.id = r.asked_by "                                                \
  "LEFT JOIN person decider ON decider.id = r.decided_by "

constexpr Query reassignments_by_job{"reassignments_by_job",
                                     TSUKE_REASSIGNMENT_SELECT "WHERE r.job_id = $1 ORDER BY r.position"};
constexpr Query reassignments_by_payer{"reassignments_by_payer", TSUKE_REASSIGNMENT_SELECT R"sql(
     WHERE (r.from_payer = $1 OR r.to_payer = $1) AND r.id < $2 ORDER BY r.id DESC LIMIT $3)sql"};

registry::Payer payer_from(const std::string& key) {
  auto payer = registry::parse_payer_key(key);
  assert(payer.ok());
  return payer.take();
}

Currency currency_from(const std::string& code) { return Currency::parse(code).value_or(yen); }

ReassignState state_from(const std::string& text) {
  for (const auto state : {ReassignState::open, ReassignState::accepted, ReassignState::refused,
                           ReassignState::withdrawn, ReassignState::expired})
    if (to_string(state) == text) return state;
  assert(!"a state that this program does not know");
  return ReassignState::open;
}

ReassignRequest request_from(const store::Row& row) {
  ReassignRequest request;
  request.id = row.id<ReassignRequestId>(0);
  request.job = row.id<JobId>(1);
  request.from = payer_from(row.text(2));
  request.to = payer_from(row.text(3));
  request.to_name = row.text(4);
  request.to_purpose = row.id<PurposeId>(5);
  request.to_purpose_name = row.text(6);
  request.amount = {row.integer(8), currency_from(row.text(7))};
  request.category = row.text(9);
  request.reason = row.text(10);
  request.asked_by = row.id<PersonId>(11);
  request.asked_by_name = row.text(12);
  request.asked_at = row.instant(13);
  request.expires_at = row.instant(14);
  request.state = state_from(row.text(15));
  request.note = row.text(16);
  request.printer_name = row.text(17);
  request.site_name = row.text(18);
  request.released_at = row.instant(19);
  return request;
}

Reassignment reassignment_from(const store::Row& row) {
  Reassignment made;
  made.id = row.id<ReassignmentId>(0);
  made.job = row.id<JobId>(1);
  made.position = static_cast<int>(row.integer(2));
  made.from = payer_from(row.text(3));
  made.from_name = row.text(4);
  made.from_purpose = row.id<PurposeId>(5);
  made.from_purpose_name = row.text(6);
  made.to = payer_from(row.text(7));
  made.to_name = row.text(8);
  made.to_purpose = row.id<PurposeId>(9);
  made.to_purpose_name = row.text(10);
  made.amount = {row.integer(12), currency_from(row.text(11))};
  made.paid_by = row.id<PaymentId>(13);
  made.restores = row.id<PaymentId>(14);
  made.category = row.text(15);
  made.reason = row.text(16);
  made.asked_by = row.id<PersonId>(17);
  made.asked_by_name = row.text(18);
  made.decided_by = row.id<PersonId>(19);
  made.decided_by_name = row.text(20);
  made.at = row.instant(21);
  return made;
}

}  // namespace

Result<ReassignRequest> reassign_request(store::Reader& in, ReassignRequestId id) {
  const auto found = TRY(in.find<ReassignRequest>(request_by_id, {id}, request_from));
  if (!found) return no_such_request();
  return *found;
}

Result<std::vector<ReassignRequest>> reassign_requests_of_person(store::Reader& in, PersonId person, int limit) {
  return in.list<ReassignRequest>(requests_by_person, {person, limit}, request_from);
}

Result<std::vector<ReassignRequest>> reassign_requests_to(store::Reader& in, const registry::Payer& payer, int limit) {
  return in.list<ReassignRequest>(requests_by_payer, {registry::payer_key(payer), limit}, request_from);
}

Result<std::vector<Reassignment>> reassignments_of(store::Reader& in, JobId job) {
  return in.list<Reassignment>(reassignments_by_job, {job}, reassignment_from);
}

Result<std::vector<Reassignment>> reassignments_of_payer(store::Reader& in, const registry::Payer& payer,
                                                         ReassignmentId before, int limit) {
  const std::int64_t bound = before.exists() ? before.value : INT64_MAX;
  return in.list<Reassignment>(reassignments_by_payer, {registry::payer_key(payer), bound, limit}, reassignment_from);
}

}  // namespace tsuke::flow
