#include "flow/approvals.h"

#include <algorithm>

#include "base/json.h"
#include "flow/approval_rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr const char* tables = R"sql(
CREATE TABLE approval (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES job (id),
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  department_id BIGINT REFERENCES department (id),
  purpose_id BIGINT NOT NULL REFERENCES purpose (id),
  purpose_name TEXT NOT NULL,
  printer_id BIGINT NOT NULL REFERENCES printer (id),
  printer_name TEXT NOT NULL,
  site_name TEXT NOT NULL,
  settings TEXT NOT NULL,
  impressions BIGINT NOT NULL,
  color_impressions BIGINT NOT NULL,
  sheets BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  note TEXT NOT NULL,
  answer TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  answered_at BIGINT,
  answered_by BIGINT REFERENCES person (id)
);
CREATE INDEX approval_of_job ON approval (job_id, id);
CREATE INDEX approval_of_organisation ON approval (organisation_id, id);
CREATE INDEX approval_unanswered ON approval (expires_at) WHERE state IN ('open', 'questioned');
)sql";

constexpr const char* asked_by = "ALTER TABLE approval ADD COLUMN asked_by BIGINT REFERENCES person (id);";

constexpr std::pair<ApprovalState, std::string_view> state_words[] = {
    {ApprovalState::open, "open"},           {ApprovalState::questioned, "questioned"},
    {ApprovalState::approved, "approved"},   {ApprovalState::refused, "refused"},
    {ApprovalState::withdrawn, "withdrawn"}, {ApprovalState::expired, "expired"},
};

ApprovalState parse_state(std::string_view text) {
  const auto* const found = std::find_if(std::begin(state_words), std::end(state_words),
                                         [&](const auto& word) { return word.second == text; });
  assert(found != std::end(state_words));  // we wrote it
  return found->first;
}

constexpr Query approval_by_id{"approval_by_id", TSUKE_APPROVAL_SELECT "WHERE approval.id = $1"};
constexpr Query put_approval_end{"put_approval_end", "UPDATE approval SET state = $2 WHERE id = $1"};
constexpr Query approval_by_job{"approval_by_job",
                                TSUKE_APPROVAL_SELECT "WHERE approval.job_id = $1 ORDER BY approval.id DESC LIMIT 1"};
constexpr Query approval_by_payer{"approval_by_payer", TSUKE_APPROVAL_SELECT
                                  "WHERE approval.job_id = $1 AND approval.organisation_id = $2 "
                                  "ORDER BY approval.id DESC LIMIT 1"};

}  // namespace

std::string_view to_string(ApprovalState state) {
  for (const auto& [known, word] : state_words)
    if (known == state) return word;
  return "open";
}

bool is_unanswered(ApprovalState state) { return state == ApprovalState::open || state == ApprovalState::questioned; }

std::string settings_text(const registry::PrintSettings& settings) { return registry::to_json(settings).dump(); }

Result<Approval> approval_from(const store::Row& row) {
  Approval found;
  found.id = row.id<ApprovalId>(0);
  found.job = row.id<JobId>(1);
  found.organisation = row.id<OrganisationId>(2);
  found.person = row.id<PersonId>(3);
  found.person_name = row.text(4);
  found.department = row.id<DepartmentId>(5);
  found.purpose = row.id<PurposeId>(6);
  found.purpose_name = row.text(7);
  found.printer = row.id<PrinterId>(8);
  found.printer_name = row.text(9);
  found.site_name = row.text(10);
  const Json settings = TRY(Json::parse(row.text(11)));
  const auto change = TRY(registry::settings_change_from_json(settings));
  found.settings = TRY(registry::apply({}, change));
  found.impressions = row.integer(12);
  found.color_impressions = row.integer(13);
  found.sheets = row.integer(14);
  const Currency currency = TRY(Currency::parse(row.text(16)));
  found.price = {row.integer(15), currency};
  found.note = row.text(17);
  found.answer = row.text(18);
  found.state = parse_state(row.text(19));
  found.asked_at = row.instant(20);
  found.expires_at = row.instant(21);
  found.answered_at = row.instant(22);
  found.answered_by = row.id<PersonId>(23);
  found.asked_by = row.id<PersonId>(24);
  found.asked_by_name = row.text(25);
  return found;
}

Result<std::vector<Approval>> read_approvals(store::Reader& in, const store::Query& query,
                                             const store::Values& values) {
  std::vector<Approval> found;
  TRY(in.each(query, values, [&](const store::Row& row) -> Result<void> {
    found.push_back(TRY(approval_from(row)));
    return {};
  }));
  return found;
}

Result<Approval> approval(store::Reader& in, ApprovalId id) {
  auto found = TRY(read_approvals(in, approval_by_id, {id}));
  if (found.empty()) return no_such_approval();
  return std::move(found.front());
}

Result<std::optional<Approval>> latest_approval(store::Reader& in, JobId job) {
  auto found = TRY(read_approvals(in, approval_by_job, {job}));
  if (found.empty()) return std::optional<Approval>{};
  return std::optional<Approval>{std::move(found.front())};
}

Result<std::optional<Money>> approved_up_to(store::Reader& in, const Job& job, const registry::Purpose& purpose) {
  const auto found = TRY(read_approvals(in, approval_by_payer, {job.id, purpose.payer.organisation}));
  if (found.empty()) return std::optional<Money>{};
  const Approval& latest = found.front();
  if (latest.state != ApprovalState::approved || latest.purpose != purpose.id || latest.settings != job.settings)
    return std::optional<Money>{};
  return std::optional<Money>{latest.price};
}

Error no_such_approval() {
  return {Reason::not_found, "approval-not-found", "there is no such request, or none that you may see"};
}

void announce(store::Transaction& in, const Approval& approval, ApprovalState state) {
  const std::string subject = to_string(approval.id);
  const std::string payload =
      Json::object({{"approval", subject}, {"job", to_string(approval.job)}, {"state", to_string(state)}}).dump();
  in.publish({"approval", subject, audience(approval.person), payload});
  if (approval.asked_by.exists()) in.publish({"approval", subject, audience(approval.asked_by), payload});
  in.publish({"approval", subject, approvers_audience(approval.organisation), payload});
}

Result<void> end_approval(store::Transaction& in, const Approval& approval, ApprovalState state) {
  TRY(in.run(put_approval_end, {approval.id, to_string(state)}));
  announce(in, approval, state);
  return {};
}

std::string approvers_audience(OrganisationId organisation) { return "approvers:" + to_string(organisation); }

std::vector<store::Migration> approval_migrations() { return {{"approval", 1, tables}, {"approval_by", 1, asked_by}}; }

}  // namespace tsuke::flow
