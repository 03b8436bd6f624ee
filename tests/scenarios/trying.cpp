// Trials: prints that are metered and not charged, and what they would have cost.
#include "commands.h"
#include "flow/offer.h"
#include "flow/trial_sums.h"
#include "flow/trials.h"

namespace tsuke::scenarios {

namespace {

using registry::Trial;
using store::Transaction;

// operator <name>: somebody who speaks for the operator
Result<std::string> add_operator(World& world, Words& words) {
  registry::Person person;
  person.name = person.login = TRY(words.take("a name"));
  person.is_operator = true;
  world.people.ids[person.name] =
      TRY(world.write<PersonId>([&](Transaction& in) { return registry::add_person(in, person); }));
  return "added"s;
}

std::string text_of(World& world, const Trial& trial) { return std::string(to_string(state_of(trial, world.now()))); }

Result<PersonId> take_actor(World& world, Words& words) {
  if (!words.accept("by")) return mistake("say who: by <person>");
  return world.people.at(TRY(words.take("a person")));
}

// trial <name> <provider> everybody | <company> [in 24h] for 48h by <person>
Result<std::string> ask_for(World& world, Words& words) {
  const std::string name = TRY(words.take("a name"));
  flow::TrialWish wish;
  wish.provider = TRY(world.providers.at(TRY(words.take("a provider"))));
  if (!words.accept("everybody")) wish.organisation = TRY(world.organisations.at(TRY(words.take("a company"))));
  wish.begins = world.now();
  if (words.accept("in")) wish.begins = world.now() + TRY(words.take_duration());
  if (!words.accept("for")) return mistake("say how long: for <time>");
  wish.ends = wish.begins + TRY(words.take_duration());
  const PersonId by = TRY(take_actor(world, words));
  const Trial trial =
      TRY(world.write<Trial>([&](Transaction& in) { return flow::ask_for_trial(in, wish, by, world.now()); }));
  world.trials.ids[name] = trial.id;
  return text_of(world, trial);
}

// answer-trial <name> by <person> yes | no
Result<std::string> answer(World& world, Words& words) {
  const TrialId id = TRY(world.trials.at(TRY(words.take("a trial"))));
  const PersonId by = TRY(take_actor(world, words));
  const bool agrees = words.accept("yes");
  if (!agrees && !words.accept("no")) return mistake("an answer is yes or no");
  return text_of(
      world,
      TRY(world.write<Trial>([&](Transaction& in) { return flow::answer_trial(in, id, agrees, by, world.now()); })));
}

// end-trial <name> by <person>
Result<std::string> end(World& world, Words& words) {
  const TrialId id = TRY(world.trials.at(TRY(words.take("a trial"))));
  const PersonId by = TRY(take_actor(world, words));
  return text_of(world,
                 TRY(world.write<Trial>([&](Transaction& in) { return flow::end_trial(in, id, by, world.now()); })));
}

std::string text_of(const flow::TrialSums& sums) {
  return std::to_string(sums.prints) + " prints, " + std::to_string(sums.impressions) + " impressions, " +
         std::to_string(sums.sheets) + " sheets, device " + yen_text(sums.device_fee) + ", service " +
         yen_text(sums.service_fee) + ", total " + yen_text(sums.total) + ", earned " + yen_text(sums.earned());
}

// trial-sums <name> [for <company>]: what it would have cost, all or one payer
Result<std::string> ask_sums(World& world, Words& words) {
  const TrialId id = TRY(world.trials.at(TRY(words.take("a trial"))));
  std::optional<registry::Payer> payer;
  if (words.accept("for")) payer = TRY(world.payer(TRY(words.take("a payer"))));
  const auto summary =
      TRY(world.read<flow::TrialSummary>([&](store::Reader& in) { return flow::trial_summary(in, id, payer); }));
  if (summary.all.empty()) return "nothing"s;
  std::string text = text_of(summary.all.front());
  for (const flow::TrialPart& part : summary.by_printer) text += ", at " + part.name + " " + yen_text(part.sums.total);
  for (const flow::TrialPart& part : summary.by_department)
    text += ", of " + (part.name.empty() ? "none" : part.name) + " " + yen_text(part.sums.total);
  return text;
}

// would-cost <job>: what is kept beside its charge
Result<std::string> ask_would_cost(World& world, Words& words) {
  const JobId job = TRY(world.jobs.at(TRY(words.take("a job")))).id;
  const auto charge =
      TRY(world.read<std::optional<flow::Charge>>([&](store::Reader& in) { return flow::charge_of(in, job); }));
  if (!charge || !charge->would_be) return "charged"s;
  const flow::WouldBe& would = *charge->would_be;
  return "authorised " + yen_text(would.authorised) + ", captured " + yen_text(would.captured) + ", device " +
         yen_text(would.device_fee) + ", service " + yen_text(would.service_fee) + ", absorbed " +
         yen_text(would.absorbed) + ", commission " + yen_text(would.commission);
}

// in-trial <job> <printer>: whether a release there would be charged
Result<std::string> ask_in_trial(World& world, Words& words) {
  const JobId job = TRY(world.jobs.at(TRY(words.take("a job")))).id;
  const PrinterId at = TRY(world.printers.at(TRY(words.take("a printer"))));
  return world.read<std::string>([&](store::Reader& in) -> Result<std::string> {
    const registry::Printer printer = TRY(registry::printer(in, at));
    const flow::Offer offer = TRY(flow::make_offer(in, TRY(flow::job(in, job)), printer, world.now()));
    return offer.metered() ? "not charged until " + to_rfc3339(not_charged_until(offer)) : "charged"s;
  });
}

}  // namespace

Commands trying_commands() {
  return {{"operator", add_operator}, {"trial", ask_for},       {"answer-trial", answer},
          {"end-trial", end},         {"trial-sums", ask_sums}, {"would-cost", ask_would_cost},
          {"in-trial", ask_in_trial}};
}

}  // namespace tsuke::scenarios
