#include "direct/clients.h"

#include <gtest/gtest.h>

#include "printing/stand_in_testing.h"

namespace tsuke::direct {
namespace {

reach::Reach here() { return reach::Reach::create({"127.0.0.1", "::1"}, {"1024-65535"}).take(); }

TEST(Clients, ReachAPrinterOnlyWhereItIsAllowed) {
  printing::StandIn printer;
  ASSERT_TRUE(printer.is_up());
  Clients allowed(here());
  EXPECT_TRUE(allowed.device(printer.uri(), seconds(20)).take()->describe().ok());
  for (const reach::Reach& elsewhere : {reach::Reach(), reach::Reach::create({"0.0.0.0/0", "::/0"}, {"1-65535"}).take(),
                                        reach::Reach::create({"127.0.0.1", "::1"}, {}).take()}) {
    Clients clients(elsewhere);
    const auto refused = clients.device(printer.uri(), seconds(20)).take()->describe();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, Reason::unavailable) << "it may pass";
    EXPECT_TRUE(refused.error().code.ends_with("-allowed") || refused.error().code == "direct-mode-off");
  }
}

TEST(Clients, AreEndedTogether) {
  Clients clients(here());
  const auto device = clients.device("ipp://localhost:1999/ipp/print", seconds(20)).take();
  clients.cancel();
  EXPECT_EQ(device->describe().error().code, "cancelled");
  EXPECT_EQ(clients.device("ipp://localhost:1999/ipp/print", seconds(20)).take()->describe().error().code, "cancelled");
}

}  // namespace
}  // namespace tsuke::direct
