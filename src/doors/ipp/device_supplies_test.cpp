#include "doors/ipp/device_fixture.h"
#include "registry/supplies.h"

namespace tsuke::ippdoor {
namespace {

// Over the wire, as the agent tells: what comes is kept, and a report that says nothing of supplies changes nothing.
TEST_F(DeviceTest, KeepsItsSupplies) {
  const auto kept = [&] {
    return server.read<registry::Supplies>([&](store::Reader& in) { return registry::supplies(in, printer); });
  };
  ipp::Message told = of_device(ipp::op::update_output_device_attributes);
  told.add_group(ipp::Tag::printer)
      .add(ipp::enumeration("printer-state", ipp::printer_state::idle))
      .add(
          ipp::strings("printer-supply", ipp::Tag::octets, {"type=toner;maxcapacity=100;level=40;colorantname=black;"}))
      .add(ipp::strings("printer-supply-description", ipp::Tag::text, {"Black"}));
  ASSERT_EQ(send(*device, told).code, ipp::status::ok);
  EXPECT_EQ(kept().items, (std::vector<registry::Supply>{{"Black", "toner", "#000000", 40, false}}));
  ipp::Message silent = of_device(ipp::op::update_output_device_attributes);
  silent.add_group(ipp::Tag::printer).add(ipp::enumeration("printer-state", ipp::printer_state::stopped));
  ASSERT_EQ(send(*device, silent).code, ipp::status::ok);
  EXPECT_EQ(kept().items.size(), 1u);
}

}  // namespace
}  // namespace tsuke::ippdoor
