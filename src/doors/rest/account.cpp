// App passwords and API tokens: made, listed, revoked by their owner. A secret is in the answer that made it and
// nowhere else.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

using registry::CredentialKind;

void add_secret_endpoints(Endpoints& endpoints, const std::string& path, CredentialKind kind,
                          const std::string& secret_name) {
  endpoints.get(path, [kind](store::Reader& in, const Caller& caller, const Call&) -> Result<Answer> {
    Json items = Json::array();
    for (const auto& credential : TRY(registry::credentials_of(in, caller.id(), kind)))
      items.push(credential_json(credential));
    return Answer{200, list_json(std::move(items))};
  });
  endpoints.change(
      "POST", path,
      [kind, secret_name](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
        registry::Credential wanted;
        wanted.kind = kind;
        wanted.person = caller.id();
        wanted.label = TRY(text_member(call.body, "label"));
        const auto made = TRY(registry::add_credential(in, wanted, call.now));
        Json json = credential_json(made.credential);
        if (kind == CredentialKind::app_password) json.set("user", caller.person.login);
        return Answer{201, json.set(secret_name, made.secret)};
      });
  endpoints.change("DELETE", path + "/{credential}",
                   [](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
                     TRY(registry::revoke_credential(in, caller.id(), TRY(call.id<CredentialId>("credential"))));
                     return no_content();
                   });
}

}  // namespace

void add_account_endpoints(Endpoints& endpoints) {
  add_secret_endpoints(endpoints, "/app-passwords", CredentialKind::app_password, "password");
  add_secret_endpoints(endpoints, "/api-tokens", CredentialKind::api_token, "token");
}

}  // namespace tsuke::doors
