// Everybody who may call at the system service, for its tests: Mika prints, the shop's admin administers two printers,
// the operator runs the service, one printer has a device.
#pragma once

#include <string>

#include "doors/ipp/test_server.h"
#include "registry/printer_switches.h"
#include "registry/resources.h"

namespace tsuke::ippdoor {

inline const std::string sample_png("\x89PNG\r\n\x1a\n and so on", 18);

class SystemTest : public IppDoorTest {
 protected:
  const std::string path = "/ipp/system";
  PersonId admin = server
                       .read<std::optional<registry::Person>>(
                           [](store::Reader& in) { return registry::person_by_login(in, "admin-s"); })
                       ->id;
  PersonId olga = make_operator();
  ProviderId provider = registry::make_provider(server.store(), "Shop", shop);
  PrinterId front = registry::make_printer(server.store(), "Front desk", provider, registry::SiteKind::store);
  PrinterId back = registry::make_printer(server.store(), "Back room", provider, registry::SiteKind::store);
  PrinterId elsewhere = registry::make_printer(server.store(), "Elsewhere", company_a, registry::SiteKind::office);
  std::string device_password = registry::make_device(server.store(), front, server.now());
  std::unique_ptr<ipp::Client> as_mika = client_of(mika), as_ken = client_of(ken), as_admin = client_of(admin),
                               as_operator = client_of(olga),
                               as_device = server.client(path, "device", device_password);

  PersonId make_operator() {
    registry::Person wished;
    wished.name = wished.login = "olga";
    wished.is_operator = true;
    return server.write<PersonId>([&](store::Transaction& in) { return registry::add_person(in, wished); });
  }
  std::unique_ptr<ipp::Client> client_of(PersonId person) {
    return server.client(path, "x", server.add_app_password(person));
  }
  std::string enrolment_code(PrinterId printer) {
    registry::Credential wish;
    wish.kind = registry::CredentialKind::enrolment;
    wish.printer = printer;
    return server
        .write<registry::NewCredential>(
            [&](store::Transaction& in) { return registry::add_credential(in, wish, server.now()); })
        .secret;
  }
  ipp::Message call(std::uint16_t operation) { return ipp::make_request(operation, server.uri(path), "system-uri"); }
  ipp::Message of_printer(std::uint16_t operation, std::int32_t number) {
    ipp::Message message = call(operation);
    message.groups.front().add(ipp::integer("printer-id", number));
    return message;
  }
  ipp::Message of_resource(std::uint16_t operation, std::int32_t number) {
    ipp::Message message = call(operation);
    message.groups.front().add(ipp::integer("resource-id", number));
    return message;
  }
  std::string ask(ipp::Client& client, const ipp::Message& message, std::string_view data = {}) {
    return status(send(client, message, data));
  }
  std::vector<ipp::Group> printers_of(ipp::Client& client) {
    std::vector<ipp::Group> printers;
    for (const ipp::Group& group : send(client, call(ipp::op::get_printers)).groups)
      if (group.tag == ipp::Tag::printer) printers.push_back(group);
    return printers;
  }
  // The number that this caller has for the printer of that name; 0 when they do not see it.
  std::int32_t number_of(ipp::Client& client, const std::string& name) {
    for (const ipp::Group& printer : printers_of(client))
      if (printer.text("printer-name") == name) return *printer.integer("printer-id");
    return 0;
  }
  registry::Printer row(PrinterId id) {
    return server.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, id); });
  }

  ipp::Message wished_resource(const std::string& name, const std::string& type = "static-image") {
    ipp::Message message = call(ipp::op::create_resource);
    message.groups.front().add(ipp::keyword("resource-type", type));
    message.add_group(ipp::Tag::resource).add(ipp::name("resource-name", name));
    return message;
  }
  std::int32_t make_resource(ipp::Client& client, const std::string& name) {
    const ipp::Message answer = send(client, wished_resource(name));
    EXPECT_EQ(status(answer), "successful-ok");
    return answer.group(ipp::Tag::resource).integer("resource-id").value_or(0);
  }
  ipp::Message data_of(std::int32_t number, const std::string& format = "image/png") {
    ipp::Message message = of_resource(ipp::op::send_resource_data, number);
    message.groups.front().add(ipp::strings("resource-format", ipp::Tag::mime_type, {format}));
    return message;
  }
  std::int32_t installed_resource(ipp::Client& client, const std::string& name) {
    const std::int32_t number = make_resource(client, name);
    EXPECT_EQ(ask(client, data_of(number), sample_png), "successful-ok");
    EXPECT_EQ(ask(client, of_resource(ipp::op::install_resource, number)), "successful-ok");
    return number;
  }
  ipp::Group look_at_resource(ipp::Client& client, std::int32_t number) {
    return send(client, of_resource(ipp::op::get_resource_attributes, number)).group(ipp::Tag::resource);
  }
};

}  // namespace tsuke::ippdoor
