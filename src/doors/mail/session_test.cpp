// The protocol: order, limits, and what clients do to it.
#include "doors/mail/mail_fixture.h"
#include "flow/submit/submit_mail.h"

namespace tsuke::doors {
namespace {

class SessionTest : public MailDoorTest {
 protected:
  std::string to(const std::string& local_part) { return "RCPT TO:<" + local_part + "@print.example>"; }
};

TEST_F(SessionTest, SaysWhatItCan) {
  RawMail mail(port());
  EXPECT_EQ(mail.reply(), "220 print.example ESMTP Tsuke");
  EXPECT_EQ(mail.ask("EHLO x"),
            "250-print.example|250-PIPELINING|250-8BITMIME|250-ENHANCEDSTATUSCODES|250 SIZE 67108864");
  EXPECT_EQ(mail.ask("HELO x"), "250 print.example");
  EXPECT_TRUE(mail.ask("NOOP").starts_with("250"));
  EXPECT_TRUE(mail.ask("VRFY mika").starts_with("252"));
  EXPECT_TRUE(mail.ask("STARTTLS").starts_with("502"));
  EXPECT_TRUE(mail.ask("nonsense").starts_with("500"));
  EXPECT_TRUE(mail.ask("RSET").starts_with("250"));
  EXPECT_TRUE(mail.ask("QUIT").starts_with("221"));
  EXPECT_EQ(mail.reply(), "");
}

TEST_F(SessionTest, WantsItsCommandsInOrder) {
  RawMail mail(port());
  mail.reply();
  EXPECT_TRUE(mail.ask("MAIL FROM:<a@b>").starts_with("503"));
  mail.ask("EHLO x");
  EXPECT_TRUE(mail.ask(to(address)).starts_with("503"));
  EXPECT_TRUE(mail.ask("DATA").starts_with("503"));
  EXPECT_TRUE(mail.ask("MAIL FROM:<>").starts_with("250"));
  EXPECT_TRUE(mail.ask("MAIL FROM:<a@b>").starts_with("503"));
  EXPECT_TRUE(mail.ask("DATA").starts_with("503"));
  EXPECT_TRUE(mail.ask(to(address)).starts_with("250"));
  EXPECT_TRUE(mail.ask("RSET").starts_with("250"));
  EXPECT_TRUE(mail.ask("DATA").starts_with("503")) << "forgotten";
}

TEST_F(SessionTest, KnowsItsOwnAddressesAlone) {
  RawMail mail(port());
  mail.reply();
  mail.ask("EHLO x");
  mail.ask("MAIL FROM:<a@b>");
  EXPECT_TRUE(mail.ask("RCPT TO:<" + address + "@elsewhere.example>").starts_with("550 5.7.1"));
  EXPECT_TRUE(mail.ask(to("client-a-aaaaaaaaaaaaaaaa")).starts_with("550 5.1.1"));
  EXPECT_TRUE(mail.ask(to("postmaster")).starts_with("550 5.1.1"));
  EXPECT_TRUE(mail.ask(to(address)).starts_with("250"));
  EXPECT_TRUE(mail.ask(to(address)).starts_with("250")) << "the same again";
  EXPECT_TRUE(mail.ask(to("client-a-bbbbbbbbbbbbbbbb")).starts_with("452 4.5.3"));
}

TEST_F(SessionTest, GuessingAddressesEndsTheConnection) {
  RawMail mail(port());
  mail.reply();
  mail.ask("EHLO x");
  mail.ask("MAIL FROM:<a@b>");
  for (int i = 1; i < 20; ++i) EXPECT_TRUE(mail.ask(to("x-" + std::to_string(i))).starts_with("550")) << i;
  EXPECT_TRUE(mail.ask(to("x-20")).starts_with("421"));
  EXPECT_EQ(mail.reply(), "");
}

TEST_F(SessionTest, TakesWhatComesAllAtOnce) {
  RawMail mail(port());
  mail.send("EHLO x\r\nMAIL FROM:<a@b> BODY=8BITMIME\r\n" + to(address) +
            "\r\nDATA\r\nFrom: a@b\r\n\r\nOne\r\n.\r\nMAIL FROM:<a@b>\r\n" + to(address) +
            "\r\nDATA\r\nFrom: a@b\r\n\r\nTwo\r\n.\r\nQUIT\r\n");
  for (const char* expected : {"220", "250", "250", "250", "354", "250", "250", "250", "354", "250", "221"})
    EXPECT_TRUE(mail.reply().starts_with(expected)) << expected;
  EXPECT_EQ(jobs_of(mika).size(), 2U);
}

TEST_F(SessionTest, TakesWhatComesByteByByte) {
  RawMail mail(port());
  open_message(mail, address);
  for (const char c : std::string("From: a@b\r\n\r\n..One\r\n.\r")) mail.send({&c, 1});
  EXPECT_TRUE(jobs_of(mika).empty());
  mail.send("\n");
  EXPECT_TRUE(mail.reply().starts_with("250"));
  ASSERT_EQ(jobs_of(mika).size(), 1U);
  EXPECT_EQ(document_of(jobs_of(mika)[0]), ".One");
}

// SMTP smuggling: what some programs take for the end of a message, and we for nothing at all.
TEST_F(SessionTest, RefusesBareLineBreaksAndWhatFollowsThem) {
  const std::string smuggled = "MAIL FROM:<a@b>\r\n" + to(address) + "\r\nDATA\r\nFrom: a@b\r\n\r\nSmuggled\r\n.\r\n";
  for (const char* end : {"\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r", "x\r\r\n", "x\ny\r\n"}) {
    RawMail mail(port());
    open_message(mail, address);
    mail.send("From: a@b\r\n\r\nOne" + std::string(end) + smuggled + ".\r\n");
    EXPECT_TRUE(mail.reply().starts_with("521 5.5.2")) << end;
    EXPECT_EQ(mail.reply(), "") << end;
  }
  RawMail mail(port());
  mail.reply();
  EXPECT_EQ(mail.ask("EHLO x\nMAIL FROM:<a@b>").substr(0, 3), "521");
  EXPECT_TRUE(jobs_of(mika).empty());
}

TEST_F(SessionTest, RefusesLongLines) {
  RawMail commands(port());
  commands.reply();
  commands.send("EHLO " + std::string(2000, 'x') + "\r\n");
  EXPECT_TRUE(commands.reply().starts_with("500 5.5.2"));
  RawMail message(port());
  open_message(message, address);
  message.send("From: a@b\r\n\r\n" + std::string(40'000, 'x') + "\r\n.\r\n");
  EXPECT_TRUE(message.reply().starts_with("500 5.5.2"));
  EXPECT_TRUE(jobs_of(mika).empty());
}

TEST_F(SessionTest, HangingUpLeavesNothing) {
  const std::string half =
      "From: a@b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: "
      "application/pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.4 whole\r\n--b\r\n"
      "Content-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.4 half";
  {
    RawMail mail(port());
    open_message(mail, address);
    mail.send(half);
  }
  EXPECT_TRUE(connections_fall_to(0));
  EXPECT_EQ(documents_written(), 1) << "the first was whole, and is destroyed";
  run_pool_dry();
  EXPECT_TRUE(jobs_of(mika).empty());
  // Nothing is alive in the vault: what it keeps at the next start is what rows speak of.
  EXPECT_TRUE(deliver("From: a@b\n\nAnd now a whole one\n").starts_with("250"));
}

TEST_F(SessionTest, TheEndOfTheServiceFindsMessagesHalfDone) {
  left_open = std::make_unique<RawMail>(port());
  open_message(*left_open, address);
  left_open->send("From: a@b\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4 half");
}  // the destructor of the fixture must not hang, nor leak

class TightLimits : public MailDoorTest {
 protected:
  TightLimits() : MailDoorTest({.message_bytes = 10'000, .commands = 30, .silence = milliseconds(300)}) {}
};

TEST_F(TightLimits, AMessageHasASize) {
  RawMail mail(port());
  mail.reply();
  mail.ask("EHLO x");
  EXPECT_TRUE(mail.ask("MAIL FROM:<a@b> SIZE=10001").starts_with("552 5.3.4"));
  const std::string line = std::string(98, 'x') + "\n";
  std::string large = "From: a@b\n\n", endless = large;
  for (int i = 0; i < 101; ++i) large += line;
  EXPECT_TRUE(deliver(large).starts_with("552 5.3.4")) << "it is read to its end";
  RawMail other(port());
  open_message(other, address);
  for (int i = 0; i < 2000; ++i) other.send(std::string(98, 'x') + "\r\n");
  EXPECT_TRUE(other.reply().starts_with("552 5.3.4")) << "but not for ever";
  EXPECT_EQ(other.reply(), "");
  EXPECT_TRUE(jobs_of(mika).empty());
}

TEST_F(TightLimits, SilenceEndsTheConnection) {
  RawMail idle(port());
  idle.reply();
  EXPECT_TRUE(idle.reply().starts_with("421 4.4.2"));
  RawMail slow(port());
  open_message(slow, address);
  slow.send("From: a@b\r\n");
  EXPECT_TRUE(slow.reply().starts_with("421 4.4.2"));
  EXPECT_TRUE(connections_fall_to(0));
  EXPECT_TRUE(jobs_of(mika).empty());
}

TEST_F(TightLimits, SoDoTooManyCommands) {
  RawMail mail(port());
  mail.reply();
  for (int i = 0; i < 29; ++i) EXPECT_TRUE(mail.ask("NOOP").starts_with("250"));
  mail.ask("NOOP");
  EXPECT_TRUE(mail.reply().starts_with("421 4.7.0"));
}

}  // namespace
}  // namespace tsuke::doors
