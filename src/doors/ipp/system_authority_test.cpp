// Every operation of the system service by every role: who may, and that nobody else can.
#include "doors/ipp/system_door.h"
#include "doors/ipp/system_fixture.h"

namespace tsuke::ippdoor {
namespace {

class SystemAuthorityTest : public SystemTest {
 protected:
  struct Caller {
    const char* name;
    char letter;
    std::unique_ptr<ipp::Client> client;
  };
  std::vector<Caller> everybody() {
    std::vector<Caller> all;
    all.push_back({"one who enrols", 'E', server.client(path, "x", enrolment_code(back))});
    all.push_back({"a device", 'D', server.client(path, "x", device_password)});
    all.push_back({"a person", 'P', client_of(ken)});
    all.push_back({"a provider's admin", 'A', client_of(admin)});
    all.push_back({"the operator", 'O', client_of(olga)});
    return all;
  }
};

struct Expected {
  std::uint16_t code;
  std::string_view who;
};
// Written down a second time on purpose: a slip in the door's table shall not pass.
constexpr Expected expected[] = {
    {ipp::op::get_printer_attributes, "DPAO"},
    {ipp::op::get_subscription_attributes, "DPAO"},
    {ipp::op::get_subscriptions, "DPAO"},
    {ipp::op::renew_subscription, "DPAO"},
    {ipp::op::cancel_subscription, "DPAO"},
    {ipp::op::get_notifications, "DPAO"},
    {ipp::op::get_resource_attributes, "DPAO"},
    {ipp::op::get_resources, "DPAO"},
    {ipp::op::allocate_printer_resources, "AO"},
    {ipp::op::create_printer, "PAO"},
    {ipp::op::deallocate_printer_resources, "AO"},
    {ipp::op::delete_printer, "PAO"},
    {ipp::op::get_printers, "DPAO"},
    {ipp::op::shutdown_one_printer, "PAO"},
    {ipp::op::startup_one_printer, "PAO"},
    {ipp::op::cancel_resource, "AO"},
    {ipp::op::create_resource, "AO"},
    {ipp::op::install_resource, "AO"},
    {ipp::op::send_resource_data, "AO"},
    {ipp::op::set_resource_attributes, "AO"},
    {ipp::op::create_resource_subscriptions, "DPAO"},
    {ipp::op::create_system_subscriptions, "DPAO"},
    {ipp::op::disable_all_printers, "AO"},
    {ipp::op::enable_all_printers, "AO"},
    {ipp::op::get_system_attributes, "EDPAO"},
    {ipp::op::get_system_supported_values, "DPAO"},
    {ipp::op::pause_all_printers, "AO"},
    {ipp::op::pause_all_printers_after_current_job, "AO"},
    {ipp::op::register_output_device, "ED"},
    {ipp::op::restart_system, "O"},
    {ipp::op::resume_all_printers, "AO"},
    {ipp::op::set_system_attributes, "O"},
    {ipp::op::shutdown_all_printers, "AO"},
    {ipp::op::startup_all_printers, "AO"},
    {ipp::op::get_printer_resources, "DPAO"},
    {ipp::op::restart_one_printer, "PAO"},
};

std::string_view who_may(std::uint16_t code) {
  for (const Expected& each : expected)
    if (each.code == code) return each.who;
  return "";
}

TEST_F(SystemAuthorityTest, EveryOperationByEveryRole) {
  const auto callers = everybody();
  int tried = 0, refused = 0;
  for (std::uint16_t code = 0x02; code <= 0x68; ++code) {
    for (const Caller& caller : callers) {
      const ipp::Message answer = send(*caller.client, call(code));
      const std::string what = std::string(ipp::operation_name(code)) + " by " + caller.name;
      ++tried;
      if (who_may(code).empty()) {
        EXPECT_EQ(status(answer), "server-error-operation-not-supported") << what;
      } else if (who_may(code).find(caller.letter) == std::string_view::npos) {
        EXPECT_EQ(status(answer), "client-error-not-authorized") << what;
        ++refused;
      } else {
        EXPECT_NE(status(answer), "client-error-not-authorized") << what;
      }
    }
  }
  EXPECT_GE(tried, 500);
  EXPECT_GE(refused, 60);
}

TEST_F(SystemAuthorityTest, TheListOfOperationsIsTheWholeTruth) {
  const ipp::Message answer = send(*as_mika, call(ipp::op::get_system_attributes));
  std::vector<std::int32_t> codes;
  for (const Expected& each : expected) codes.push_back(each.code);
  EXPECT_EQ(answer.group(ipp::Tag::system).integers("operations-supported"), codes);
  EXPECT_EQ(system_entries().size(), codes.size());
}

TEST_F(SystemAuthorityTest, NobodyCallsWithoutAPassword) {
  http::Client client = server.http();
  for (const SystemEntry& entry : system_entries()) {
    const auto answer =
        client.request("POST", path, ipp::encode(call(entry.code)), {{"Content-Type", "application/ipp"}});
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().status, 401) << ipp::operation_name(entry.code);
  }
  EXPECT_FALSE(server.client(path, "x", token)->send(call(ipp::op::get_printers)).ok());  // a queue's token is none
}

TEST_F(SystemAuthorityTest, AnothersPrinterIsNotThere) {
  const std::int32_t mine = number_of(*as_mika, "Client A");
  ASSERT_GT(mine, 0);
  // Ken's numbers are his own: the same number means his printer, and a number that he has not is nobody's.
  for (const std::uint16_t operation :
       {ipp::op::get_printer_attributes, ipp::op::shutdown_one_printer, ipp::op::startup_one_printer,
        ipp::op::restart_one_printer, ipp::op::delete_printer, ipp::op::get_printer_resources}) {
    EXPECT_EQ(ask(*as_ken, of_printer(operation, 4711)), "client-error-not-found");
    for (const std::string& uri : {std::string("/ipp/print/client-a"), "/ipp/device/" + to_string(front)}) {
      ipp::Message message = ipp::make_request(operation, server.uri(uri), "printer-uri");
      EXPECT_EQ(ask(*as_ken, message), "client-error-not-found") << ipp::operation_name(operation) << " " << uri;
    }
  }
  EXPECT_TRUE(
      server.read<registry::Purpose>([&](store::Reader& in) { return registry::purpose(in, purpose_a); }).switched_on);
  for (const ipp::Group& printer : printers_of(*as_ken)) EXPECT_NE(printer.text("printer-name"), "Client A");
}

TEST_F(SystemAuthorityTest, AnAdminSwitchesTheirOwnPrintersAlone) {
  EXPECT_EQ(number_of(*as_admin, "Elsewhere"), 0);
  EXPECT_GT(number_of(*as_operator, "Elsewhere"), 0);
  EXPECT_EQ(ask(*as_admin, call(ipp::op::shutdown_all_printers)), "successful-ok");
  EXPECT_FALSE(row(front).switched_on);
  EXPECT_FALSE(row(back).switched_on);
  EXPECT_TRUE(row(elsewhere).switched_on);
  EXPECT_EQ(ask(*as_operator, call(ipp::op::startup_all_printers)), "successful-ok");
  EXPECT_TRUE(row(front).switched_on);
}

TEST_F(SystemAuthorityTest, AnothersResourceIsNotThere) {
  const std::int32_t of_shop = installed_resource(*as_admin, "Logo of the shop");
  const auto as_admin_a = client_of(server
                                        .read<std::optional<registry::Person>>(
                                            [](store::Reader& in) { return registry::person_by_login(in, "admin-a"); })
                                        ->id);
  for (const std::uint16_t operation :
       {ipp::op::get_resource_attributes, ipp::op::install_resource, ipp::op::cancel_resource})
    EXPECT_EQ(ask(*as_admin_a, of_resource(operation, of_shop)), "client-error-not-found");
  EXPECT_EQ(ask(*as_admin_a, data_of(of_shop), sample_png), "client-error-not-found");
  EXPECT_EQ(ask(*as_mika, of_resource(ipp::op::create_resource_subscriptions, of_shop)), "client-error-not-found");
  EXPECT_EQ(ask(*as_device, of_resource(ipp::op::get_resource_attributes, of_shop)), "client-error-not-found");
  // What the system itself has is seen by all once it is installed, and changed by operators alone.
  const std::int32_t of_system = make_resource(*as_operator, "Words");
  EXPECT_EQ(ask(*as_mika, of_resource(ipp::op::get_resource_attributes, of_system)), "client-error-not-found");
  EXPECT_EQ(ask(*as_operator, data_of(of_system), sample_png), "successful-ok");
  EXPECT_EQ(ask(*as_operator, of_resource(ipp::op::install_resource, of_system)), "successful-ok");
  EXPECT_EQ(ask(*as_mika, of_resource(ipp::op::get_resource_attributes, of_system)), "successful-ok");
  EXPECT_EQ(ask(*as_admin, of_resource(ipp::op::cancel_resource, of_system)), "client-error-not-authorized");
}

TEST_F(SystemAuthorityTest, ASubscriptionIsItsOwnersAlone) {
  ipp::Message subscribe = call(ipp::op::create_system_subscriptions);
  subscribe.add_group(ipp::Tag::subscription).add(ipp::keyword("notify-pull-method", "ippget"));
  const std::int32_t id = *send(*as_mika, subscribe).group(ipp::Tag::subscription).integer("notify-subscription-id");
  for (const std::uint16_t operation :
       {ipp::op::get_subscription_attributes, ipp::op::renew_subscription, ipp::op::cancel_subscription}) {
    ipp::Message message = call(operation);
    message.groups.front().add(ipp::integer("notify-subscription-id", id));
    EXPECT_EQ(ask(*as_operator, message), "client-error-not-found");
  }
  ipp::Message events = call(ipp::op::get_notifications);
  events.groups.front().add(ipp::integers("notify-subscription-ids", {id}));
  EXPECT_EQ(ask(*as_ken, events), "client-error-not-found");
  EXPECT_EQ(ask(*as_mika, events), "successful-ok");
}

}  // namespace
}  // namespace tsuke::ippdoor
