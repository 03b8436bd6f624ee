#include "registry/credentials.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class PasswordsTest : public RegistryCase {};
TSUKE_ON_EVERY_DATABASE(PasswordsTest);

TEST(Passwords, AreVerifiedAgainstTheirHashAlone) {
  const std::string hash = hash_password("correct horse").take();
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_TRUE(verify_password("correct horse", hash));
  EXPECT_FALSE(verify_password("correct horsf", hash));
  EXPECT_FALSE(verify_password(std::string("correct horse\0", 14), hash));
  EXPECT_NE(hash_password("correct horse").value(), hash) << "each hash has a salt of its own";
}

TEST(Passwords, BrokenHashesVerifyNothing) {
  for (const std::string& hash : {std::string(), std::string("x"), std::string("$argon2id$"), std::string(500, '$')})
    EXPECT_FALSE(verify_password("", hash));
}

TEST(Passwords, OfFewLettersAreWeakHoweverManyBytes) {
  EXPECT_EQ(code_of(hash_password("1234567")), "weak-password");
  EXPECT_EQ(code_of(hash_password("七文字の合言葉")), "weak-password");
  EXPECT_EQ(code_of(hash_password(std::string(1025, 'a'))), "weak-password");
  EXPECT_TRUE(hash_password("八文字の合言葉だ").ok());
}

TEST_P(PasswordsTest, ARecordIsFoundByLoginAndTheLastOneCounts) {
  const PersonId mika = make_person(*store, "Mika");
  EXPECT_TRUE(write(set_password, mika, "first").ok());
  EXPECT_TRUE(write(set_password, mika, "second").ok());
  const PasswordRecord record = read(password_record, "mika").take();
  EXPECT_EQ(record.person, mika);
  EXPECT_EQ(record.hash, "second");
  EXPECT_EQ(code_of(write(set_password, PersonId{5}, "x")), "no-such-person");
}

TEST_P(PasswordsTest, APersonIsMadeWithoutOne) {
  const PersonId mika = make_person(*store, "mika");
  EXPECT_FALSE(read(has_password, mika).value());
  EXPECT_TRUE(write(set_password, mika, "a hash").ok());
  EXPECT_TRUE(read(has_password, mika).value());
  EXPECT_FALSE(read(has_password, PersonId{5}).value());
}

TEST_P(PasswordsTest, UnknownLoginsGetAHashOfTheSameCostThatNothingOpens) {
  const PersonId without = make_person(*store, "without");
  for (const char* login : {"nobody", "", "a:b", "\xff", "without"}) {
    const PasswordRecord record = read(password_record, login).take();
    EXPECT_EQ(record.person, std::string(login) == "without" ? without : PersonId{});
    EXPECT_TRUE(record.hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
  }
  EXPECT_FALSE(verify_password("", read(password_record, "nobody").value().hash));
}

}  // namespace
}  // namespace tsuke::registry
