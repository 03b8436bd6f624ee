// The lines that set the scene.
#include "commands.h"
#include "flow/leave/leave.h"
#include "registry/payer_trust.h"
#include "registry/people.h"
#include "registry/printers.h"
#include "registry/purpose_marks.h"
#include "registry/testing.h"
#include "rules/policy_book.h"
#include "rules/price_book.h"

namespace tsuke::scenarios {

namespace {

using store::Transaction;

Result<std::string> add_person(World& world, Words& words) {
  const std::string name = TRY(words.take("a name"));
  world.people.ids[name] = registry::make_person(*world.store, name);
  return "added"s;
}

// company <name>, with an administrator called admin-of-<name>
Result<std::string> add_company(World& world, Words& words) {
  registry::Organisation organisation;
  organisation.name = TRY(words.take("a name"));
  if (words.accept("in")) organisation.time_zone = TRY(words.take("a time zone"));
  const std::string admin = "admin-of-" + organisation.name;
  world.people.ids[admin] = registry::make_person(*world.store, admin);
  world.organisations.ids[organisation.name] = TRY(world.write<OrganisationId>(
      [&](Transaction& in) { return registry::add_organisation(in, organisation, world.people.ids[admin]); }));
  return "added"s;
}

// member <person> <company> [requests | accepted | ended]
Result<std::string> member(World& world, Words& words) {
  const std::string person_name = TRY(words.take("a person")), company_name = TRY(words.take("a company"));
  const PersonId person = TRY(world.people.at(person_name));
  const OrganisationId company = TRY(world.organisations.at(company_name));
  const PersonId admin = world.people.ids["admin-of-" + company_name];
  const bool ends = words.accept("ended"), only_requests = words.accept("requests");
  return world.write<std::string>([&](Transaction& in) -> Result<std::string> {
    const auto now = TRY(registry::membership_between(in, person, company));
    if (ends) {
      if (!now) return mistake(person_name + " is no member of " + company_name);
      TRY(flow::end_membership(in, now->id, admin, world.now()));
      return "ended"s;
    }
    const MembershipId id = TRY(registry::request_membership(in, company, person));
    if (only_requests) return "requested"s;
    TRY(registry::accept_membership(in, id, admin));
    return "accepted"s;
  });
}

// provider <name> [person <name>]: an organisation of its own, or that of the same name, or a person at home
Result<std::string> add_provider(World& world, Words& words) {
  const std::string name = TRY(words.take("a name"));
  if (words.accept("person")) {
    const PersonId person = TRY(world.people.at(TRY(words.take("a person"))));
    world.providers.ids[name] = registry::make_home_provider(*world.store, name, person);
    return "added"s;
  }
  const auto known = world.organisations.at(name);
  const OrganisationId organisation = known.ok() ? known.value() : registry::make_organisation(*world.store, name);
  world.organisations.ids[name] = organisation;
  world.providers.ids[name] = registry::make_provider(*world.store, name, organisation);
  return "added"s;
}

// printer <name> of <provider> [at <site kind>] [monochrome] [one-sided] [a4-only] [staples] [owner-only]
// [not-enrolled]
Result<std::string> add_printer(World& world, Words& words) {
  const std::string name = TRY(words.take("a name"));
  if (!words.accept("of")) return mistake("say whose printer it is: printer <name> of <provider>");
  registry::Site site;
  site.provider = TRY(world.providers.at(TRY(words.take("a provider"))));
  site.name = name + "-site";
  if (words.accept("at")) site.kind = TRY(registry::parse_site_kind(TRY(words.take("a kind of site"))));
  registry::Printer printer;
  printer.name = name;
  registry::Capabilities& able = printer.capabilities;
  able.color = !words.accept("monochrome");
  able.two_sided = !words.accept("one-sided");
  able.media = {"iso_a4_210x297mm"};
  if (!words.accept("a4-only")) able.media.push_back("iso_a3_297x420mm");
  if (words.accept("staples")) able.finishings = {"staple"};
  printer.owner_only = words.accept("owner-only");
  const bool enrolled = !words.accept("not-enrolled");
  world.printers.ids[name] = TRY(world.write<PrinterId>([&](Transaction& in) -> Result<PrinterId> {
    printer.site = TRY(registry::add_site(in, site));
    return registry::add_printer(in, printer);
  }));
  if (enrolled) registry::make_device(*world.store, world.printers.ids[name], world.now());
  return "added"s;
}

// switch <printer> on | off
Result<std::string> switch_printer(World& world, Words& words) {
  const PrinterId printer = TRY(world.printers.at(TRY(words.take("a printer"))));
  const bool on = words.accept("on");
  if (!on && !words.accept("off")) return mistake("say on or off");
  TRY(world.write<void>([&](Transaction& in) { return registry::change_printer(in, printer, {}, on, {}); }));
  return "switched"s;
}

// heard <printer>: its agent speaks
Result<std::string> hear(World& world, Words& words) {
  const PrinterId printer = TRY(world.printers.at(TRY(words.take("a printer"))));
  TRY(world.write<void>(
      [&](Transaction& in) { return registry::device_reported(in, printer, "processing", {}, {}, world.now()); }));
  return "heard"s;
}

Result<rules::TariffLine> take_tariff_line(Words& words) {
  rules::TariffLine line;
  if (words.accept("colour")) line.color_mode = registry::ColorMode::color;
  line.per_impression = TRY(words.take_price());
  if (!words.accept("per") || !words.accept("impression")) return mistake("a price reads: 28 per impression");
  const auto next = words.peek();
  if (!words.empty() && next != "otherwise" && next != "stapling" && next != "minimum") {
    line.per_sheet = TRY(words.take_price());
    if (!words.accept("per") || !words.accept("sheet")) return mistake("a price reads: 3 per sheet");
  }
  return line;
}

// tariff <printer> [colour] 28 per impression [3 per sheet] [otherwise 8 per impression …] [stapling 5] [minimum 10]
Result<std::string> set_tariff(World& world, Words& words) {
  const PrinterId printer = TRY(world.printers.at(TRY(words.take("a printer"))));
  std::vector<rules::TariffLine> lines{TRY(take_tariff_line(words))};
  while (words.accept("otherwise")) lines.push_back(TRY(take_tariff_line(words)));
  std::vector<rules::FinishingPrice> finishings;
  if (words.accept("stapling")) {
    const auto price = TRY(words.take_price());
    finishings.push_back({"staple", price});
  }
  Money minimum;
  if (words.accept("minimum")) minimum.amount_minor = TRY(words.take_number("an amount"));
  const rules::Tariff tariff = TRY(rules::Tariff::create(yen, lines, minimum, finishings));
  TRY(world.write<TariffId>(
      [&](Transaction& in) { return rules::publish_tariff(in, printer, world.now(), tariff, world.now()); }));
  return "published"s;
}

// fee [service 3.5%] [2 per job] [0.5 per impression] [commission 8%]
Result<std::string> set_fee(World& world, Words& words) {
  rules::FeePlan::Terms terms;
  while (!words.empty()) {
    if (words.accept("service")) {
      terms.percentage = TRY(words.take_rate());
    } else if (words.accept("commission")) {
      terms.commission = TRY(words.take_rate());
    } else {
      const UnitPrice price = TRY(words.take_price());
      if (!words.accept("per")) return mistake("a fee reads: 2 per job, or 0.5 per impression");
      if (words.accept("job"))
        terms.per_job.amount_minor = price.milli_minor / 1000;
      else if (words.accept("impression"))
        terms.per_impression = price;
      else
        return mistake("a fee is per job or per impression");
    }
  }
  const rules::FeePlan plan = TRY(rules::FeePlan::create(terms));
  TRY(world.write<FeePlanId>(
      [&](Transaction& in) { return rules::publish_fee_plan(in, world.now(), plan, world.now()); }));
  return "published"s;
}

Result<std::string> publish(World& world, OrganisationId company, const rules::Policy& policy) {
  TRY(world.write<PolicyId>(
      [&](Transaction& in) { return rules::publish_policy(in, company, world.now(), policy, {}, world.now()); }));
  return "published"s;
}

// sites <company> <kind> <kind> …
Result<std::string> allow_sites(World& world, Words& words) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  std::vector<registry::SiteKind> kinds;
  while (!words.empty()) kinds.push_back(TRY(registry::parse_site_kind(TRY(words.take("a kind of site")))));
  rules::Policy policy;
  policy.rules.emplace_back().where = {true, kinds, {}, {}, {}};
  if (kinds.empty()) policy.rules.clear();
  return publish(world, company, policy);
}

Result<std::string> block(World& world, Words& words, bool blocked) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  TRY(world.write<void>([&](Transaction& in) { return registry::block_payer(in, company, blocked); }));
  return "set"s;
}
Result<std::string> block_payer(World& world, Words& words) { return block(world, words, true); }
Result<std::string> unblock_payer(World& world, Words& words) { return block(world, words, false); }

// trusts <provider> anybody | [<company> …] [private]
Result<std::string> trust_payers(World& world, Words& words) {
  const ProviderId provider = TRY(world.providers.at(TRY(words.take("a provider"))));
  registry::PayerTrust trust{!words.accept("anybody"), false, {}};
  while (!words.empty()) {
    if (words.accept("private"))
      trust.serves_private = true;
    else
      trust.trusted.push_back({TRY(world.organisations.at(TRY(words.take("a company")))), {}});
  }
  TRY(world.write<void>([&](Transaction& in) { return registry::set_payer_trust(in, provider, trust); }));
  return "set"s;
}

// at-once <printer> [jobs <n>] [yen <n>]
Result<std::optional<registry::AtOnce>> take_at_once(World& world, Words& words) {
  using Wish = std::optional<registry::AtOnce>;
  if (!words.accept("at-once")) return Wish{};
  registry::AtOnce at_once{TRY(world.printers.at(TRY(words.take("a printer")))), {}, {}};
  if (words.accept("jobs")) at_once.jobs_per_day = static_cast<int>(TRY(words.take_number("how many jobs a day")));
  if (words.accept("yen")) at_once.amount_per_day = Money{TRY(words.take_number("how many yen a day")), yen};
  return Wish{at_once};
}

// purpose <person>/<name> pays <company> | private  [settings] [holds 48h] [at-once <printer> [jobs <n>] [yen <n>]]
Result<std::string> add_purpose(World& world, Words& words) {
  const std::string full_name = TRY(words.take("a purpose"));
  const std::size_t slash = full_name.find('/');
  if (slash == std::string::npos) return mistake("write a purpose as person/name");
  registry::Purpose purpose;
  purpose.person = TRY(world.people.at(full_name.substr(0, slash)));
  purpose.name = full_name.substr(slash + 1);
  purpose.payer = {{}, purpose.person};
  if (words.accept("pays"))
    purpose.payer = {TRY(world.organisations.at(TRY(words.take("a company")))), {}};
  else if (!words.accept("private"))
    return mistake("say who pays: pays <company>, or private");
  purpose.defaults = TRY(registry::apply({}, TRY(take_settings(words)).change));
  if (words.accept("holds")) purpose.hold_hours = static_cast<int>(TRY(words.take_duration()).micros / hours(1).micros);
  purpose.at_once = TRY(take_at_once(world, words));
  const PurposeId id = TRY(world.write<PurposeId>([&](Transaction& in) { return registry::add_purpose(in, purpose); }));
  world.purposes.ids[full_name] = id;
  const auto made = TRY(world.read<registry::Purpose>([&](store::Reader& in) { return registry::purpose(in, id); }));
  return std::string(to_string(made.state));
}

// repurpose <person>/<name> pays <company> | private | on | off | shows-titles | hides-titles | wants-comments |
// wants-none
Result<std::string> change_purpose(World& world, Words& words) {
  const std::string full_name = TRY(words.take("a purpose"));
  const PurposeId id = TRY(world.purposes.at(full_name));
  const PersonId person = TRY(world.people.at(full_name.substr(0, full_name.find('/'))));
  registry::PurposeChange change;
  if (words.accept("pays"))
    change.payer = registry::Payer{TRY(world.organisations.at(TRY(words.take("a company")))), {}};
  if (words.accept("private")) change.payer = registry::Payer{{}, person};
  if (words.accept("on")) change.switched_on = true;
  if (words.accept("off")) change.switched_on = false;
  if (words.accept("shows-titles")) change.show_titles = true;
  if (words.accept("hides-titles")) change.show_titles = false;
  registry::PurposeMarks marks;
  marks.comment_needed = words.accept("wants-comments");
  const bool demands = marks.comment_needed || words.accept("wants-none");
  TRY(world.write<void>([&](Transaction& in) {
    return demands ? registry::mark_purpose(in, person, id, marks) : registry::change_purpose(in, person, id, change);
  }));
  const auto made = TRY(world.read<registry::Purpose>([&](store::Reader& in) { return registry::purpose(in, id); }));
  return std::string(to_string(made.state));
}

// time 2026-11-30T14:59:00Z
Result<std::string> set_time(World& world, Words& words) {
  const Instant wanted = TRY(parse_rfc3339(TRY(words.take("an instant"))));
  if (wanted < world.now()) return mistake("time only runs forward");
  world.clock.set(wanted);
  TRY(world.let_time_end_things());
  return "set"s;
}

}  // namespace

Commands setting_commands() {
  return {{"person", add_person},
          {"company", add_company},
          {"member", member},
          {"provider", add_provider},
          {"printer", add_printer},
          {"switch", switch_printer},
          {"heard", hear},
          {"tariff", set_tariff},
          {"fee", set_fee},
          {"sites", allow_sites},
          {"block", block_payer},
          {"unblock", unblock_payer},
          {"trusts", trust_payers},
          {"purpose", add_purpose},
          {"repurpose", change_purpose},
          {"time", set_time}};
}

}  // namespace tsuke::scenarios
