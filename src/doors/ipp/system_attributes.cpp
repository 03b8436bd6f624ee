// Get-System-Attributes: what the system says of itself, to each caller about their own printers and resources.
#include <algorithm>

#include "doors/ipp/document.h"
#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::size_t listed_max = 256;  // printers and resources in the collections: Get-Printers has them all
constexpr const char* product = "Tsuke";
constexpr const char* version = "0.1.0";
constexpr std::int32_t system_state_idle = 3, system_state_processing = 4, system_state_stopped = 5;

struct SystemFacts {
  registry::System system;
  std::vector<SystemPrinter> printers;
  std::vector<registry::Resource> resources;
};

Result<registry::System> start(store::Transaction& in, Instant now) { return registry::start_system(in, now); }

Task<Result<SystemFacts>> facts_for(SystemCall& call) {
  SystemFacts facts;
  std::function<Result<std::optional<registry::System>>(store::Reader&)> look_up = [&](store::Reader& in) {
    return registry::find_system(in);
  };
  CO_TRY(std::optional<registry::System> known, co_await call.service.read<std::optional<registry::System>>(look_up));
  if (!known) {
    std::function<Result<registry::System>(store::Transaction&)> begin =
        [now = call.service.now()](store::Transaction& in) { return start(in, now); };
    CO_TRY(known, co_await call.service.write<registry::System>(begin));
  }
  facts.system = std::move(*known);
  CO_TRY(facts.printers, co_await printers_of(call));
  using Resources = std::vector<registry::Resource>;
  std::function<Result<Resources>(store::Reader&)> list = [&](store::Reader& in) {
    return resources_for(in, call.caller);
  };
  CO_TRY(facts.resources, co_await call.service.read<Resources>(list));
  co_return facts;
}

// All of the caller's printers: stopped when each is, processing when one is.
std::int32_t state_of(const SystemFacts& facts) {
  std::size_t stopped = 0;
  for (const SystemPrinter& printer : facts.printers) {
    if (printer.condition.state == ipp::printer_state::processing) return system_state_processing;
    stopped += printer.condition.state == ipp::printer_state::stopped;
  }
  return stopped > 0 && stopped == facts.printers.size() ? system_state_stopped : system_state_idle;
}

// The two halves of what a system says (PWG 5100.22): what it is, and how it is. Either can be asked for as a group.
struct Halves {
  Requested description_asked, status_asked;
  Picker description, status;
  Halves(const ipp::Group& operation, ipp::Group& into)
      : description_asked(operation, "system-description", {"all"}),
        status_asked(operation, "system-status", {"all"}),
        description(description_asked, into),
        status(status_asked, into) {}
};

ipp::Attribute text_or_nothing(const char* name, const std::string& text) {
  return ipp::text(name, clipped(text, 127));
}

ipp::Collection contact(const std::string& name, const std::string& uri) {
  ipp::Collection members{ipp::name("contact-name", clipped(name, 127))};
  if (!uri.empty()) members.push_back(ipp::uri("contact-uri", uri));
  return members;
}

void put_texts(const registry::System& system, Picker& put) {
  put.add(ipp::name("system-name", clipped(system.name, 127)));
  put.add(ipp::name("system-dns-sd-name", clipped(system.name, 63)));
  put.add(text_or_nothing("system-info", system.info));
  put.add(text_or_nothing("system-location", system.location));
  put.add(text_or_nothing("system-message-from-operator", system.message));
  put.add(ipp::text("system-make-and-model", product));
  ipp::Attribute place = ipp::uri("system-geo-location", system.geo_location);
  if (system.geo_location.empty()) place = {"system-geo-location", ipp::Tag::unknown, {std::monostate{}}};
  put.add(std::move(place));
  const bool has_contact = !system.contact_name.empty() || !system.contact_uri.empty();
  put.add(has_contact ? ipp::collection("system-contact-col", contact(system.contact_name, system.contact_uri))
                      : ipp::no_value("system-contact-col"));
  put.add(ipp::collection("system-owner-col", contact(system.owner_name, "")));
}

void put_languages(Picker& put) {
  put.add(ipp::strings("charset-configured", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("charset-supported", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("natural-language-configured", ipp::Tag::language, {"en"}));
  put.add(ipp::strings("generated-natural-language-supported", ipp::Tag::language, {"en"}));
}

void put_abilities(const SystemCall& call, Picker& put) {
  put.add(ipp::strings("document-format-supported", ipp::Tag::mime_type, call.service.formats.media_types()));
  put.add(ipp::keywords("ipp-features-supported", {"infrastructure-printer", "resource-object", "system-object"}));
  put.add(ipp::keywords("ipp-versions-supported", {"1.1", "2.0"}));
  put.add(ipp::boolean("multiple-document-printers-supported", false));
  put.add(ipp::enumerations("operations-supported", system_operations()));
  put.add(ipp::keywords("printer-creation-attributes-supported", printer_creation_attributes()));
  put.add(ipp::keyword("printer-service-type-supported", "print"));
  put.add(ipp::strings("resource-format-supported", ipp::Tag::mime_type,
                       {std::begin(registry::resource_formats), std::end(registry::resource_formats)}));
  put.add(ipp::keywords("resource-type-supported",
                        {std::begin(registry::resource_types), std::end(registry::resource_types)}));
  put.add(ipp::keywords("resource-settable-attributes-supported",
                        {"resource-info", "resource-name", "resource-string-version"}));
  put.add(ipp::keywords("system-settable-attributes-supported", settable_system_attributes()));
  put.add(ipp::keyword("system-mandatory-printer-attributes", "printer-name"));
  put.add(ipp::keyword("system-mandatory-registration-attributes", "output-device-uuid"));
}

void put_notifying(Picker& put) {
  put.add(ipp::integer("ippget-event-life", static_cast<std::int32_t>(SystemBoard::event_life.micros / 1'000'000)));
  put.add(ipp::keywords("notify-attributes-supported", {"notify-system-uri", "notify-user-data"}));
  put.add(ipp::keywords("notify-events-default", {"printer-state-changed", "system-state-changed"}));
  put.add(ipp::keywords("notify-events-supported", {std::begin(system_events), std::end(system_events)}));
  put.add(ipp::integer("notify-lease-duration-default", SystemBoard::lease_default_s));
  put.add(ipp::range("notify-lease-duration-supported", SystemBoard::lease_min_s, SystemBoard::lease_max_s));
  put.add(ipp::integer("notify-max-events-supported", static_cast<std::int32_t>(std::size(system_events))));
  put.add(ipp::keyword("notify-pull-method-supported", "ippget"));
}

void put_addresses(const SystemCall& call, Picker& put) {
  put.add(ipp::collection("system-xri-supported", xri(call.uri(), call.secure())));
  put.add(ipp::keyword("uri-authentication-supported", "basic"));
  put.add(ipp::keyword("xri-authentication-supported", "basic"));
  put.add(ipp::keyword("xri-security-supported", call.secure() ? "tls" : "none"));
  put.add(ipp::strings("xri-uri-scheme-supported", ipp::Tag::uri_scheme, {call.secure() ? "ipps" : "ipp"}));
}

// The program, its web app and what they run on are one thing of one version.
void put_versions(Picker& put) {
  for (const std::string of : {"system-firmware", "system-resident-application", "system-user-application"}) {
    const bool of_user = of == "system-user-application";
    put.add(ipp::name(of + "-name", of_user ? "Tsuke web app" : "tsuke"));
    put.add(ipp::text(of + "-patches", ""));
    put.add(ipp::text(of + "-string-version", version));
    put.add(ipp::strings(of + "-version", ipp::Tag::octets, {version}));
  }
}

void put_strings(const SystemCall& call, const SystemFacts& facts, Picker& description, Picker& status) {
  std::vector<std::string> languages;
  std::string uri;
  const std::string asked = call.operation().text("attributes-natural-language").value_or("");
  for (const registry::Resource& resource : facts.resources) {
    const bool is_strings = resource.type == "static-strings" && resource.state == registry::ResourceState::installed;
    if (!is_strings || resource.provider.exists() || resource.language.empty()) continue;
    languages.push_back(resource.language);
    if (resource.language == asked) uri = resource_uri(call, resource);
  }
  if (languages.empty()) return;
  description.add(ipp::strings("system-strings-languages-supported", ipp::Tag::language, std::move(languages)));
  status.add(uri.empty() ? ipp::no_value("system-strings-uri") : ipp::uri("system-strings-uri", uri));
}

void put_printers(const SystemCall& call, const SystemFacts& facts, Picker& put) {
  std::vector<ipp::Collection> all;
  const ipp::Message request = ipp::make_request(ipp::op::get_printers, call.uri(), "system-uri");
  for (const SystemPrinter& printer : facts.printers) {
    if (all.size() == listed_max) break;
    const std::string uri = call.base() + printer.path;
    const std::string info = printer.description.info.empty() ? printer.name() : printer.description.info;
    all.push_back({ipp::integer("printer-id", printer.number), ipp::text("printer-info", clipped(info, 127)),
                   ipp::boolean("printer-is-accepting-jobs", printer.condition.accepts),
                   ipp::name("printer-name", clipped(printer.name(), 127)),
                   ipp::keyword("printer-service-type", "print"),
                   ipp::enumeration("printer-state", printer.condition.state),
                   ipp::keywords("printer-state-reasons", printer.condition.reasons),
                   ipp::collection("printer-xri-supported", xri(uri, call.secure()))});
  }
  put.add(all.empty() ? ipp::no_value("system-configured-printers")
                      : ipp::collections("system-configured-printers", std::move(all)));
  put.add(facts.printers.empty() ? ipp::no_value("system-default-printer-id")
                                 : ipp::integer("system-default-printer-id", facts.printers.front().number));
}

// Those that have data: what has none cannot say its format.
void put_resources(const SystemFacts& facts, Picker& put) {
  std::vector<ipp::Collection> all;
  for (const registry::Resource& resource : facts.resources) {
    if (resource.location.empty() || all.size() == listed_max) continue;
    all.push_back({ipp::strings("resource-format", ipp::Tag::mime_type, {resource.format}),
                   ipp::integer("resource-id", resource.number),
                   ipp::text("resource-info", clipped(resource.info, 127)),
                   ipp::name("resource-name", clipped(resource.name, 127)),
                   ipp::enumeration("resource-state", 3 + static_cast<int>(resource.state)),
                   ipp::keyword("resource-state-reasons", resource.cancel_asked ? "cancel-requested" : "none"),
                   ipp::keyword("resource-type", resource.type)});
  }
  put.add(all.empty() ? ipp::no_value("system-configured-resources")
                      : ipp::collections("system-configured-resources", std::move(all)));
}

// Times are counted from 1970, as in the queues.
void put_state(const SystemCall& call, const SystemFacts& facts, Picker& put) {
  const registry::System& system = facts.system;
  const Instant now = call.service.now();
  const std::int32_t state = state_of(facts);
  put.add(ipp::enumeration("system-state", state));
  put.add(ipp::keyword("system-state-reasons", state == system_state_stopped ? "shutdown" : "none"));
  put.add(ipp::text("system-state-message", state == system_state_stopped ? "every printer is off" : ""));
  put.add(ipp::integer("system-state-change-time", unix_seconds(system.state_changed_at)));
  put.add(ipp::date_time("system-state-change-date-time", system.state_changed_at.micros));
  put.add(ipp::integer("system-config-changes", static_cast<std::int32_t>(system.config_changes)));
  put.add(ipp::integer("system-config-change-time", unix_seconds(system.config_changed_at)));
  put.add(ipp::date_time("system-config-change-date-time", system.config_changed_at.micros));
  put.add(ipp::integer("system-up-time", unix_seconds(now)));
  put.add(ipp::date_time("system-current-time", now.micros));
  put.add(ipp::keyword("system-time-source-configured", "onboard"));
  put.add(ipp::name("system-serial-number", system.uuid.substr(std::string_view("urn:uuid:").size())));
  put.add(ipp::uri("system-uuid", system.uuid));
}

}  // namespace

Task<http::Response> get_system_attributes(SystemCall& call) {
  const Result<SystemFacts> facts = co_await facts_for(call);
  if (!facts.ok()) co_return call.refuse(facts.error());
  ipp::Message answer = call.answer();
  Halves halves(call.operation(), answer.add_group(ipp::Tag::system));
  put_texts(facts.value().system, halves.description);
  put_languages(halves.description);
  put_abilities(call, halves.description);
  put_notifying(halves.description);
  put_addresses(call, halves.description);
  put_strings(call, facts.value(), halves.description, halves.status);
  put_versions(halves.status);
  put_printers(call, facts.value(), halves.status);
  put_resources(facts.value(), halves.status);
  put_state(call, facts.value(), halves.status);
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
