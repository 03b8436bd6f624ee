#include "app/server.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "app/health.h"
#include "app/mail_listener.h"
#include "app/public_address.h"
#include "app/wiring.h"
#include "base/log.h"
#include "base/system_error.h"
#include "books/ledger/ledger.h"
#include "direct/fleet.h"
#include "direct/schema.h"
#include "doors/ipp/doors.h"
#include "doors/rest/doors.h"
#include "doors/service.h"
#include "doors/setup/door.h"
#include "doors/web/web.h"
#include "flow/amend/refund_request.h"
#include "flow/hold/hold.h"
#include "flow/job.h"
#include "platform/cms/cms.h"
#include "platform/net/behind_tls.h"
#include "platform/render/render.h"
#include "registry/registry.h"
#include "registry/resources.h"
#include "rules/price_book.h"

namespace tsuke::app {

namespace {

constexpr int blocking_threads = 2;
constexpr int drawing_threads = 2;
constexpr int delivering_threads = 4;
constexpr Duration tick_every = seconds(2);

Result<void> make_data_folder(const std::string& folder) {
  if (mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return Error{Reason::unavailable, "data-folder",
               "the data folder " + folder + " cannot be made: " + system_message(errno)};
}

// Documents, photos of bad prints, and the data of the system's resources.
Result<std::vector<vault::Location>> live_locations(store::Reader& in) {
  auto live = TRY(flow::live_documents(in));
  for (const vault::Location& photo : TRY(flow::live_photos(in))) live.push_back(photo);
  for (std::string& location : TRY(registry::live_resource_data(in))) live.push_back({std::move(location)});
  return live;
}

Result<std::unique_ptr<vault::Vault>> open_vault(const Config& config, store::Store& store) {
  vault::Options options;
  options.folder = config.data_folder + "/documents";
  options.master_key_file = config.data_folder + "/master.key";
  auto vault = TRY(vault::Vault::open(options));
  const auto live = TRY(store.read<std::vector<vault::Location>>(live_locations));
  TRY(vault->keep_only(live));
  return vault;
}

Result<net::TlsFiles> tls_files(const Config& config) {
  if (!config.tls_certificate.empty()) return net::TlsFiles{config.tls_certificate, config.tls_key};
  if (!config.tls_local_authority) return net::TlsFiles{};
  const std::string hosts[] = {"localhost", "127.0.0.1", "::1"};
  return net::ensure_local_certificate(config.data_folder + "/tls", hosts);
}

// None when the server has no certificate of any kind.
Result<std::unique_ptr<cms::Signer>> profile_signer(const Config& config, const net::TlsFiles& tls) {
  if (config.profile_certificate.empty() != config.profile_key.empty())
    return Error{Reason::malformed, "bad-signing-certificate", "give --profile-certificate and --profile-key together"};
  if (!config.profile_certificate.empty()) return cms::Signer::create(config.profile_certificate, config.profile_key);
  if (tls.certificate_file.empty()) return std::unique_ptr<cms::Signer>();
  return cms::Signer::create(tls.certificate_file, tls.key_file);
}

// Without tsuke-render everything works but what has to be drawn.
convert::Tools find_tools(const Config& config) {
  const convert::Tools tools = convert::find_tools(config.program, config.render_program, config.office_program);
  if (tools.render_program.empty())
    log::warning(
        "render-program-missing",
        {{"wanted", config.render_program.empty() ? "tsuke-render beside " + config.program : config.render_program},
         {"effect", "no previews, no text documents, no printers that take raster only"}});
  log::info("document-formats", {{"text", !tools.render_program.empty()}, {"office", !tools.office_program.empty()}});
  return tools;
}

}  // namespace

std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all = flow::house_migrations();
  for (const auto& part : {direct::migrations(), doors::rest_migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

Result<std::unique_ptr<store::Store>> open_store(const Config& config) {
  TRY(make_data_folder(config.data_folder));
  store::Options options;
  options.url = config.database_url();
  options.migrations = all_migrations();
  options.readers = 4;
  return store::Store::open(std::move(options));
}

struct Server::Parts {
  std::unique_ptr<store::Store> store;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<net::Loop> loop = net::Loop::create();
  std::unique_ptr<ThreadPool> pool = std::make_unique<ThreadPool>(blocking_threads);
  std::unique_ptr<ThreadPool> drawing = std::make_unique<ThreadPool>(drawing_threads);
  std::unique_ptr<ThreadPool> delivering = std::make_unique<ThreadPool>(delivering_threads);
  std::unique_ptr<doors::Announcer> announcer = std::make_unique<doors::Announcer>(*loop);
  std::unique_ptr<doors::Service> service;
  std::unique_ptr<Wiring> wiring;
  std::unique_ptr<direct::Fleet> fleet;
  http::Router router;
  http::Router health;
  std::vector<std::unique_ptr<net::Listener>> listeners;
  std::unique_ptr<net::Listener> metrics;
  doors::MailOptions mail_options;
  std::unique_ptr<net::Listener> mail;
  net::TlsFiles tls;
  std::unique_ptr<cms::Signer> signer;
  std::string ca_file;

  Result<void> open(const Config& config);
  Result<void> listen(const Config& config);
  Task<void> keep_time();
  void close();
};

Result<void> Server::Parts::open(const Config& config) {
  store = TRY(open_store(config));
  vault = TRY(open_vault(config, *store));
  tls = TRY(tls_files(config));
  if (config.tls_local_authority && config.tls_certificate.empty()) ca_file = config.data_folder + "/tls/ca.pem";
  const std::string host = TRY(public_address(config)).host;
  service.reset(new doors::Service{*loop, *pool, *store, *vault, wall_clock(), *announcer, host});
  const convert::Tools tools = find_tools(config);
  mail_options = TRY(app::mail_options(config));
  service->mail_domain = mail_options.domain;
  service->formats = tools.accepted();
  service->program = config.program;
  service->render_program = tools.render_program;
  service->drawing = drawing.get();
  service->delivering = delivering.get();
  signer = TRY(profile_signer(config, tls));
  service->signer = signer.get();
  wiring = std::make_unique<Wiring>(*store, *vault, wall_clock(), tools);
  const reach::Reach printers = TRY(reach::Reach::create(config.direct_networks, config.direct_ports));
  fleet = std::make_unique<direct::Fleet>(*store, *vault, wall_clock(),
                                          flow::Programs{config.program, tools.render_program}, printers);
  store->before_commit([this] { return vault->sync(); });
  store->after_commit([this](const std::vector<store::Event>& events) {
    announcer->announce(events);
    wiring->hear(events);
    fleet->hear(events);
  });
  doors::add_ipp_doors(router, *service);
  doors::add_rest_doors(router, *service, printers);
  doors::add_setup_door(router, *service);
  doors::add_web_door(router);
  add_health_routes(health, *service);
  return {};
}

Result<void> Server::Parts::listen(const Config& config) {
  net::ListenOptions options;
  options.port = config.port;
  options.tls = tls;
  const bool tls_before = TRY(public_address(config)).tls_before;
  const auto serve = [this, tls_before](std::unique_ptr<net::Stream> stream) {
    if (tls_before) stream = net::behind_tls(std::move(stream));
    return http::serve_connection(*loop, std::move(stream), router);
  };
  for (const std::string& address : config.addresses) {
    options.address = address;
    auto listener = net::listen(*loop, options, serve);
    // A machine without IPv6 still serves on the other address.
    if (!listener.ok() && !listeners.empty()) continue;
    listeners.push_back(TRY(std::move(listener)));
    options.port = listeners.front()->port();
  }
  mail = TRY(listen_for_mail(*loop, *service, config, mail_options));
  if (config.metrics_port < 0) return {};
  net::ListenOptions metrics_options;
  metrics_options.port = config.metrics_port;
  metrics = TRY(net::listen(*loop, metrics_options, [this](std::unique_ptr<net::Stream> stream) {
    return http::serve_connection(*loop, std::move(stream), health);
  }));
  return {};
}

Task<void> Server::Parts::keep_time() {
  for (;;) {
    co_await loop->sleep(tick_every);
    wiring->tick();
  }
}

// The loop does not run any more. No stage and no thread starts new work; what was handed to the store is finished and
// heard of; then the loop goes, with every coroutine that waits on it, and only then what those coroutines speak to.
void Server::Parts::close() {
  for (const auto& listener : listeners) listener->close();
  if (metrics) metrics->close();
  if (mail) mail->close();
  if (service) service->ending = true;
  if (wiring) wiring->close();
  if (fleet) fleet->stop();
  pool->stop();
  drawing->stop();
  delivering->stop();
  // Writes run in order: when this one is done, so are all before it.
  if (store) (void)store->write<void>([](store::Transaction&) -> Result<void> { return {}; });
  listeners.clear();
  metrics.reset();
  mail.reset();
  loop.reset();
  store.reset();
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() { parts_->close(); }

Result<std::unique_ptr<Server>> Server::start(const Config& config) {
  std::unique_ptr<Server> server(new Server(std::make_unique<Parts>()));
  TRY(server->parts_->open(config));
  TRY(server->parts_->listen(config));
  TRY(server->parts_->fleet->start());  // before the stages: what is in hand here is not to be given up as lost
  log::info(
      "listening",
      {{"port", server->port()}, {"metrics", server->metrics_port()}, {"database", server->parts_->store->kind()}});
  return server;
}

void Server::run() {
  parts_->loop->on_signal([this](int) { stop(); });
  parts_->wiring->wake_all();
  spawn(parts_->keep_time());
  parts_->loop->run();
}

void Server::stop() { parts_->loop->stop(); }
int Server::port() const { return parts_->listeners.front()->port(); }
int Server::metrics_port() const { return parts_->metrics ? parts_->metrics->port() : -1; }
int Server::mail_port() const { return parts_->mail ? parts_->mail->port() : -1; }
std::string Server::ca_file() const { return parts_->ca_file; }

}  // namespace tsuke::app
