#include "app/demo/narrator.h"

#include <cstdio>

namespace tsuke::app {

void Narrator::tell(std::string_view event, bool ok, const Json& facts, const std::string& english,
                    const std::string& japanese) {
  all_true_ = all_true_ && ok;
  if (as_json_) {
    Json line = Json::object({{"event", event}, {"ok", ok}});
    for (const auto& [name, value] : facts.members()) line.set(name, value);
    print(line.dump());
    return;
  }
  print(std::string(ok ? "  ✓ " : "  ✗ ") + (japanese_ ? japanese : english));
}

void Narrator::remark(const std::string& english, const std::string& japanese) {
  if (!as_json_) print(japanese_ ? japanese : english);
}

void Narrator::json_line(const Json& line) {
  if (as_json_) print(line.dump());
}

void Narrator::print(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

Json money_fact(Money amount) {
  return Json::object({{"amount_minor", amount.amount_minor}, {"currency", amount.currency.view()}});
}

}  // namespace tsuke::app
