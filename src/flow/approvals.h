// What somebody of the payer was asked about a job, and said. flow/approve writes these rows; the decision reads them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

enum class ApprovalState {
  open,        // waits for an approver
  questioned,  // an approver asked something back; waits for the person
  approved,
  refused,
  withdrawn,  // by the person, or the job is gone
  expired,
};
std::string_view to_string(ApprovalState state);
bool is_unanswered(ApprovalState state);  // open or questioned

// As it was when it was asked for. An approver sees all of this, and nothing of the document.
struct Approval {
  ApprovalId id;
  JobId job;
  OrganisationId organisation;  // the payer
  PersonId person;              // whose print it is
  std::string person_name;
  PersonId asked_by;  // for them, by a delegate; none: they did
  std::string asked_by_name;
  DepartmentId department;  // the person's; none: of no department
  PurposeId purpose;
  std::string purpose_name;
  PrinterId printer;
  std::string printer_name, site_name;
  registry::PrintSettings settings;  // as wished
  std::int64_t impressions = 0, color_impressions = 0, sheets = 0;
  Money price;       // the most it may cost, wherever it is printed
  std::string note;  // the word of whoever asked
  std::string answer;
  ApprovalState state = ApprovalState::open;
  Instant asked_at{}, expires_at{}, answered_at{};
  PersonId answered_by;
};

Result<Approval> approval(store::Reader& in, ApprovalId id);  // not_found
Result<std::optional<Approval>> latest_approval(store::Reader& in, JobId job);
// What the purpose's payer has approved for the job as it stands: none when the purpose, the payer or the settings have
// changed since. Of a job that several share, each is asked by itself.
Result<std::optional<Money>> approved_up_to(store::Reader& in, const Job& job, const registry::Purpose& purpose);

// "approvers:3": whoever may answer for the organisation.
std::string approvers_audience(OrganisationId organisation);

// The parts "approval" and "approval_by": after the flow's own.
std::vector<store::Migration> approval_migrations();

}  // namespace tsuke::flow
