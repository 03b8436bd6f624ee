// What the program's subcommands do. Each gives the exit status: 0, or 1 after telling standard error why not.
#pragma once

#include <string>

#include "agent/agent.h"
#include "agent/enrolment.h"

namespace tsuke::agent {

int enrol_printer(const EnrolRequest& request, const std::string& state);
// What is enrolled, one line for each printer, or a JSON array.
int list_printers(const std::string& state, bool as_json);
// `which` is a printer's id, name or file.
int remove_printer(const std::string& state, const std::string& which, bool even_unfinished);
// Announced on the network now; 1 also when there is no DNS-SD daemon.
int discover_printers(bool as_json);
// 0 when nothing must be mended. `language` is "en" or "ja".
int examine_printers(const std::string& state, const std::string& language, bool as_json);
// Until SIGTERM or SIGINT; a second one ends the program at once. With `announce` the local network hears of the
// printers meanwhile.
int run_printers(const std::string& state, const AgentOptions& options, bool announce);

}  // namespace tsuke::agent
