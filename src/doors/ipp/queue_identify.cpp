// Identify-Printer at a person's queue: which of my printers is this? Its name appears on that person's open web pages.
#include <algorithm>

#include "base/bytes.h"
#include "base/json.h"
#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/queue_call.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::size_t message_bytes_max = 127;

}  // namespace

Task<http::Response> identify_printer(QueueCall& call) {
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  std::vector<std::string> ways = call.operation().texts("identify-actions");
  std::erase(ways, identify_display);
  if (!ways.empty()) {
    answer.code = ipp::status::ok_ignored_or_substituted;
    answer.add_group(ipp::Tag::unsupported_group).add(ipp::keywords("identify-actions", std::move(ways)));
  }
  const std::string said = call.operation().text("message").value_or("");
  const std::string purpose = call.queue.purpose ? to_string(call.queue.purpose->id) : "";
  const Json payload =
      Json::object({{"name", queue_name(call.queue)},
                    {"message", is_clean_utf8(said) ? clipped(said, message_bytes_max) : std::string()}});
  std::function<Result<void>(store::Transaction&)> change = [person = call.queue.person(), purpose,
                                                             payload](store::Transaction& in) -> Result<void> {
    in.publish({"identify", purpose.empty() ? to_string(person) : purpose, flow::audience(person), payload.dump()});
    return {};
  };
  const Result<void> told = co_await call.service.write_void(change);
  if (!told.ok()) co_return call.refuse(told.error());
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
