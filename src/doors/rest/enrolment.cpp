// POST /enrolments: an agent trades its single-use code for its printer's credential. The code is all the proof it has.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "doors/tries.h"

namespace tsuke::doors {

namespace {

struct Enrolled {
  registry::NewCredential credential;
  registry::Printer printer;
};

Json enrolled_json(const Enrolled& enrolled, const Call& call) {
  const registry::Printer& printer = enrolled.printer;
  return Json::object({{"printer_id", to_string(printer.id)},
                       {"printer", printer.name},
                       {"uri", call.uri_scheme() + "://" + call.host + "/ipp/device/" + to_string(printer.id)},
                       {"user", registry::device_user(printer.id)},
                       {"password", enrolled.credential.secret},
                       {"uuid", printer.uuid}});
}

Task<http::Response> enrol(Service& service, Tries& tries, http::Request& request) {
  const auto call = co_await read_call(service, request, true);
  if (!call.ok()) co_return problem(call.error());
  const auto code = text_member(call.value().body, "code");
  if (!code.ok()) co_return problem(code.error());
  const Instant now = service.now();
  const auto allowed = tries.begin(request.peer_address, now);
  if (!allowed.ok()) co_return problem(allowed.error());
  const auto trade = [code = code.value(), now](store::Transaction& in) -> Result<Enrolled> {
    const auto made = TRY(registry::enrol(in, code, now));
    auto printer = TRY(registry::printer(in, made.credential.printer));
    return Enrolled{made, std::move(printer)};
  };
  const auto enrolled = co_await service.write<Enrolled>(trade);
  if (!enrolled.ok()) co_return problem(enrolled.error());
  tries.take_back(request.peer_address);
  http::Response response = http::json_response(enrolled_json(enrolled.value(), call.value()), 201);
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

void add_enrolment_endpoint(Endpoints& endpoints) {
  Service& service = endpoints.service();
  const auto tries = std::make_shared<Tries>();
  endpoints.raw("POST", "/enrolments", http::Access::open,
                [&service, tries](http::Request& request) { return enrol(service, *tries, request); });
}

}  // namespace tsuke::doors
