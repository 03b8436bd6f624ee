// The lines about what may be spent.
#include "commands.h"
#include "flow/budget/alerts.h"
#include "flow/budget/authority.h"
#include "flow/budget/request.h"
#include "flow/overflow.h"
#include "registry/departments.h"
#include "registry/people.h"

namespace tsuke::scenarios {

namespace {

using flow::BudgetPeriod;
using flow::BudgetScope;
using store::Transaction;

// department <name> of <company>, cost-centre <name> of <company>
template <typename DivisionType, typename IdType>
Result<std::string> add_division(World& world, Words& words, std::map<std::string, IdType>& ids,
                                 Result<IdType> (*add)(Transaction&, const DivisionType&)) {
  DivisionType division;
  division.code = division.name = TRY(words.take("a name"));
  if (!words.accept("of")) return mistake("say whose it is: of <company>");
  division.organisation = TRY(world.organisations.at(TRY(words.take("a company"))));
  ids[division.name] = TRY(world.write<IdType>([&](Transaction& in) { return add(in, division); }));
  return "added"s;
}
Result<std::string> add_department(World& world, Words& words) {
  return add_division<registry::Department>(world, words, world.departments.ids, registry::add_department);
}
Result<std::string> add_cost_centre(World& world, Words& words) {
  return add_division<registry::CostCentre>(world, words, world.cost_centres.ids, registry::add_cost_centre);
}

// put <person> in <department> of <company> [as approver]
Result<std::string> put_in(World& world, Words& words) {
  const PersonId person = TRY(world.people.at(TRY(words.take("a person"))));
  if (!words.accept("in")) return mistake("say where: put <person> in <department> of <company>");
  const DepartmentId department = TRY(world.departments.at(TRY(words.take("a department"))));
  if (!words.accept("of")) return mistake("say whose department it is: of <company>");
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  const bool approves = words.accept("as") && words.accept("approver");
  return world.write<std::string>([&](Transaction& in) -> Result<std::string> {
    const auto membership = TRY(registry::membership_between(in, person, company));
    if (!membership) return mistake("they are no member there");
    TRY(registry::put_in_department(in, membership->id, department));
    if (approves) TRY(registry::change_role(in, membership->id, registry::Role::approver));
    return "put"s;
  });
}

// book <purpose> under <cost centre>
Result<std::string> book_under(World& world, Words& words) {
  const std::string name = TRY(words.take("a purpose"));
  const PurposeId purpose = TRY(world.purposes.at(name));
  const PersonId person = TRY(world.people.at(name.substr(0, name.find('/'))));
  if (!words.accept("under")) return mistake("say under which cost centre");
  registry::PurposeChange change;
  change.cost_centre = TRY(world.cost_centres.at(TRY(words.take("a cost centre"))));
  TRY(world.write<void>([&](Transaction& in) { return registry::change_purpose(in, person, purpose, change); }));
  return "booked"s;
}

// <company> [cap | department <name> | cost-centre <name> | person <name> | purpose <person>/<name>] [yearly]
Result<flow::BudgetKey> take_key(World& world, Words& words) {
  flow::BudgetKey key;
  key.organisation = TRY(world.organisations.at(TRY(words.take("a company"))));
  if (words.accept("cap")) {
    key.scope = BudgetScope::cap;
  } else if (words.accept("department")) {
    key.scope = BudgetScope::department;
    key.subject = TRY(world.departments.at(TRY(words.take("a department")))).value;
  } else if (words.accept("cost-centre")) {
    key.scope = BudgetScope::cost_centre;
    key.subject = TRY(world.cost_centres.at(TRY(words.take("a cost centre")))).value;
  } else if (words.accept("person")) {
    key.scope = BudgetScope::person;
    key.subject = TRY(world.people.at(TRY(words.take("a person")))).value;
  } else if (words.accept("purpose")) {
    key.scope = BudgetScope::purpose;
    key.subject = TRY(world.purposes.at(TRY(words.take("a purpose")))).value;
  }
  if (words.accept("yearly")) key.period = BudgetPeriod::year;
  return key;
}

std::string text_of(const flow::Budget& budget) {
  const bool yearly = budget.key.period == BudgetPeriod::year;
  const std::string limit = budget.limit ? (yearly ? "yearly " : "monthly ") + yen_text(*budget.limit) : "unlimited"s;
  const std::string room = budget.limit ? ", room " + yen_text(budget.room()) : ""s;
  return limit + ", used " + yen_text(budget.used) + ", reserved " + yen_text(budget.reserved) + room + ", " +
         (yearly ? "year " : "month ") + budget.period + (budget.hard ? "" : ", only warns");
}

// budget <company> … [by <person>] [<amount> [warns] [alerts 50 90] | none]: sets it, and says what is left. Who sets
// it is asked only with "by".
Result<std::string> budget(World& world, Words& words) {
  flow::BudgetWish wish{TRY(take_key(world, words)), {}};
  const PersonId by = words.accept("by") ? TRY(world.people.at(TRY(words.take("a person")))) : PersonId{};
  if (!words.empty()) {
    if (!words.accept("none")) wish.limit = Money{TRY(words.take_number("an amount or none")), yen};
    wish.hard = !words.accept("warns");
    if (words.accept("alerts")) wish.thresholds.clear();
    while (!words.empty()) wish.thresholds.push_back(static_cast<int>(TRY(words.take_number("a threshold"))));
    TRY(world.write<void>([&](Transaction& in) -> Result<void> {
      if (by.exists()) TRY(flow::may_set_budget(in, by, wish.key, world.now()));
      TRY(flow::set_budget(in, wish, world.now()));
      return {};
    }));
  }
  const auto found = TRY(world.read<std::optional<flow::Budget>>(
      [&](store::Reader& in) { return flow::find_budget(in, wish.key, world.now()); }));
  if (found) return text_of(*found);
  return text_of(TRY(world.read<flow::Budget>(
      [&](store::Reader& in) { return flow::monthly_budget(in, wish.key.organisation, world.now()); })));
}

// alerts <company>: "2 alerts, organisation 50, person 80"
Result<std::string> alerts(World& world, Words& words) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  const auto told = TRY(world.read<std::vector<flow::BudgetAlert>>(
      [&](store::Reader& in) { return flow::budget_alerts(in, company, world.now()); }));
  std::string text = std::to_string(told.size()) + " alerts";
  for (const flow::BudgetAlert& alert : told)
    text += ", " + std::string(to_string(alert.budget.key.scope)) + " " + std::to_string(alert.threshold) + " in " +
            alert.period;
  return text;
}

std::string text_of(const flow::BudgetRequest& request) {
  return std::string(to_string(request.state)) + ", asked " + yen_text(request.amount) + ", granted " +
         yen_text(request.granted);
}

// ask <name of the request> <purpose> <amount>
Result<std::string> ask(World& world, Words& words) {
  const std::string name = TRY(words.take("a name for the request")), purpose = TRY(words.take("a purpose"));
  flow::BudgetAsk ask;
  ask.purpose = TRY(world.purposes.at(purpose));
  ask.amount = {TRY(words.take_number("an amount")), yen};
  ask.reason = "for " + name;
  const PersonId person = TRY(world.people.at(purpose.substr(0, purpose.find('/'))));
  const auto asked = TRY(world.write<flow::BudgetRequest>(
      [&](Transaction& in) { return flow::ask_for_budget(in, person, ask, world.now()); }));
  world.requests.ids[name] = asked.id;
  return text_of(asked);
}

// answer <request> by <person> yes <amount> [from-now-on] | no
Result<std::string> answer(World& world, Words& words) {
  const auto id = TRY(world.requests.at(TRY(words.take("a request"))));
  if (!words.accept("by")) return mistake("say who answers: by <person>");
  const PersonId by = TRY(world.people.at(TRY(words.take("a person"))));
  flow::BudgetAnswer answer;
  answer.grants = words.accept("yes");
  if (answer.grants) answer.amount = {TRY(words.take_number("an amount")), yen};
  if (words.accept("from-now-on")) answer.lasts = flow::Lasts::from_now_on;
  if (!answer.grants && words.accept("no")) answer.sentence = "not this month";
  return text_of(TRY(world.write<flow::BudgetRequest>(
      [&](Transaction& in) { return flow::answer_request(in, by, id, answer, world.now()); })));
}

// requests <company> by <person>: those that they see, the newest first
Result<std::string> requests(World& world, Words& words) {
  const OrganisationId company = TRY(world.organisations.at(TRY(words.take("a company"))));
  if (!words.accept("by")) return mistake("say who looks: by <person>");
  const PersonId eyes = TRY(world.people.at(TRY(words.take("a person"))));
  const auto found = TRY(world.read<std::vector<flow::BudgetRequest>>(
      [&](store::Reader& in) { return flow::requests_to(in, company, eyes); }));
  std::string text = std::to_string(found.size()) + " requests";
  for (const flow::BudgetRequest& request : found) text += ", " + std::string(to_string(request.state));
  return text;
}

// overflow <purpose> on | off
Result<std::string> overflow(World& world, Words& words) {
  const PurposeId purpose = TRY(world.purposes.at(TRY(words.take("a purpose"))));
  const bool on = words.accept("on");
  if (!on && !words.accept("off")) return mistake("say on or off");
  TRY(world.write<void>([&](Transaction& in) { return flow::set_pays_overflow(in, purpose, on); }));
  return "set"s;
}

}  // namespace

Commands budgeting_commands() {
  return {{"department", add_department},
          {"cost-centre", add_cost_centre},
          {"put", put_in},
          {"book", book_under},
          {"budget", budget},
          {"alerts", alerts},
          {"ask", ask},
          {"answer", answer},
          {"requests", requests},
          {"overflow", overflow}};
}

}  // namespace tsuke::scenarios
