#include "devices/supplies.h"

#include <gtest/gtest.h>

namespace tsuke::devices {
namespace {

ipp::Group printer() { return {ipp::Tag::printer, {}}; }

TEST(DeviceSupplies, ReadsPrinterSupply) {
  ipp::Group told = printer();
  told.add(ipp::strings(
      "printer-supply", ipp::Tag::octets,
      {"index=1;class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level=85;colorantname=cyan;",
       "type=toner;maxcapacity=2000;level=100;colorantname=black;",
       "class=receptacleThatIsFilled;type=wasteToner;maxcapacity=100;level=-3;"}));
  told.add(ipp::strings("printer-supply-description", ipp::Tag::text, {"Cyan Cartridge", "Black Cartridge"}));
  ASSERT_TRUE(tells_supplies(told));
  const auto supplies = supplies_in(told);
  ASSERT_EQ(supplies.size(), 3u);
  EXPECT_EQ(supplies[0], (registry::Supply{"Cyan Cartridge", "toner", "#00ffff", 85, false}));
  EXPECT_EQ(supplies[1], (registry::Supply{"Black Cartridge", "toner", "#000000", 5, true}));
  EXPECT_EQ(supplies[2], (registry::Supply{"", "waste-toner", "", {}, false}));
}

TEST(DeviceSupplies, ReadsMarkers) {
  ipp::Group told = printer();
  told.add(ipp::strings("marker-names", ipp::Tag::name, {"Black", "Waste"}));
  told.add(ipp::keywords("marker-types", {"ink-cartridge", "waste-ink"}));
  told.add(ipp::strings("marker-colors", ipp::Tag::name, {"#000000", "#00FFFF#FF00FF"}));
  told.add(ipp::integers("marker-levels", {12, 97}));
  told.add(ipp::integers("marker-low-levels", {15, 0}));
  told.add(ipp::integers("marker-high-levels", {100, 95}));
  const auto supplies = supplies_in(told);
  ASSERT_EQ(supplies.size(), 2u);
  EXPECT_EQ(supplies[0], (registry::Supply{"Black", "ink-cartridge", "#000000", 12, true}));
  EXPECT_EQ(supplies[1], (registry::Supply{"Waste", "waste-ink", "#00FFFF", 3, true}));
}

TEST(DeviceSupplies, WhatIsUnknownIsNoNumber) {
  ipp::Group told = printer();
  EXPECT_FALSE(tells_supplies(told));
  told.add(ipp::integers("marker-levels", {-2, -3, 400}));
  for (const registry::Supply& supply : supplies_in(told)) {
    EXPECT_FALSE(supply.percent);
    EXPECT_FALSE(supply.low);
  }
  EXPECT_EQ(supplies_in(told).size(), 3u);
}

TEST(DeviceSupplies, NonsenseIsBounded) {
  ipp::Group told = printer();
  std::vector<std::string> many(1000, "type=;level=99999999999999999999;maxcapacity=0;;;=;level");
  told.add(ipp::strings("printer-supply", ipp::Tag::octets, many));
  const auto supplies = supplies_in(told);
  EXPECT_EQ(supplies.size(), registry::supplies_max);
  EXPECT_FALSE(supplies.front().percent);
}

}  // namespace
}  // namespace tsuke::devices
