// The words of the language: each makes a line happen and says in words what came of it.
#pragma once

#include <map>
#include <string>

#include "world.h"

namespace tsuke::scenarios {

using namespace std::string_literals;

// The outcome is a list of items separated by ", ". A mistake is one in the scenario; any other error is the program's
// refusal, and an outcome, too.
using Command = Result<std::string> (*)(World&, Words&);
using Commands = std::map<std::string, Command>;

Commands setting_commands();     // people, printers, prices, limits
Commands ruling_commands();      // what a company pays for
Commands approving_commands();   // a yes is asked for and given
Commands printing_commands();    // submit, release, fetch, report, wait, pay
Commands amending_commands();    // reassign, refund, dispute, loss
Commands asking_commands();      // job, charge, balance, room
Commands log_commands();         // log, bill, income: the print log as its readers see it
Commands delegating_commands();  // who acts for whom, and what is usual
Commands budgeting_commands();   // cost centres, budgets, alerts, requests for more
Commands sharing_commands();     // prints that several payers share
Commands joining_commands();     // ways into an organisation
Commands mailing_commands();     // documents by mail, and in crowds
Commands trying_commands();      // prints that are metered and not charged

std::string yen_text(Money amount);
Result<std::string> job_state(World& world, JobId job);

// [N pages [M in colour]] [N copies] [duplex] [colour] [a3] …: as far as they are said.
struct WrittenSettings {
  std::optional<std::int64_t> pages;
  std::int64_t color_pages = 0;  // the last ones
  registry::SettingsChange change;
};
Result<WrittenSettings> take_settings(Words& words);

}  // namespace tsuke::scenarios
