#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <latch>

#include "books/ledger/ledger.h"
#include "doors/mail/mail_fixture.h"
#include "registry/registry.h"
#include "rules/price_book.h"

namespace tsuke::doors {

namespace {

std::string with_crlf(std::string_view text) {
  std::string bytes;
  for (const char c : text) bytes += c == '\n' ? "\r\n" : std::string(1, c);
  return bytes;
}

}  // namespace

RawMail::RawMail(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}
RawMail::~RawMail() { hang_up(); }

void RawMail::hang_up() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void RawMail::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string RawMail::reply() {
  std::string joined;
  for (;;) {
    const auto end = buffer_.find("\r\n");
    if (end == std::string::npos) {
      char piece[4096];
      const ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
      if (got <= 0) return {};
      buffer_.append(piece, static_cast<std::size_t>(got));
      continue;
    }
    const std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    joined += (joined.empty() ? "" : "|") + line;
    if (line.size() < 4 || line[3] != '-') return joined;
  }
}

MailDoorTest::MailDoorTest(MailLimits limits)
    : folder_(std::filesystem::temp_directory_path() / ("tsuke-mail-" + to_hex(random_bytes(8)))),
      store_("sqlite", flow::house_migrations()) {
  std::filesystem::create_directory(folder_);
  vault_ = vault::Vault::open({(folder_ / "vault").string(), (folder_ / "master.key").string()}).take();
  loop_ = net::Loop::create();
  pool_ = std::make_unique<ThreadPool>(1);
  announcer_ = std::make_unique<Announcer>(*loop_);
  store_->before_commit([this] { return vault_->sync(); });
  service_.reset(new Service{*loop_, *pool_, *store_, *vault_, clock, *announcer_});
  service_->formats = convert::Accepted(true, false);
  options.domain = "print.example";
  options.authserv_id = "mx.example";
  options.limits = limits;
  mika = registry::make_person(*store_, "mika@example.com");
  ken = registry::make_person(*store_, "ken");
  purpose = registry::make_purpose(*store_, mika, "Client A");
  address = store_
                ->write<registry::MailAddress>([this](store::Transaction& in) {
                  return registry::renew_mail_address(in, mika, purpose, clock.now());
                })
                .take()
                .local_part;
  listener_ =
      net::listen(*loop_, {}, [this](std::unique_ptr<net::Stream> stream) { return serve(std::move(stream)); }).take();
  thread_ = std::thread([this] { loop_->run(); });
}

MailDoorTest::~MailDoorTest() {
  loop_->stop();
  thread_.join();
  pool_->stop();
  store_.close();
  listener_.reset();
  loop_.reset();
  std::filesystem::remove_all(folder_);
}

Task<void> MailDoorTest::serve(std::unique_ptr<net::Stream> stream) {
  const auto count = [this](int more) {
    const std::lock_guard lock(mutex_);
    connections_ += more;
    changed_.notify_all();
  };
  count(1);
  co_await serve_mail(*service_, options, std::move(stream));
  count(-1);
}

bool MailDoorTest::connections_fall_to(int count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return connections_ <= count; });
}

void MailDoorTest::run_pool_dry() {
  std::latch done(1);
  pool_->post([&done] { done.count_down(); });
  done.wait();
}

void MailDoorTest::open_message(RawMail& mail, const std::string& local_part) {
  EXPECT_TRUE(mail.reply().starts_with("220 print.example ESMTP"));
  EXPECT_TRUE(mail.ask("EHLO client.example").starts_with("250-print.example|"));
  EXPECT_TRUE(mail.ask("MAIL FROM:<whoever@example.com>").starts_with("250"));
  EXPECT_TRUE(mail.ask("RCPT TO:<" + local_part + "@Print.Example>").starts_with("250"));
  EXPECT_TRUE(mail.ask("DATA").starts_with("354"));
}

std::string MailDoorTest::deliver(std::string message) { return deliver_to(address, std::move(message)); }

std::string MailDoorTest::deliver_to(const std::string& local_part, std::string message) {
  RawMail mail(port());
  open_message(mail, local_part);
  mail.send(with_crlf(message));
  return mail.ask(".");
}

std::vector<flow::Job> MailDoorTest::jobs_of(PersonId person) {
  return store_
      ->read<std::vector<flow::Job>>(
          [&](store::Reader& in) { return flow::jobs_of(in, person, flow::Which::all, {}, 100); })
      .take();
}

flow::Mailed MailDoorTest::mailed(const flow::Job& job) {
  const auto found =
      store_->read<std::optional<flow::Mailed>>([&](store::Reader& in) { return flow::mailed(in, job); }).take();
  EXPECT_TRUE(found);
  return found.value_or(flow::Mailed{});
}

std::string MailDoorTest::document_of(const flow::Job& job) {
  const auto reader = vault_->open(job.location).take();
  std::string bytes(static_cast<std::size_t>(reader->size_bytes()), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const std::size_t more = reader->read(std::span(bytes).subspan(got)).take();
    if (more == 0) break;
    got += more;
  }
  return bytes.substr(0, got);
}

}  // namespace tsuke::doors
