#include "registry/direct.h"

#include "registry/printer_switches.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class DirectTest : public RegistryCase {
 protected:
  std::vector<std::string> uris() {
    std::vector<std::string> all;
    for (const auto& each : read(direct_printers).take()) all.push_back(each.uri);
    return all;
  }
  std::size_t told() {
    const std::vector<std::string> audience{"stage:direct"};
    return store->events_after(0, audience, 100).take().size();
  }
  const OrganisationId shop = make_organisation(*store, "Shop");
  const PrinterId desk = make_printer(*store, "Front desk", shop, SiteKind::store);
  const PrinterId back = make_printer(*store, "Back room", shop, SiteKind::store);
};

TEST_P(DirectTest, APrinterWithAnAddressIsConnected) {
  EXPECT_FALSE(read(direct, desk).value());
  EXPECT_FALSE(read(printer, desk).value().enrolled);
  ASSERT_TRUE(write(set_direct, desk, std::string_view("ipp://192.168.10.9/ipp/print"), now).ok());
  EXPECT_TRUE(read(printer, desk).value().enrolled);
  const DirectPrinter set = read(direct, desk).take().value();
  EXPECT_EQ(set.uri, "ipp://192.168.10.9/ipp/print");
  EXPECT_EQ(set.name, "Front desk");
  EXPECT_EQ(told(), 1u);
  ASSERT_TRUE(write(set_direct, desk, std::string_view("ipp://192.168.10.9/ipp/print"), now).ok());
  EXPECT_EQ(told(), 1u);
  ASSERT_TRUE(write(set_direct, back, std::string_view("ipps://back/ipp/print"), now).ok());
  EXPECT_EQ(uris(), (std::vector<std::string>{"ipp://192.168.10.9/ipp/print", "ipps://back/ipp/print"}));
  ASSERT_TRUE(write(end_direct, desk).ok());
  ASSERT_TRUE(write(end_direct, desk).ok());
  EXPECT_EQ(uris(), std::vector<std::string>{"ipps://back/ipp/print"});
  EXPECT_FALSE(read(printer, desk).value().enrolled);
  EXPECT_EQ(told(), 3u);
}

TEST_P(DirectTest, WhatATryCameToBelongsToItsAddress) {
  ASSERT_TRUE(write(set_direct, desk, std::string_view("ipp://a/"), now).ok());
  DirectPrinter tried = read(direct, desk).take().value();
  tried.problem = "no-connection";
  tried.detail = "cannot connect to a:631";
  ASSERT_TRUE(write(direct_tried, tried).ok());
  EXPECT_EQ(read(direct, desk).take()->problem, "no-connection");
  ASSERT_TRUE(write(set_direct, desk, std::string_view("ipp://b/"), now).ok());
  EXPECT_EQ(read(direct, desk).take()->problem, "");
  ASSERT_TRUE(write(direct_tried, tried).ok());
  EXPECT_EQ(read(direct, desk).take()->problem, "");
}

TEST_P(DirectTest, ARemovedPrinterHasNone) {
  ASSERT_TRUE(write(set_direct, desk, std::string_view("ipp://a/"), now).ok());
  ASSERT_TRUE(write(remove_printer, desk).ok());
  EXPECT_TRUE(uris().empty());
  EXPECT_EQ(reason_of(write(set_direct, desk, std::string_view("ipp://a/"), now)), "not-found");
}

TSUKE_ON_EVERY_DATABASE(DirectTest);

}  // namespace
}  // namespace tsuke::registry
