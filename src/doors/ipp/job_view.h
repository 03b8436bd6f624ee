// A job as its owner's queue shows it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "doors/ipp/access.h"
#include "doors/ipp/requested.h"
#include "flow/job.h"
#include "flow/purpose_lost.h"

namespace tsuke::ippdoor {

struct JobView {
  flow::Job job;
  std::optional<flow::Attempt> attempt;           // the latest; looked up only when something depends on it
  flow::Usage usage;                              // of that attempt
  std::string account_word;                       // slug of the job's purpose; empty when unknown or not to be told
  std::string account_type;                       // job-account-type; empty as account_word is
  std::optional<registry::PurposeState> purpose;  // none while no purpose is chosen
  std::optional<flow::PurposeLost> lost;          // why there is no purpose any more
  std::optional<flow::Charge> charge;             // looked up with the decision, where it is asked for
  std::vector<std::string> hindrances;  // rules::reason_codes that stand against printing, where they were asked for
};

std::int32_t job_state(const flow::Job& job);
std::vector<std::string> job_state_reasons(const JobView& view);
// An English sentence for people, empty when there is nothing to say.
std::string job_state_message(const JobView& view);

// Reads what the wished attributes need beside the job itself. The decision (what stands against printing) costs
// several reads: for one job, not for a list.
enum class WithDecision { no, yes };
Result<JobView> view_job(store::Reader& in, const Queue& queue, flow::Job job, const Requested& asked,
                         WithDecision decision, Instant now);
// The view right after submission: nothing but the queue's own purpose is looked at.
JobView view_new_job(const Queue& queue, flow::Job job);

struct Owner {
  std::string login;  // job-originating-user-name: who is charged, whatever the client calls itself
};
void add_job_attributes(const Queue& queue, const Owner& owner, const JobView& view, const Requested& asked,
                        Instant now, ipp::Group& into);
// What Print-Job, Create-Job and Send-Document answer.
void add_new_job_attributes(const Queue& queue, const JobView& view, ipp::Group& into);

}  // namespace tsuke::ippdoor
