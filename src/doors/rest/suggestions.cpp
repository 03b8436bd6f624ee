// Which purpose is usual here and now, for where a person chooses one.
#include "doors/rest/groups.h"
#include "doors/rest/refusal.h"
#include "doors/rest/shapes.h"
#include "flow/suggest.h"

namespace tsuke::doors {

namespace {

// ?printer=…&time_zone=Asia/Tokyo; the hour is the server's own, told in that zone.
Result<Answer> list(store::Reader& in, const Caller& caller, const Call& call) {
  PrinterId printer;
  if (const std::string_view wanted = call.query_value("printer"); !wanted.empty())
    printer = TRY(visible_printer(in, caller.id(), TRY(parse_id<PrinterId>(wanted)))).id;
  const std::string_view zone = call.query_value("time_zone");
  Json items = Json::array();
  for (const flow::Suggestion& one :
       TRY(flow::suggestions(in, caller.id(), printer, zone.empty() ? "Etc/UTC" : zone, call.now)))
    items.push(Json::object({{"purpose", to_string(one.purpose)},
                             {"reason", flow::to_string(one.reason)},
                             {"times", one.times},
                             {"of", one.of}}));
  return Answer{200, list_json(std::move(items))};
}

}  // namespace

void add_suggestion_endpoint(Endpoints& endpoints) { endpoints.get("/purpose-suggestions", list); }

}  // namespace tsuke::doors
