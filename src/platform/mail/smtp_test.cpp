#include "platform/mail/smtp.h"

#include <gtest/gtest.h>

namespace tsuke::mail {
namespace {

using Found = LineScan::Found;

TEST(ScanLine, EndsAtCrLfAlone) {
  EXPECT_EQ(scan_line("QUIT\r\nmore", 100).found, Found::line);
  EXPECT_EQ(scan_line("QUIT\r\nmore", 100).length, 4U);
  EXPECT_EQ(scan_line("\r\n", 100).length, 0U);
  for (const char* open : {"", "QUIT", "QUIT\r"}) EXPECT_EQ(scan_line(open, 100).found, Found::more_needed) << open;
  for (const char* bare : {"QUIT\n", "QUIT\rX", "\n.\n", "a\r\r\n", ".\r\r\n"})
    EXPECT_EQ(scan_line(bare, 100).found, Found::bare_break) << bare;
}

TEST(ScanLine, HasALimit) {
  EXPECT_EQ(scan_line("12345\r\n", 5).found, Found::line);
  EXPECT_EQ(scan_line("123456\r\n", 5).found, Found::too_long);
  EXPECT_EQ(scan_line("123456", 5).found, Found::too_long);
}

TEST(ParseCommand, KnowsItsVerbsInAnyCase) {
  EXPECT_EQ(parse_command("EHLO there").verb, Verb::ehlo);
  EXPECT_EQ(parse_command("quit").verb, Verb::quit);
  EXPECT_EQ(parse_command("NoOp whatever").verb, Verb::noop);
  EXPECT_TRUE(parse_command("RSET").problem.empty());
  EXPECT_TRUE(parse_command("XYZZY").problem.starts_with("500"));
  EXPECT_TRUE(parse_command("").problem.starts_with("500"));
  for (const char* other : {"STARTTLS", "AUTH PLAIN x", "BDAT 5", "EXPN all"})
    EXPECT_TRUE(parse_command(other).problem.starts_with("502")) << other;
  for (const char* wrong : {"EHLO", "DATA now", "QUIT now"})
    EXPECT_TRUE(parse_command(wrong).problem.starts_with("501")) << wrong;
}

TEST(ParseCommand, ReadsMailFrom) {
  const Command mail = parse_command("MAIL FROM:<Mika@Example.COM> SIZE=1234 BODY=8BITMIME");
  EXPECT_EQ(mail.problem, "");
  EXPECT_EQ(mail.local_part, "Mika");
  EXPECT_EQ(mail.domain, "example.com");
  EXPECT_EQ(mail.size_bytes, 1234);
  EXPECT_EQ(parse_command("MAIL FROM:<>").problem, "");
  EXPECT_EQ(parse_command("mail from: <a@b>").problem, "");
  for (const char* wrong : {"MAIL", "MAIL a@b", "MAIL FROM:a@b", "MAIL FROM:<a@b", "MAIL FROM:<a>", "MAIL FROM:<@b>",
                            "MAIL FROM:<a@>", "MAIL FROM:<a b@c>", "MAIL FROM:<a@b>x", "MAIL FROM:<a@b> SIZE=x",
                            "MAIL FROM:<a@b> SIZE=99999999999999999", "MAIL FROM:<a@b> BODY=WHAT"})
    EXPECT_TRUE(parse_command(wrong).problem.starts_with("501")) << wrong << parse_command(wrong).problem;
  EXPECT_TRUE(parse_command("MAIL FROM:<a@b> SMTPUTF8").problem.starts_with("555"));
}

TEST(ParseCommand, ReadsRcptTo) {
  const Command rcpt = parse_command("RCPT TO:<client-a-abc@print.example>");
  EXPECT_EQ(rcpt.problem, "");
  EXPECT_EQ(rcpt.local_part, "client-a-abc");
  EXPECT_EQ(rcpt.domain, "print.example");
  for (const char* wrong : {"RCPT TO:<>", "RCPT TO:<postmaster>", "RCPT FROM:<a@b>", "RCPT TO:<@x,@y:a@b>"})
    EXPECT_TRUE(parse_command(wrong).problem.starts_with("501")) << wrong;
  EXPECT_TRUE(parse_command("RCPT TO:<a@b> NOTIFY=NEVER").problem.starts_with("555"));
  EXPECT_FALSE(parse_command("RCPT TO:<" + std::string(65, 'a') + "@b>").problem.empty());
}

}  // namespace
}  // namespace tsuke::mail
