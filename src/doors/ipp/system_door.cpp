#include "doors/ipp/system_door.h"

#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/requested.h"
#include "doors/ipp/uris.h"
#include "registry/device_uuids.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::int64_t body_bytes_max = 1 << 20;
constexpr std::int32_t system_state_idle = 3;

// A queue as the system lists it.
struct Listed {
  std::string name, uuid, uri;
  std::int32_t state = ipp::printer_state::idle;
  bool accepts_jobs = true;
};

// Clients take the first address, whatever its security: so it is of the connection's own kind, and the only one.
ipp::Attribute xri(std::string name, const std::string& uri, bool secure) {
  return ipp::collection(std::move(name), {ipp::uri("xri-uri", uri), ipp::keyword("xri-authentication", "basic"),
                                           ipp::keyword("xri-security", secure ? "tls" : "none")});
}

void add_listed(const Listed& listed, std::int32_t number, bool secure, const Requested& asked, ipp::Group& into) {
  Picker put(asked, into);
  put.add(ipp::integer("printer-id", number));
  put.add(ipp::uri("printer-uuid", listed.uuid));
  put.add(ipp::name("printer-name", clipped(listed.name, 127)));
  put.add(ipp::text("printer-info", clipped(listed.name, 127)));
  put.add(ipp::keyword("printer-service-type", "print"));
  put.add(ipp::enumeration("printer-state", listed.state));
  put.add(ipp::keyword("printer-state-reasons", "none"));
  put.add(ipp::boolean("printer-is-accepting-jobs", listed.accepts_jobs));
  put.add(ipp::uri("printer-uri-supported", listed.uri));
  put.add(xri("printer-xri-supported", listed.uri, secure));
}

Result<Listed> device_of(store::Reader& in, PrinterId id, const std::string& base) {
  const registry::Printer printer = TRY(registry::printer(in, id));
  return Listed{printer.name, printer.uuid, base + "/ipp/device/" + to_string(id), ipp::printer_state::idle, false};
}

Result<std::vector<Listed>> listed_for(store::Reader& in, const registry::Credential& caller, const std::string& base) {
  if (caller.kind == registry::CredentialKind::device)
    return std::vector<Listed>{TRY(device_of(in, caller.printer, base))};
  std::vector<Listed> all;
  for (const registry::Purpose& purpose : TRY(registry::purposes(in, caller.person))) {
    if (!purpose.switched_on) continue;
    all.push_back({purpose.name, stable_uuid("purpose", purpose.id.value), base + "/ipp/print/" + purpose.slug});
  }
  return all;
}

http::Response system_attributes(const doors::Service& service, const Incoming& incoming) {
  const std::string uri = ipp_base(service, *incoming.http) + "/ipp/system";
  const Requested asked(incoming.operation(), "system-description", {"all"});
  ipp::Message answer = ipp::make_response(incoming.message, ipp::status::ok);
  Picker put(asked, answer.add_group(ipp::Tag::system));
  put.add(ipp::name("system-name", "Tsuke"));
  put.add(ipp::text("system-info", "Tsuke print service"));
  put.add(ipp::text("system-make-and-model", "Tsuke"));
  put.add(ipp::enumeration("system-state", system_state_idle));
  put.add(ipp::keyword("system-state-reasons", "none"));
  put.add(ipp::integer("system-up-time", static_cast<std::int32_t>(service.now().micros / 1'000'000)));
  put.add(ipp::strings("charset-configured", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("charset-supported", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("natural-language-configured", ipp::Tag::language, {"en"}));
  put.add(ipp::strings("generated-natural-language-supported", ipp::Tag::language, {"en"}));
  put.add(ipp::keywords("ipp-versions-supported", {"1.1", "2.0"}));
  put.add(ipp::enumerations("operations-supported",
                            {ipp::op::get_printers, ipp::op::get_system_attributes, ipp::op::register_output_device}));
  put.add(ipp::keyword("uri-authentication-supported", "basic"));
  put.add(xri("system-xri-supported", uri, incoming.http->secure));
  return to_http(answer);
}

}  // namespace

Task<http::Response> SystemDoor::serve(http::Request& request) {
  Admitted<registry::Credential> admitted = co_await admit_to_system(service_, request);
  if (auto* refused = std::get_if<http::Response>(&admitted)) co_return std::move(*refused);
  const registry::Credential& caller = std::get<registry::Credential>(admitted);
  Received received = co_await receive(request, body_bytes_max);
  if (!received.incoming) co_return std::move(received.refusal);
  Incoming& incoming = *received.incoming;
  switch (incoming.code()) {
    case ipp::op::get_system_attributes: co_return system_attributes(service_, incoming);
    case ipp::op::get_printers: co_return co_await get_printers(caller, incoming);
    case ipp::op::register_output_device: co_return co_await register_output_device(caller, incoming);
    default: break;
  }
  co_return to_http(refuse(incoming.message, ipp::status::operation_not_supported, "this system does not do that"));
}

Task<http::Response> SystemDoor::get_printers(const registry::Credential& caller, Incoming& incoming) {
  const std::string base = ipp_base(service_, *incoming.http);
  std::function<Result<std::vector<Listed>>(store::Reader&)> look_up = [&](store::Reader& in) {
    return listed_for(in, caller, base);
  };
  const Result<std::vector<Listed>> all = co_await service_.read<std::vector<Listed>>(look_up);
  if (!all.ok()) co_return to_http(refuse(incoming.message, all.error()));
  const std::int32_t first = incoming.operation().integer("first-index").value_or(1);
  std::int32_t left = incoming.operation().integer("limit").value_or(INT32_MAX);
  const Requested asked(incoming.operation(), "printer-description", {"all"});
  ipp::Message answer = ipp::make_response(incoming.message, ipp::status::ok);
  std::int32_t number = 0;
  for (const Listed& listed : all.value()) {
    if (++number < first || left-- <= 0) continue;
    add_listed(listed, number, incoming.http->secure, asked, answer.add_group(ipp::Tag::printer));
  }
  co_return to_http(answer);
}

// The credential says which printer it is; the uuid that a proxy made up is remembered as that printer's.
Task<http::Response> SystemDoor::register_output_device(const registry::Credential& caller, Incoming& incoming) {
  if (caller.kind != registry::CredentialKind::device)
    co_return to_http(refuse(incoming.message, ipp::status::not_authorized,
                             "printers are added in the web app; sign in with the device's own password"));
  const auto uuid = incoming.operation().text("output-device-uuid");
  if (!uuid) co_return to_http(refuse(incoming.message, ipp::status::bad_request, "output-device-uuid is missing"));
  const std::string base = ipp_base(service_, *incoming.http);
  std::function<Result<Listed>(store::Transaction&)> remember =
      [printer = caller.printer, uuid = *uuid, base, now = service_.now()](store::Transaction& in) -> Result<Listed> {
    TRY(registry::remember_device_uuid(in, printer, uuid, now));
    return device_of(in, printer, base);
  };
  const Result<Listed> device = co_await service_.write<Listed>(remember);
  if (!device.ok()) co_return to_http(refuse(incoming.message, device.error()));
  const Requested asked(incoming.operation(), "printer-description", {"all"});
  ipp::Message answer = ipp::make_response(incoming.message, ipp::status::ok);
  add_listed(device.value(), 1, incoming.http->secure, asked, answer.add_group(ipp::Tag::printer));
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
