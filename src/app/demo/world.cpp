#include "app/demo/world.h"

#include <cassert>

namespace tsuke::app {

namespace {

template <typename IdType>
IdType id_in(const Json& json, std::string_view name) {
  return IdType{json[name].integer()};
}

Json person_json(const DemoPerson& person) {
  return Json::object({{"name", person.name},
                       {"role", person.role},
                       {"login", person.login},
                       {"password", person.password},
                       {"api_token", person.api_token},
                       {"id", person.id.value}});
}

Json queue_json(const DemoQueue& queue) {
  return Json::object({{"purpose", queue.purpose},
                       {"payer", queue.payer},
                       {"slug", queue.slug},
                       {"token", queue.token},
                       {"id", queue.id.value},
                       {"at_once", queue.at_once}});
}

Json printer_json(const DemoPrinter& printer) {
  return Json::object({{"name", printer.name},
                       {"site_slug", printer.site_slug},
                       {"uuid", printer.uuid},
                       {"enrolment_code", printer.enrolment_code},
                       {"id", printer.id.value},
                       {"provider", printer.provider.value}});
}

}  // namespace

const DemoPerson& World::with_role(std::string_view role) const {
  for (const DemoPerson& person : people)
    if (person.role == role) return person;
  assert(false && "the demo has somebody in every role");
  return people.front();
}

Json to_json(const World& world) {
  Json people = Json::array();
  for (const DemoPerson& person : world.people) people.push(person_json(person));
  Json queues = Json::array();
  for (const DemoQueue& queue : world.queues) queues.push(queue_json(queue));
  Json printers = Json::array();
  for (const DemoPrinter& printer : world.printers) printers.push(printer_json(printer));
  return Json::object({{"people", people},
                       {"queues", queues},
                       {"app_password", world.app_password},
                       {"mail_local_part", world.mail_local_part},
                       {"printers", printers},
                       {"company_a", world.company_a.value},
                       {"company_b", world.company_b.value}});
}

Result<World> world_from_json(const Json& json) {
  World world;
  for (const Json& person : json["people"].items())
    world.people.push_back({person["name"].text(), person["role"].text(), person["login"].text(),
                            person["password"].text(), person["api_token"].text(), id_in<PersonId>(person, "id")});
  for (const Json& queue : json["queues"].items())
    world.queues.push_back({queue["purpose"].text(), queue["payer"].text(), queue["slug"].text(), queue["token"].text(),
                            id_in<PurposeId>(queue, "id"), queue["at_once"].boolean()});
  for (const Json& printer : json["printers"].items())
    world.printers.push_back({printer["name"].text(), printer["site_slug"].text(), printer["uuid"].text(),
                              printer["enrolment_code"].text(), id_in<PrinterId>(printer, "id"),
                              id_in<ProviderId>(printer, "provider")});
  world.app_password = json["app_password"].text();
  world.mail_local_part = json["mail_local_part"].text();
  world.company_a = id_in<OrganisationId>(json, "company_a");
  world.company_b = id_in<OrganisationId>(json, "company_b");
  if (world.people.empty() || world.queues.empty() || world.printers.empty())
    return Error{Reason::malformed, "bad-demo-folder",
                 "this data folder's demo.json is not the demo's; name another folder"};
  return world;
}

}  // namespace tsuke::app
