// How rows become approvals: for the queries of those who ask and answer.
#pragma once

#include "flow/approvals.h"

namespace tsuke::flow {

#define TSUKE_APPROVAL_SELECT                                                                                        \
  "SELECT approval.id, approval.job_id, approval.organisation_id, approval.person_id, person.name, "                 \
  "approval.department_id, approval.purpose_id, approval.purpose_name, approval.printer_id, approval.printer_name, " \
  "approval.site_name, approval.settings, approval.impressions, approval.color_impressions, approval.sheets, "       \
  "approval.amount, approval.currency, approval.note, approval.answer, approval.state, approval.asked_at, "          \
  "approval.expires_at, approval.answered_at, approval.answered_by, approval.asked_by, asker.name "                  \
  "FROM approval JOIN person ON person.id = approval.person_id "                                                     \
  "LEFT JOIN person asker ON asker.id = approval.asked_by "

Result<std::vector<Approval>> read_approvals(store::Reader& in, const store::Query& query, const store::Values& values);
std::string settings_text(const registry::PrintSettings& settings);
Error no_such_approval();
// Tells the person, whoever asked for them, and whoever may answer how it stands.
void announce(store::Transaction& in, const Approval& approval, ApprovalState state);
// Ends one without an answer: withdrawn, or expired.
Result<void> end_approval(store::Transaction& in, const Approval& approval, ApprovalState state);

}  // namespace tsuke::flow
