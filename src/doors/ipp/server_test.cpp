#include "doors/ipp/test_server.h"

#include "base/bytes.h"
#include "books/ledger/ledger.h"
#include "flow/charge/charge.h"
#include "flow/release/release.h"
#include "flow/submit/submit.h"
#include "platform/net/behind_tls.h"
#include "registry/registry.h"
#include "rules/price_book.h"

namespace tsuke::ippdoor {
TestServer::TestServer() : folder_(std::filesystem::temp_directory_path() / ("tsuke-ipp-" + to_hex(random_bytes(8)))) {
  std::filesystem::create_directory(folder_);
  store_ = store::Store::open({"sqlite:" + (folder_ / "tsuke.db").string(), flow::house_migrations(), 2}).take();
  vault_ = vault::Vault::open({(folder_ / "vault").string(), (folder_ / "master.key").string()}).take();
  loop_ = net::Loop::create();
  pool_ = std::make_unique<ThreadPool>(2);
  announcer_ = std::make_unique<doors::Announcer>(*loop_);
  store_->before_commit([this] { return vault_->sync(); });
  store_->after_commit([this](const std::vector<store::Event>& events) {
    announcer_->announce(events);
    if (!on_event) return;
    for (const store::Event& event : events) on_event(event);
  });
  service_.reset(new doors::Service{*loop_, *pool_, *store_, *vault_, clock_, *announcer_, std::string()});
  service_->program = std::filesystem::read_symlink("/proc/self/exe").string();
  doors::add_ipp_doors(router_, *service_);
  listener_ = net::listen(*loop_, {}, [this](std::unique_ptr<net::Stream> stream) {
                if (behind_tls_) stream = net::behind_tls(std::move(stream));
                return http::serve_connection(*loop_, std::move(stream), router_);
              }).take();
  thread_ = std::thread([this] { loop_->run(); });
}

// What may still post to the loop ends first; then the loop, with all that waits in it; then what those use.
TestServer::~TestServer() {
  loop_->stop();
  thread_.join();
  pool_.reset();
  store_.reset();
  listener_.reset();
  loop_.reset();
  std::filesystem::remove_all(folder_);
}

void TestServer::stand_behind(const std::string& public_host) {
  service_->public_host = public_host;
  behind_tls_ = true;
}

std::string TestServer::add_token(PurposeId purpose) {
  registry::Credential wish;
  wish.kind = registry::CredentialKind::queue_token;
  wish.purpose = purpose;
  wish.label = "laptop";
  return write<registry::NewCredential>(
             [&](store::Transaction& in) { return registry::add_credential(in, wish, now()); })
      .secret;
}

std::string TestServer::add_app_password(PersonId person) {
  registry::Credential wish;
  wish.kind = registry::CredentialKind::app_password;
  wish.person = person;
  wish.label = "phone";
  return write<registry::NewCredential>(
             [&](store::Transaction& in) { return registry::add_credential(in, wish, now()); })
      .secret;
}

CredentialId TestServer::credential_of(registry::CredentialKind kind, const std::string& secret) {
  return read<std::optional<registry::Credential>>(
             [&](store::Reader& in) { return registry::find_credential(in, kind, secret, now()); })
      ->id;
}

std::string TestServer::uri(const std::string& path) const {
  return "ipp://localhost:" + std::to_string(port()) + path;
}

std::unique_ptr<ipp::Client> TestServer::client(const std::string& path, const std::string& user,
                                                const std::string& password) {
  ipp::ClientOptions options;
  options.uri = uri(path);
  options.user = user;
  options.password = password;
  return ipp::Client::create(options).take();
}

void TestServer::count_pages(JobId job, int pages) {
  const Result<pages::Summary> counted = pages::Summary{Pages(pages, {{21000, 29700}, true})};
  const Result<void> recorded =
      store_->write<void>([&](store::Transaction& in) { return flow::record_pages(in, job, counted, now()); });
  EXPECT_TRUE(recorded.ok());
}

void TestServer::publish_prices(PrinterId printer) {
  const rules::TariffLine line{{}, {}, {}, {10'000}, {3'000}};
  const Result<void> published = store_->write<void>([&](store::Transaction& in) -> Result<void> {
    const Instant at = now();
    TRY(rules::publish_tariff(in, printer, at, TRY(rules::Tariff::create(yen, {line})), at));
    TRY(rules::publish_fee_plan(in, at, TRY(rules::FeePlan::create({})), at));
    return {};
  });
  EXPECT_TRUE(published.ok()) << (published.ok() ? "" : published.error().what);
}

flow::Attempt TestServer::release(PersonId person, JobId job, PrinterId printer, int pages) {
  count_pages(job, pages);
  const auto outcome = write<flow::ReleaseOutcome>(
      [&](store::Transaction& in) { return flow::release(in, person, job, printer, now()); });
  if (const auto* refused = std::get_if<flow::Refused>(&outcome))
    ADD_FAILURE() << "refused: " << refused->decision.reasons.front().code;
  return std::get<flow::Attempt>(outcome);
}

void TestServer::settle(JobId job) {
  const Result<void> settled =
      store_->write<void>([&](store::Transaction& in) { return flow::settle(in, job, now()); });
  EXPECT_TRUE(settled.ok()) << (settled.ok() ? "" : settled.error().what);
}

ipp::Message IppDoorTest::request(std::uint16_t operation, const std::string& path) {
  return ipp::make_request(operation, server.uri(path));
}

ipp::Message IppDoorTest::job_request(std::uint16_t operation, const std::string& path, std::int32_t job) {
  ipp::Message message = request(operation, path);
  message.groups.front().add(ipp::integer("job-id", job));
  return message;
}

ipp::Message IppDoorTest::send(ipp::Client& client, const ipp::Message& message, std::string_view document) {
  ipp::Client::Source source;
  if (!document.empty())
    source = [document]() mutable -> Result<std::string_view> {
      const std::string_view piece = document.substr(0, 32'000);
      document.remove_prefix(piece.size());
      return piece;
    };
  Result<ipp::Message> answer = client.send(message, source);
  if (!answer.ok()) {
    ADD_FAILURE() << "no answer: " << answer.error().what;
    return {};
  }
  return answer.take();
}

std::int32_t IppDoorTest::print(const std::string& path, std::string_view document) {
  ipp::Message message = request(ipp::op::print_job, path);
  message.groups.front().add(ipp::name("job-name", "report.pdf"));
  const auto client = server.client(path);
  const ipp::Message answer = send(*client, message, document);
  EXPECT_EQ(status(answer), "successful-ok");
  return answer.group(ipp::Tag::job).integer("job-id").value_or(0);
}

flow::Job IppDoorTest::job_by_number(PersonId person, std::int32_t number) {
  return server.read<flow::Job>([&](store::Reader& in) { return flow::job_by_number(in, person, number); });
}

std::string IppDoorTest::document_of(const flow::Job& job) {
  const auto reader = server.vault().open(job.location).take();
  std::string bytes(static_cast<std::size_t>(reader->size_bytes()), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const std::size_t more = reader->read(std::span(bytes).subspan(got)).take();
    if (more == 0) break;
    got += more;
  }
  EXPECT_EQ(got, bytes.size());
  return bytes;
}

std::string status(const ipp::Message& answer) { return std::string(ipp::status_name(answer.code)); }

std::string http_post(const std::string& path, std::string_view body, const std::string& more_fields) {
  return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/ipp\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n" + more_fields + "\r\n" + std::string(body);
}

}  // namespace tsuke::ippdoor
