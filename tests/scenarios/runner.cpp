#include "runner.h"

#include "commands.h"

namespace tsuke::scenarios {

namespace {

Commands all_commands() {
  Commands all = setting_commands();
  all.merge(ruling_commands());
  all.merge(approving_commands());
  all.merge(printing_commands());
  all.merge(amending_commands());
  all.merge(asking_commands());
  all.merge(log_commands());
  all.merge(budgeting_commands());
  all.merge(delegating_commands());
  all.merge(sharing_commands());
  all.merge(joining_commands());
  all.merge(mailing_commands());
  all.merge(trying_commands());
  return all;
}

std::vector<std::string> items_in(const std::string& outcome) {
  std::vector<std::string> items;
  for (std::size_t at = 0; at <= outcome.size();) {
    const std::size_t end = std::min(outcome.find(", ", at), outcome.size());
    items.push_back(outcome.substr(at, end - at));
    at = end + 2;
  }
  return items;
}

// "refused budget-exceeded" also stands for "refused budget-exceeded: ask-budget".
bool holds(const std::string& expected, const std::string& outcome) {
  for (const std::string& item : items_in(outcome))
    if (item == expected || item.starts_with(expected + ":")) return true;
  return false;
}

bool is_success(const std::string& outcome) {
  return !outcome.starts_with("failed") && !outcome.starts_with("refused");
}

class Run {
 public:
  explicit Run(const std::string& database) : world_(database) {}

  std::optional<Failure> line(const Line& line) {
    const std::string before = snapshot();
    std::string outcome = outcome_of(line);
    if (mistaken_) return Failure{line.number, line.text, "a line of the language", outcome};
    if (line.expected.empty() && !is_success(outcome)) return Failure{line.number, line.text, "success", outcome};
    if (snapshot() == before) outcome += ", unchanged";
    for (const std::string& expected : line.expected)
      if (!holds(expected, outcome)) return Failure{line.number, line.text, expected, outcome};
    return {};
  }

  std::optional<Failure> end() {
    const auto faults = world_.faults();
    const std::string got = faults.ok() ? faults.value() : faults.error().what;
    if (got.empty()) return {};
    return Failure{0, "at the end of the scenario", "books without a fault", got};
  }

 private:
  std::string snapshot() {
    auto taken = world_.snapshot();
    return taken.ok() ? taken.take() : taken.error().what;
  }

  std::string outcome_of(const Line& line) {
    const auto command = commands_.find(line.words.empty() ? "" : line.words.front());
    mistaken_ = command == commands_.end();
    if (mistaken_) return "no such command";
    Words words({line.words.begin() + 1, line.words.end()});
    auto outcome = command->second(world_, words);
    if (outcome.ok() && !words.empty()) outcome = words.end().take_error();
    if (outcome.ok()) return outcome.take();
    mistaken_ = is_mistake(outcome.error());
    return mistaken_ ? outcome.error().what : "failed " + outcome.error().code + ": " + outcome.error().what;
  }

  World world_;
  const Commands commands_ = all_commands();
  bool mistaken_ = false;
};

}  // namespace

std::optional<Failure> run_scenario(const std::string& path, const std::string& database) {
  const auto lines = read_lines(path);
  if (!lines.ok()) return Failure{0, path, "a scenario", lines.error().what};
  Run run(database);
  for (const Line& line : lines.value())
    if (auto failure = run.line(line)) return failure;
  return run.end();
}

}  // namespace tsuke::scenarios
