// The lines that put right what was charged: to another payer, back to the payer, or to whoever bears a loss.
#include "commands.h"
#include "flow/amend/dispute.h"
#include "flow/amend/loss.h"
#include "flow/amend/notices.h"
#include "flow/amend/policy.h"
#include "flow/amend/reassign.h"
#include "flow/amend/refund_request.h"
#include "registry/people.h"

namespace tsuke::scenarios {

namespace {

using store::Transaction;

// The company's administrator, whose name its founder has; decides in its name.
Result<PersonId> admin_of(World& world, const std::string& company) {
  const OrganisationId organisation = TRY(world.organisations.at(company));
  return world.read<PersonId>([&](store::Reader& in) -> Result<PersonId> {
    for (const auto& membership : TRY(registry::memberships_of_organisation(in, organisation)))
      if (membership.role == registry::Role::admin && membership.state == registry::MembershipState::accepted)
        return membership.person;
    return mistake(company + " has no administrator");
  });
}

// Who works for the operator in these scenarios: nobody whose job it is.
Result<PersonId> take_judge(World& world, Words& words) {
  if (!words.accept("by")) return mistake("say who decides: by <person>");
  return world.people.at(TRY(words.take("a person")));
}

std::string text_of(const rules::Decision& decision) {
  std::string text;
  for (const rules::Reason& reason : decision.reasons) {
    text += (text.empty() ? "refused " : ", refused ") + reason.code + ":";
    for (const std::string& remedy : reason.remedies) text += " " + remedy;
  }
  return text;
}

std::string text_of(const flow::ReassignOutcome& outcome) {
  if (const auto* refused = std::get_if<flow::NotMovable>(&outcome)) return text_of(refused->decision);
  if (const auto* asked = std::get_if<flow::ReassignRequest>(&outcome))
    return "asked, amount " + yen_text(asked->amount);
  const auto& moved = std::get<flow::Reassignment>(outcome);
  return "moved, amount " + yen_text(moved.amount) + (moved.paid_by.exists() ? ", was paid" : "") +
         (moved.restores.exists() ? ", restored" : "");
}

// reassign <job> to <purpose>
Result<std::string> reassign(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  if (!words.accept("to")) return mistake("write reassign <job> to <purpose>");
  const PurposeId to = TRY(world.purposes.at(TRY(words.take("a purpose"))));
  return text_of(TRY(world.write<flow::ReassignOutcome>([&](Transaction& in) {
    return flow::reassign(in, job.person, {job.id, to, "wrong-purpose", "it was another client's"}, world.now());
  })));
}

Result<flow::ReassignRequest> newest_request(World& world, JobId job, PersonId person) {
  const auto requests = TRY(world.read<std::vector<flow::ReassignRequest>>(
      [&](store::Reader& in) { return flow::reassign_requests_of_person(in, person, 1000); }));
  for (const flow::ReassignRequest& request : requests)
    if (request.job == job) return request;
  return mistake("nobody asked to move " + world.name_of(job));
}

// respond <job> accept | refuse | withdraw: the new payer's administrator, or the person
Result<std::string> respond(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  const flow::ReassignRequest request = TRY(newest_request(world, job.id, job.person));
  if (words.accept("withdraw")) {
    TRY(world.write<void>(
        [&](Transaction& in) { return flow::withdraw_reassignment(in, request.id, job.person, world.now()); }));
    return "withdrawn"s;
  }
  const PersonId admin = TRY(admin_of(world, world.name_of(request.to)));
  if (words.accept("accept"))
    return text_of(TRY(world.write<flow::ReassignOutcome>(
        [&](Transaction& in) { return flow::accept_reassignment(in, request.id, admin, world.now()); })));
  if (!words.accept("refuse")) return mistake("an answer is accept, refuse or withdraw");
  TRY(world.write<void>(
      [&](Transaction& in) { return flow::refuse_reassignment(in, request.id, admin, "not ours", world.now()); }));
  return "refused"s;
}

// movable <company> <hours> hours [unasked]
Result<std::string> movable(World& world, Words& words) {
  const std::string name = TRY(words.take("a company"));
  const OrganisationId company = TRY(world.organisations.at(name));
  flow::ReassignPolicy policy;
  policy.hours = static_cast<int>(words.accept_count("hours").value_or(policy.hours));
  policy.needs_approval = !words.accept("unasked");
  const PersonId admin = TRY(admin_of(world, name));
  TRY(world.write<void>(
      [&](Transaction& in) { return flow::set_reassign_policy(in, company, policy, admin, world.now()); }));
  return "set"s;
}

Result<flow::Quantity> take_quantity(Words& words) {
  flow::Quantity quantity;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [word, count] :
         {std::pair{"monochrome", &quantity.monochrome_impressions}, std::pair{"colour", &quantity.color_impressions},
          std::pair{"sheet", &quantity.sheets}})
      if (const auto given = words.accept_count(word)) {
        *count = *given;
        more = true;
      }
  }
  return quantity;
}

// device-fault | bad-quality | other
std::string take_cause(Words& words) {
  for (const char* cause : {"device-fault", "bad-quality", "other"})
    if (words.accept(cause)) return cause;
  return "";
}

std::string text_of(const flow::RefundRequest& request) {
  return std::string(to_string(request.state)) + ", amount " + yen_text(request.amount);
}

// reclaim <job> device-fault | bad-quality | other [<n> monochrome] [<n> colour] [<n> sheets]: all of it when none is
// said
Result<std::string> reclaim(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  flow::RefundWish wish;
  wish.job = job.id;
  wish.cause = take_cause(words);
  wish.words = "it came out wrong";
  if (!words.empty()) wish.quantity = TRY(take_quantity(words));
  return text_of(TRY(world.write<flow::RefundRequest>(
      [&](Transaction& in) { return flow::ask_refund(in, job.person, wish, world.now()); })));
}

// decide <job> grant | refuse [by <person>]: the provider's administrator, or the operator
Result<std::string> decide(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  const bool grant = words.accept("grant");
  if (!grant && !words.accept("refuse")) return mistake("a decision is grant or refuse");
  const auto requests = TRY(world.read<std::vector<flow::RefundRequest>>(
      [&](store::Reader& in) { return flow::refund_requests_of_person(in, job.person, 1000); }));
  for (const flow::RefundRequest& request : requests) {
    if (request.job != job.id) continue;
    flow::Deciding deciding;
    deciding.is_operator = words.accept("by");
    deciding.by = deciding.is_operator ? TRY(world.people.at(TRY(words.take("a person"))))
                                       : TRY(admin_of(world, world.name_of(request.provider)));
    return text_of(TRY(world.write<flow::RefundRequest>(
        [&](Transaction& in) { return flow::decide_refund(in, request.id, deciding, grant, "", world.now()); })));
  }
  return mistake("nobody asked for money back");
}

// contract <provider> <n> percent: what of a loss the operator bears
Result<std::string> contract(World& world, Words& words) {
  const ProviderId provider = TRY(world.providers.at(TRY(words.take("a provider"))));
  const auto percent = words.accept_count("percent");
  if (!percent) return mistake("write contract <provider> 50 percent");
  TRY(world.write<void>([&](Transaction& in) {
    return flow::set_operator_percent(in, provider, static_cast<int>(*percent), {}, world.now());
  }));
  return "set"s;
}

// automatic <amount>: refunds of so much are granted by rule
Result<std::string> automatic(World& world, Words& words) {
  const std::int64_t amount = TRY(words.take_number("an amount"));
  TRY(world.write<void>(
      [&](Transaction& in) { return flow::set_setting(in, "refund-automatic-minor", amount, {}, world.now()); }));
  return "set"s;
}

// lost <job> [<n> monochrome] … by <person>: the contract says who bears what nobody confirmed
Result<std::string> lost(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  const flow::Quantity probably = TRY(take_quantity(words));
  const PersonId judge = TRY(take_judge(world, words));
  const flow::Loss loss = TRY(world.write<flow::Loss>(
      [&](Transaction& in) { return flow::share_loss(in, job.id, probably, judge, world.now()); }));
  return "device " + yen_text(loss.device_fee) + ", operator bears " + yen_text(loss.borne);
}

// dispute <job> [for <company>]
Result<std::string> dispute(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  const PersonId by = words.accept("for") ? TRY(admin_of(world, TRY(words.take("a company")))) : job.person;
  TRY(world.write<flow::Dispute>(
      [&](Transaction& in) { return flow::open_dispute(in, job.id, by, "this is wrong", world.now()); }));
  return "open"s;
}

// resolve <job> stands | refunded [<cause>] | reassigned by <person>
Result<std::string> resolve(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  flow::Resolution resolution;
  resolution.note = "looked at the evidence";
  for (const auto state : {flow::DisputeState::stands, flow::DisputeState::refunded, flow::DisputeState::reassigned})
    if (words.accept(std::string(to_string(state)))) resolution.to = state;
  resolution.cause = take_cause(words);
  const PersonId judge = TRY(take_judge(world, words));
  const auto disputes =
      TRY(world.read<std::vector<flow::Dispute>>([&](store::Reader& in) { return flow::disputes_of(in, job.id); }));
  if (disputes.empty()) return mistake("nobody disputed it");
  const flow::Dispute closed = TRY(world.write<flow::Dispute>(
      [&](Transaction& in) { return flow::resolve_dispute(in, disputes.back().id, resolution, judge, world.now()); }));
  return std::string(to_string(closed.state));
}

// notices <payer>: what it was told, the newest first
Result<std::string> ask_notices(World& world, Words& words) {
  const registry::Payer payer = TRY(world.payer(TRY(words.take("a payer"))));
  const auto told = TRY(world.read<std::vector<flow::Notice>>(
      [&](store::Reader& in) { return flow::notices(in, flow::audience(payer), {}, 1000); }));
  std::string text = std::to_string(told.size()) + " notices";
  for (const flow::Notice& notice : told) text += ", " + notice.kind + " " + yen_text(notice.amount);
  return text;
}

}  // namespace

Commands amending_commands() {
  return {{"reassign", reassign}, {"respond", respond},   {"movable", movable},     {"reclaim", reclaim},
          {"decide", decide},     {"contract", contract}, {"automatic", automatic}, {"lost", lost},
          {"dispute", dispute},   {"resolve", resolve},   {"notices", ask_notices}};
}

}  // namespace tsuke::scenarios
