#include "registry/supplies.h"

#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class SuppliesTest : public RegistryCase {
 protected:
  PersonId admin = make_person(*store, "admin");
  OrganisationId company = make_organisation(*store, "Company A", admin);
  PrinterId front = make_printer(*store, "Front desk", company, SiteKind::office);

  auto report(const std::vector<Supply>& told, Instant at = now) { return write(supplies_reported, front, told, at); }
  Supplies kept() { return read(supplies, front).take(); }
  std::size_t events() {
    const std::vector<std::string> audience{"printer:" + to_string(front)};
    return store->events_after(0, audience, 100).take().size();
  }
};
TSUKE_ON_EVERY_DATABASE(SuppliesTest);

TEST_P(SuppliesTest, AreKeptAsTold) {
  EXPECT_EQ(kept(), Supplies{});
  const std::vector<Supply> told{{"Black Cartridge", "toner", "#000000", 40, false},
                                 {"廃トナー", "waste-toner", "", {}, true}};
  ASSERT_TRUE(report(told).ok());
  EXPECT_EQ(kept(), (Supplies{told, now}));
}

TEST_P(SuppliesTest, TheSameAgainChangesNothing) {
  ASSERT_TRUE(report({{"Black", "toner", "#000000", 40, false}}).ok());
  const std::size_t before = events();
  ASSERT_TRUE(report({{"Black", "toner", "#000000", 40, false}}, now + minutes(5)).ok());
  EXPECT_EQ(kept().told_at, now);
  EXPECT_EQ(events(), before);
  ASSERT_TRUE(report({{"Black", "toner", "#000000", 39, false}}, now + minutes(6)).ok());
  EXPECT_EQ(kept().told_at, now + minutes(6));
  EXPECT_EQ(events(), before + 1);
}

TEST_P(SuppliesTest, WhatADeviceTellsIsBounded) {
  std::vector<Supply> told(200, {std::string(5000, 'x'), "no keyword!", "red", 4711, false});
  told[1] = {"\xff\xfe", "toner", "#00FFFF", -7, false};
  ASSERT_TRUE(report(told).ok());
  const auto items = kept().items;
  ASSERT_EQ(items.size(), supplies_max);
  EXPECT_EQ(items[0], (Supply{std::string(supply_name_max, 'x'), "other", "", 100, false}));
  EXPECT_EQ(items[1], (Supply{"", "toner", "#00ffff", 0, false}));
}

TEST_P(SuppliesTest, OfAPrinterThatIsNotThereAreRefused) {
  EXPECT_EQ(code_of(write(supplies_reported, PrinterId{5}, std::vector<Supply>{}, now)), "no-such-printer");
}

}  // namespace
}  // namespace tsuke::registry
