// By e-mail: a purpose's secret address, the senders that its person trusts, and the confirmation of a mailed job.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/hold/confirm_sender.h"
#include "registry/mail_addresses.h"

namespace tsuke::doors {

namespace {

Error no_mail() {
  return {Reason::conflict, "mail-not-set-up",
          "this service takes no mail; submit on the web page or from a print dialog"};
}

// {"available":true,"address":"client-a-…@print.example"|null,"made_at":…|null}
Json address_json(const std::string& domain, const std::optional<registry::MailAddress>& found) {
  const bool shown = found && !domain.empty();
  return Json::object({{"available", !domain.empty()},
                       {"address", shown ? Json(found->local_part + "@" + domain) : Json()},
                       {"made_at", shown ? time_json(found->made_at) : Json()}});
}

Json sender_json(const registry::TrustedSender& sender) {
  return Json::object({{"address", sender.address}, {"is_login", sender.is_login}, {"since", time_json(sender.since)}});
}

Result<Answer> list_senders(store::Reader& in, const Caller& caller, const Call&) {
  Json items = Json::array();
  for (const auto& sender : TRY(registry::trusted_senders(in, caller.id()))) items.push(sender_json(sender));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> distrust(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(registry::distrust_sender(in, caller.id(), call.path.find("address")->second));
  return no_content();
}

Result<Answer> confirm(store::Transaction& in, const Caller& caller, const Call& call) {
  const bool always = TRY(optional_boolean(call.body, "always")).value_or(false);
  const auto trust = always ? flow::Trust::always : flow::Trust::this_once;
  const auto job = TRY(flow::confirm_sender(in, caller.id(), TRY(call.id<JobId>("job")), trust, call.now));
  return Answer{200, TRY(job_json(in, job))};
}

}  // namespace

void add_mail_endpoints(Endpoints& endpoints) {
  const std::string& domain = endpoints.service().mail_domain;
  endpoints.get("/purposes/{purpose}/mail-address",
                [&domain](store::Reader& in, const Caller& caller, const Call& call) -> Result<Answer> {
                  const auto purpose = TRY(registry::purpose_of(in, caller.id(), TRY(call.id<PurposeId>("purpose"))));
                  return Answer{200, address_json(domain, TRY(registry::mail_address_of(in, purpose.id)))};
                });
  endpoints.change(
      "POST", "/purposes/{purpose}/mail-address",
      [&domain](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
        const auto purpose = TRY(call.id<PurposeId>("purpose"));
        if (domain.empty()) return no_mail();
        return Answer{201, address_json(domain, TRY(registry::renew_mail_address(in, caller.id(), purpose, call.now)))};
      });
  endpoints.change("DELETE", "/purposes/{purpose}/mail-address",
                   [](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
                     TRY(registry::switch_off_mail_address(in, caller.id(), TRY(call.id<PurposeId>("purpose"))));
                     return no_content();
                   });
  endpoints.get("/trusted-senders", list_senders);
  endpoints.change("DELETE", "/trusted-senders/{address}", distrust);
  endpoints.change("POST", "/jobs/{job}/confirm-sender", confirm);
}

}  // namespace tsuke::doors
