// tsuke: print anywhere, and the right payer pays.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <filesystem>

#include "app/add_to_device.h"
#include "app/commands.h"
#include "app/demo/demo.h"
#include "app/mail_pipe.h"
#include "app/pages_command.h"
#include "base/log.h"
#include "platform/convert/convert.h"
#include "platform/convert/office.h"
#include "platform/impose/imposition.h"
#include "platform/jail/jail.h"
#include "platform/pages/pages.h"

namespace {

using namespace tsuke;

void add_config_options(CLI::App& app, app::Config& config) {
  app.set_config("--config", "", "Read options of the same names from this TOML file");
  app.add_option("--data", config.data_folder, "Folder for database, documents and keys")->capture_default_str();
  app.add_option("--database", config.database, "postgres://… instead of SQLite in the data folder");
}

void add_listen_options(CLI::App& app, app::Config& config) {
  app.add_option("--address", config.addresses, "Addresses to listen on")->capture_default_str();
  app.add_option("--port", config.port, "Port for web, API and IPP; 0 for any free one")->capture_default_str();
  app.add_option("--metrics-port", config.metrics_port,
                 "Port for /healthz, /readyz and /metrics on 127.0.0.1; -1 for none")
      ->capture_default_str();
  app.add_option("--tls-certificate", config.tls_certificate, "PEM chain of the server");
  app.add_option("--tls-key", config.tls_key, "PEM key of the server");
  app.add_flag("--tls-local-authority", config.tls_local_authority,
               "Make a certificate authority of our own in the data folder");
  app.add_option("--profile-certificate", config.profile_certificate,
                 "PEM chain that signs profiles for iOS and macOS; by itself the server's");
  app.add_option("--profile-key", config.profile_key, "PEM key of that chain");
  app.add_option("--public-host", config.public_host, "host:port that clients use, when a proxy stands before us");
  app.add_option("--public-url", config.public_url,
                 "The same with its scheme, when that proxy speaks TLS: https://HOST");
  app.add_option("--direct-networks", config.direct_networks,
                 "Networks with printers that providers may have us print to without an agent: 192.168.10.0/24,…")
      ->delimiter(',');
  app.add_option("--direct-ports", config.direct_ports, "Ports of such printers: 631,8000-8010; by itself 631")
      ->delimiter(',');
  app.add_option("--render-program", config.render_program,
                 "The program that draws pages; by itself tsuke-render beside this one");
  app.add_option("--office-program", config.office_program,
                 "LibreOffice's soffice, for office documents; by itself where it is installed, \"none\" for never");
}

CLI::App* add_demo_command(CLI::App& cli, app::DemoOptions& options) {
  CLI::App* command = cli.add_subcommand("demo", "The main job with demo data, on real parts");
  command->add_flag("--once", options.once, "End after the story; exit status 0 only if every line came true");
  command->add_flag("--json", options.json, "One JSON object per line instead of prose");
  command->add_flag("--stay", options.stay, "With --json: stay up after the story");
  command->add_flag("--quiet-story", options.quiet_story, "Start and seed everything, submit nothing");
  command->add_option("--port", options.port, "Port for web, API and IPP; 0 for any free one")->capture_default_str();
  command->add_option("--metrics-port", options.metrics_port, "Port for health and metrics; 0 for any free one")
      ->capture_default_str();
  command->add_option("--data", options.data_folder, "Keep the demo in this folder and go on with it next time");
  command->add_flag("--tls", options.tls, "Serve ipps and https with a local certificate authority");
  command->add_option("--lang", options.language, "Language of the story: en or ja")
      ->check(CLI::IsMember({"en", "ja"}));
  return command;
}

CLI::App* add_device_command(CLI::App& cli, app::DeviceWish& wish) {
  CLI::App* command = cli.add_subcommand("add-to-device", "Make one of your purposes a printer of a device");
  command->add_option("--server", wish.server, "Address of the service, https://HOST:8631")->required();
  command->add_option("--purpose", wish.purpose, "Short name, name or number of the purpose")->required();
  command->add_option("--kind", wish.kind, "Kind of device")
      ->required()
      ->check(CLI::IsMember({"linux", "windows", "apple", "macos", "ios", "chromeos"}));
  command->add_option("--name", wish.name, "Name of the device; by itself this computer's");
  command->add_option("--token-file", wish.token_file, "File with your API token; by itself TSUKE_API_TOKEN has it");
  command->add_option("--ca", wish.ca_file, "PEM certificate of the service's own authority");
  command->add_option("--out", wish.out, "Where the profile or list of printers goes");
  return command;
}

void add_mail_options(CLI::App& app, app::Config& config) {
  app.add_option("--smtp", config.smtp, "address:port to take mail on, for a mail server beside this one");
  app.add_option("--mail-domain", config.mail_domain, "What stands after the @ of purposes' mail addresses");
  app.add_option("--mail-authserv-id", config.mail_authserv_id,
                 "What that mail server calls itself in Authentication-Results; without it no sender is known");
  app.add_option("--mail-relay", config.mail_relays, "Address of that mail server, where it is not on this machine");
}

CLI::App* add_mail_pipe(CLI::App& cli, app::MailPipe& pipe) {
  CLI::App* command = cli.add_subcommand("mail-pipe", "Hand a message from standard input to the running service");
  command->add_option("--recipient", pipe.recipient, "The purpose's mail address")->required();
  command->add_option("--sender", pipe.sender, "The envelope's sender");
  command->add_option("--smtp", pipe.smtp, "Where the service takes mail")->capture_default_str();
  return command;
}

int run(int argc, char** argv) {
  // Before anything else: the workers open untrusted documents and want nothing of the rest.
  if (argc > 1 && std::string_view(argv[1]) == "pages-worker") return tsuke::pages::worker_main();
  if (argc > 1 && std::string_view(argv[1]) == "impose-worker") return impose::worker_main({argv + 2, argv + argc});
  if (argc > 1 && std::string_view(argv[1]) == "convert-worker") return convert::worker_main(argc - 2, argv + 2);
  if (argc > 1 && std::string_view(argv[1]) == "office-worker") return convert::office_worker_main(argc - 2, argv + 2);

  CLI::App cli{"Tsuke: print anywhere, and the right payer pays."};
  cli.require_subcommand(1);
  app::Config config;
  std::error_code failure;
  config.program = std::filesystem::read_symlink("/proc/self/exe", failure).string();
  bool as_json = false;
  bool verbose = false;
  cli.add_flag("--verbose", verbose, "Log more");

  CLI::App* serve = cli.add_subcommand("serve", "Run the service");
  add_config_options(*serve, config);
  add_listen_options(*serve, config);
  add_mail_options(*serve, config);
  bool unjailed_workers = false;
  serve->add_flag("--unjailed-workers", unjailed_workers,
                  "Open documents even where the system cannot jail who opens them. Each document is a warning");

  app::DemoOptions demo_options;
  CLI::App* demo = add_demo_command(cli, demo_options);

  CLI::App* ledger = cli.add_subcommand("ledger", "The books");
  ledger->require_subcommand(1);
  CLI::App* verify = ledger->add_subcommand("verify", "Prove the books from the rows alone");
  add_config_options(*verify, config);
  verify->add_flag("--json", as_json, "Write the report as JSON");

  std::vector<std::string> documents;
  CLI::App* pages = cli.add_subcommand("pages", "What the pages of documents are: their number, sizes and colour");
  pages->add_option("FILE", documents, "PDF documents")->required();
  pages->add_flag("--json", as_json, "Write one JSON object for each document");

  app::NewPerson person;
  CLI::App* admin = cli.add_subcommand("admin", "People");
  admin->require_subcommand(1);
  CLI::App* create = admin->add_subcommand("create", "Add a person and print a single-use sign-in link");
  add_config_options(*create, config);
  create->add_option("--name", person.name, "Name of the person")->required();
  create->add_option("--login", person.login, "What the person signs in with")->required();
  create->add_flag("--operator", person.is_operator, "The person works for the operator of the service");
  create->add_option("--port", config.port, "Port of the service, for the link")->capture_default_str();
  create->add_option("--public-host", config.public_host, "host:port for the link");
  create->add_option("--public-url", config.public_url, "https://HOST for the link, behind a proxy that speaks TLS");
  create->add_flag("--json", as_json, "Write the link as JSON");

  app::DeviceWish device;
  CLI::App* add_device = add_device_command(cli, device);
  app::MailPipe pipe;
  CLI::App* mail_pipe = add_mail_pipe(cli, pipe);

  CLI11_PARSE(cli, argc, argv);
  log::set_level(verbose ? log::Level::debug : log::Level::info);
  if (unjailed_workers || jail::unjailed_allowed()) jail::allow_unjailed();
  if (*serve) return app::serve(config);
  if (*add_device) return app::add_to_device(device);
  if (*mail_pipe) return app::mail_pipe(pipe);
  if (*pages) return app::show_pages(config.program, documents, as_json);
  if (*demo) return app::run_demo(demo_options, config.program);
  if (*verify) return app::verify_ledger(config, as_json);
  return app::create_person(config, person, as_json);
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
