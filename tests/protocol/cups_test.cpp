// Real CUPS: `lpadmin -m everywhere` makes a local queue of a purpose, and `lp` prints into it. The cupsd is the test's
// own, with folders and a port of its own; the machine's is not touched.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "platform/ipp/client.h"
#include "platform/ipp/codes.h"
#include "platform/pages/sample_pdf.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

constexpr int pages_printed = 3;
constexpr int between_looks_ms = 100;

int free_port() {
  const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(handle, reinterpret_cast<sockaddr*>(&address), size), 0);
  getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size);
  close(handle);
  return ntohs(address.sin_port);
}

// cupsd in a folder that its filters' user may enter.
class Cups {
 public:
  Cups() : port_(free_port()) {
    std::filesystem::permissions(scratch_.path(), std::filesystem::perms(0755));
    for (const char* name : {"root", "state", "cache", "spool", "tmp", "log"}) {
      std::filesystem::create_directory(scratch_ / name);
      std::filesystem::permissions(scratch_ / name, std::filesystem::perms(0777));
    }
    const std::string open = "  Order allow,deny\n  Allow all\n";
    write_file(scratch_ / "cupsd.conf",
               "Listen localhost:" + std::to_string(port_) +
                   "\nBrowsing Off\nDefaultAuthType None\nWebInterface No\n<Location />\n" + open +
                   "</Location>\n<Location /admin>\n" + open +
                   "</Location>\n<Policy default>\n  <Limit All>\n    Order deny,allow\n  </Limit>\n</Policy>\n");
    write_file(scratch_ / "cups-files.conf",
               "ServerRoot " + (scratch_ / "root") + "\nStateDir " + (scratch_ / "state") + "\nCacheDir " +
                   (scratch_ / "cache") + "\nRequestRoot " + (scratch_ / "spool") + "\nTempDir " + (scratch_ / "tmp") +
                   "\nAccessLog " + (scratch_ / "log/access") + "\nErrorLog " + (scratch_ / "log/error") +
                   "\nPageLog " + (scratch_ / "log/page") + "\n");
    auto started = Child::start(
        {"/usr/sbin/cupsd", "-f", "-c", scratch_ / "cupsd.conf", "-s", scratch_ / "cups-files.conf"}, scratch_ / "out");
    EXPECT_TRUE(started.ok());
    process_ = std::make_unique<Child>(started.take());
    EXPECT_TRUE(eventually([this] { return call({"lpstat", "-r"}).output.find("is running") != std::string::npos; }))
        << read_file(scratch_ / "log/error");
  }

  Outcome call(const std::vector<std::string>& argv) {
    return run(argv, seconds(60), {"CUPS_SERVER=localhost:" + std::to_string(port_)});
  }

  void add_queue(const std::string& name, const std::string& uri) {
    const Outcome added = call({"lpadmin", "-p", name, "-E", "-v", uri, "-m", "everywhere"});
    ASSERT_EQ(added.status, 0) << added.output;
  }

  // Prints the file and waits until CUPS itself has no job any more: a held job must not block the computer's own
  // queue.
  void print(const std::string& queue, const std::string& file, const std::vector<std::string>& options = {}) {
    std::vector<std::string> argv{"lp", "-d", queue};
    argv.insert(argv.end(), options.begin(), options.end());
    argv.push_back(file);
    const Outcome printed = call(argv);
    ASSERT_EQ(printed.status, 0) << printed.output;
    EXPECT_TRUE(eventually([this] { return call({"lpstat", "-W", "not-completed", "-o"}).output.empty(); }))
        << read_file(scratch_ / "log/error");
  }

  std::string file(const std::string& name, const std::string& bytes) {
    write_file(scratch_ / name, bytes);
    return scratch_ / name;
  }

 private:
  // cupsd gives no signal that we could wait for.
  static bool eventually(const std::function<bool()>& true_at_last) {
    for (int look = 0; look < 300; ++look) {
      if (true_at_last()) return true;
      poll(nullptr, 0, between_looks_ms);
    }
    return false;
  }

  Scratch scratch_;
  int port_;
  std::unique_ptr<Child> process_;
};

// The newest job of the demo's person, once its pages are counted.
Json newest_job(Demo& demo, std::int64_t number) {
  const Json job = demo.job_numbered(number);
  return demo.wait_for(job["id"].text(), [](const Json& now) { return now["document"].text() == "ready"; });
}

std::string with_credentials(const std::string& uri, const Json& queue) {
  const std::string scheme = "ipp://";
  return scheme + queue["user"].text() + ":" + queue["password"].text() + "@" + uri.substr(scheme.size());
}

TEST(RealCups, LpPrintsIntoAPurposeQueueAndTheSharedOne) {
  auto started = Demo::start();
  ASSERT_TRUE(started.ok()) << started.error().what;
  Demo& demo = *started.value();
  Cups cups;
  const std::string pdf = cups.file("report.pdf", pages::make_pdf(pages_printed));
  const Json& company_a = demo.queue("Company A");
  cups.add_queue("company-a", company_a["uri"].text());
  cups.add_queue("shared",
                 with_credentials("ipp://localhost:" + std::to_string(demo.port()) + "/ipp/print", company_a));

  cups.print("company-a", pdf);
  const Json plain = newest_job(demo, 1);
  EXPECT_EQ(plain["state"].text(), "held");
  EXPECT_EQ(plain["purpose"]["name"].text(), "Company A");
  EXPECT_EQ(plain["pages"].integer(), pages_printed);
  EXPECT_EQ(plain["settings"]["sides"].text(), "two-sided-long-edge") << "the queue's defaults are the purpose's";

  // A word from the client never moves the payer of a purpose's own queue.
  cups.print("company-a", pdf, {"-o", "job-account-id=company-b"});
  EXPECT_EQ(newest_job(demo, 2)["purpose"]["name"].text(), "Company A");

  cups.print("shared", pdf, {"-o", "job-account-id=company-b"});
  EXPECT_EQ(newest_job(demo, 3)["purpose"]["name"].text(), "Company B");

  cups.print("shared", pdf);
  const Json without = newest_job(demo, 4);
  EXPECT_EQ(without["state"].text(), "purpose-needed");
  EXPECT_TRUE(without["purpose"].is_null());

  // What lp submitted is what comes out at a real IPP printer, at the right payer's cost.
  const Json printed = demo.print_out(plain["id"].text(), "Shared office");
  EXPECT_EQ(printed["state"].text(), "printed") << printed.dump();
  EXPECT_EQ(printed["charge"]["payer"]["name"].text(), "Company A");
  EXPECT_EQ(printed["charge"]["impressions"].integer(), pages_printed);
}

// ipptool's own suite, as it is shipped: the count of tests run is looked at, too, because a suite may stop early.
TEST(IppTool, TheShippedSuiteForIpp11FindsNoFault) {
  auto started = Demo::start();
  ASSERT_TRUE(started.ok()) << started.error().what;
  const Scratch scratch;
  write_file(scratch / "document.pdf", pages::make_pdf(1));
  const Outcome suite = run({"ipptool", "-V", "1.1", "-T", "60", "-tIf", scratch / "document.pdf",
                             started.value()->queue("Private")["uri"].text(), "ipp-1.1.test"},
                            seconds(120));
  EXPECT_EQ(suite.status, 0) << suite.output;
  EXPECT_EQ(suite.output.find("[FAIL]"), std::string::npos) << suite.output;
  std::size_t passed = 0;
  for (std::size_t at = suite.output.find("[PASS]"); at != std::string::npos; at = suite.output.find("[PASS]", at + 1))
    ++passed;
  EXPECT_GT(passed, 20U) << suite.output;
}

// One client with a wrong password in a loop is told so each time, and keeps nobody else from printing.
TEST(WrongPassword, IsRefusedAndStopsNobodyElse) {
  auto started = Demo::start();
  ASSERT_TRUE(started.ok()) << started.error().what;
  Demo& demo = *started.value();
  const std::string uri = demo.queue("Company A")["basic_uri"].text();
  for (int i = 0; i < 20; ++i) {
    const auto refused = demo.ipp(uri, "mika", "wrong")->send(ipp::make_request(ipp::op::get_jobs, uri));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, Reason::not_authenticated) << refused.error().what;
  }
  const auto accepted = demo.print("Company A", pages::make_pdf(1));
  ASSERT_TRUE(accepted.ok()) << accepted.error().what;
  EXPECT_EQ(accepted.value().code, ipp::status::ok);
}

}  // namespace
}  // namespace tsuke::tests
