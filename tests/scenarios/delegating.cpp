// The lines in which a person lets another act for them.
#include "commands.h"
#include "flow/acting.h"
#include "flow/suggest.h"
#include "registry/delegations.h"

namespace tsuke::scenarios {

namespace {

using registry::Deed;
using registry::Delegation;
using registry::DelegationId;
using store::Reader;
using store::Transaction;

// delegate <name> <owner> to <person> under <purpose> | paid-by <company> | private  [submits] [releases] <duration>
Result<std::string> offer(World& world, Words& words) {
  const std::string name = TRY(words.take("a name for it"));
  Delegation wished;
  wished.owner = TRY(world.people.at(TRY(words.take("a person"))));
  TRY(words.take("to"));
  wished.delegate = TRY(world.people.at(TRY(words.take("a person"))));
  if (words.accept("under"))
    wished.purpose = TRY(world.purposes.at(TRY(words.take("a purpose"))));
  else if (words.accept("paid-by"))
    wished.payer.organisation = TRY(world.organisations.at(TRY(words.take("a company"))));
  else if (words.accept("private"))
    wished.payer.person = wished.owner;
  wished.may_submit = words.accept("submits");
  wished.may_release = words.accept("releases");
  wished.ends_at = world.now() + TRY(words.take_duration());
  world.delegations.ids[name] = TRY(
      world.write<DelegationId>([&](Transaction& in) { return registry::offer_delegation(in, wished, world.now()); }));
  return "offered"s;
}

Result<std::string> state_of(World& world, DelegationId id) {
  const auto found = TRY(world.read<Delegation>([&](Reader& in) { return registry::delegation(in, id); }));
  return std::string(registry::to_string(found.state));
}

// answer-delegate <name> by <person> yes | no
Result<std::string> answer(World& world, Words& words) {
  const DelegationId id = TRY(world.delegations.at(TRY(words.take("a delegation"))));
  TRY(words.take("by"));
  const PersonId by = TRY(world.people.at(TRY(words.take("a person"))));
  const bool yes = words.accept("yes");
  if (!yes) TRY(words.take("yes or no"));
  TRY(world.write<void>([&](Transaction& in) { return registry::answer_delegation(in, by, id, yes, world.now()); }));
  return state_of(world, id);
}

// end-delegate <name> by <person>
Result<std::string> end(World& world, Words& words) {
  const DelegationId id = TRY(world.delegations.at(TRY(words.take("a delegation"))));
  TRY(words.take("by"));
  const PersonId by = TRY(world.people.at(TRY(words.take("a person"))));
  TRY(world.write<void>([&](Transaction& in) { return registry::end_delegation(in, by, id, world.now()); }));
  return state_of(world, id);
}

// delegates <company> allowed | forbidden
Result<std::string> allow(World& world, Words& words) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  const bool allowed = words.accept("allowed");
  if (!allowed) TRY(words.take("allowed or forbidden"));
  TRY(world.write<void>([&](Transaction& in) { return registry::allow_delegates(in, company, allowed); }));
  return "set"s;
}

// delegated <person>: the purposes and jobs of others that they see
Result<std::string> look(World& world, Words& words) {
  const PersonId person = TRY(world.people.at(TRY(words.take("a person"))));
  return world.read<std::string>([&](Reader& in) -> Result<std::string> {
    const auto purposes = TRY(registry::delegated_purposes(in, person, Deed::submit, world.now()));
    const auto jobs = TRY(flow::delegated_jobs(in, person, world.now()));
    std::string text = std::to_string(purposes.size()) + " purposes, " + std::to_string(jobs.size()) + " jobs";
    for (const auto& purpose : purposes) text += ", under " + purpose.name;
    for (const auto& job : jobs) text += ", " + world.name_of(job.id);
    return text;
  });
}

// usual <person> [at <printer>]: what would be suggested, in the time zone of Tokyo
Result<std::string> usual(World& world, Words& words) {
  const PersonId person = TRY(world.people.at(TRY(words.take("a person"))));
  PrinterId printer;
  if (words.accept("at")) printer = TRY(world.printers.at(TRY(words.take("a printer"))));
  return world.read<std::string>([&](Reader& in) -> Result<std::string> {
    const auto found = TRY(flow::suggestions(in, person, printer, "Asia/Tokyo", world.now()));
    if (found.empty()) return "nothing"s;
    std::string text;
    for (const flow::Suggestion& one : found) {
      const registry::Purpose purpose = TRY(registry::purpose(in, one.purpose));
      text += (text.empty() ? "" : ", ") + purpose.name + " " + std::string(flow::to_string(one.reason)) + " " +
              std::to_string(one.times) + " of " + std::to_string(one.of);
    }
    return text;
  });
}

}  // namespace

Commands delegating_commands() {
  return {{"delegate", offer},  {"answer-delegate", answer}, {"end-delegate", end},
          {"delegates", allow}, {"delegated", look},         {"usual", usual}};
}

}  // namespace tsuke::scenarios
