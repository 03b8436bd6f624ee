#include "registry/setup_links.h"

#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class SetupLinksTest : public RegistryCase {
 protected:
  PersonId mika = make_person(*store, "mika");
  PurposeId client = make_purpose(*store, mika, "Client A");

  NewCredential add_token(DeviceKind device = DeviceKind::ios) {
    Credential wished;
    wished.kind = CredentialKind::queue_token;
    wished.purpose = client;
    wished.label = "Emma's iPhone";
    wished.device = device;
    return write(add_credential, wished, now).take();
  }
};

TEST_P(SetupLinksTest, ATokenRemembersTheDeviceItIsFor) {
  for (const DeviceKind kind : {DeviceKind::gnu_linux, DeviceKind::windows, DeviceKind::unsaid}) add_token(kind);
  const auto tokens = read(queue_tokens_of, client).take();
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[0].device, DeviceKind::gnu_linux);
  EXPECT_EQ(tokens[1].device, DeviceKind::windows);
  EXPECT_EQ(tokens[2].device, DeviceKind::unsaid);
  EXPECT_EQ(device_kind_from_text("ios").value(), DeviceKind::ios);
  EXPECT_EQ(code_of(device_kind_from_text("toaster")), "bad-device");
}

TEST_P(SetupLinksTest, ALinkGivesTheSecretForAQuarterOfAnHour) {
  const NewCredential token = add_token();
  const std::string link = write(add_setup_link, token, now).take();
  for (const Instant when : {now, now + minutes(15) - seconds(1)}) {
    const auto opened = read(open_setup_link, link, when);
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    EXPECT_EQ(opened.value().secret, token.secret);
    EXPECT_EQ(opened.value().credential.purpose, client);
    EXPECT_EQ(opened.value().credential.label, "Emma's iPhone");
  }
  EXPECT_EQ(code_of(read(open_setup_link, link, now + minutes(15))), "setup-link-expired");
  for (const std::string& other : {std::string(), link + "x", token.secret})
    EXPECT_EQ(code_of(read(open_setup_link, other, now)), "setup-link-expired");
}

TEST_P(SetupLinksTest, ALinkOfARevokedTokenOpensNothing) {
  const NewCredential token = add_token();
  const std::string link = write(add_setup_link, token, now).take();
  ASSERT_TRUE(write(revoke_credential, mika, token.credential.id).ok());
  EXPECT_EQ(code_of(read(open_setup_link, link, now)), "setup-link-expired");
}

TEST_P(SetupLinksTest, DeadTokensAreForgottenWithTheirLinks) {
  const NewCredential token = add_token();
  const std::string link = write(add_setup_link, token, now).take();
  ASSERT_TRUE(write(revoke_credential, mika, token.credential.id).ok());
  ASSERT_TRUE(write(forget_dead_credentials, now + hours(25)).ok());
  EXPECT_EQ(code_of(read(open_setup_link, link, now)), "setup-link-expired");
  EXPECT_TRUE(read(queue_tokens_of, client).value().empty());
}

TSUKE_ON_EVERY_DATABASE(SetupLinksTest);

}  // namespace
}  // namespace tsuke::registry
