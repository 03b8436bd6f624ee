// How our states and reasons are said in IPP's words.
#include <algorithm>

#include "doors/ipp/job_view.h"
#include "platform/ipp/codes.h"
#include "rules/permit.h"

namespace tsuke::ippdoor {
namespace {

// What stands against printing, in the words that CUPS shows to people (PWG 5100.16).
struct AccountReason {
  std::string_view hindrance, keyword;
};
constexpr AccountReason account_reasons[] = {
    {"purpose-needed", "account-info-needed"},
    {"purpose-inactive", "account-closed"},
    {"purpose-pending", "account-authorization-failed"},
    {"membership-ended", "account-authorization-failed"},
    {"payer-blocked", "account-closed"},
    {"comment-needed", "account-info-needed"},
    {"budget-exceeded", "account-limit-reached"},
    {"at-once-cap-reached", "account-limit-reached"},
};

void add_once(std::vector<std::string>& words, std::string_view word) {
  if (std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
}

// The same hindrances that the rules name, as far as the purpose's own state tells.
std::vector<std::string> known_hindrances(const JobView& view) {
  if (view.lost) return {view.lost->reason, "purpose-needed"};
  if (!view.hindrances.empty()) return view.hindrances;
  if (!view.job.at_once_problem.empty()) return {view.job.at_once_problem};
  if (view.job.state == flow::JobState::purpose_needed) return {"purpose-needed"};
  if (view.purpose == registry::PurposeState::inactive) return {"purpose-inactive"};
  if (view.purpose == registry::PurposeState::pending) return {"purpose-pending"};
  return {};
}

std::vector<std::string> waiting_reasons(const JobView& view) {
  std::vector<std::string> words;
  if (view.job.document == flow::DocumentState::awaited) words.emplace_back("job-incoming");
  for (const std::string& hindrance : known_hindrances(view))
    for (const AccountReason& known : account_reasons)
      if (known.hindrance == hindrance) add_once(words, known.keyword);
  if (words.empty() && view.job.at_once) return {"none"};
  if (words.empty()) return {"job-hold-until-specified", "job-release-wait"};
  return words;
}

std::vector<std::string> failure_reasons(const flow::Job& job) {
  std::vector<std::string> words{"aborted-by-system"};
  if (job.document_problem == "document-encrypted") words.emplace_back("document-password-error");
  if (job.document_problem == "document-damaged") words.emplace_back("document-format-error");
  if (!job.document_problem.empty() && words.size() == 1) words.emplace_back("document-unprintable-error");
  return words;
}

bool is_stopping(const JobView& view) { return view.attempt && view.attempt->state == flow::AttemptState::stopping; }

}  // namespace

std::int32_t job_state(const flow::Job& job) {
  switch (job.state) {
    case flow::JobState::held: return job.at_once ? ipp::job_state::pending : ipp::job_state::pending_held;
    case flow::JobState::purpose_needed:
    case flow::JobState::awaiting_approval: return ipp::job_state::pending_held;
    case flow::JobState::releasing: return ipp::job_state::pending;
    case flow::JobState::printing: return ipp::job_state::processing;
    case flow::JobState::printed:
    case flow::JobState::partly_printed:
    case flow::JobState::unconfirmed: return ipp::job_state::completed;
    case flow::JobState::failed: return ipp::job_state::aborted;
    case flow::JobState::cancelled:
    case flow::JobState::expired: return ipp::job_state::canceled;
  }
  return ipp::job_state::pending_held;
}

std::vector<std::string> job_state_reasons(const JobView& view) {
  switch (view.job.state) {
    case flow::JobState::purpose_needed:
    case flow::JobState::held: return waiting_reasons(view);
    case flow::JobState::awaiting_approval: return {"job-held-for-review"};
    case flow::JobState::releasing: return {"none"};
    case flow::JobState::printing: return {is_stopping(view) ? "processing-to-stop-point" : "job-printing"};
    case flow::JobState::printed: return {"job-completed-successfully"};
    case flow::JobState::partly_printed: return {"job-completed-with-errors"};
    case flow::JobState::unconfirmed: return {"job-completed-with-warnings"};
    case flow::JobState::failed: return failure_reasons(view.job);
    case flow::JobState::cancelled: return {"job-canceled-by-user"};
    case flow::JobState::expired: return {"job-canceled-after-timeout"};
  }
  return {"none"};
}

std::string job_state_message(const JobView& view) {
  switch (view.job.state) {
    case flow::JobState::purpose_needed:
    case flow::JobState::held: {
      if (view.lost)
        return "your membership of " + view.lost->organisation_name + " has ended: choose another purpose for this job";
      const auto hindrances = known_hindrances(view);
      if (!hindrances.empty()) return std::string(rules::explain(hindrances.front()));
      if (view.job.document == flow::DocumentState::awaited) return "waiting for the document";
      return view.job.at_once ? "it prints when its pages are counted" : "held: release it at a printer";
    }
    case flow::JobState::unconfirmed: return "the printer has not said how much came out";
    case flow::JobState::expired: return "nobody released it in time";
    default: return {};
  }
}

}  // namespace tsuke::ippdoor
