#include "registry/device_uuids.h"

#include "registry/printers.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

std::string uuid_of(int number) { return "urn:uuid:00000000-0000-0000-0000-0000000000a" + std::to_string(number); }

class DeviceUuidsTest : public RegistryCase {
 protected:
  PersonId admin = make_person(*store, "admin");
  ProviderId shop = make_provider(*store, "Shop", make_organisation(*store, "Shop", admin));
  PrinterId front = make_printer(*store, "Front", shop, SiteKind::store);
  PrinterId back = make_printer(*store, "Back", shop, SiteKind::store);

  Result<void> tell(const std::string& uuid, Instant at = now) { return write(remember_device_uuid, front, uuid, at); }
  bool knows(const std::string& uuid) { return read(is_device_uuid, front, uuid).value(); }
};
TSUKE_ON_EVERY_DATABASE(DeviceUuidsTest);

TEST_P(DeviceUuidsTest, ThePrintersOwnIsAlwaysKnown) {
  const std::string own = read(printer, front).take().uuid;
  EXPECT_TRUE(knows(own));
  EXPECT_TRUE(tell(own).ok());
  EXPECT_FALSE(read(is_device_uuid, back, own).value());
}

TEST_P(DeviceUuidsTest, AToldOneIsKnownUntilItIsForgotten) {
  EXPECT_FALSE(knows(uuid_of(1)));
  ASSERT_TRUE(tell("urn:uuid:00000000-0000-0000-0000-0000000000A1").ok());
  EXPECT_TRUE(knows(uuid_of(1)));
  EXPECT_FALSE(read(is_device_uuid, back, uuid_of(1)).value());
  ASSERT_TRUE(write(forget_device_uuid, front, uuid_of(1)).ok());
  EXPECT_FALSE(knows(uuid_of(1)));
}

TEST_P(DeviceUuidsTest, TheOneToldLongestAgoGivesWay) {
  for (int i = 0; i < device_uuids_max; ++i) ASSERT_TRUE(tell(uuid_of(i), now + seconds(i)).ok());
  ASSERT_TRUE(tell(uuid_of(0), now + minutes(1)).ok());  // told again: not the oldest any more
  ASSERT_TRUE(tell(uuid_of(9), now + minutes(2)).ok());
  EXPECT_TRUE(knows(uuid_of(0)));
  EXPECT_FALSE(knows(uuid_of(1)));
  EXPECT_TRUE(knows(uuid_of(9)));
}

TEST_P(DeviceUuidsTest, OnlyUuidsAreRemembered) {
  for (const std::string text : {"", "urn:uuid:", "urn:uuid:x", "00000000-0000-0000-0000-0000000000a1",
                                 "urn:uuid:00000000-0000-0000-0000-0000000000a1x"})
    EXPECT_EQ(code_of(tell(text)), "bad-device-uuid") << text;
  EXPECT_EQ(code_of(write(remember_device_uuid, PrinterId{5}, uuid_of(1), now)), "no-such-printer");
}

}  // namespace
}  // namespace tsuke::registry
