#include "platform/mail/hand_over.h"

#include <gtest/gtest.h>

namespace tsuke::mail {
namespace {

std::string on_the_wire(const std::vector<std::string>& pieces) {
  DotStuffing stuffing;
  std::string wire;
  for (const std::string& piece : pieces) stuffing.append(piece, wire);
  stuffing.finish(wire);
  return wire;
}

TEST(DotStuffing, LinesEndWithCrLfAndDotsAreDoubled) {
  EXPECT_EQ(on_the_wire({"a\nb\r\n.c\n..\n.\n"}), "a\r\nb\r\n..c\r\n...\r\n..\r\n.\r\n");
  EXPECT_EQ(on_the_wire({"a\r", "\nb\r", "c", "\n", ".", "."}), "a\r\nb\r\nc\r\n...\r\n.\r\n");
  EXPECT_EQ(on_the_wire({}), ".\r\n");
  EXPECT_EQ(on_the_wire({"unended"}), "unended\r\n.\r\n");
  EXPECT_EQ(on_the_wire({"\r\r\n"}), "\r\n\r\n.\r\n");
}

TEST(HandOver, SaysWhenNobodyIsThere) {
  Handover to;
  to.port = 1;
  to.recipient = "a@b";
  const auto nothing = [](std::span<char>) -> Result<std::size_t> { return std::size_t{0}; };
  const auto handed = hand_over(to, nothing);
  ASSERT_FALSE(handed.ok());
  EXPECT_EQ(handed.error().code, "server-away");
  to.recipient = "a@b>\r\nRCPT TO:<c@d";
  EXPECT_EQ(hand_over(to, nothing).error().code, "bad-mail-address");
}

}  // namespace
}  // namespace tsuke::mail
