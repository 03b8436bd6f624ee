#include "registry/system_events.h"

namespace tsuke::registry {

namespace {

template <typename IdType>
Result<IdType> id_in(const Json& json, const char* member) {
  return IdType{json.has(member) ? TRY(parse_id_value(json[member].text())) : 0};
}

}  // namespace

void publish_system_event(store::Transaction& in, const SystemEvent& event) {
  Json reasons = Json::array();
  for (const std::string& reason : event.printer_reasons) reasons.push(reason);
  Json payload = Json::object({{"event", event.word},
                               {"path", event.path},
                               {"printer-state", event.printer_state},
                               {"printer-state-reasons", std::move(reasons)},
                               {"resource", event.resource},
                               {"resource-state", event.resource_state},
                               {"of-operator", event.of_operator},
                               {"system-state", event.system_state},
                               {"text", event.text}});
  if (event.person.exists()) payload.set("person", to_string(event.person));
  if (event.provider.exists()) payload.set("provider", to_string(event.provider));
  if (event.printer.exists()) payload.set("printer", to_string(event.printer));
  in.publish({"system", event.word, system_audience, payload.dump()});
}

Result<SystemEvent> parse_system_event(std::string_view payload) {
  const Json json = TRY(Json::parse(payload));
  SystemEvent event;
  event.word = json["event"].text();
  if (event.word.empty()) return Error{Reason::malformed, "bad-event", "this is no event of the system"};
  event.person = TRY(id_in<PersonId>(json, "person"));
  event.provider = TRY(id_in<ProviderId>(json, "provider"));
  event.printer = TRY(id_in<PrinterId>(json, "printer"));
  event.path = json["path"].text();
  event.printer_state = static_cast<int>(json["printer-state"].integer());
  for (const Json& reason : json["printer-state-reasons"].items()) event.printer_reasons.push_back(reason.text());
  event.resource = static_cast<int>(json["resource"].integer());
  event.resource_state = static_cast<int>(json["resource-state"].integer());
  event.of_operator = json["of-operator"].boolean();
  event.system_state = static_cast<int>(json["system-state"].integer());
  event.text = json["text"].text();
  return event;
}

}  // namespace tsuke::registry
