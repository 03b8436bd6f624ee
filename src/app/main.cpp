// tsuke: print anywhere, and the right payer pays.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <filesystem>

#include "app/commands.h"
#include "app/demo/demo.h"
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
  app.add_option("--public-host", config.public_host, "host:port that clients use, when a proxy stands before us");
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
  bool unjailed_workers = false;
  serve->add_flag("--unjailed-workers", unjailed_workers,
                  "Open documents even where the system cannot jail who opens them. Each document is a warning");

  app::DemoOptions demo_options;
  CLI::App* demo = cli.add_subcommand("demo", "The main job with demo data, on real parts");
  demo->add_flag("--once", demo_options.once, "End after the story; exit status 0 only if every line came true");
  demo->add_flag("--json", demo_options.json, "One JSON object per line instead of prose");
  demo->add_flag("--stay", demo_options.stay, "With --json: stay up after the story");
  demo->add_flag("--quiet-story", demo_options.quiet_story, "Start and seed everything, submit nothing");
  demo->add_option("--port", demo_options.port, "Port for web, API and IPP; 0 for any free one")->capture_default_str();
  demo->add_option("--metrics-port", demo_options.metrics_port, "Port for health and metrics; 0 for any free one")
      ->capture_default_str();
  demo->add_option("--data", demo_options.data_folder, "Keep the demo in this folder and go on with it next time");
  demo->add_flag("--tls", demo_options.tls, "Serve ipps and https with a local certificate authority");
  demo->add_option("--lang", demo_options.language, "Language of the story: en or ja")
      ->check(CLI::IsMember({"en", "ja"}));

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
  create->add_flag("--json", as_json, "Write the link as JSON");

  CLI11_PARSE(cli, argc, argv);
  log::set_level(verbose ? log::Level::debug : log::Level::info);
  if (unjailed_workers || jail::unjailed_allowed()) jail::allow_unjailed();
  if (*serve) return app::serve(config);
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
