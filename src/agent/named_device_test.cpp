#include "agent/named_device.h"

#include <gtest/gtest.h>

#include "platform/dnssd/dnssd.h"
#include "printing/fakes_testing.h"

namespace tsuke::agent {
namespace {

// Two addresses, at one of which the printer is.
struct Network {
  std::string here = "ipp://192.0.2.1/ipp/print";
  FakePrinter printer;
  int looked_up = 0;
  bool announced = true;

  struct At : FakePrinter {
    Network& network;
    std::string address;
    At(Network& all, std::string where) : network(all), address(std::move(where)) {}
    Result<Description> describe() override {
      if (address != network.here) return away();
      return network.printer.describe();
    }
  };
  std::unique_ptr<Device> device() {
    return make_named_device(
        [this]() -> Result<std::string> {
          ++looked_up;
          if (!announced) return refusal(Reason::unavailable, "name-not-announced");
          return here;
        },
        [this](const std::string& uri) -> Result<std::unique_ptr<Device>> {
          return std::unique_ptr<Device>(new At(*this, uri));
        });
  }
};

TEST(NamedDevice, IsLookedUpOnceWhileItStays) {
  Network network;
  const auto device = network.device();
  EXPECT_EQ(network.looked_up, 0);
  for (int turn = 0; turn < 3; ++turn) EXPECT_TRUE(device->describe().ok());
  EXPECT_EQ(network.looked_up, 1);
}

TEST(NamedDevice, IsFoundAgainAtAnotherAddress) {
  Network network;
  const auto device = network.device();
  ASSERT_TRUE(device->describe().ok());
  network.here = "ipp://192.0.2.7/ipp/print";
  EXPECT_EQ(device->describe().error().code, "no-connection");
  EXPECT_TRUE(device->describe().ok());
  EXPECT_EQ(network.looked_up, 2);
}

// What job_run reads from it: the printer has certainly not heard of the job.
TEST(NamedDevice, ANameThatNobodyAnnouncesIsNoConnection) {
  Network network;
  network.announced = false;
  const auto device = network.device();
  EXPECT_EQ(device->describe().error().code, "no-connection");
  EXPECT_EQ(device->create_job({}).error().reason, Reason::unavailable);
  network.announced = true;
  EXPECT_TRUE(device->describe().ok());
}

TEST(NamedDevice, OnlyPrintersNamesAndAddressesAreTaken) {
  for (const char* good : {"ipp://printer/ipp/print", "ipps://printer/", "dnssd://Office%20Printer._ipp._tcp.local/"})
    EXPECT_TRUE(check_device_uri(good).ok()) << good;
  for (const char* bad : {"http://printer/", "socket://printer:9100", "dnssd://Office", "dnssd://X._http._tcp.local/",
                          "dnssd://._ipp._tcp.local/", "dnssd://%zz._ipp._tcp.local/", "file:///etc/passwd", ""})
    EXPECT_EQ(check_device_uri(bad).error().reason, Reason::malformed) << bad;
}

}  // namespace
}  // namespace tsuke::agent
