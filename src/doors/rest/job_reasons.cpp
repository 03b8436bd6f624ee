#include "doors/rest/job_reasons.h"

#include "doors/rest/shapes.h"

namespace tsuke::doors {

Json mailed_json(const std::optional<flow::Mailed>& mailed) {
  if (!mailed) return {};
  Json left_out = Json::array();
  for (const std::string& name : mailed->left_out) left_out.push(name);
  return Json::object({{"from", mailed->sender},
                       {"authenticated", mailed->authenticated},
                       {"confirmed", mailed->confirmed},
                       {"left_out", std::move(left_out)}});
}

Json lost_json(const std::optional<flow::PurposeLost>& lost) {
  if (!lost) return {};
  return Json::object({{"reason", lost->reason},
                       {"organisation", named(lost->organisation, lost->organisation_name)},
                       {"purpose_name", lost->purpose_name},
                       {"part_name", lost->part_name.empty() ? Json() : Json(lost->part_name)},
                       {"at", to_rfc3339(lost->at)}});
}

Json state_reasons(const flow::Job& job, const std::optional<flow::Mailed>& mailed,
                   const std::optional<flow::PurposeLost>& lost, bool misses_comment) {
  Json reasons = Json::array();
  if (mailed && !mailed->confirmed && flow::is_waiting(job.state)) reasons.push("sender-unconfirmed");
  if (job.state == flow::JobState::purpose_needed) reasons.push("purpose-needed");
  if (lost) reasons.push(lost->reason);
  if (misses_comment && flow::is_waiting(job.state)) reasons.push("comment-needed");
  if (!job.document_problem.empty()) reasons.push(job.document_problem);
  if (!job.at_once_problem.empty() && job.at_once_problem != "comment-needed") reasons.push(job.at_once_problem);
  return reasons;
}

}  // namespace tsuke::doors
