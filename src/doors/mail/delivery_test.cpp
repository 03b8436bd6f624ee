// What becomes of a message: its documents, its sender, and how often it counts.
#include "doors/mail/mail_fixture.h"
#include "flow/hold/confirm_sender.h"
#include "flow/submit/submit_mail.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::doors {
namespace {

std::string base64(std::string_view bytes) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string coded;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t bits = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) coded += i <= count ? alphabet[bits >> (18 - 6 * i) & 63] : '=';
    if (at % 57 == 54) coded += '\n';
  }
  return coded + "\n";
}

const std::string pdf = pages::make_pdf(3);
const std::string vouched = "Authentication-Results: mx.example; dmarc=pass header.from=example.com\n";

std::string in_parts(const std::string& parts) {
  return "MIME-Version: 1.0\nSubject: Plans\nContent-Type: multipart/mixed; boundary=\"b\"\n\n" + parts + "--b--\n";
}
std::string attached(const std::string& type, const std::string& name, const std::string& bytes) {
  return "--b\nContent-Type: " + type + "\nContent-Disposition: attachment; filename=\"" + name +
         "\"\nContent-Transfer-Encoding: base64\n\n" + base64(bytes);
}

class DeliveryTest : public MailDoorTest {
 protected:
  const std::string from = "From: Mika <mika@example.com>\n";
  const std::string with_pdf = from + in_parts("--b\n\nPlease print.\n" + attached("application/pdf", "plan.pdf", pdf));
  Result<flow::Job> confirm(PersonId person, const flow::Job& job, flow::Trust trust) {
    return store_->write<flow::Job>(
        [&](store::Transaction& in) { return flow::confirm_sender(in, person, job.id, trust, clock.now()); });
  }
};

TEST_F(DeliveryTest, AnAttachmentBecomesAHeldJob) {
  EXPECT_EQ(deliver(with_pdf), "250 2.0.0 documents held: 1");
  const auto jobs = jobs_of(mika);
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].name, "plan.pdf");
  EXPECT_EQ(jobs[0].purpose, purpose);
  EXPECT_EQ(jobs[0].state, flow::JobState::held);
  EXPECT_EQ(jobs[0].channel, "mail");
  EXPECT_EQ(jobs[0].format, "application/pdf");
  EXPECT_FALSE(jobs[0].at_once);
  EXPECT_EQ(document_of(jobs[0]), pdf);
  EXPECT_TRUE(jobs_of(ken).empty());
}

TEST_F(DeliveryTest, EachPrintableAttachmentIsAJobAndTheRestIsNamed) {
  const std::string parts =
      "--b\nContent-Type: text/plain\n\nSee below\n" + attached("application/pdf", "one.pdf", pdf) +
      attached("application/octet-stream", "two", pdf) + attached("text/plain", "notes.txt", "hi") +
      attached("application/zip", "all.zip", "PK") + attached("application/pdf", "no.pdf", "none") +
      "--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: uuencode\n\nx\n";
  EXPECT_EQ(deliver(from + in_parts(parts)), "250 2.0.0 documents held: 3");
  const auto jobs = jobs_of(mika);  // newest first
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(jobs[2].name, "one.pdf");
  EXPECT_EQ(jobs[1].format, "application/pdf");
  EXPECT_EQ(jobs[0].format, "text/plain");
  EXPECT_EQ(mailed(jobs[0]).left_out, (std::vector<std::string>{"all.zip", "no.pdf", "application/pdf"}));
  EXPECT_EQ(mailed(jobs[0]).message, mailed(jobs[2]).message);
}

TEST_F(DeliveryTest, WithoutAttachmentTheTextIsPrinted) {
  EXPECT_EQ(deliver(from + "Subject: =?utf-8?B?6KuL5rGC5pu4?=\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
                           "\x1B$BF|K\\\x1B(B\n..dots\n"),
            "250 2.0.0 documents held: 1");
  const auto jobs = jobs_of(mika);
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].name, "請求書");
  EXPECT_EQ(jobs[0].format, "text/plain");
  EXPECT_EQ(document_of(jobs[0]), "日本\r\n.dots");
}

TEST_F(DeliveryTest, PicturesOfASignatureAreNoDocuments) {
  const std::string png = "\x89PNG\r\n\x1A\n----";
  const std::string related =
      "--b\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: "
      "multipart/alternative; boundary=a\n\n--a\n\nHello\n--a\nContent-Type: text/html\n\n"
      "<img>\n--a--\n--r\nContent-Type: image/png; name=logo.png\nContent-Transfer-Encoding: "
      "base64\n\n" +
      base64(png) + "--r--\n";
  EXPECT_EQ(deliver(from + in_parts(related)), "250 2.0.0 documents held: 1");
  ASSERT_EQ(jobs_of(mika).size(), 1U);
  EXPECT_EQ(jobs_of(mika)[0].format, "text/plain");
  EXPECT_EQ(document_of(jobs_of(mika)[0]), "Hello");
}

TEST_F(DeliveryTest, NothingToPrintIsRefused) {
  for (const std::string& message : {from + "\n\n", from + "\n   \n", from + "Content-Type: text/html\n\n<p>\n",
                                     from + in_parts(attached("application/zip", "a.zip", "PK"))})
    EXPECT_TRUE(deliver(message).starts_with("554 5.6.0 the message holds nothing")) << message;
  EXPECT_TRUE(jobs_of(mika).empty());
}

TEST_F(DeliveryTest, WhoSentItMustBeSaidOnce) {
  for (const char* bad : {"", "From: \n", "From: a@b, c@d\n", "From: a@b\nFrom: c@d\n", "From: nobody\n"})
    EXPECT_TRUE(deliver(std::string(bad) + "\nHello\n").starts_with("554 5.6.0")) << bad;
  EXPECT_TRUE(jobs_of(mika).empty());
}

TEST_F(DeliveryTest, AStrangerWaitsForConfirmationAndNotForLong) {
  deliver("From: x@y.example\n\nHello\n");
  const flow::Job job = jobs_of(mika).at(0);
  EXPECT_EQ(mailed(job).sender, "x@y.example");
  EXPECT_FALSE(mailed(job).authenticated);
  EXPECT_FALSE(mailed(job).confirmed);
  EXPECT_LE(job.expires_at, clock.now() + flow::unconfirmed_life);
}

TEST_F(DeliveryTest, TrustWantsBothTheSenderAndTheServersWord) {
  deliver(from + "\nOnly said\n");
  EXPECT_FALSE(mailed(jobs_of(mika).at(0)).confirmed);
  deliver(vouched + from + "\nVouched for\n");
  EXPECT_TRUE(mailed(jobs_of(mika).at(0)).confirmed);
  EXPECT_TRUE(mailed(jobs_of(mika).at(0)).authenticated);
  deliver("Authentication-Results: mx.example; dmarc=pass header.from=y.example\nFrom: x@y.example\n\nA stranger\n");
  EXPECT_FALSE(mailed(jobs_of(mika).at(0)).confirmed);
  EXPECT_TRUE(mailed(jobs_of(mika).at(0)).authenticated);
  deliver("Authentication-Results: evil.example; dmarc=pass\n" + from + "\nAnother server\n");
  EXPECT_FALSE(mailed(jobs_of(mika).at(0)).confirmed);
}

TEST_F(DeliveryTest, ConfirmingTakesTheWholeMessageAndMayTrustFromThenOn) {
  const std::string stranger = "Authentication-Results: mx.example; dmarc=pass\nFrom: x@y.example\n";
  deliver(stranger + in_parts(attached("application/pdf", "1.pdf", pdf) + attached("application/pdf", "2.pdf", pdf)));
  deliver(stranger + "\nAnother message\n");
  const auto jobs = jobs_of(mika);
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(confirm(ken, jobs[1], flow::Trust::always).error().code, "job-not-found");
  ASSERT_TRUE(confirm(mika, jobs[1], flow::Trust::always).ok());
  EXPECT_TRUE(mailed(jobs[1]).confirmed);
  EXPECT_TRUE(mailed(jobs[2]).confirmed);
  EXPECT_FALSE(mailed(jobs[0]).confirmed) << "of another message";
  ASSERT_TRUE(confirm(mika, jobs[1], flow::Trust::always).ok()) << "again";
  deliver(stranger + "\nTrusted by now\n");
  EXPECT_TRUE(mailed(jobs_of(mika).at(0)).confirmed);
}

TEST_F(DeliveryTest, TheSameMessageAgainIsTheSameMessage) {
  const std::string message = "Message-ID: <1@example.com>\n" + with_pdf;
  EXPECT_EQ(deliver(message), "250 2.0.0 documents held: 1");
  EXPECT_EQ(deliver(message), "250 2.0.0 this message was held before");
  EXPECT_EQ(jobs_of(mika).size(), 1U);
  EXPECT_EQ(document_of(jobs_of(mika)[0]), pdf) << "the first one's document is still there";
  deliver("Message-ID: <2@example.com>\n" + with_pdf);
  EXPECT_EQ(jobs_of(mika).size(), 2U);
  deliver(with_pdf);
  deliver(with_pdf);
  EXPECT_EQ(jobs_of(mika).size(), 4U) << "what names itself not may be meant twice";
}

TEST_F(DeliveryTest, UnconfirmedJobsAreBounded) {
  std::string parts;
  for (int i = 0; i < 17; ++i) parts += attached("application/pdf", std::to_string(i) + ".pdf", pdf);
  EXPECT_TRUE(deliver(from + in_parts(parts)).starts_with("250"));
  EXPECT_TRUE(deliver(from + in_parts(parts)).starts_with("250"));
  EXPECT_TRUE(deliver(from + in_parts(parts)).starts_with("452 4.2.2 too many documents wait"));
  EXPECT_EQ(jobs_of(mika).size(), 34U);
  EXPECT_TRUE(deliver(vouched + from + in_parts(parts)).starts_with("250")) << "those of a known sender are not";
  for (int i = 17; i < 21; ++i) parts += attached("application/pdf", std::to_string(i) + ".pdf", pdf);
  EXPECT_TRUE(deliver(vouched + from + in_parts(parts)).starts_with("452 4.2.2 a message brings at most 20"));
}

TEST_F(DeliveryTest, MessagesOfADayAreBounded) {
  store_
      ->write<void>([&](store::Transaction& in) -> Result<void> {
        for (int i = 0; i < flow::mail_messages_per_day; ++i) {
          flow::MailedMessage message;
          message.recipient = address;
          message.sender = "a@b";
          TRY(flow::submit_mail(in, message, clock.now()));
        }
        return {};
      })
      .ok();
  RawMail mail(port());
  mail.reply();
  mail.ask("EHLO x");
  mail.ask("MAIL FROM:<a@b>");
  EXPECT_TRUE(mail.ask("RCPT TO:<" + address + "@print.example>").starts_with("452 4.2.2"));
  clock.advance(hours(25));
  EXPECT_TRUE(mail.ask("RCPT TO:<" + address + "@print.example>").starts_with("250"));
}

TEST_F(DeliveryTest, AnAddressThatDiesMeanwhileTakesNothing) {
  RawMail mail(port());
  open_message(mail, address);
  ASSERT_TRUE(
      store_->write<void>([&](store::Transaction& in) { return registry::switch_off_mail_address(in, mika, purpose); })
          .ok());
  mail.send("From: a@b\r\n\r\nHello\r\n");
  EXPECT_TRUE(mail.ask(".").starts_with("550 5.1.1"));
  EXPECT_TRUE(jobs_of(mika).empty());
}

}  // namespace
}  // namespace tsuke::doors
