#include "base/bytes.h"
#include "books/ledger/ledger.h"
#include "doors/rest/test_server.h"
#include "doors/setup/door.h"
#include "flow/charge/charge.h"
#include "flow/deliver/deliver.h"
#include "flow/report/report.h"
#include "flow/submit/submit.h"
#include "platform/net/behind_tls.h"
#include "platform/pages/sample_pdf.h"
#include "platform/render/render.h"
#include "registry/registry.h"
#include "rules/price_book.h"

namespace tsuke::doors {
namespace {

std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all = flow::house_migrations();
  const std::vector<store::Migration> own = rest_migrations();
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

}  // namespace

TestServer::TestServer(const std::string& database, const std::string& public_host)
    : folder_(std::filesystem::temp_directory_path() / ("tsuke-rest-" + to_hex(random_bytes(8)))),
      clock_(wall_clock().now()),
      store_(database, all_migrations()) {
  std::filesystem::create_directory(folder_);
  vault_ = vault::Vault::open({(folder_ / "vault").string(), (folder_ / "master.key").string()}).take();
  loop_ = net::Loop::create();
  pool_ = std::make_unique<ThreadPool>(2);
  announcer_ = std::make_unique<Announcer>(*loop_);
  store_->before_commit([this] { return vault_->sync(); });
  store_->after_commit([this](const std::vector<store::Event>& events) { announcer_->announce(events); });
  service_.reset(new Service{*loop_, *pool_, *store_, *vault_, clock_, *announcer_, public_host});
  service_->render_program = render::find_program(std::filesystem::read_symlink("/proc/self/exe").string());
  service_->mail_domain = "print.example";
  add_rest_doors(router_, *service_, reach::Reach::create({"192.168.10.0/24"}, {}).take());
  add_setup_door(router_, *service_);
  listener_ =
      net::listen(*loop_, {}, [this](std::unique_ptr<net::Stream> stream) { return serve(std::move(stream)); }).take();
  thread_ = std::thread([this] { loop_->run(); });
}

TestServer::~TestServer() {
  loop_->stop();
  thread_.join();
  pool_.reset();
  store_.close();
  listener_.reset();
  loop_.reset();
  std::filesystem::remove_all(folder_);
}

Task<void> TestServer::serve(std::unique_ptr<net::Stream> stream) {
  const auto count = [this](int more) {
    const std::lock_guard lock(mutex_);
    connections_ += more;
    changed_.notify_all();
  };
  count(1);
  if (behind_tls_) stream = net::behind_tls(std::move(stream));
  co_await http::serve_connection(*loop_, std::move(stream), router_);
  count(-1);
}

bool TestServer::connections_fall_to(int count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return connections_ <= count; });
}

void TestServer::change(std::function<Result<void>(store::Transaction&)> function) {
  const auto result = store_->write<void>(std::move(function));
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().code + ": " + result.error().what);
}

std::string TestServer::secret(registry::CredentialKind kind, PersonId person) {
  registry::Credential wanted;
  wanted.kind = kind;
  wanted.person = person;
  wanted.label = "test";
  return write<registry::NewCredential>(
             [&](store::Transaction& in) { return registry::add_credential(in, wanted, now()); })
      .secret;
}

PersonId TestServer::add_operator(const std::string& login) {
  registry::Person person;
  person.name = person.login = login;
  person.is_operator = true;
  return write<PersonId>([&](store::Transaction& in) { return registry::add_person(in, person); });
}

void TestServer::publish_prices(PrinterId printer) {
  change([&](store::Transaction& in) -> Result<void> {
    TRY(rules::publish_tariff(in, printer, now(), TRY(rules::Tariff::create(yen, {{{}, {}, {}, {10'000}, {3'000}}})),
                              now()));
    rules::FeePlan::Terms terms;
    terms.percentage = {35, 1000};
    TRY(rules::publish_fee_plan(in, now(), TRY(rules::FeePlan::create(terms)), now()));
    return {};
  });
}

void TestServer::count_pages(JobId job, int pages) {
  const Result<pages::Summary> counted = pages::Summary{Pages(pages, {pages::a4, true})};
  change([&](store::Transaction& in) { return flow::record_pages(in, job, counted, now()); });
}

void TestServer::settle(JobId job) {
  change([&](store::Transaction& in) { return flow::settle(in, job, now()); });
}

Api Api::browser(TestServer& server, PersonId person) {
  return Api(server, {{"Cookie", "tsuke_session=" + server.secret(registry::CredentialKind::session, person)},
                      {"X-Tsuke", "1"}});
}

Api Api::program(TestServer& server, PersonId person) {
  return Api(server, {{"Authorization", "Bearer " + server.secret(registry::CredentialKind::api_token, person)}});
}

Reply Api::send(const std::string& method, const std::string& path, std::string_view body, const Fields& more) {
  Fields fields = fields_;
  for (const auto& field : more) fields.push_back(field);
  auto answer = client_.request(method, "/api/v1" + path, body, fields);
  if (!answer.ok()) {
    ADD_FAILURE() << method << " " << path << ": " << answer.error().what;
    return {};
  }
  EXPECT_EQ(server_.description().fault(method, "/api/v1" + path, answer.value()), "") << method << " " << path;
  EXPECT_LT(answer.value().status, 500) << method << " " << path << ": " << answer.value().body;
  Reply reply{answer.value().status, {}, answer.take()};
  if (auto parsed = Json::parse(reply.raw.body); parsed.ok()) reply.body = parsed.take();
  return reply;
}

Reply Api::upload(PurposeId purpose, const std::string& document, const Fields& more) {
  Fields fields{{"Content-Type", "application/pdf"}};
  fields.insert(fields.end(), more.begin(), more.end());
  return send("POST", "/jobs?name=report.pdf&purpose=" + to_string(purpose), document, fields);
}

JobId RestTest::make_job(PersonId person, PurposeId under, int pages) {
  const Reply made = browser(person).upload(under, pages::make_pdf(pages));
  EXPECT_EQ(made.status, 201) << made.raw.body;
  const JobId job = parse_id<JobId>(made.id()).take();
  server.count_pages(job, pages);
  return job;
}

void RestTest::open_shop() {
  registry::make_device(server.store(), printer, server.now());
  server.publish_prices(printer);
}

void RestTest::print(JobId job, std::int64_t impressions) {
  const auto attempt =
      server.read<std::optional<flow::Attempt>>([&](store::Reader& in) { return flow::latest_attempt(in, job); });
  ASSERT_TRUE(attempt.has_value());
  server.change([&](store::Transaction& in) -> Result<void> {
    TRY(flow::fetch(in, attempt->printer, attempt->device_number, server.now()));
    TRY(flow::acknowledge(in, attempt->printer, attempt->device_number, server.now()));
    flow::DeviceReport report;
    report.state = flow::DeviceReport::State::completed;
    if (impressions > 0) report.impressions = impressions;
    TRY(flow::record_report(in, attempt->printer, attempt->device_number, report, server.now()));
    return {};
  });
  server.settle(job);
}

PrinterId RestTest::make_home_printer() {
  const PrinterId id = registry::make_printer(server.store(), "Study", home, registry::SiteKind::home);
  server.change([&](store::Transaction& in) { return registry::change_printer(in, id, {}, {}, true); });
  return id;
}

}  // namespace tsuke::doors
