// Between holding and releasing: a job whose decision says "approval-needed" waits for somebody of the payer. What is
// approved is a price for a purpose and its settings; the binding decision at the printer reads that row.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "flow/approvals.h"
#include "flow/offer.h"

namespace tsuke::flow {

struct NotApprovable {
  rules::Decision decision;  // refused for what no approval helps, or permitted as it is
};
using AskOutcome = std::variant<Approval, NotApprovable>;

// By the job's person, or a delegate who may release it: both names are kept, and the decision is about the delegate,
// too. The job waits from then on: its state is awaiting-approval, and it is kept for another day at least (within
// seven days of its submission). Fails with not_found (a job that they do not see), conflict ("job-not-waiting"),
// malformed ("bad-note": see registry/text.h).
Result<AskOutcome> ask_approval(store::Transaction& in, PersonId by, JobId job, PrinterId printer,
                                std::string_view note, Instant now);
// The latest request, for the job's person; for a delegate the one that they made, as long as they may release the job.
// None where there is none for them. Fails with not_found (a job that they do not see).
Result<std::optional<Approval>> approval_seen_by(store::Reader& in, PersonId person, JobId job, Instant now);
// A word on an approver's question, by whoever sees the request: it is open again. Fails with not_found, conflict
// ("approval-not-questioned"), malformed ("bad-note").
Result<Approval> reply(store::Transaction& in, PersonId person, JobId job, std::string_view note, Instant now);
// By whoever sees the request. The job is held again. Fails with not_found, conflict ("approval-answered").
Result<void> withdraw_approval(store::Transaction& in, PersonId person, JobId job, Instant now);

enum class Answer { approve, refuse, ask };
Result<Answer> parse_answer(std::string_view word);  // malformed ("bad-answer")
// By an admin, or an approver (of the person's department, when the approver is in one), who is neither the person nor
// has asked for them. Anybody
// else gets not_found. Fails with conflict ("approval-answered": also when the job or the membership is gone
// meanwhile), malformed ("bad-note": a question, or a refusal, without a word). In every case but `ask` the job is held
// again.
Result<Approval> answer_approval(store::Transaction& in, PersonId by, ApprovalId approval, Answer answer,
                                 std::string_view text, Instant now);

// What this person may answer in the organisation, newest first; `before` is the last id of the page before. Empty for
// who may answer nothing.
Result<std::vector<Approval>> approvals_for(store::Reader& in, PersonId approver, OrganisationId organisation,
                                            bool unanswered_only, ApprovalId before, int limit);

// Ends what nobody answered in time, and what is left of jobs that are gone. Returns how many.
Result<int> expire_approvals(store::Transaction& in, Instant now);

}  // namespace tsuke::flow
