// The lines by which a yes is asked for and given.
#include "commands.h"
#include "flow/approve/approve.h"
#include "flow/release/release.h"
#include "registry/people.h"

namespace tsuke::scenarios {

namespace {

using store::Transaction;

std::string text_of(const flow::Approval& approval) {
  return std::string(flow::to_string(approval.state)) + ", price " + yen_text(approval.price) + ", " +
         std::to_string(approval.impressions) + " impressions, " + std::to_string(approval.color_impressions) +
         " colour, " + std::to_string(approval.sheets) + " sheets" +
         (approval.asked_by.exists() ? ", for " + approval.person_name + " by " + approval.asked_by_name : "");
}

// role <person> <company> member | approver | accountant | admin
Result<std::string> give_role(World& world, Words& words) {
  const PersonId person = TRY(world.people.at(TRY(words.take("a person"))));
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  const registry::Role role = TRY(registry::parse_role(TRY(words.take("a role"))));
  return world.write<std::string>([&](Transaction& in) -> Result<std::string> {
    const auto link = TRY(registry::membership_between(in, person, company));
    if (!link) return mistake("no member of this company");
    TRY(registry::change_role(in, link->id, role));
    return "given"s;
  });
}

// "<job> [by <person>]": its owner, unless somebody else is named
Result<NamedJob> take_acting(World& world, Words& words) {
  NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  if (words.accept("by")) job.person = TRY(world.people.at(TRY(words.take("a person"))));
  return job;
}

// ask-approval <job> [by <person>] <printer>
Result<std::string> ask(World& world, Words& words) {
  const NamedJob job = TRY(take_acting(world, words));
  const PrinterId printer = TRY(world.printers.at(TRY(words.take("a printer"))));
  const auto outcome = TRY(world.write<flow::AskOutcome>([&](Transaction& in) {
    return flow::ask_approval(in, job.person, job.id, printer, "for the fair", world.now());
  }));
  if (const auto* asked = std::get_if<flow::Approval>(&outcome)) return text_of(*asked);
  const auto& decision = std::get<flow::NotApprovable>(outcome).decision;
  return decision.permitted() ? "not needed"s : "refused " + decision.reasons.front().code;
}

Result<flow::Approval> latest(World& world, JobId job) {
  return world.read<flow::Approval>([&](store::Reader& in) -> Result<flow::Approval> {
    const auto found = TRY(flow::latest_approval(in, job));
    if (!found) return mistake("nothing was asked about this job");
    return *found;
  });
}

// <answer> <job> by <person>
Result<std::string> answer(World& world, Words& words, flow::Answer given) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  TRY(words.take("by"));
  const PersonId by = TRY(world.people.at(TRY(words.take("a person"))));
  const flow::Approval asked = TRY(latest(world, job.id));
  return text_of(TRY(world.write<flow::Approval>(
      [&](Transaction& in) { return flow::answer_approval(in, by, asked.id, given, "because", world.now()); })));
}
Result<std::string> approve(World& world, Words& words) { return answer(world, words, flow::Answer::approve); }
Result<std::string> disapprove(World& world, Words& words) { return answer(world, words, flow::Answer::refuse); }
Result<std::string> question(World& world, Words& words) { return answer(world, words, flow::Answer::ask); }

// reply <job> [by <person>]
Result<std::string> reply(World& world, Words& words) {
  const NamedJob job = TRY(take_acting(world, words));
  return text_of(TRY(world.write<flow::Approval>(
      [&](Transaction& in) { return flow::reply(in, job.person, job.id, "ten visitors", world.now()); })));
}

// withdraw <job> [by <person>]
Result<std::string> withdraw(World& world, Words& words) {
  const NamedJob job = TRY(take_acting(world, words));
  TRY(world.write<void>([&](Transaction& in) { return flow::withdraw_approval(in, job.person, job.id, world.now()); }));
  return job_state(world, job.id);
}

// approval <job>
Result<std::string> show(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  return text_of(TRY(latest(world, job.id)));
}

// to-approve <company> by <person>: the jobs that wait for this person's word
Result<std::string> list(World& world, Words& words) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  TRY(words.take("by"));
  const PersonId by = TRY(world.people.at(TRY(words.take("a person"))));
  return world.read<std::string>([&](store::Reader& in) -> Result<std::string> {
    const auto waiting = TRY(flow::approvals_for(in, by, company, true, {}, 100));
    std::string text = std::to_string(waiting.size()) + " waiting";
    for (const auto& approval : waiting) text += ", " + world.name_of(approval.job);
    return text;
  });
}

}  // namespace

Commands approving_commands() {
  return {{"role", give_role},        {"ask-approval", ask},  {"approve", approve},
          {"disapprove", disapprove}, {"question", question}, {"reply", reply},
          {"withdraw", withdraw},     {"approval", show},     {"to-approve", list}};
}

}  // namespace tsuke::scenarios
