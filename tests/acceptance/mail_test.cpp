// Claim: what is mailed to a purpose's address is held, and prints for its payer only once its person says so.
#include "acceptance_test.h"

namespace tsuke::tests {
namespace {

// Another implementation's idea of a message, so that ours is not judged by itself.
constexpr const char* compose = R"(
import sys
from email.message import EmailMessage
sender, vouched, attachment, path = sys.argv[1:5]
m = EmailMessage()
if vouched: m['Authentication-Results'] = vouched
m['From'] = 'Mika <%s>' % sender
m['To'] = 'my printer'
m['Subject'] = '請求書'
m['Message-ID'] = '<%s@example.com>' % path.replace('/', '-')
m.set_content('Please print.\n.\nThanks\n')
if attachment:
    m.add_attachment(open(attachment, 'rb').read(), maintype='application', subtype='pdf', filename='請求書.pdf')
open(path, 'wb').write(bytes(m))
)";
constexpr const char* deliver = R"(
import smtplib, sys
port, address, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
with smtplib.SMTP('127.0.0.1', port) as server:
    server.sendmail('mika@example.com', [address], open(path, 'rb').read().replace(b'\n', b'\r\n'))
)";

class Mail : public AcceptanceTest {
 protected:
  const Json mail_ = demo().ready()["mail"];
  const std::string address_ = mail_["address"].text();
  Scratch scratch_;

  std::string port() { return mail_["smtp"].text().substr(mail_["smtp"].text().rfind(':') + 1); }
  std::string compose_message(const std::string& name, const std::string& sender, const std::string& vouched,
                              int pages) {
    std::string attachment;
    if (pages > 0) write_file(attachment = scratch_ / (name + ".pdf"), pages::make_pdf(pages));
    const std::string path = scratch_ / name;
    const Outcome made = run({"python3", "-c", compose, sender, vouched, attachment, path});
    EXPECT_EQ(made.status, 0) << made.output;
    return path;
  }
  Outcome curl(const std::string& to, const std::string& message) {
    return run({"curl", "--silent", "--show-error", "--crlf", "--url", mail_["smtp"].text() + "/client.example",
                "--mail-from", "mika@example.com", "--mail-rcpt", to, "--upload-file", message});
  }
  Outcome pipe(const std::string& smtp, const std::string& to, const std::string& message) {
    return run(
        {"sh", "-c", "exec \"$0\" mail-pipe --smtp \"$1\" --recipient \"$2\" < \"$3\"", program(), smtp, to, message});
  }
  static std::string program() { return TSUKE_PROGRAM; }

  // Mika's newest job, once its pages are counted.
  Json newest() {
    const std::string id = of("mika", "/jobs?state=open&limit=1")["items"].items().at(0)["id"].text();
    return demo().wait_for(id, [](const Json& job) { return job["document"].text() != "counting"; });
  }
  std::size_t open_jobs() { return of("mika", "/jobs?state=open&limit=200")["items"].items().size(); }
};

TEST_F(Mail, FromAStrangerItIsHeldConfirmedReleasedPrintedAndCharged) {
  const Outcome sent = curl(address_, compose_message("stranger", "x@y.example", "", 3));
  ASSERT_EQ(sent.status, 0) << sent.output;
  const Json held = newest();
  const std::string id = held["id"].text();
  EXPECT_EQ(held["name"].text(), "請求書.pdf");
  EXPECT_EQ(held["purpose"]["name"].text(), mail_["purpose"].text());
  EXPECT_EQ(held["payer"]["name"].text(), "Company A");
  EXPECT_EQ(held["pages"].integer(), 3);
  EXPECT_EQ(held["settings"]["sides"].text(), "two-sided-long-edge") << "the purpose's own";
  EXPECT_EQ(held["mail"]["from"].text(), "x@y.example");
  const auto refused = demo().release(id, "Home");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body["code"].text(), "sender-unconfirmed");
  EXPECT_EQ(status_of("ren", "POST", "/jobs/" + id + "/confirm-sender"), 404) << "another company's";
  EXPECT_EQ(status_of("aoi", "GET", "/jobs/" + id), 404) << "nor is it the payer's to see";
  ask("mika", "POST", "/jobs/" + id + "/confirm-sender", Json::object({{"always", false}}));
  const Json job = demo().print_out(id, "Home");
  EXPECT_EQ(job["state"].text(), "printed");
  EXPECT_EQ(job["attempt"]["impressions"].integer(), 3);
  EXPECT_EQ(job["charge"]["state"].text(), "captured");
  EXPECT_EQ(job["charge"]["payer"]["name"].text(), "Company A");
  expect_parts_sum(job["charge"]);
  expect_books_in_order();
}

TEST_F(Mail, FromATrustedSenderItIsHeldAllTheSame) {
  const std::string vouched = mail_["authserv_id"].text() + "; dmarc=pass header.from=example.com";
  ASSERT_EQ(curl(address_, compose_message("first", "mika@example.com", vouched, 1)).status, 0);
  ask("mika", "POST", "/jobs/" + newest()["id"].text() + "/confirm-sender", Json::object({{"always", true}}));
  const Outcome sent =
      run({"python3", "-c", deliver, port(), address_, compose_message("second", "mika@example.com", vouched, 2)});
  ASSERT_EQ(sent.status, 0) << sent.output;
  const Json job = newest();
  EXPECT_EQ(job["state"].text(), "held");
  EXPECT_TRUE(job["mail"]["confirmed"].boolean());
  EXPECT_EQ(demo().print_out(job["id"].text(), "Home")["attempt"]["impressions"].integer(), 2);
}

TEST_F(Mail, AMailServersPipeIsToldWhatBecameOfIt) {
  const std::string smtp = "127.0.0.1:" + port();
  const std::string message = compose_message("piped", "mika@example.com", "", 0);
  const std::size_t before = open_jobs();
  const Outcome taken = pipe(smtp, address_, message);
  EXPECT_EQ(taken.status, 0) << taken.output;
  EXPECT_EQ(newest()["name"].text(), "請求書");
  EXPECT_EQ(newest()["pages"].integer(), 1);
  EXPECT_EQ(pipe(smtp, address_, message).status, 0) << "the same again";
  EXPECT_EQ(open_jobs(), before + 1) << "is the same job";
  const Outcome unknown = pipe(smtp, "company-a-aaaaaaaaaaaaaaaa@print.example", message);
  EXPECT_EQ(unknown.status, 67) << unknown.output;
  EXPECT_THAT(unknown.output, testing::StartsWith("5.1.1 "));
  write_file(scratch_ / "nobody", "Subject: x\n\nhello\n");
  EXPECT_EQ(pipe(smtp, address_, scratch_ / "nobody").status, 65);
  EXPECT_EQ(pipe("127.0.0.1:1", address_, message).status, 75) << "the service is away";
  EXPECT_EQ(pipe("nonsense", address_, message).status, 64);
}

TEST_F(Mail, AReplacedAddressIsDeadAtOnce) {
  const std::string path = "/purposes/" + purpose("Private")["id"].text() + "/mail-address";
  const std::string first = ask("mika", "POST", path)["address"].text();
  const std::string message = compose_message("replaced", "mika@example.com", "", 1);
  EXPECT_EQ(curl(first, message).status, 0);
  EXPECT_EQ(newest()["purpose"]["name"].text(), "Private");
  const std::string second = ask("mika", "POST", path)["address"].text();
  EXPECT_NE(curl(first, message).status, 0);
  EXPECT_EQ(curl(second, compose_message("again", "mika@example.com", "", 1)).status, 0);
  ask("mika", "DELETE", path);
  EXPECT_NE(curl(second, message).status, 0);
}

}  // namespace
}  // namespace tsuke::tests
