// Policies as JSON: how they come, are kept and are shown.
#include <algorithm>
#include <array>
#include <utility>

#include "rules/policy.h"
#include "rules/tariff.h"

namespace tsuke::rules {

namespace {

constexpr std::pair<Effect, std::string_view> effects[] = {
    {Effect::refuse, "refuse"},
    {Effect::ask_approval, "ask-approval"},
    {Effect::force_monochrome, "force-monochrome"},
    {Effect::force_two_sided, "force-two-sided"},
};

constexpr std::int64_t limit_max = 10'000'000;
constexpr int minutes_of_day = 24 * 60;

template <typename List, typename Write>
Json list_of(const List& list, Write write) {
  Json json = Json::array();
  for (const auto& one : list) json.push(write(one));
  return json;
}

template <typename IdType>
Json ids(const std::vector<IdType>& list) {
  return list_of(list, [](IdType id) { return to_string(id); });
}

std::string clock_text(int minute) {
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  return two(minute / 60) + ":" + two(minute % 60);
}

Json who_json(const PolicyRule::Who& who) {
  return Json::object({{"roles", list_of(who.roles, [](registry::Role role) { return registry::to_string(role); })},
                       {"departments", ids(who.departments)},
                       {"cost_centres", ids(who.cost_centres)},
                       {"people", ids(who.people)}});
}

Json where_json(const PolicyRule::Where& where) {
  return Json::object(
      {{"elsewhere", where.elsewhere},
       {"kinds", list_of(where.kinds, [](registry::SiteKind kind) { return registry::to_string(kind); })},
       {"providers", ids(where.providers)},
       {"sites", ids(where.sites)},
       {"printers", ids(where.printers)}});
}

Json when_json(const PolicyRule::When& when) {
  return Json::object({{"outside", when.outside},
                       {"weekdays", list_of(when.weekdays, [](int day) { return day; })},
                       {"from", clock_text(when.from_minute)},
                       {"to", clock_text(when.to_minute)}});
}

Json limit_json(const std::optional<std::int64_t>& limit) { return limit ? Json(*limit) : Json(); }

Json what_json(const PolicyRule::What& what) {
  Json price;
  if (what.price_over)
    price =
        Json::object({{"amount_minor", what.price_over->amount_minor}, {"currency", what.price_over->currency.view()}});
  return Json::object({{"color", what.color},
                       {"one_sided", what.one_sided},
                       {"finished", what.finished},
                       {"media", list_of(what.media, [](const std::string& name) { return name; })},
                       {"impressions_over", limit_json(what.impressions_over)},
                       {"sheets_over", limit_json(what.sheets_over)},
                       {"sheets_of_day_over", limit_json(what.sheets_of_day_over)},
                       {"price_over", std::move(price)}});
}

Error bad(std::string what) { return {Reason::malformed, "bad-policy", std::move(what)}; }

// The members of one object of a rule, each taken once; what is left over was not understood.
class Members {
 public:
  Members(const Json& json, std::string name) : json_(json), name_(std::move(name)) {}

  // Fails unless there is nothing here, or an object with these members alone.
  template <std::size_t n>
  Result<void> must_be(const std::array<std::string_view, n>& known) const {
    if (json_.is_null()) return {};
    if (!json_.is_object()) return bad("write \"" + name_ + "\" as an object");
    for (const auto& [member, value] : json_.members())
      if (std::find(known.begin(), known.end(), member) == known.end())
        return bad("\"" + name_ + "\" has no member \"" + std::string(member) + "\"");
    return {};
  }

  Result<bool> truth(std::string_view member) const {
    const Json& value = json_[member];
    if (value.is_null()) return false;
    if (!value.is_bool()) return bad(quoted(member) + " is true or false");
    return value.boolean();
  }

  Result<std::optional<std::int64_t>> limit(std::string_view member) const {
    const Json& value = json_[member];
    if (value.is_null()) return std::optional<std::int64_t>{};
    if (!value.is_integer() || value.integer() < 0 || value.integer() > limit_max)
      return bad(quoted(member) + " is a whole number from 0 to 10,000,000");
    return std::optional<std::int64_t>{value.integer()};
  }

  template <typename T, typename Read>
  Result<std::vector<T>> list(std::string_view member, Read read) const {
    const Json& value = json_[member];
    std::vector<T> list;
    if (value.is_null()) return list;
    if (!value.is_array() || value.items().size() > policy_list_max)
      return bad(quoted(member) + " is a list of at most " + std::to_string(policy_list_max));
    for (const Json& item : value.items()) {
      Result<T> one = read(item);
      if (!one.ok()) return bad("an entry of " + quoted(member) + " is not known: " + one.error().what);
      if (std::find(list.begin(), list.end(), one.value()) == list.end()) list.push_back(one.take());
    }
    return list;
  }

  template <typename IdType>
  Result<std::vector<IdType>> ids(std::string_view member) const {
    return list<IdType>(member, [](const Json& item) { return parse_id<IdType>(item.text()); });
  }

  // "08:30"; absent: `fallback`. "24:00" is the end of the day.
  Result<int> clock(std::string_view member, int fallback) const {
    const Json& value = json_[member];
    if (value.is_null()) return fallback;
    const std::string& text = value.text();
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 99; };
    if (text.size() != 5 || text[2] != ':') return bad(quoted(member) + " is written as 08:30");
    const int hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
    if (minute > 59 || hour * 60 + minute > minutes_of_day) return bad(quoted(member) + " is from 00:00 to 24:00");
    return hour * 60 + minute;
  }

  const Json& operator[](std::string_view member) const { return json_[member]; }

 private:
  std::string quoted(std::string_view member) const { return "\"" + name_ + "." + std::string(member) + "\""; }
  const Json& json_;
  std::string name_;
};

Result<PolicyRule::Who> who_from(const Json& json) {
  const Members members(json, "who");
  TRY(members.must_be(std::array<std::string_view, 4>{"roles", "departments", "cost_centres", "people"}));
  PolicyRule::Who who;
  who.roles =
      TRY(members.list<registry::Role>("roles", [](const Json& item) { return registry::parse_role(item.text()); }));
  who.departments = TRY(members.ids<DepartmentId>("departments"));
  who.cost_centres = TRY(members.ids<CostCentreId>("cost_centres"));
  who.people = TRY(members.ids<PersonId>("people"));
  return who;
}

Result<PolicyRule::Where> where_from(const Json& json) {
  const Members members(json, "where");
  TRY(members.must_be(std::array<std::string_view, 5>{"elsewhere", "kinds", "providers", "sites", "printers"}));
  PolicyRule::Where where;
  where.elsewhere = TRY(members.truth("elsewhere"));
  where.kinds = TRY(members.list<registry::SiteKind>(
      "kinds", [](const Json& item) { return registry::parse_site_kind(item.text()); }));
  where.providers = TRY(members.ids<ProviderId>("providers"));
  where.sites = TRY(members.ids<SiteId>("sites"));
  where.printers = TRY(members.ids<PrinterId>("printers"));
  if (where.elsewhere && where.says_nothing()) return bad("\"where.elsewhere\" needs places to be elsewhere than");
  return where;
}

Result<int> weekday_from(const Json& item) {
  if (item.is_integer() && item.integer() >= 1 && item.integer() <= 7) return static_cast<int>(item.integer());
  return bad("weekdays are 1 (Monday) to 7 (Sunday)");
}

Result<PolicyRule::When> when_from(const Json& json) {
  const Members members(json, "when");
  TRY(members.must_be(std::array<std::string_view, 4>{"outside", "weekdays", "from", "to"}));
  PolicyRule::When when;
  when.outside = TRY(members.truth("outside"));
  when.weekdays = TRY(members.list<int>("weekdays", weekday_from));
  std::sort(when.weekdays.begin(), when.weekdays.end());
  when.from_minute = TRY(members.clock("from", 0));
  when.to_minute = TRY(members.clock("to", minutes_of_day));
  if (when.from_minute == minutes_of_day || when.to_minute == 0 || when.from_minute == when.to_minute)
    return bad("\"when\" goes from 00:00 to 24:00 at most, and some time must pass in it");
  if (when.outside && when.says_nothing()) return bad("\"when.outside\" needs days or hours to be outside of");
  return when;
}

Result<std::optional<Money>> price_from(const Json& json) {
  if (json.is_null()) return std::optional<Money>{};
  const Json& amount = json["amount_minor"];
  if (!amount.is_integer() || amount.integer() < 0 || amount.integer() > price_max || !json["currency"].is_text())
    return bad("write \"what.price_over\" as {\"amount_minor\":500,\"currency\":\"JPY\"}");
  const Currency currency = TRY(Currency::parse(json["currency"].text()));
  return std::optional<Money>{Money{amount.integer(), currency}};
}

Result<std::string> media_from(const Json& item) {
  if (registry::find_media(item.text()) == nullptr) return bad("name a paper such as iso_a4_210x297mm");
  return item.text();
}

Result<PolicyRule::What> what_from(const Json& json) {
  const Members members(json, "what");
  TRY(members.must_be(std::array<std::string_view, 8>{"color", "one_sided", "finished", "media", "impressions_over",
                                                      "sheets_over", "sheets_of_day_over", "price_over"}));
  PolicyRule::What what;
  what.color = TRY(members.truth("color"));
  what.one_sided = TRY(members.truth("one_sided"));
  what.finished = TRY(members.truth("finished"));
  what.media = TRY(members.list<std::string>("media", media_from));
  what.impressions_over = TRY(members.limit("impressions_over"));
  what.sheets_over = TRY(members.limit("sheets_over"));
  what.sheets_of_day_over = TRY(members.limit("sheets_of_day_over"));
  what.price_over = TRY(price_from(members["price_over"]));
  return what;
}

Result<Effect> effect_from(const Json& json) {
  for (const auto& [effect, word] : effects)
    if (json.text() == word) return effect;
  return bad("\"then\" is refuse, ask-approval, force-monochrome or force-two-sided");
}

Result<PolicyRule> rule_from(const Json& json) {
  const Members members(json, "rule");
  if (!json.is_object()) return bad("write each rule as an object");
  TRY(members.must_be(std::array<std::string_view, 5>{"who", "where", "when", "what", "then"}));
  PolicyRule rule;
  rule.who = TRY(who_from(json["who"]));
  rule.where = TRY(where_from(json["where"]));
  rule.when = TRY(when_from(json["when"]));
  rule.what = TRY(what_from(json["what"]));
  rule.effect = TRY(effect_from(json["then"]));
  return rule;
}

}  // namespace

std::string_view to_string(Effect effect) {
  for (const auto& [known, word] : effects)
    if (known == effect) return word;
  return "refuse";
}

Json to_json(const Policy& policy) {
  Json rules = Json::array();
  for (const PolicyRule& rule : policy.rules)
    rules.push(Json::object({{"who", who_json(rule.who)},
                             {"where", where_json(rule.where)},
                             {"when", when_json(rule.when)},
                             {"what", what_json(rule.what)},
                             {"then", to_string(rule.effect)}}));
  return Json::object({{"rules", std::move(rules)}});
}

Result<Policy> policy_from_json(const Json& json) {
  if (!json["rules"].is_array() || json["rules"].items().size() > policy_rules_max)
    return bad("give \"rules\" as a list of at most " + std::to_string(policy_rules_max));
  Policy policy;
  for (const Json& written : json["rules"].items()) {
    Result<PolicyRule> rule = rule_from(written);
    if (!rule.ok()) return bad("rule " + std::to_string(policy.rules.size() + 1) + ": " + rule.error().what);
    policy.rules.push_back(rule.take());
  }
  return policy;
}

}  // namespace tsuke::rules
