#include "registry/mail_addresses.h"

#include <set>

#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class MailAddressesTest : public RegistryCase {
 protected:
  PersonId mika = make_person(*store, "Mika@Example.com");
  PersonId ken = make_person(*store, "ken");
  PurposeId purpose = make_purpose(*store, mika, "Client A");

  MailAddress renew() { return write(renew_mail_address, mika, purpose, now).take(); }
  std::optional<MailAddress> find(const std::string& local_part) { return read(find_mail_address, local_part).take(); }
};
TSUKE_ON_EVERY_DATABASE(MailAddressesTest);

TEST_P(MailAddressesTest, AreMadeOnDemandAndShownAgain) {
  EXPECT_FALSE(read(mail_address_of, purpose).value());
  const MailAddress made = renew();
  EXPECT_TRUE(made.local_part.starts_with("client-a-"));
  EXPECT_EQ(made.local_part.size(), std::string("client-a-").size() + 16);
  EXPECT_EQ(read(mail_address_of, purpose).value()->local_part, made.local_part);
}

TEST_P(MailAddressesTest, AreFoundByTheirSecretAloneInAnyCase) {
  const std::string address = renew().local_part;
  const std::string secret = address.substr(address.rfind('-') + 1);
  std::string loud = address;
  for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (const std::string& written : {address, loud, secret, "other-word-" + secret}) {
    const auto found = find(written);
    ASSERT_TRUE(found) << written;
    EXPECT_EQ(found->purpose, purpose);
    EXPECT_EQ(found->person, mika);
  }
  for (const std::string& written :
       {std::string(), std::string("client-a"), address + "x", secret.substr(1), secret + "-", std::string(300, 'a')})
    EXPECT_FALSE(find(written)) << written;
}

TEST_P(MailAddressesTest, ReplacedAndSwitchedOffAtOnce) {
  const std::string first = renew().local_part;
  const std::string second = renew().local_part;
  EXPECT_NE(first, second);
  EXPECT_FALSE(find(first));
  EXPECT_TRUE(find(second));
  ASSERT_TRUE(write(switch_off_mail_address, mika, purpose).ok());
  EXPECT_FALSE(find(second));
  EXPECT_FALSE(read(mail_address_of, purpose).value());
  EXPECT_TRUE(write(switch_off_mail_address, mika, purpose).ok()) << "off already";
}

TEST_P(MailAddressesTest, NobodyTouchesAnothers) {
  const std::string address = renew().local_part;
  EXPECT_EQ(code_of(write(renew_mail_address, ken, purpose, now)), "no-such-purpose");
  EXPECT_EQ(code_of(write(switch_off_mail_address, ken, purpose)), "no-such-purpose");
  EXPECT_TRUE(find(address));
}

TEST_P(MailAddressesTest, DieWithTheirPurpose) {
  const std::string address = renew().local_part;
  ASSERT_TRUE(write(remove_purpose, mika, purpose).ok());
  EXPECT_FALSE(find(address));
}

TEST_P(MailAddressesTest, FitALocalPartHoweverLongThePurposesName) {
  const PurposeId longest = make_purpose(*store, mika, std::string(39, 'x') + " " + std::string(50, 'y'));
  const std::string address = write(renew_mail_address, mika, longest, now).take().local_part;
  EXPECT_LE(address.size(), 64U);
  EXPECT_EQ(address.find("--"), std::string::npos);
  EXPECT_TRUE(find(address));
}

TEST_P(MailAddressesTest, SecretsDiffer) {
  std::set<std::string> all;
  for (int i = 0; i < 50; ++i) all.insert(renew().local_part);
  EXPECT_EQ(all.size(), 50U);
}

TEST_P(MailAddressesTest, ASignInNameThatIsAnAddressIsTrusted) {
  EXPECT_TRUE(read(trusts_sender, mika, "mika@EXAMPLE.com").value());
  EXPECT_FALSE(read(trusts_sender, ken, "ken").value());
  EXPECT_FALSE(read(trusts_sender, ken, "mika@example.com").value());
  const auto listed = read(trusted_senders, mika).take();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].address, "mika@example.com");
  EXPECT_TRUE(listed[0].is_login);
  EXPECT_EQ(code_of(write(distrust_sender, mika, "mika@example.com")), "sender-is-login");
}

TEST_P(MailAddressesTest, OthersAreTrustedUntilTakenOff) {
  ASSERT_TRUE(write(trust_sender, ken, "Boss@Example.org", now).ok());
  ASSERT_TRUE(write(trust_sender, ken, "boss@example.org", now).ok()) << "the same again";
  EXPECT_TRUE(read(trusts_sender, ken, "BOSS@example.org").value());
  EXPECT_FALSE(read(trusts_sender, mika, "boss@example.org").value());
  EXPECT_EQ(read(trusted_senders, ken).value().size(), 1U);
  ASSERT_TRUE(write(distrust_sender, ken, "boss@example.org").ok());
  EXPECT_FALSE(read(trusts_sender, ken, "boss@example.org").value());
  EXPECT_EQ(code_of(write(distrust_sender, ken, "boss@example.org")), "no-such-sender");
}

TEST_P(MailAddressesTest, OnlyAddressesAreTrustedAndNotTooMany) {
  for (const std::string& bad : {std::string(), std::string("boss"), std::string("@example.org"), std::string("boss@"),
                                 std::string("a b@example.org"), std::string("a@b\n"), std::string(250, 'a') + "@b.cd"})
    EXPECT_EQ(code_of(write(trust_sender, ken, bad, now)), "bad-sender") << bad;
  for (int i = 0; i < trusted_senders_max; ++i)
    ASSERT_TRUE(write(trust_sender, ken, std::to_string(i) + "@example.org", now).ok());
  EXPECT_EQ(code_of(write(trust_sender, ken, "more@example.org", now)), "too-many-senders");
}

}  // namespace
}  // namespace tsuke::registry
