// /printers/{printer}/direct: the address at which the service itself prints to this printer, for who administers it
// and for the operator.
#include "registry/direct.h"

#include <algorithm>
#include <array>

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/job.h"

namespace tsuke::doors {

namespace {

struct Trouble {
  std::string_view code, sentence;
};
constexpr Trouble unanswered{
    "printer-not-reached", "The printer does not answer at this address. See that it is on and the address is right."};
constexpr Trouble not_trusted{"printer-not-trusted",
                              "The printer's certificate is not trusted here. Use an address with ipp://, or give the "
                              "printer a certificate that this service trusts."};
constexpr Trouble not_understood{"printer-not-understood",
                                 "What answers at this address does not speak IPP as a printer does. See that the path "
                                 "is right, often /ipp/print."};
constexpr Trouble wants_password{"printer-wants-password",
                                 "The printer wants a password, and the service has none. Let an agent serve it."};
constexpr Trouble not_allowed{"printer-not-allowed-here",
                              "This service may not connect to this address. Ask its operator to allow the printer's "
                              "network and port."};

// What the last try came to, in words that say what to do.
const Trouble& trouble_of(std::string_view problem) {
  static constexpr std::array silent{"no-connection", "no-answer", "connection-lost"};
  if (std::find(silent.begin(), silent.end(), problem) != silent.end()) return unanswered;
  if (problem == "server-not-trusted" || problem.starts_with("certificate-")) return not_trusted;
  if (problem == "not-authenticated" || problem.starts_with("client-error-not-auth")) return wants_password;
  if (problem == "address-not-allowed" || problem == "port-not-allowed" || problem == "direct-mode-off")
    return not_allowed;
  return not_understood;
}

Json problem_json(const registry::DirectPrinter& direct, const Call& call) {
  if (direct.problem.empty()) return {};
  const Trouble& trouble = trouble_of(direct.problem);
  return Json::object({{"code", trouble.code},
                       {"detail", sentence_for(trouble.code, trouble.sentence, call.language)},
                       {"what", direct.detail}});
}

Result<PrinterId> administered(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<PrinterId>("printer"));
  TRY(caller.person.is_operator ? registry::printer(in, id) : registry::administered_printer(in, caller.id(), id));
  return id;
}

Result<Answer> answer_for(store::Reader& in, PrinterId id, const reach::Reach& reach, const Call& call) {
  const auto direct = TRY(registry::direct(in, id));
  return Answer{200, Json::object({{"available", !reach.is_off()},
                                   {"uri", direct ? Json(direct->uri) : Json()},
                                   {"set_at", direct ? time_json(direct->set_at) : Json()},
                                   {"problem", direct ? problem_json(*direct, call) : Json()}})};
}

// Its agent, which was refused what is released already and not asked how the printer is, begins anew.
Result<void> hand_back(store::Transaction& in, PrinterId id) {
  if (!TRY(registry::direct(in, id))) return {};
  TRY(registry::end_direct(in, id));
  in.publish({"direct", to_string(id), flow::device_audience(id), "{}"});
  return {};
}

}  // namespace

void add_direct_endpoints(Endpoints& endpoints, const reach::Reach& reach) {
  const std::string path = "/printers/{printer}/direct";
  endpoints.get(path, [reach](store::Reader& in, const Caller& caller, const Call& call) -> Result<Answer> {
    return answer_for(in, TRY(administered(in, caller, call)), reach, call);
  });
  const Change put = [reach](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
    const PrinterId id = TRY(administered(in, caller, call));
    const std::string uri = TRY(text_member(call.body, "uri"));
    TRY(reach.check_uri(uri));
    TRY(registry::set_direct(in, id, uri, call.now));
    return answer_for(in, id, reach, call);
  };
  endpoints.change("PUT", path, put);
  const Change end = [](store::Transaction& in, const Caller& caller, const Call& call) -> Result<Answer> {
    TRY(hand_back(in, TRY(administered(in, caller, call))));
    return no_content();
  };
  endpoints.change("DELETE", path, end);
}

}  // namespace tsuke::doors
