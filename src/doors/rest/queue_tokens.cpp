// The addresses that devices print to: one for each device and purpose, named, shown once with all that the device
// needs, revoked at once.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "doors/setup/door.h"
#include "doors/setup/typed.h"
#include "platform/qr/qr.h"
#include "registry/setup_links.h"

namespace tsuke::doors {

namespace {

Json token_json(const registry::Credential& token) {
  Json json = credential_json(token);
  const std::string_view device = registry::to_string(token.device);
  return json.set("device", device.empty() ? Json() : Json(std::string(device)));
}

// Whose purpose it is: another person's is not found.
Result<registry::Purpose> own_purpose(store::Reader& in, const Caller& caller, const Call& call) {
  return registry::purpose_of(in, caller.id(), TRY(call.id<PurposeId>("purpose")));
}

Result<Answer> list(store::Reader& in, const Caller& caller, const Call& call) {
  const auto purpose = TRY(own_purpose(in, caller, call));
  Json items = Json::array();
  for (const auto& token : TRY(registry::queue_tokens_of(in, purpose.id))) items.push(token_json(token));
  return Answer{200, list_json(std::move(items))};
}

// A QR code's rows, "1" for a dark square: a phone's camera takes the address from the screen.
Result<Json> code_json(const std::string& text) {
  const qr::Code code = TRY(qr::encode(text));
  Json rows = Json::array();
  for (int y = 0; y < code.size; ++y) {
    std::string row;
    for (int x = 0; x < code.size; ++x) row.push_back(code.is_dark(x, y) ? '1' : '0');
    rows.push(std::move(row));
  }
  return rows;
}

// What each kind of device is given; with the secret in it, so only in the answer that made the token.
Result<Json> setup_json(const Call& call, const registry::NewCredential& token, const std::string& slug,
                        const std::string& link, bool is_signed) {
  const auto address = QueueAddress::create(call.host, call.secure, token.secret);
  Json json = Json::object({{"host", address.bare_host()},
                            {"port", address.port},
                            {"path", address.path()},
                            {"lpadmin", lpadmin_line(address, slug)},
                            {"web_address", address.http()},
                            {"powershell", powershell_line(address)}});
  const std::string profile = setup_url(call.host, call.secure, link, profile_file);
  json.set("profile", profile).set("profile_signed", is_signed).set("profile_code", TRY(code_json(profile)));
  json.set("chrome_printers", setup_url(call.host, call.secure, link, chrome_printers_file));
  return json.set("files_until", time_json(call.now + registry::setup_link_lasts));
}

Result<Answer> add(store::Transaction& in, const Caller& caller, const Call& call, bool is_signed) {
  const auto purpose = TRY(own_purpose(in, caller, call));
  registry::Credential wanted;
  wanted.kind = registry::CredentialKind::queue_token;
  wanted.person = caller.id();
  wanted.purpose = purpose.id;
  wanted.label = TRY(text_member(call.body, "label"));
  if (const auto device = TRY(optional_text(call.body, "device")))
    wanted.device = TRY(registry::device_kind_from_text(*device));
  const auto made = TRY(registry::add_credential(in, wanted, call.now));
  const std::string link = TRY(registry::add_setup_link(in, made, call.now));
  Json json = token_json(made.credential);
  json.set("uri", QueueAddress::create(call.host, call.secure, made.secret).ipp());
  return Answer{201, json.set("setup", TRY(setup_json(call, made, purpose.slug, link, is_signed)))};
}

Result<Answer> revoke(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(own_purpose(in, caller, call));
  TRY(registry::revoke_credential(in, caller.id(), TRY(call.id<CredentialId>("token"))));
  return no_content();
}

}  // namespace

void add_queue_token_endpoints(Endpoints& endpoints) {
  const bool is_signed = endpoints.service().signer != nullptr;
  endpoints.get("/purposes/{purpose}/queue-tokens", list);
  endpoints.change("POST", "/purposes/{purpose}/queue-tokens",
                   [is_signed](store::Transaction& in, const Caller& caller, const Call& call) {
                     return add(in, caller, call, is_signed);
                   });
  endpoints.change("DELETE", "/purposes/{purpose}/queue-tokens/{token}", revoke);
}

}  // namespace tsuke::doors
