// The lines by which a company rules what it pays for.
#include "commands.h"
#include "flow/policy_trial.h"
#include "registry/people.h"
#include "rules/policy_book.h"

namespace tsuke::scenarios {

namespace {

using rules::PolicyRule;
using store::Transaction;

Result<std::vector<registry::SiteKind>> take_kinds(Words& words) {
  std::vector<registry::SiteKind> kinds;
  while (registry::parse_site_kind(words.peek()).ok())
    kinds.push_back(TRY(registry::parse_site_kind(TRY(words.take("a kind of site")))));
  if (kinds.empty()) return mistake("say which kinds of site");
  return kinds;
}

// 08:00-20:00
Result<void> take_hours(Words& words, PolicyRule::When& when) {
  const std::string text = TRY(words.take("hours"));
  if (text.size() != 11) return mistake("hours read 08:00-20:00");
  const auto minute = [&](std::size_t at) {
    return std::stoi(text.substr(at, 2)) * 60 + std::stoi(text.substr(at + 3, 2));
  };
  when.from_minute = minute(0);
  when.to_minute = minute(6);
  return {};
}

Result<void> take_limit(Words& words, PolicyRule::What& what) {
  const std::int64_t limit = TRY(words.take_number("a limit"));
  if (words.accept("sides"))
    what.impressions_over = limit;
  else if (words.accept("yen"))
    what.price_over = Money{limit, yen};
  else if (words.accept("sheets") && words.accept("a"))
    what.sheets_of_day_over = limit, TRY(words.take("day"));
  else
    what.sheets_over = limit;
  return {};
}

Result<rules::Effect> take_effect(Words& words) {
  if (words.accept("refuse")) return rules::Effect::refuse;
  if (words.accept("approve")) return rules::Effect::ask_approval;
  if (words.accept("monochrome")) return rules::Effect::force_monochrome;
  if (words.accept("duplex")) return rules::Effect::force_two_sided;
  return mistake("a rule refuses, approves, or makes it monochrome or duplex");
}

// refuse | approve | monochrome | duplex, then any of: colour, one-sided, stapled, a3, over 50 sides, over 20 sheets,
// over 100 sheets a day, over 500 yen, at <kinds>, elsewhere <kinds>, within | outside 08:00-20:00, weekdays, members,
// of <department>, person <name>
Result<PolicyRule> take_rule(World& world, Words& words) {
  PolicyRule rule;
  rule.effect = TRY(take_effect(words));
  while (!words.empty()) {
    if (words.accept("colour"))
      rule.what.color = true;
    else if (words.accept("one-sided"))
      rule.what.one_sided = true;
    else if (words.accept("stapled"))
      rule.what.finished = true;
    else if (words.accept("a3"))
      rule.what.media = {"iso_a3_297x420mm"};
    else if (words.accept("over"))
      TRY(take_limit(words, rule.what));
    else if (words.accept("at"))
      rule.where.kinds = TRY(take_kinds(words));
    else if (words.accept("elsewhere"))
      rule.where = {true, TRY(take_kinds(words)), {}, {}, {}};
    else if (words.accept("within"))
      TRY(take_hours(words, rule.when));
    else if (words.accept("outside"))
      rule.when.outside = true, TRY(take_hours(words, rule.when));
    else if (words.accept("weekdays"))
      rule.when.weekdays = {1, 2, 3, 4, 5};
    else if (words.accept("members"))
      rule.who.roles = {registry::Role::member};
    else if (words.accept("of"))
      rule.who.departments = {TRY(world.departments.at(TRY(words.take("a department"))))};
    else if (words.accept("person"))
      rule.who.people = {TRY(world.people.at(TRY(words.take("a person"))))};
    else
      return mistake("no rule has the word " + std::string(words.peek()));
  }
  return rule;
}

// rule <company> <rule>: one more, from now on
Result<std::string> add_rule(World& world, Words& words) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  const PolicyRule rule = TRY(take_rule(world, words));
  return world.write<std::string>([&](Transaction& in) -> Result<std::string> {
    const auto known = TRY(rules::policy_in_force(in, company, world.now()));
    rules::Policy policy = known ? known->policy : rules::Policy{};
    policy.rules.push_back(rule);
    TRY(rules::publish_policy(in, company, world.now(), policy, {}, world.now()));
    return "published"s;
  });
}

// no-rules <company>
Result<std::string> drop_rules(World& world, Words& words) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  TRY(world.write<PolicyId>(
      [&](Transaction& in) { return rules::publish_policy(in, company, world.now(), {}, {}, world.now()); }));
  return "published"s;
}

// try <company> <rule>: what a policy of this rule alone would have done to all prints so far
Result<std::string> try_rule(World& world, Words& words) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  const rules::Policy draft{{TRY(take_rule(world, words))}};
  const auto trial = TRY(world.read<flow::Trial>(
      [&](store::Reader& in) { return flow::try_policy(in, company, draft, {Instant{}, world.now() + seconds(1)}); }));
  std::string text = std::to_string(trial.prints) + " prints, charged " + yen_text(trial.charged) + ", " +
                     std::to_string(trial.refused) + " refused, " + std::to_string(trial.to_approve) + " to approve, " +
                     std::to_string(trial.changed) + " changed, saved " + yen_text(trial.saved);
  for (const flow::TrialHit& hit : trial.hits) text += ", hit " + world.name_of(hit.job);
  return text;
}

}  // namespace

Commands ruling_commands() { return {{"rule", add_rule}, {"no-rules", drop_rules}, {"try", try_rule}}; }

}  // namespace tsuke::scenarios
