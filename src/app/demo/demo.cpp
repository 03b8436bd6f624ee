#include "app/demo/demo.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/commands.h"
#include "app/demo/narrator.h"
#include "app/demo/stand_ins.h"
#include "app/demo/story.h"
#include "app/demo/world.h"
#include "app/server.h"
#include "base/log.h"
#include "registry/credentials.h"

namespace tsuke::app {

namespace {

constexpr Duration link_life = hours(24);
constexpr const char* mail_domain = "print.example";
constexpr const char* mail_authserv_id = "mx.example";

struct Link {
  std::string role;
  std::string name;
  std::string token;
};

bool wants_japanese(const DemoOptions& options) {
  if (!options.language.empty()) return options.language == "ja";
  // Read before any thread starts.
  for (const char* name : {"LC_ALL", "LANG"})
    if (const char* value = std::getenv(name); value && *value)
      return std::string_view(value).starts_with("ja");  // NOLINT(concurrency-mt-unsafe)
  return false;
}

// A named folder is kept; otherwise a fresh one vanishes with this object.
class DataFolder {
 public:
  static Result<DataFolder> open(const std::string& named) {
    if (!named.empty()) {
      std::error_code failure;
      std::filesystem::create_directories(named, failure);
      if (failure)
        return Error{Reason::unavailable, "data-folder",
                     "the folder " + named + " cannot be made: " + failure.message()};
      chmod(named.c_str(), 0700);
      return DataFolder(std::filesystem::absolute(named).string(), false);
    }
    std::string path = (std::filesystem::temp_directory_path() / "tsuke-demo.XXXXXX").string();
    if (!mkdtemp(path.data()))
      return Error{Reason::unavailable, "data-folder", "no throw-away folder can be made; name one with --data"};
    return DataFolder(path, true);
  }
  DataFolder(DataFolder&& other) noexcept : path_(std::exchange(other.path_, {})), throw_away_(other.throw_away_) {}
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder() {
    std::error_code ignored;
    if (throw_away_ && !path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  DataFolder(std::string path, bool throw_away) : path_(std::move(path)), throw_away_(throw_away) {}
  std::string path_;
  bool throw_away_;
};

Config server_config(const DemoOptions& options, const std::string& folder, const std::string& program) {
  Config config;
  config.data_folder = folder;
  config.port = options.port;
  config.metrics_port = options.metrics_port;
  config.tls_local_authority = options.tls;
  config.program = program;
  config.smtp = "127.0.0.1:0";
  config.mail_domain = mail_domain;
  config.mail_authserv_id = mail_authserv_id;
  // The stand-in printers are on this machine, each at a port of its own: they can be tried without an agent, too.
  config.direct_networks = {"127.0.0.1", "::1"};
  config.direct_ports = {"631", "1024-65535"};
  return config;
}

Result<void> save(const World& world, const std::string& path) {
  std::ofstream out(path, std::ios::trunc);
  chmod(path.c_str(), 0600);
  out << to_json(world).dump();
  out.close();
  return out ? Result<void>() : Result<void>(Error{Reason::unavailable, "not-written", path + " cannot be written"});
}

// The people of the last time, or new ones in an empty database. A real service's data folder is refused.
Result<World> open_world(const Config& config) {
  const std::string path = config.data_folder + "/demo.json";
  if (std::filesystem::exists(path)) {
    std::ifstream in(path);
    return world_from_json(TRY(Json::parse(std::string(std::istreambuf_iterator<char>(in), {}))));
  }
  if (std::filesystem::exists(config.data_folder + "/tsuke.db"))
    return Error{Reason::conflict, "not-a-demo",
                 config.data_folder + " holds a service that is no demo; name another folder with --data"};
  const auto store = TRY(open_store(config));
  World world = TRY(seed(*store, wall_clock().now()));
  TRY(save(world, path));
  return world;
}

Result<std::vector<Link>> make_links(const Config& config, const World& world) {
  const auto store = TRY(open_store(config));
  const Instant now = wall_clock().now();
  return store->write<std::vector<Link>>([&](store::Transaction& in) -> Result<std::vector<Link>> {
    std::vector<Link> links;
    for (const DemoPerson& person : world.people) {
      registry::Credential credential;
      credential.kind = registry::CredentialKind::sign_in_link;
      credential.person = person.id;
      credential.expires_at = now + link_life;
      const registry::NewCredential made = TRY(registry::add_credential(in, credential, now));
      links.push_back({person.role, person.name, made.secret});
    }
    return links;
  });
}

Json mail_fact(const World& world, const Server& server) {
  return Json::object({{"smtp", "smtp://127.0.0.1:" + std::to_string(server.mail_port())},
                       {"purpose", world.queues.front().purpose},
                       {"address", world.mail_local_part + "@" + mail_domain},
                       {"authserv_id", mail_authserv_id}});
}

// What others need to drive the server: see the guide for developers.
Json ready_line(const World& world, const StandIns& stand_ins, const std::vector<Link>& links, const Server& server,
                bool tls, bool ok) {
  const std::string host = "localhost:" + std::to_string(server.port());
  const std::string web = (tls ? "https://" : "http://") + host;
  const std::string ipp = (tls ? "ipps://" : "ipp://") + host;
  const DemoPerson& mika = world.people[0];
  Json queues = Json::array(), devices = Json::array(), people = Json::array(), link_list = Json::array();
  for (const DemoQueue& queue : world.queues)
    queues.push(Json::object({{"person", mika.name},
                              {"purpose", queue.purpose},
                              {"payer", queue.payer},
                              {"uri", ipp + "/ipp/p/" + queue.token},
                              {"basic_uri", ipp + "/ipp/print/" + queue.slug},
                              {"release", queue.at_once ? "at-once" : "held"},
                              {"user", mika.login},
                              {"password", world.app_password}}));
  for (const DemoPrinter& printer : world.printers) {
    const StandIn& stand_in = stand_ins.named(printer.name);
    devices.push(Json::object({{"printer", printer.name},
                               {"site", printer.site_slug},
                               {"id", to_string(printer.id)},
                               {"uri", ipp + "/ipp/device/" + to_string(printer.id)},
                               {"user", stand_in.device_user},
                               {"password", stand_in.device_password},
                               {"uuid", printer.uuid},
                               {"agent_pid", std::int64_t{stand_in.agent_pid}},
                               {"printer_uri", stand_in.printer_uri},
                               {"spool", stand_in.spool_folder}}));
  }
  for (const DemoPerson& person : world.people)
    people.push(Json::object({{"name", person.name},
                              {"role", person.role},
                              {"login", person.login},
                              {"password", person.password},
                              {"api_token", person.api_token}}));
  for (const Link& link : links)
    link_list.push(Json::object({{"role", link.role}, {"name", link.name}, {"url", web + "/sign-in#" + link.token}}));
  Json line = Json::object({{"event", "ready"},
                            {"ok", ok},
                            {"pid", std::int64_t{getpid()}},
                            {"web", web + "/"},
                            {"api", web + "/api/v1"},
                            {"system", ipp + "/ipp/system"},
                            {"metrics", "http://127.0.0.1:" + std::to_string(server.metrics_port()) + "/metrics"},
                            {"queues", queues},
                            {"devices", devices},
                            {"people", people},
                            {"links", link_list}});
  if (!world.mail_local_part.empty()) line.set("mail", mail_fact(world, server));
  if (!server.ca_file().empty()) line.set("ca_file", server.ca_file());
  return line;
}

void invite_to_look(const Json& ready, Narrator& narrator) {
  narrator.remark("\nIt is up: " + ready["web"].text() + "  One sign-in link for each role (each works once):",
                  "\n起動しました: " + ready["web"].text() + "  役割ごとのサインインリンク（1回限り）:");
  for (const Json& link : ready["links"].items()) {
    const std::string line = "  " + link["name"].text() + ": " + link["url"].text();
    narrator.remark(line, line);
  }
  const std::string line =
      "lpadmin -p company-a -E -v " + ready["queues"].items().front()["uri"].text() + " -m everywhere";
  narrator.remark("Print from this computer: " + line + "\nCtrl-C ends it.",
                  "このパソコンから印刷: " + line + "\nCtrl-C で終了します。");
}

struct Stage {
  Config config;
  World world;
  std::vector<Link> links;
  std::unique_ptr<Server> server;
};

Result<Stage> set_stage(const DemoOptions& options, const std::string& folder, const std::string& program) {
  Stage stage;
  stage.config = server_config(options, folder, program);
  stage.world = TRY(open_world(stage.config));
  stage.links = TRY(make_links(stage.config, stage.world));
  stage.server = TRY(Server::start(stage.config));
  return stage;
}

// The story, then the invitation; true when all of it came true.
Result<bool> perform(const DemoOptions& options, const Stage& stage, const std::string& program, Narrator& narrator,
                     StandIns& stand_ins) {
  const int port = stage.server->port();
  stand_ins = TRY(StandIns::start(stage.world, stage.config.data_folder, program, port));
  TRY(wait_for_agents(stage.world, port));
  const bool told = options.quiet_story || tell_story(stage.world, stand_ins, port, narrator);
  const Json ready = ready_line(stage.world, stand_ins, stage.links, *stage.server, options.tls, told);
  narrator.json_line(ready);
  const bool stays = !options.once && (!options.json || options.stay);
  if (stays) invite_to_look(ready, narrator);
  return told;
}

}  // namespace

int run_demo(const DemoOptions& options, const std::string& program) {
  const bool japanese = wants_japanese(options);
  const auto folder = DataFolder::open(options.data_folder);
  if (!folder.ok()) return complain(folder.error());
  log::to_file(folder.value().path() + "/server.log");
  Narrator narrator(options.json, japanese);
  narrator.remark("Tsuke: print anywhere, and the right payer pays. Starting server, printers and agents…",
                  "Tsuke（ツケ）: どこでも印刷、支払いは正しい課金先に。サーバー、プリンター、エージェントを起動中…");
  auto stage = set_stage(options, folder.value().path(), program);
  if (!stage.ok()) return complain(stage.error());
  Server& server = *stage.value().server;
  // This thread starts the children, which live as long as it does; the server has a thread of its own.
  std::thread serving([&server] { server.run(); });
  StandIns stand_ins;
  const auto performed = perform(options, stage.value(), program, narrator, stand_ins);
  const bool stays = performed.ok() && !options.once && (!options.json || options.stay);
  // Agents say goodbye to a server that runs; one that has gone must be seen to be gone, or each would wait for an
  // answer.
  if (stays) {
    serving.join();
    stage.value().server.reset();
  }
  stand_ins = StandIns();
  if (serving.joinable()) {
    server.stop();
    serving.join();
  }
  if (!performed.ok()) return complain(performed.error());
  return performed.value() ? 0 : 1;
}

}  // namespace tsuke::app
