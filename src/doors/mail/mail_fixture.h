// A mail door of its own for this folder's tests, and a client that writes what bytes it likes.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/bytes.h"
#include "doors/mail/mail.h"
#include "flow/job.h"
#include "flow/mailed.h"
#include "platform/store/testing.h"
#include "registry/mail_addresses.h"
#include "registry/testing.h"

namespace tsuke::doors {

// One connection, in blocking calls.
class RawMail {
 public:
  explicit RawMail(int port);
  ~RawMail();
  RawMail(const RawMail&) = delete;
  RawMail& operator=(const RawMail&) = delete;

  void send(std::string_view bytes);
  // The next reply, its lines joined by "|"; empty when the server has closed or says nothing for ten seconds.
  std::string reply();
  std::string ask(std::string_view line) {
    send(std::string(line) + "\r\n");
    return reply();
  }
  void hang_up();

 private:
  int socket_;
  std::string buffer_;
};

class MailDoorTest : public testing::Test {
 protected:
  explicit MailDoorTest(MailLimits limits = {});
  ~MailDoorTest() override;

  int port() const { return listener_->port(); }
  // Greeted, and at the point where a message may come.
  void open_message(RawMail& mail, const std::string& local_part);
  // Sends a whole message to mika's address; the reply after the dot. Lines end with LF here.
  std::string deliver(std::string message);
  std::string deliver_to(const std::string& local_part, std::string message);
  std::vector<flow::Job> jobs_of(PersonId person);
  flow::Mailed mailed(const flow::Job& job);
  std::string document_of(const flow::Job& job);
  // Waits until so few connections are served.
  bool connections_fall_to(int count);
  // Documents in the vault that a reader can open, of those ever finished: written less destroyed.
  std::int64_t documents_written() { return vault_->counters().documents_written; }
  void run_pool_dry();

  std::filesystem::path folder_;
  ManualClock clock{wall_clock().now()};
  store::TestStore store_;
  std::unique_ptr<vault::Vault> vault_;
  MailOptions options;
  PersonId mika, ken;
  PurposeId purpose;
  std::string address;                 // mika's, before the @
  std::unique_ptr<RawMail> left_open;  // a client that goes on beyond the service's end

 private:
  Task<void> serve(std::unique_ptr<net::Stream> stream);

  std::unique_ptr<net::Loop> loop_;
  std::unique_ptr<ThreadPool> pool_;
  std::unique_ptr<Announcer> announcer_;
  std::unique_ptr<Service> service_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int connections_ = 0;
  std::unique_ptr<net::Listener> listener_;
  std::thread thread_;
};

}  // namespace tsuke::doors
