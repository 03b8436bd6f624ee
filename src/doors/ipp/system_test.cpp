// The system's own attributes, the printers in it, and how they come and go.
#include <set>

#include "doors/ipp/system_fixture.h"

namespace tsuke::ippdoor {
namespace {

class SystemDoorTest : public SystemTest {
 protected:
  ipp::Group attributes(ipp::Client& client, std::vector<std::string> wanted = {}) {
    ipp::Message message = call(ipp::op::get_system_attributes);
    if (!wanted.empty()) message.groups.front().add(ipp::keywords("requested-attributes", std::move(wanted)));
    return send(client, message).group(ipp::Tag::system);
  }
  ipp::Message setting(std::vector<ipp::Attribute> wished) {
    ipp::Message message = call(ipp::op::set_system_attributes);
    ipp::Group& group = message.add_group(ipp::Tag::system);
    for (ipp::Attribute& attribute : wished) group.add(std::move(attribute));
    return message;
  }
  ipp::Message creation(const std::string& name, const std::string& location = "") {
    ipp::Message message = call(ipp::op::create_printer);
    message.groups.front().add(ipp::keyword("printer-service-type", "print"));
    ipp::Group& group = message.add_group(ipp::Tag::printer);
    group.add(ipp::name("printer-name", name));
    if (!location.empty()) group.add(ipp::text("printer-location", location));
    return message;
  }
  std::vector<std::string> names(ipp::Client& client, std::vector<ipp::Attribute> narrowed) {
    ipp::Message message = call(ipp::op::get_printers);
    for (ipp::Attribute& attribute : narrowed) message.groups.front().add(std::move(attribute));
    std::vector<std::string> all;
    for (const ipp::Group& group : send(client, message).groups)
      if (group.tag == ipp::Tag::printer) all.push_back(group.text("printer-name").value_or("?"));
    return all;
  }
  ipp::Message registration() {
    ipp::Message message = call(ipp::op::register_output_device);
    message.groups.front().add(ipp::uri("output-device-uuid", "urn:uuid:11111111-2222-3333-4444-555555555555"));
    message.groups.front().add(ipp::keyword("printer-service-type", "print"));
    return message;
  }
  using Names = std::vector<std::string>;
};

TEST_F(SystemDoorTest, EachSeesTheirOwnPrinters) {
  EXPECT_EQ(names(*as_mika, {}), (Names{"Private", "Client A"}));
  EXPECT_EQ(names(*as_ken, {}), (Names{"Private", "At home"}));
  EXPECT_EQ(names(*as_device, {}), (Names{"Front desk"}));
  EXPECT_EQ(names(*as_admin, {}), (Names{"Private", "Front desk", "Back room"}));
  EXPECT_EQ(names(*as_operator, {}), (Names{"Private", "Front desk", "Back room", "Elsewhere"}));
}

TEST_F(SystemDoorTest, TheListCanBeNarrowedAndPaged) {
  EXPECT_EQ(names(*as_admin, {ipp::integer("first-index", 2)}), (Names{"Front desk", "Back room"}));
  EXPECT_EQ(names(*as_admin, {ipp::integer("first-index", 2), ipp::integer("limit", 1)}), (Names{"Front desk"}));
  EXPECT_EQ(names(*as_admin, {ipp::integers("printer-ids", {1, 3})}), (Names{"Private", "Back room"}));
  EXPECT_EQ(names(*as_admin, {ipp::keyword("printer-service-type", "scan")}), Names{});
  EXPECT_EQ(names(*as_admin, {ipp::keyword("which-printers", "idle")}), (Names{"Private", "Front desk"}));
  EXPECT_EQ(names(*as_admin, {ipp::keyword("which-printers", "stopped")}), (Names{"Back room"}));  // never heard of
  EXPECT_EQ(names(*as_admin, {ipp::strings("document-format", ipp::Tag::mime_type, {"application/vnd.no"})}), Names{});
  ipp::Message odd = call(ipp::op::get_printers);
  odd.groups.front().add(ipp::keyword("which-printers", "purple"));
  EXPECT_EQ(ask(*as_admin, odd), "client-error-attributes-or-values-not-supported");
  ipp::Message none = call(ipp::op::get_printers);
  none.groups.front().add(ipp::integer("limit", 0));
  EXPECT_EQ(ask(*as_admin, none), "client-error-bad-request");
}

TEST_F(SystemDoorTest, NumbersStayWhenPrintersComeAndGo) {
  const std::int32_t client_a = number_of(*as_mika, "Client A");
  EXPECT_EQ(ask(*as_mika, of_printer(ipp::op::delete_printer, number_of(*as_mika, "Private"))), "successful-ok");
  registry::make_purpose(server.store(), mika, "New");
  EXPECT_EQ(number_of(*as_mika, "Client A"), client_a);
  EXPECT_GT(number_of(*as_mika, "New"), client_a);
}

TEST_F(SystemDoorTest, EveryRequiredAttributeIsThere) {
  installed_resource(*as_operator, "Logo");
  const ipp::Group all = attributes(*as_operator);
  std::set<std::string> seen;
  for (const ipp::Attribute& attribute : all.attributes) EXPECT_TRUE(seen.insert(attribute.name).second);
  for (const char* name : {"charset-configured",
                           "charset-supported",
                           "document-format-supported",
                           "generated-natural-language-supported",
                           "ipp-features-supported",
                           "ipp-versions-supported",
                           "ippget-event-life",
                           "multiple-document-printers-supported",
                           "natural-language-configured",
                           "notify-attributes-supported",
                           "notify-events-default",
                           "notify-events-supported",
                           "notify-lease-duration-default",
                           "notify-lease-duration-supported",
                           "notify-max-events-supported",
                           "notify-pull-method-supported",
                           "operations-supported",
                           "printer-creation-attributes-supported",
                           "printer-service-type-supported",
                           "resource-format-supported",
                           "resource-settable-attributes-supported",
                           "resource-type-supported",
                           "system-config-change-date-time",
                           "system-config-change-time",
                           "system-config-changes",
                           "system-configured-printers",
                           "system-configured-resources",
                           "system-contact-col",
                           "system-current-time",
                           "system-default-printer-id",
                           "system-firmware-name",
                           "system-geo-location",
                           "system-info",
                           "system-location",
                           "system-make-and-model",
                           "system-mandatory-printer-attributes",
                           "system-mandatory-registration-attributes",
                           "system-name",
                           "system-owner-col",
                           "system-serial-number",
                           "system-settable-attributes-supported",
                           "system-state",
                           "system-state-change-date-time",
                           "system-state-change-time",
                           "system-state-message",
                           "system-state-reasons",
                           "system-time-source-configured",
                           "system-up-time",
                           "system-uuid",
                           "system-xri-supported",
                           "xri-authentication-supported",
                           "xri-security-supported",
                           "xri-uri-scheme-supported"})
    EXPECT_TRUE(seen.contains(name)) << name;
  EXPECT_EQ(all.find("system-configured-printers")->values.size(), 4u);
  EXPECT_EQ(all.find("system-configured-resources")->values.size(), 1u);
  EXPECT_EQ(attributes(*as_mika).text("system-uuid"), all.text("system-uuid"));
  EXPECT_EQ(attributes(*as_mika).find("system-configured-printers")->values.size(), 2u);
}

TEST_F(SystemDoorTest, AttributesComeByNameAndByGroup) {
  EXPECT_EQ(attributes(*as_mika, {"system-name"}).attributes.size(), 1u);
  const ipp::Group status = attributes(*as_mika, {"system-status"});
  EXPECT_TRUE(status.find("system-uuid") && status.find("system-configured-printers"));
  EXPECT_FALSE(status.find("system-name"));
  EXPECT_TRUE(attributes(*as_mika, {"system-description"}).find("system-name"));
  EXPECT_FALSE(attributes(*as_mika, {"system-description"}).find("system-state"));
}

TEST_F(SystemDoorTest, OperatorsSetWhatCanBeSet) {
  const ipp::Message supported = send(*as_operator, call(ipp::op::get_system_supported_values));
  for (const std::string& name : attributes(*as_operator).texts("system-settable-attributes-supported"))
    EXPECT_EQ(supported.group(ipp::Tag::system).find(name)->tag, ipp::Tag::admin_define) << name;
  EXPECT_EQ(ask(*as_operator,
                setting({ipp::name("system-name", "Print cloud"), ipp::text("system-location", "Tokyo"),
                         ipp::uri("system-geo-location", "geo:35.68,139.77"),
                         ipp::collection("system-contact-col", {ipp::name("contact-name", "Help desk"),
                                                                ipp::uri("contact-uri", "mailto:help@example.com")})})),
            "successful-ok");
  const ipp::Group now = attributes(*as_mika);
  EXPECT_EQ(now.text("system-name"), "Print cloud");
  EXPECT_EQ(now.text("system-geo-location"), "geo:35.68,139.77");
  EXPECT_EQ(now.integer("system-config-changes"), 1);
  ASSERT_TRUE(now.collection("system-contact-col"));
  EXPECT_EQ(now.collection("system-contact-col")->size(), 2u);
  EXPECT_EQ(ask(*as_operator, setting({{"system-contact-col", ipp::Tag::delete_attribute, {std::monostate{}}}})),
            "successful-ok");
  EXPECT_EQ(attributes(*as_mika).find("system-contact-col")->tag, ipp::Tag::no_value);
}

TEST_F(SystemDoorTest, ASettingIsAllOrNothing) {
  const ipp::Message fixed =
      send(*as_operator, setting({ipp::name("system-name", "Print cloud"), ipp::uri("system-uuid", "urn:uuid:me")}));
  EXPECT_EQ(status(fixed), "client-error-attributes-not-settable");
  EXPECT_EQ(fixed.group(ipp::Tag::unsupported_group).attributes.size(), 1u);
  EXPECT_EQ(ask(*as_operator, setting({ipp::name("system-name", "Print cloud"), ipp::integer("system-info", 7)})),
            "client-error-attributes-or-values-not-supported");
  EXPECT_EQ(
      ask(*as_operator, setting({ipp::name("system-name", "Print cloud"), ipp::uri("system-geo-location", "Tokyo")})),
      "client-error-attributes-or-values-not-supported");
  EXPECT_EQ(ask(*as_operator, setting({})), "client-error-bad-request");
  EXPECT_EQ(attributes(*as_operator).text("system-name"), "Tsuke");
}

TEST_F(SystemDoorTest, APersonMakesAPurposeThatTheyPayThemselves) {
  ipp::Message wish = creation("Side project", "Under the desk");
  wish.groups.back().add(ipp::keyword("sides-default", "two-sided-long-edge"));
  const ipp::Message answer = send(*as_mika, wish);
  ASSERT_EQ(status(answer), "successful-ok");
  const ipp::Group& made = answer.group(ipp::Tag::printer);
  EXPECT_EQ(made.text("printer-uri-supported"), server.uri("/ipp/print/side-project"));
  const auto purpose = server.read<std::optional<registry::Purpose>>(
      [&](store::Reader& in) { return registry::purpose_by_slug(in, mika, "side-project"); });
  ASSERT_TRUE(purpose.has_value());
  EXPECT_EQ(purpose->payer.person, mika);
  EXPECT_EQ(purpose->defaults.sides, registry::Sides::two_sided_long_edge);
  const ipp::Group said =
      send(*as_mika, of_printer(ipp::op::get_printer_attributes, *made.integer("printer-id"))).group(ipp::Tag::printer);
  EXPECT_EQ(said.text("printer-location"), "Under the desk");
  EXPECT_EQ(said.text("sides-default"), "two-sided-long-edge");
  EXPECT_EQ(ask(*as_mika, of_printer(ipp::op::delete_printer, *made.integer("printer-id"))), "successful-ok");
  EXPECT_EQ(number_of(*as_mika, "Side project"), 0);
}

// What was said when it was created is what it says of itself, at whichever of its addresses.
TEST_F(SystemDoorTest, APurposesQueueSaysWhatItWasCreatedWith) {
  ipp::Message wish = creation("Side project", "Under the desk");
  wish.groups.back().add(ipp::text("printer-info", "For the weekend"));
  wish.groups.back().add(ipp::uri("printer-geo-location", "geo:35.68,139.77"));
  ASSERT_EQ(ask(*as_mika, wish), "successful-ok");
  const auto purpose = server.read<std::optional<registry::Purpose>>(
      [&](store::Reader& in) { return registry::purpose_by_slug(in, mika, "side-project"); });
  for (const std::string& where : {"/ipp/p/" + server.add_token(purpose->id), std::string("/ipp/print/side-project")}) {
    const auto own = server.client(where, "mika", server.add_app_password(mika));
    const ipp::Group about = send(*own, request(ipp::op::get_printer_attributes, where)).group(ipp::Tag::printer);
    EXPECT_EQ(about.text("printer-name"), "Side project") << where;
    EXPECT_EQ(about.text("printer-info"), "For the weekend") << where;
    EXPECT_EQ(about.text("printer-location"), "Under the desk") << where;
    EXPECT_EQ(about.text("printer-geo-location"), "geo:35.68,139.77") << where;
  }
}

TEST_F(SystemDoorTest, ADevicesQueueSaysWhatItWasCreatedWith) {
  ipp::Message wish = creation("Hall", row(front).site_name);
  wish.groups.back().add(ipp::text("printer-info", "Beside the lift"));
  const ipp::Message answer = send(*as_admin, wish);
  ASSERT_EQ(status(answer), "successful-ok");
  const std::string uri = answer.group(ipp::Tag::printer).text("printer-uri-supported").value_or("");
  const std::string where = uri.substr(uri.find("/ipp/device/"));
  const PrinterId made{std::stoll(where.substr(where.rfind('/') + 1))};
  const auto own =
      server.client(where, registry::device_user(made), registry::make_device(server.store(), made, server.now()));
  const ipp::Group about = send(*own, request(ipp::op::get_printer_attributes, where)).group(ipp::Tag::printer);
  EXPECT_EQ(about.text("printer-info"), "Beside the lift");
  EXPECT_EQ(about.text("printer-location"), row(front).site_name);
  EXPECT_EQ(about.find("printer-geo-location")->tag, ipp::Tag::unknown);
  EXPECT_EQ(status(send(*own, request(ipp::op::get_printer_attributes, where))), "successful-ok");
}

TEST_F(SystemDoorTest, ASiteOfOnesOwnMakesADevicesPrinterThere) {
  const std::string site = row(front).site_name;
  const ipp::Message answer = send(*as_admin, creation("Hall", site));
  ASSERT_EQ(status(answer), "successful-ok");
  EXPECT_NE(answer.group(ipp::Tag::printer).text("printer-uri-supported")->find("/ipp/device/"), std::string::npos);
  const auto all = server.read<std::vector<registry::Printer>>(
      [&](store::Reader& in) { return registry::printers_of(in, provider); });
  EXPECT_EQ(all.size(), 3u);
  // The same place named by somebody else is a word like any other.
  const ipp::Message of_mika = send(*as_mika, creation("Hall", site));
  EXPECT_EQ(of_mika.group(ipp::Tag::printer).text("printer-uri-supported"), server.uri("/ipp/print/hall"));
  EXPECT_EQ(ask(*as_admin, of_printer(ipp::op::delete_printer, number_of(*as_admin, "Hall"))), "successful-ok");
  EXPECT_EQ(number_of(*as_admin, "Hall"), 0);
}

TEST_F(SystemDoorTest, WhatCannotBeMadeIsRefused) {
  ipp::Message payer = creation("For the company");
  payer.groups.back().add(ipp::name("job-account-id-default", "company-a"));
  const ipp::Message answer = send(*as_mika, payer);
  EXPECT_EQ(status(answer), "client-error-attributes-or-values-not-supported");
  EXPECT_TRUE(answer.group(ipp::Tag::unsupported_group).find("job-account-id-default"));
  ipp::Message scanner = creation("Scanner");
  scanner.groups.front().attributes.back() = ipp::keyword("printer-service-type", "scan");
  EXPECT_EQ(ask(*as_mika, scanner), "client-error-attributes-or-values-not-supported");
  ipp::Message nameless = call(ipp::op::create_printer);
  nameless.groups.front().add(ipp::keyword("printer-service-type", "print"));
  EXPECT_EQ(ask(*as_mika, nameless), "client-error-bad-request");
  EXPECT_EQ(ask(*as_mika, creation("Private")), "client-error-not-possible");  // the name is taken
}

TEST_F(SystemDoorTest, APurposeWithHeldJobsStays) {
  print(token_path, "%PDF-1.4\n%%EOF\n");
  EXPECT_EQ(ask(*as_mika, of_printer(ipp::op::delete_printer, number_of(*as_mika, "Client A"))),
            "client-error-not-possible");
  EXPECT_GT(number_of(*as_mika, "Client A"), 0);
}

TEST_F(SystemDoorTest, ACodeGivesADeviceItsQueueOnce) {
  const std::string code = enrolment_code(back);
  const auto as_code = server.client(path, "x", code);
  const ipp::Message answer = send(*as_code, registration());
  ASSERT_EQ(answer.code, ipp::status::ok);
  const ipp::Group& group = answer.group(ipp::Tag::printer);
  const std::string queue = "/ipp/device/" + to_string(back);
  ASSERT_TRUE(group.collection("printer-xri-supported"));
  EXPECT_EQ(group.collection("printer-xri-supported")->front(), ipp::uri("xri-uri", server.uri(queue)));
  EXPECT_EQ(group.text("printer-uuid"), row(back).uuid);
  EXPECT_EQ(group.integer("printer-id"), 1);
  const auto made = server.client(queue, *group.text("tsuke-device-user"), *group.text("tsuke-device-password"));
  EXPECT_EQ(ask(*made, request(ipp::op::get_printer_attributes, queue)), "successful-ok");
  EXPECT_FALSE(as_code->send(registration()).ok()) << "the code is used up";
}

TEST_F(SystemDoorTest, AProxyGoesOnWithTheSecretThatItBrought) {
  const std::string secret = "8c1f0b7a5d2e49638c1f0b7a5d2e4963", queue = "/ipp/device/" + to_string(back);
  const auto proxy = server.client(path, enrolment_code(back), secret);
  const ipp::Message answer = send(*proxy, registration());
  ASSERT_EQ(answer.code, ipp::status::ok);
  EXPECT_FALSE(answer.group(ipp::Tag::printer).find("tsuke-device-password"));
  EXPECT_EQ(ask(*server.client(queue, "root", secret), request(ipp::op::get_printer_attributes, queue)),
            "successful-ok");
  EXPECT_EQ(send(*proxy, registration()).code, ipp::status::ok) << "as it does at every start";
  EXPECT_FALSE(server.client(path, enrolment_code(back), "too short")->send(registration()).ok());
}

TEST_F(SystemDoorTest, CodesCannotBeGuessed) {
  const std::string good = enrolment_code(back);
  for (int i = 0; i < 10; ++i)
    EXPECT_FALSE(server.client(path, "x", "AAAA-BBB" + std::string(1, 'C' + i))->send(registration()).ok());
  EXPECT_FALSE(server.client(path, "x", good)->send(registration()).ok()) << "too many wrong ones came from here";
  EXPECT_EQ(ask(*as_device, registration()), "successful-ok") << "other passwords are not held up";
}

TEST_F(SystemDoorTest, RegistrationNeedsItsUuidAndAPrinter) {
  EXPECT_EQ(ask(*as_device, call(ipp::op::register_output_device)), "client-error-bad-request");
  ipp::Message scanner = registration();
  scanner.groups.front().attributes.back() = ipp::keyword("printer-service-type", "scan");
  EXPECT_EQ(ask(*as_device, scanner), "client-error-attributes-or-values-not-supported");
}

TEST_F(SystemDoorTest, PrintersGoOffAndOnForTheReasonsOfIpp) {
  const auto all = [&](std::uint16_t operation) { EXPECT_EQ(ask(*as_admin, call(operation)), "successful-ok"); };
  const auto look = [&] {
    for (const ipp::Group& printer : printers_of(*as_admin))
      if (printer.text("printer-name") == "Front desk") return printer;
    return ipp::Group{};
  };
  all(ipp::op::disable_all_printers);
  EXPECT_EQ(look().boolean("printer-is-accepting-jobs"), false);
  EXPECT_EQ(look().integer("printer-state"), ipp::printer_state::idle);
  all(ipp::op::pause_all_printers);
  EXPECT_EQ(look().integer("printer-state"), ipp::printer_state::stopped);
  EXPECT_EQ(look().texts("printer-state-reasons"), Names{"paused"});
  all(ipp::op::enable_all_printers);
  EXPECT_FALSE(row(front).switched_on) << "it is still paused";
  all(ipp::op::resume_all_printers);
  EXPECT_TRUE(row(front).switched_on);
  all(ipp::op::pause_all_printers_after_current_job);
  EXPECT_FALSE(row(front).switched_on);
  all(ipp::op::shutdown_all_printers);
  EXPECT_EQ(look().texts("printer-state-reasons"), (Names{"paused", "shutdown"}));
  all(ipp::op::startup_all_printers);
  all(ipp::op::resume_all_printers);
  EXPECT_TRUE(row(front).switched_on);
}

TEST_F(SystemDoorTest, OnePrinterStopsAndStarts) {
  const std::int32_t desk = number_of(*as_admin, "Front desk"), mine = number_of(*as_mika, "Client A");
  EXPECT_EQ(ask(*as_admin, of_printer(ipp::op::shutdown_one_printer, desk)), "successful-ok");
  EXPECT_FALSE(row(front).switched_on);
  EXPECT_EQ(ask(*as_admin, of_printer(ipp::op::restart_one_printer, desk)), "successful-ok");
  EXPECT_TRUE(row(front).switched_on);
  EXPECT_EQ(ask(*as_mika, of_printer(ipp::op::shutdown_one_printer, mine)), "successful-ok");
  EXPECT_EQ(server.read<registry::Purpose>([&](store::Reader& in) { return registry::purpose(in, purpose_a); }).state,
            registry::PurposeState::inactive);
  EXPECT_EQ(names(*as_mika, {ipp::keyword("which-printers", "shutdown")}), (Names{"Client A"}));
  EXPECT_EQ(ask(*as_mika, of_printer(ipp::op::startup_one_printer, mine)), "successful-ok");
  EXPECT_EQ(ask(*as_admin, call(ipp::op::startup_one_printer)), "client-error-bad-request");
}

TEST_F(SystemDoorTest, ARestartStartsWhatIsShutDownAndLetsGoOfAgents) {
  const std::string queue = "/ipp/device/" + to_string(front);
  const auto agent = server.client(queue, "device", device_password);
  ipp::Message subscribe = request(ipp::op::create_printer_subscriptions, queue);
  subscribe.add_group(ipp::Tag::subscription).add(ipp::keyword("notify-pull-method", "ippget"));
  const auto id = *send(*agent, subscribe).group(ipp::Tag::subscription).integer("notify-subscription-id");
  ipp::Message look = request(ipp::op::get_subscription_attributes, queue);
  look.groups.front().add(ipp::integer("notify-subscription-id", id));
  EXPECT_EQ(ask(*agent, look), "successful-ok");
  EXPECT_EQ(ask(*as_admin, call(ipp::op::shutdown_all_printers)), "successful-ok");
  EXPECT_EQ(ask(*as_operator, call(ipp::op::restart_system)), "successful-ok");
  EXPECT_TRUE(row(front).switched_on);
  EXPECT_EQ(ask(*agent, look), "client-error-not-found");
}

TEST_F(SystemDoorTest, ASystemUriIsNeeded) {
  EXPECT_EQ(ask(*as_mika, request(ipp::op::get_printers, path)), "client-error-bad-request");
}

}  // namespace
}  // namespace tsuke::ippdoor
