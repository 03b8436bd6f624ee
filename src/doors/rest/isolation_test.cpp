// Ids of one tenant in the calls of another: nothing of theirs is shown, and nothing of theirs is changed.
#include <algorithm>
#include <set>

#include "doors/rest/test_things.h"

namespace tsuke::doors {
namespace {

// In every name that another tenant gave, so that it is found in whatever answers a stranger.
constexpr const char* mark = "zq-theirs";

// Filters name things, too; the table of routes has paths only.
const std::vector<Rule>& filters() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> made;
    for (const std::string log : {"/print-log", "/print-log.csv"})
      for (const std::string filter :
           {"purpose={purpose}", "printer={printer}", "site={site}", "provider={provider}"}) {
        made.push_back({"GET", log + "?" + filter, "-", {}});
        if (filter[1] != 'u') made.push_back({"GET", "/organisations/{organisation}" + log + "?" + filter, "A", {}});
      }
    for (const std::string log : {"/print-log", "/print-log.csv"})
      made.push_back({"GET", "/organisations/{organisation}" + log + "?person={person}", "A", {}});
    made.push_back({"GET", "/sites?provider={provider}", "-", {}});
    made.push_back({"GET", "/purpose-suggestions?printer={printer}", "-", {}});
    return made;
  }();
  return rules;
}

class IsolationTest : public ThingsTest {
 protected:
  Tenant theirs = make_tenant();
  Names own = named(mikas()), swapped = named(theirs);
  const std::string nobodys = to_string(new_id<JobId>());
  std::size_t calls = 0;
  std::set<std::string> passed;  // routes that answered with anything but a refusal

  Tenant make_tenant() {
    Tenant made;
    const std::string name = mark;
    made.name = name;
    made.person = registry::make_person(server.store(), name + "-person");
    made.admin = registry::make_person(server.store(), name + "-admin");
    made.company = registry::make_organisation(server.store(), name + "-company", made.admin);
    made.membership = registry::make_member(server.store(), made.person, made.company);
    made.purpose = registry::make_purpose(server.store(), made.person, name + "-work", made.company);
    made.hobby = registry::make_purpose(server.store(), made.person, name + "-hobby");
    made.provider = registry::make_home_provider(server.store(), name + "-home", made.person);
    made.home_printer =
        registry::make_printer(server.store(), name + "-printer", made.provider, registry::SiteKind::home);
    server.change(
        [&](store::Transaction& in) { return registry::change_printer(in, made.home_printer, {}, {}, true); });
    return made;
  }
  Names named(const Tenant& of) {
    Tenant at_home = of;
    if (of.person == mika) at_home.provider = home;
    Names names = make_things(at_home);
    names["{site}"] = server.read<std::string>([&](store::Reader& in) -> Result<std::string> {
      return to_string(TRY(registry::printer(in, of.home_printer)).site);
    });
    names["{person}"] = to_string(of.person);
    names.erase("{address}");  // not an id, and the same for both
    names.erase("{page}");
    return names;
  }

  // Every row that names one of their ids or bears their mark, as text.
  std::multiset<std::string> rows_of_theirs() {
    return server.read<std::multiset<std::string>>([&](store::Reader& in) -> Result<std::multiset<std::string>> {
      std::multiset<std::string> found;
      for (const std::string& sql : TRY(in.list<std::string>({"table_texts", table_texts}, {}, text_of)))
        for (const std::string& row : TRY(in.list<std::string>({"table_rows", sql.c_str()}, {}, text_of)))
          if (names_theirs(row)) found.insert(row);
      return found;
    });
  }
  static std::string text_of(const store::Row& row) { return row.text(0); }
  // One query for each table, that makes each of its rows a text.
  static constexpr const char* table_texts =
      "SELECT 'SELECT ''' || t.name || ': '' || ' || "
      "       (SELECT group_concat('quote(\"' || c.name || '\")', ' || '','' || ') FROM pragma_table_info(t.name) c) "
      "|| "
      "       ' FROM \"' || t.name || '\"' "
      "  FROM sqlite_master t WHERE t.type = 'table'";
  bool names_theirs(const std::string& text) const {
    return text.find(mark) != std::string::npos || std::any_of(swapped.begin(), swapped.end(), [&](const auto& name) {
             return text.find(name.second) != std::string::npos;
           });
  }

  // Those in its path, filter and body that are ids. (A body is JSON, whose braces hold more than names.)
  std::vector<std::string> placeholders(const Rule& rule) const {
    if (rule.method == "POST" && rule.path == "/jobs") return {"{purpose}"};
    std::vector<std::string> found;
    for (const std::string& text : {rule.path, rule.body})
      for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
        const std::string name = text.substr(at, text.find('}', at) - at + 1);
        if (own.contains(name)) found.push_back(name);
      }
    return found;
  }
  // What theirs answer is what an id answers that nobody has.
  void try_call(Api& caller, const Rule& rule, const std::vector<std::string>& names, const std::string& id_of) {
    Names with = own, with_none = own;
    std::string what = rule.method + " " + rule.path + " with";
    for (const std::string& name : names) {
      const std::string& kind = id_of.empty() ? name : id_of;
      with[name] = swapped.at(kind);
      with_none[name] = nobodys;
      what += " their " + kind + " as " + name;
    }
    const Reply reply = call(caller, rule, with), to_none = call(caller, rule, with_none);
    calls += 1;
    EXPECT_EQ(reply.raw.body.find(mark), std::string::npos) << what << "\n" << reply.raw.body;
    EXPECT_LT(reply.status, 500) << what;
    EXPECT_NE(reply.status, 429) << what << ": nothing is learnt from who is made to wait";
    EXPECT_NE(reply.status, 401) << what;
    EXPECT_EQ(reply.status, to_none.status) << what << "\n" << reply.raw.body << "\n" << to_none.raw.body;
    EXPECT_EQ(reply.code(), to_none.code()) << what;
    if (reply.status >= 400) return;
    EXPECT_EQ(reply.raw.body, to_none.raw.body) << what;
    passed.insert(rule.method + " " + rule.path);
  }
  // Each name by itself with every id of theirs, whatever it is the id of; and every choice of names with theirs.
  void swap_in(Api& caller, const Rule& rule) {
    const std::vector<std::string> names = placeholders(rule);
    for (const std::string& name : names)
      for (const auto& [kind, id] : swapped)
        if (!is_for_everybody(rule, kind)) try_call(caller, rule, {name}, kind);
    for (unsigned choice = 1; choice < 1U << names.size(); choice++) {
      std::vector<std::string> chosen;
      for (std::size_t i = 0; i < names.size(); i++)
        if (choice & 1U << i && swapped.contains(names[i])) chosen.push_back(names[i]);
      const bool open = std::all_of(chosen.begin(), chosen.end(),
                                    [&](const std::string& name) { return is_for_everybody(rule, name); });
      if (!open) try_call(caller, rule, chosen, {});
    }
  }
  // What everybody may do with an organisation that is not theirs: ask to join it, say that they trust it to pay, and
  // offer it a trial.
  static bool is_for_everybody(const Rule& rule, const std::string& kind) {
    const bool open = rule.path == "/organisations/{organisation}/requests" ||
                      rule.path == "/providers/{provider}/payers" || rule.path == "/providers/{provider}/trials";
    return open && kind == "{organisation}";
  }
  void swap_everywhere(Api caller) {
    for (const std::vector<Rule>* rules : {&route_rules(), &filters()})
      for (const Rule& rule : *rules)
        if (rule.path != "/events") swap_in(caller, rule);
  }
};

TEST_F(IsolationTest, IdsOfAnotherTenantOpenNothing) {
  swapped.erase("{tomorrow}");  // no id
  swapped.erase("{in_a_week}");
  const std::multiset<std::string> before = rows_of_theirs();
  ASSERT_GT(before.size(), 40U);
  swap_everywhere(browser(mika));
  swap_everywhere(program(admin_a));
  swap_everywhere(browser(ken));
  swap_everywhere(program(ken));
  // They printed at the shop, whose admin decides what of that is given back.
  swapped.erase("{refund_request}");
  swap_everywhere(browser(admin_s));
  EXPECT_GE(calls, 10'000U);
  for (const std::string& route : passed)
    EXPECT_TRUE(route.starts_with("GET ") || route == "DELETE /favourites/{printer}") << route;
  EXPECT_EQ(rows_of_theirs(), before);
}

}  // namespace
}  // namespace tsuke::doors
