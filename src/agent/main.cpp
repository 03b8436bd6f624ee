// tsuke-agent: the program beside the printers.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "agent/commands.h"
#include "agent/version.h"
#include "base/log.h"

namespace {

using namespace tsuke;
using namespace tsuke::agent;

struct Choices {
  std::string state, log_file, which, language;
  EnrolRequest request;
  AgentOptions options;
  std::int64_t patience_s = 30;
  bool verbose = false, as_json = false, force = false, announce = false;
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
  command
      ->add_option("--printer", choices.request.device_uri,
                   "Its address, ipp://192.0.2.9/ipp/print, or its name as \"discover\" shows it, dnssd://…")
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

CLI::App* add_discover(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("discover", "List the IPP printers of the local network and of USB (ipp-usb)");
  command->add_flag("--json", choices.as_json, "Write a JSON array");
  command->footer("What is printed after --printer is a name: it stays when the printer's address changes.");
  return command;
}

// LANG is what the machine speaks: ja_JP.UTF-8.
std::string language_of_machine() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value && *value) return std::string_view(value).starts_with("ja") ? "ja" : "en";
  }
  return "en";
}

CLI::App* add_doctor(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("doctor", "Check state, service and printers; say what to do");
  add_state(command, choices);
  command->add_flag("--json", choices.as_json, "Write a JSON object");
  choices.language = language_of_machine();
  command->add_option("--lang", choices.language, "en or ja; otherwise as LANG says")
      ->check(CLI::IsMember({"en", "ja"}));
  command->footer("Exit status 1 when something must be mended, 0 otherwise.");
  return command;
}

CLI::App* add_run(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("run", "Print what is released to the enrolled printers, until SIGTERM");
  add_state(command, choices);
  command->add_option("--log", choices.log_file, "Append log lines to this file instead of standard error");
  command->add_option("--printer-patience", choices.patience_s, "Seconds a printer may be out of reach in mid-job")
      ->check(CLI::Range(0, 86'400))
      ->capture_default_str();
  command->add_flag(
      "--announce", choices.announce,
      "Announce the printers on the local network: phones find them, and print into their people's queue");
  command->add_flag("--verbose", choices.verbose, "Log every event");
  return command;
}

int run(int argc, char** argv) {
  CLI::App app{"Fetches released print jobs, prints them and reports what came out."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(version()));
  Choices choices;
  const CLI::App* enrol_command = add_enrol(app, choices);
  const CLI::App* list_command = add_list(app, choices);
  const CLI::App* remove_command = add_remove(app, choices);
  const CLI::App* discover_command = add_discover(app, choices);
  const CLI::App* doctor_command = add_doctor(app, choices);
  add_run(app, choices);
  CLI11_PARSE(app, argc, argv);

  if (!choices.log_file.empty()) log::to_file(choices.log_file);
  if (choices.verbose) log::set_level(log::Level::debug);
  choices.options.job.printer_patience = seconds(choices.patience_s);
  if (*enrol_command) return enrol_printer(choices.request, choices.state);
  if (*list_command) return list_printers(choices.state, choices.as_json);
  if (*remove_command) return remove_printer(choices.state, choices.which, choices.force);
  if (*discover_command) return discover_printers(choices.as_json);
  if (*doctor_command) return examine_printers(choices.state, choices.language, choices.as_json);
  return run_printers(choices.state, choices.options, choices.announce);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s: %s\n", argv[0], failure.what());
    return EXIT_FAILURE;
  }
}
