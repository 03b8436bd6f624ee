// Resources on the wire, and what is told of everything that happens.
#include <thread>

#include "base/bytes.h"
#include "doors/ipp/resource_data.h"
#include "doors/ipp/system_fixture.h"
#include "doors/ipp/system_subscriptions.h"

namespace tsuke::ippdoor {
namespace {

class SystemResourcesTest : public SystemTest {
 protected:
  ipp::Message allocation(std::uint16_t operation, std::int32_t printer, std::int32_t resource) {
    ipp::Message message = of_printer(operation, printer);
    message.groups.front().add(ipp::integers("resource-ids", {resource}));
    return message;
  }
  std::int32_t subscribe(ipp::Client& client, std::vector<std::string> events, std::int32_t lease_s = 600) {
    ipp::Message message = call(ipp::op::create_system_subscriptions);
    message.add_group(ipp::Tag::subscription)
        .add(ipp::keywords("notify-events", std::move(events)))
        .add(ipp::keyword("notify-pull-method", "ippget"))
        .add(ipp::strings("notify-user-data", ipp::Tag::octets, {"mine"}))
        .add(ipp::integer("notify-lease-duration", lease_s));
    const ipp::Message answer = send(client, message);
    return answer.group(ipp::Tag::subscription).integer("notify-subscription-id").value_or(0);
  }
  ipp::Message notifications(std::int32_t subscription, std::int32_t from = 1, bool wait = false) {
    ipp::Message message = call(ipp::op::get_notifications);
    message.groups.front()
        .add(ipp::integers("notify-subscription-ids", {subscription}))
        .add(ipp::integers("notify-sequence-numbers", {from}))
        .add(ipp::boolean("notify-wait", wait));
    return message;
  }
  std::vector<std::string> words(const ipp::Message& answer) {
    std::vector<std::string> all;
    for (const ipp::Group& group : answer.groups)
      if (group.tag == ipp::Tag::event_notification) all.push_back(group.text("notify-subscribed-event").value_or(""));
    return all;
  }
  using Words = std::vector<std::string>;
};

TEST_F(SystemResourcesTest, OneIsMadeFilledInstalledUsedAndCancelled) {
  const std::int32_t number = make_resource(*as_admin, "Logo");
  EXPECT_EQ(look_at_resource(*as_admin, number).integer("resource-state"), 3);
  EXPECT_EQ(look_at_resource(*as_admin, number).find("resource-data-uri")->tag, ipp::Tag::no_value);
  EXPECT_EQ(ask(*as_admin, data_of(number), sample_png), "successful-ok");
  EXPECT_EQ(look_at_resource(*as_admin, number).integer("resource-state"), 4);
  EXPECT_EQ(look_at_resource(*as_admin, number).text("resource-format"), "image/png");
  EXPECT_EQ(ask(*as_admin, of_resource(ipp::op::install_resource, number)), "successful-ok");
  const std::int32_t desk = number_of(*as_admin, "Front desk");
  EXPECT_EQ(ask(*as_admin, allocation(ipp::op::allocate_printer_resources, desk, number)), "successful-ok");
  EXPECT_EQ(look_at_resource(*as_admin, number).integer("resource-use-count"), 1);
  const ipp::Message at_desk = send(*as_device, of_printer(ipp::op::get_printer_resources, 1));
  EXPECT_EQ(at_desk.group(ipp::Tag::resource).integer("resource-id"), number);
  EXPECT_EQ(ask(*as_admin, of_resource(ipp::op::cancel_resource, number)), "successful-ok");
  EXPECT_EQ(look_at_resource(*as_admin, number).texts("resource-state-reasons"), Words{"cancel-requested"});
  EXPECT_EQ(ask(*as_admin, allocation(ipp::op::deallocate_printer_resources, desk, number)), "successful-ok");
  EXPECT_EQ(look_at_resource(*as_admin, number).integer("resource-state"), 6);
  EXPECT_EQ(ask(*as_admin, allocation(ipp::op::deallocate_printer_resources, desk, number)),
            "client-error-not-possible");
}

TEST_F(SystemResourcesTest, ItsBytesAreForThoseWhoSeeIt) {
  const std::int32_t number = installed_resource(*as_admin, "Logo");
  const std::string uri = *look_at_resource(*as_admin, number).text("resource-data-uri");
  const std::string target = uri.substr(uri.find("/ipp/"));
  const auto get = [&](const std::string& password) {
    http::Client client = server.http();
    const std::string basic = "Basic " + to_base64url("x:" + password);
    return client.request("GET", target, "", {{"Authorization", basic}}).take();
  };
  const std::string of_admin = server.add_app_password(admin);
  EXPECT_EQ(get(of_admin).status, 200);
  EXPECT_EQ(get(of_admin).body, sample_png);
  EXPECT_EQ(get(of_admin).header("Content-Type"), "image/png");
  EXPECT_EQ(get(server.add_app_password(mika)).status, 404);
  EXPECT_EQ(get("nothing").status, 401);
  EXPECT_EQ(get(device_password).status, 404);
  const std::int32_t desk = number_of(*as_admin, "Front desk");
  EXPECT_EQ(ask(*as_admin, allocation(ipp::op::allocate_printer_resources, desk, number)), "successful-ok");
  EXPECT_EQ(get(device_password).body, sample_png) << "the device of a printer that has it";
}

TEST_F(SystemResourcesTest, DataMustBeWhatTheySay) {
  const std::int32_t number = make_resource(*as_admin, "Logo");
  ipp::Message tiff = data_of(number, "image/tiff");
  EXPECT_EQ(ask(*as_admin, tiff, sample_png), "client-error-document-format-not-supported");
  EXPECT_EQ(ask(*as_admin, of_resource(ipp::op::send_resource_data, number), sample_png), "client-error-bad-request");
  EXPECT_EQ(ask(*as_admin, data_of(number)), "client-error-bad-request");
  const std::string large = sample_png + std::string(registry::resource_bytes_max, 'x');
  EXPECT_EQ(ask(*as_admin, data_of(number), large), "client-error-request-entity-too-large");
  EXPECT_EQ(look_at_resource(*as_admin, number).integer("resource-state"), 3);
  EXPECT_EQ(ask(*as_admin, data_of(number), "no picture"), "client-error-document-format-error");
  EXPECT_EQ(look_at_resource(*as_admin, number).integer("resource-state"), 7);
  EXPECT_EQ(ask(*as_admin, data_of(number), sample_png), "client-error-not-possible");
}

TEST_F(SystemResourcesTest, FormatsAreToldByTheirMarks) {
  std::string icc(128, '\0');
  icc.replace(36, 4, "acsp");
  EXPECT_TRUE(is_of_format(sample_png, "image/png") && is_of_format("\xFF\xD8\xFF\xE0", "image/jpeg"));
  EXPECT_TRUE(is_of_format(icc, "application/vnd.iccprofile") && is_of_format("\"a\" = \"あ\";", "text/strings"));
  EXPECT_FALSE(is_of_format(icc.substr(0, 100), "application/vnd.iccprofile"));
  EXPECT_FALSE(is_of_format("\xff\xfe", "text/strings") || is_of_format("", "text/strings"));
  EXPECT_FALSE(is_of_format(sample_png, "image/jpeg") || is_of_format(sample_png, "application/pdf"));
}

TEST_F(SystemResourcesTest, ListsCanBeNarrowedAndAttributesChosen) {
  const std::int32_t logo = installed_resource(*as_admin, "Logo"), other = make_resource(*as_admin, "Other");
  const auto numbers = [&](std::vector<ipp::Attribute> narrowed) {
    ipp::Message message = call(ipp::op::get_resources);
    for (ipp::Attribute& attribute : narrowed) message.groups.front().add(std::move(attribute));
    std::vector<std::int32_t> all;
    for (const ipp::Group& group : send(*as_admin, message).groups)
      if (group.tag == ipp::Tag::resource) all.push_back(group.integer("resource-id").value_or(0));
    return all;
  };
  using Numbers = std::vector<std::int32_t>;
  EXPECT_EQ(numbers({}), (Numbers{logo, other}));
  EXPECT_EQ(numbers({ipp::enumerations("resource-states", {3})}), Numbers{other});
  EXPECT_EQ(numbers({ipp::strings("resource-formats", ipp::Tag::mime_type, {"image/png"})}), Numbers{logo});
  EXPECT_EQ(numbers({ipp::keyword("resource-types", "static-strings")}), Numbers{});
  EXPECT_EQ(numbers({ipp::integers("resource-ids", {other})}), Numbers{other});
  EXPECT_EQ(numbers({ipp::integer("first-index", 2), ipp::integer("limit", 5)}), Numbers{other});
  ipp::Message message = of_resource(ipp::op::get_resource_attributes, logo);
  message.groups.front().add(ipp::keyword("requested-attributes", "resource-description"));
  EXPECT_EQ(send(*as_admin, message).group(ipp::Tag::resource).attributes.size(), 2u);
}

TEST_F(SystemResourcesTest, NameAndInfoCanBeSet) {
  const std::int32_t number = make_resource(*as_admin, "Logo");
  ipp::Message change = of_resource(ipp::op::set_resource_attributes, number);
  change.add_group(ipp::Tag::resource).add(ipp::text("resource-info", "Of the shop"));
  EXPECT_EQ(ask(*as_admin, change), "successful-ok");
  EXPECT_EQ(look_at_resource(*as_admin, number).text("resource-info"), "Of the shop");
  change.groups.back().attributes = {ipp::integer("resource-id", 9)};
  EXPECT_EQ(ask(*as_admin, change), "client-error-attributes-not-settable");
  change.groups.back().attributes = {ipp::name("resource-name", "")};
  EXPECT_EQ(ask(*as_admin, change), "client-error-attributes-or-values-not-supported");
  EXPECT_EQ(ask(*as_admin, wished_resource("Program", "executable-firmware")),
            "client-error-attributes-or-values-not-supported");
}

TEST_F(SystemResourcesTest, WhatHappensIsToldInOrder) {
  const std::int32_t id = subscribe(*as_admin, {"printer-created", "printer-deleted", "printer-stopped",
                                                "resource-created", "resource-installed", "resource-canceled"});
  const std::int32_t number = installed_resource(*as_admin, "Logo");
  EXPECT_EQ(ask(*as_admin, of_resource(ipp::op::cancel_resource, number)), "successful-ok");
  EXPECT_EQ(ask(*as_admin, of_printer(ipp::op::shutdown_one_printer, number_of(*as_admin, "Front desk"))),
            "successful-ok");
  ipp::Message create = call(ipp::op::create_printer);
  create.groups.front().add(ipp::keyword("printer-service-type", "print"));
  create.add_group(ipp::Tag::printer).add(ipp::name("printer-name", "New"));
  EXPECT_EQ(ask(*as_admin, create), "successful-ok");
  const ipp::Message answer = send(*as_admin, notifications(id));
  EXPECT_EQ(words(answer), (Words{"resource-created", "resource-installed", "resource-canceled", "printer-stopped",
                                  "printer-created"}));
  EXPECT_EQ(answer.group(ipp::Tag::event_notification).text("notify-user-data"), "mine");
  EXPECT_EQ(words(send(*as_admin, notifications(id, 5))), Words{"printer-created"});
}

TEST_F(SystemResourcesTest, NobodyHearsOfWhatIsNotTheirs) {
  const std::int32_t of_mika =
      subscribe(*as_mika, {"printer-created", "printer-state-changed", "resource-created", "system-config-changed"});
  const std::int32_t of_operator = subscribe(*as_operator, {"printer-created", "resource-created"});
  installed_resource(*as_admin, "Logo");
  ipp::Message create = call(ipp::op::create_printer);
  create.groups.front().add(ipp::keyword("printer-service-type", "print"));
  create.add_group(ipp::Tag::printer).add(ipp::name("printer-name", "Ken's secret"));
  EXPECT_EQ(ask(*as_ken, create), "successful-ok");
  EXPECT_EQ(ask(*as_admin, call(ipp::op::shutdown_all_printers)), "successful-ok");
  ipp::Message set = call(ipp::op::set_system_attributes);
  set.add_group(ipp::Tag::system).add(ipp::name("system-name", "Cloud"));
  EXPECT_EQ(ask(*as_operator, set), "successful-ok");
  EXPECT_EQ(words(send(*as_mika, notifications(of_mika))), Words{"system-config-changed"});
  EXPECT_EQ(words(send(*as_operator, notifications(of_operator))), Words{"resource-created"});
}

TEST_F(SystemResourcesTest, AWaiterIsWokenByTheCommit) {
  const std::int32_t id = subscribe(*as_admin, {"resource-created"});
  const auto waiter = client_of(admin);
  std::thread waiting([&] { EXPECT_EQ(words(send(*waiter, notifications(id, 1, true))), Words{"resource-created"}); });
  make_resource(*as_admin, "Logo");
  waiting.join();
}

TEST_F(SystemResourcesTest, LeasesAreBoundedAndRenewed) {
  const std::int32_t id = subscribe(*as_mika, {"system-config-changed"}, 1);
  const auto of_it = [&](std::uint16_t operation) {
    ipp::Message message = call(operation);
    message.groups.front().add(ipp::integer("notify-subscription-id", id));
    return message;
  };
  const auto lease = [&] {
    return send(*as_mika, of_it(ipp::op::get_subscription_attributes))
        .group(ipp::Tag::subscription)
        .integer("notify-lease-duration");
  };
  EXPECT_EQ(lease(), SystemBoard::lease_min_s);
  ipp::Message renew = of_it(ipp::op::renew_subscription);
  renew.add_group(ipp::Tag::subscription).add(ipp::integer("notify-lease-duration", 0));
  EXPECT_EQ(ask(*as_mika, renew), "successful-ok");
  EXPECT_EQ(lease(), SystemBoard::lease_max_s);
  EXPECT_EQ(
      send(*as_mika, call(ipp::op::get_subscriptions)).group(ipp::Tag::subscription).integer("notify-subscription-id"),
      id);
  EXPECT_EQ(ask(*as_mika, of_it(ipp::op::cancel_subscription)), "successful-ok");
  EXPECT_EQ(ask(*as_mika, of_it(ipp::op::cancel_subscription)), "client-error-not-found");
}

TEST_F(SystemResourcesTest, SubscriptionsThatCannotBeMadeSaySo) {
  ipp::Message message = call(ipp::op::create_system_subscriptions);
  EXPECT_EQ(ask(*as_mika, message), "client-error-bad-request");
  message.add_group(ipp::Tag::subscription).add(ipp::keyword("notify-pull-method", "carrier-pigeon"));
  EXPECT_EQ(ask(*as_mika, message), "client-error-ignored-all-subscriptions");
  message.add_group(ipp::Tag::subscription).add(ipp::keyword("notify-pull-method", "ippget"));
  EXPECT_EQ(ask(*as_mika, message), "successful-ok-ignored-subscriptions");
  for (std::size_t i = 1; i < SystemBoard::subscriptions_max; ++i)
    EXPECT_GT(subscribe(*as_mika, {"printer-created"}), 0);
  EXPECT_EQ(subscribe(*as_mika, {"printer-created"}), 0);
}

TEST_F(SystemResourcesTest, OneResourceCanBeWatched) {
  const std::int32_t first = make_resource(*as_admin, "First"), second = make_resource(*as_admin, "Second");
  ipp::Message message = of_resource(ipp::op::create_resource_subscriptions, second);
  message.add_group(ipp::Tag::subscription)
      .add(ipp::keywords("notify-events", {"resource-state-changed"}))
      .add(ipp::keyword("notify-pull-method", "ippget"));
  const std::int32_t id = *send(*as_admin, message).group(ipp::Tag::subscription).integer("notify-subscription-id");
  for (const std::int32_t number : {first, second})
    EXPECT_EQ(ask(*as_admin, data_of(number), sample_png), "successful-ok");
  const ipp::Message told = send(*as_admin, notifications(id));
  EXPECT_EQ(words(told), Words{"resource-state-changed"});
  EXPECT_EQ(told.group(ipp::Tag::event_notification).integer("notify-resource-id"), second);
}

TEST(SystemSubscriptions, PartsOfAnEventAreToldUnderTheirOwnWord) {
  registry::SystemEvent event;
  event.word = "printer-state-changed";
  event.printer_state = 5;
  EXPECT_EQ(subscribed_word({"printer-stopped"}, event), "printer-stopped");
  EXPECT_EQ(subscribed_word({"printer-stopped", "printer-state-changed"}, event), "printer-state-changed");
  event.printer_state = 3;
  EXPECT_EQ(subscribed_word({"printer-stopped"}, event), "");
}

}  // namespace
}  // namespace tsuke::ippdoor
