// tsuke-agent: the program beside the printers.
#include <CLI/CLI.hpp>

#include "agent/commands.h"
#include "agent/version.h"
#include "base/log.h"

namespace {

using namespace tsuke;
using namespace tsuke::agent;

struct Choices {
  std::string state, log_file, which;
  EnrolRequest request;
  AgentOptions options;
  std::int64_t patience_s = 30;
  bool verbose = false, as_json = false, force = false;
};

void add_state(CLI::App* command, Choices& choices) {
  command
      ->add_option("--state", choices.state,
                   "Folder with a file for each printer, or one file (NAME.json) for a single printer")
      ->envname("TSUKE_AGENT_STATE")
      ->required();
}

CLI::App* add_enrol(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("enrol", "Trade a single-use code for a printer's credential");
  command->add_option("--server", choices.request.server, "The service: ipps://host:8631")->required();
  command->add_option("--code", choices.request.code, "The code that the web app shows on the printer's screen")
      ->required();
  command->add_option("--printer", choices.request.device_uri, "The printer: ipp://printer.local/ipp/print")
      ->required();
  command->add_option("--ca", choices.request.ca_file, "Certificate (PEM) of the service's own authority");
  add_state(command, choices);
  command->footer("A printer enrolled again takes its old place. Restart \"run\" to serve a new printer.");
  return command;
}

CLI::App* add_list(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("list", "Show the enrolled printers and their unfinished jobs");
  add_state(command, choices);
  command->add_flag("--json", choices.as_json, "Write a JSON array");
  return command;
}

CLI::App* add_remove(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("remove", "Forget a printer's credential");
  command->add_option("printer", choices.which, "Id, name or file, as \"list\" shows them")->required();
  add_state(command, choices);
  command->add_flag("--force", choices.force, "Even when jobs are not reported to their end");
  return command;
}

CLI::App* add_run(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("run", "Print what is released to the enrolled printers, until SIGTERM");
  add_state(command, choices);
  command->add_option("--log", choices.log_file, "Append log lines to this file instead of standard error");
  command->add_option("--printer-patience", choices.patience_s, "Seconds a printer may be out of reach in mid-job")
      ->check(CLI::Range(0, 86'400))
      ->capture_default_str();
  command->add_flag("--verbose", choices.verbose, "Log every event");
  return command;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Fetches released print jobs, prints them and reports what came out."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(version()));
  Choices choices;
  const CLI::App* enrol_command = add_enrol(app, choices);
  const CLI::App* list_command = add_list(app, choices);
  const CLI::App* remove_command = add_remove(app, choices);
  add_run(app, choices);
  CLI11_PARSE(app, argc, argv);

  if (!choices.log_file.empty()) log::to_file(choices.log_file);
  if (choices.verbose) log::set_level(log::Level::debug);
  choices.options.job.printer_patience = seconds(choices.patience_s);
  if (*enrol_command) return enrol_printer(choices.request, choices.state);
  if (*list_command) return list_printers(choices.state, choices.as_json);
  if (*remove_command) return remove_printer(choices.state, choices.which, choices.force);
  return run_printers(choices.state, choices.options);
}
