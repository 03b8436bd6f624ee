#include "flow/approve/approve.h"

#include <algorithm>

#include "base/json.h"
#include "flow/acting.h"
#include "flow/approval_rows.h"
#include "flow/purpose_lost.h"
#include "flow/rows.h"
#include "registry/people.h"
#include "registry/text.h"

namespace tsuke::flow {

namespace {

using registry::Membership;
using registry::MembershipState;
using registry::Role;
using store::Query;

constexpr Query insert_approval{"insert_approval", R"sql(
    INSERT INTO approval (id, job_id, organisation_id, person_id, department_id, purpose_id, purpose_name, printer_id,
                          printer_name, site_name, settings, impressions, color_impressions, sheets, amount, currency,
                          note, answer, state, asked_at, expires_at, answered_at, answered_by, asked_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', 'open', $18, $19, NULL, NULL,
            $20))sql"};
constexpr Query keep_job_until{"keep_job_until", "UPDATE job SET expires_at = $2 WHERE id = $1"};
constexpr Query put_note{"put_approval_note", "UPDATE approval SET note = $2, state = 'open' WHERE id = $1"};
constexpr Query put_answer{"put_approval_answer", R"sql(
    UPDATE approval SET state = $2, answer = $3, answered_by = $4, answered_at = $5 WHERE id = $1)sql"};
constexpr Query of_organisation{"approvals_of_organisation", TSUKE_APPROVAL_SELECT R"sql(
     WHERE approval.organisation_id = $1 AND approval.id < $2 AND approval.person_id <> $3
       AND (approval.asked_by IS NULL OR approval.asked_by <> $3)
       AND ($4 = 0 OR approval.department_id = $4) AND ($5 = 0 OR approval.state IN ('open', 'questioned'))
     ORDER BY approval.id DESC LIMIT $6)sql"};
constexpr Query overdue{"approvals_overdue", TSUKE_APPROVAL_SELECT R"sql(
     JOIN job ON job.id = approval.job_id
     WHERE approval.state IN ('open', 'questioned') AND (approval.expires_at <= $1 OR job.state <> 'awaiting-approval')
     ORDER BY approval.expires_at LIMIT 500)sql"};

constexpr Duration kept_for_an_answer = hours(24);
constexpr Duration held_at_most = hours(168);

Result<std::string> checked_note(std::string_view text, bool may_be_empty) {
  if (text.empty() && may_be_empty) return std::string();
  return registry::checked_note(text, "bad-note", "the note");
}

Approval approval_for(const Job& job, const Offer& offer, const registry::Purpose& purpose, Instant now) {
  Approval approval;
  approval.id = new_id<ApprovalId>();
  approval.job = job.id;
  approval.organisation = purpose.payer.organisation;
  approval.person = job.person;
  approval.purpose = purpose.id;
  approval.purpose_name = purpose.name;
  approval.printer = offer.printer->id;
  approval.printer_name = offer.printer->name;
  approval.site_name = offer.printer->site_name;
  approval.settings = job.settings;
  approval.impressions = offer.quote->most.impressions();
  approval.color_impressions = offer.quote->most.color_impressions;
  approval.sheets = offer.quote->most.sheets;
  approval.asked_at = now;
  const Instant latest = std::max(job.expires_at, now + kept_for_an_answer);
  approval.expires_at = std::max(job.expires_at, std::min(latest, job.submitted_at + held_at_most));
  return approval;
}

// Whom to ask: the payer, or of several the first that has to approve and has not. It is asked for its own share.
struct Asked {
  registry::Purpose purpose;
  Money price;
};
Result<Asked> asked_of(store::Reader& in, const Job& job, const Offer& offer) {
  for (const OfferShare& share : offer.shares)
    if (share.decision.outcome == rules::Outcome::needs_approval) return Asked{share.purpose, *share.amount};
  const registry::Purpose purpose = TRY(registry::purpose_of(in, job.person, job.purpose));
  return Asked{purpose, offer.quote->total()};
}

Result<void> write(store::Transaction& in, const Approval& approval) {
  return in.run(insert_approval, {approval.id,
                                  approval.job,
                                  approval.organisation,
                                  approval.person,
                                  approval.department,
                                  approval.purpose,
                                  approval.purpose_name,
                                  approval.printer,
                                  approval.printer_name,
                                  approval.site_name,
                                  settings_text(approval.settings),
                                  approval.impressions,
                                  approval.color_impressions,
                                  approval.sheets,
                                  approval.price.amount_minor,
                                  approval.price.currency.view(),
                                  approval.note,
                                  approval.asked_at,
                                  approval.expires_at,
                                  approval.asked_by});
}

// The job goes back to where it waited, unless it is gone.
Result<void> bring_back(store::Transaction& in, JobId id, Instant now) {
  const Job waiting = TRY(job(in, id));
  return waiting.state == JobState::awaiting_approval ? hold_again(in, waiting, now) : Result<void>();
}

Error answered_already() {
  return {Reason::conflict, "approval-answered", "this request does not wait for an answer any more; look at it again"};
}

// The latest request, for whoever may speak to it.
Result<Approval> own_approval(store::Reader& in, PersonId person, JobId id, Instant now) {
  auto latest = TRY(approval_seen_by(in, person, id, now));
  if (!latest) return no_such_approval();
  return std::move(*latest);
}

// The membership by which this person may answer; none when they may not.
Result<std::optional<Membership>> approver(store::Reader& in, PersonId person, OrganisationId organisation) {
  auto link = TRY(registry::membership_between(in, person, organisation));
  const bool may = link && link->state == MembershipState::accepted && registry::covers(link->role, Role::approver);
  if (!may) return std::optional<Membership>{};
  return link;
}

// An admin answers for everybody.
DepartmentId department_answered_for(const Membership& approver) {
  return approver.role == Role::admin ? DepartmentId{} : approver.department;
}

bool may_answer(const Membership& approver, const Approval& approval) {
  const DepartmentId department = department_answered_for(approver);
  const bool is_party = approver.person == approval.person || approver.person == approval.asked_by;
  return !is_party && (!department.exists() || department == approval.department);
}

ApprovalState state_after(Answer answer) {
  switch (answer) {
    case Answer::approve: return ApprovalState::approved;
    case Answer::refuse: return ApprovalState::refused;
    case Answer::ask: return ApprovalState::questioned;
  }
  return ApprovalState::questioned;
}

Result<bool> still_waits(store::Reader& in, const Approval& approval, Instant now) {
  if (!is_unanswered(approval.state) || approval.expires_at <= now) return false;
  const auto link = TRY(registry::membership_between(in, approval.person, approval.organisation));
  if (!link || link->state != MembershipState::accepted) return false;
  return TRY(job(in, approval.job)).state == JobState::awaiting_approval;
}

}  // namespace

Result<AskOutcome> ask_approval(store::Transaction& in, PersonId by, JobId id, PrinterId printer_id,
                                std::string_view note, Instant now) {
  const Job job = TRY(job_seen_by(in, by, id, now));
  if (!is_waiting(job.state))
    return Error{Reason::conflict, "job-not-waiting", "this job is being printed or has ended; look at its state"};
  const std::string said = TRY(checked_note(note, true));
  const registry::Printer printer = TRY(registry::printer(in, printer_id));
  const Offer offer = TRY(make_offer(in, job, printer, now, {}, by));
  if (offer.decision.outcome != rules::Outcome::needs_approval) return AskOutcome{NotApprovable{offer.decision}};
  const Asked asked = TRY(asked_of(in, job, offer));
  Approval approval = approval_for(job, offer, asked.purpose, now);
  approval.price = asked.price;
  approval.note = said;
  if (by != job.person) approval.asked_by = by;
  const auto link = TRY(registry::membership_between(in, job.person, approval.organisation));
  if (link) approval.department = link->department;
  TRY(write(in, approval));
  TRY(in.run(keep_job_until, {job.id, approval.expires_at}));
  TRY(set_job_state(in, job, JobState::awaiting_approval, now));
  announce(in, approval, ApprovalState::open);
  return AskOutcome{TRY(flow::approval(in, approval.id))};
}

Result<std::optional<Approval>> approval_seen_by(store::Reader& in, PersonId person, JobId id, Instant now) {
  const Job job = TRY(job_seen_by(in, person, id, now));
  auto latest = TRY(latest_approval(in, id));
  if (!latest || person == job.person) return latest;
  const bool may_act = TRY(acting(in, job, person, now)) == rules::Acting::delegate;
  if (latest->asked_by != person || !may_act) latest.reset();
  return latest;
}

Result<Approval> reply(store::Transaction& in, PersonId person, JobId id, std::string_view note, Instant now) {
  const Approval found = TRY(own_approval(in, person, id, now));
  const std::string said = TRY(checked_note(note, false));
  if (found.state != ApprovalState::questioned || !TRY(still_waits(in, found, now)))
    return Error{Reason::conflict, "approval-not-questioned", "nobody has asked anything back; wait for the answer"};
  TRY(in.run(put_note, {found.id, said}));
  announce(in, found, ApprovalState::open);
  return approval(in, found.id);
}

Result<void> withdraw_approval(store::Transaction& in, PersonId person, JobId id, Instant now) {
  const Approval found = TRY(own_approval(in, person, id, now));
  if (!is_unanswered(found.state)) return answered_already();
  TRY(end_approval(in, found, ApprovalState::withdrawn));
  return bring_back(in, id, now);
}

Result<Answer> parse_answer(std::string_view word) {
  if (word == "approve") return Answer::approve;
  if (word == "refuse") return Answer::refuse;
  if (word == "ask") return Answer::ask;
  return Error{Reason::malformed, "bad-answer", "answer approve, refuse or ask"};
}

Result<Approval> answer_approval(store::Transaction& in, PersonId by, ApprovalId id, Answer answer,
                                 std::string_view text, Instant now) {
  const Approval found = TRY(approval(in, id));
  const auto link = TRY(approver(in, by, found.organisation));
  if (!link || !may_answer(*link, found)) return no_such_approval();
  const std::string said = TRY(checked_note(text, answer == Answer::approve));
  if (!TRY(still_waits(in, found, now))) return answered_already();
  const ApprovalState after = state_after(answer);
  TRY(in.run(put_answer, {id, to_string(after), said, by, now}));
  if (answer != Answer::ask) TRY(bring_back(in, found.job, now));
  announce(in, found, after);
  return approval(in, id);
}

Result<std::vector<Approval>> approvals_for(store::Reader& in, PersonId person, OrganisationId organisation,
                                            bool unanswered_only, ApprovalId before, int limit) {
  const auto link = TRY(approver(in, person, organisation));
  if (!link) return std::vector<Approval>{};
  const std::int64_t bound = before.exists() ? before.value : INT64_MAX;
  return read_approvals(in, of_organisation,
                        {organisation, bound, person, department_answered_for(*link).value,
                         std::int64_t{unanswered_only ? 1 : 0}, limit});
}

Result<int> expire_approvals(store::Transaction& in, Instant now) {
  const auto late = TRY(read_approvals(in, overdue, {now}));
  for (const Approval& each : late) {
    const bool job_is_gone = TRY(job(in, each.job)).state != JobState::awaiting_approval;
    const ApprovalState after = job_is_gone ? ApprovalState::withdrawn : ApprovalState::expired;
    TRY(end_approval(in, each, after));
    TRY(bring_back(in, each.job, now));
  }
  return static_cast<int>(late.size());
}

}  // namespace tsuke::flow
