#include "flow/password.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace tsuke::flow {
namespace {

TEST(Password, BothWaysOfSendingItOpenWithTheSame) {
  const std::string plain = keep_password("none", "4711").take();
  const std::string hashed = keep_password("sha2-256", sha256("4711")).take();
  EXPECT_TRUE(opens(plain, "4711"));
  EXPECT_TRUE(opens(hashed, "4711"));
  EXPECT_FALSE(opens(plain, "4712"));
  EXPECT_FALSE(opens(hashed, ""));
}

TEST(Password, NothingOfItIsKeptAndNoTwoLookAlike) {
  const std::string first = keep_password("none", "4711").take(), second = keep_password("none", "4711").take();
  EXPECT_EQ(first.find("4711"), std::string::npos);
  EXPECT_EQ(first.find(to_hex(sha256("4711"))), std::string::npos);
  EXPECT_NE(first, second);
}

TEST(Password, WrongTriesAreCountedAndChangeNothingElse) {
  std::string kept = keep_password("none", "4711").take();
  for (int tries = 0; tries < 12; ++tries) {
    EXPECT_EQ(wrong_tries(kept), std::min(tries, 9));
    kept = after_wrong_try(kept);
  }
  EXPECT_TRUE(opens(kept, "4711"));
}

TEST(Password, WhatIsNoPasswordIsRefused) {
  EXPECT_FALSE(keep_password("none", "").ok());
  EXPECT_FALSE(keep_password("none", std::string(65, '1')).ok());
  EXPECT_FALSE(keep_password("sha2-256", "4711").ok());
  EXPECT_FALSE(keep_password("md5", std::string(16, 'x')).ok());
}

}  // namespace
}  // namespace tsuke::flow
