#include "app/demo/api.h"

#include <algorithm>

namespace tsuke::app {

namespace {
constexpr const char* address = "127.0.0.1";
}

Api::Api(int port, std::string token) : port_(port), token_(std::move(token)), client_(address, port, seconds(30)) {}

http::Client::Fields Api::fields() const {
  return {{"Authorization", "Bearer " + token_}, {"Content-Type", "application/json"}};
}

Result<Api::Reply> Api::call(std::string_view method, const std::string& path, const Json& body) {
  const std::string text = body.is_null() ? std::string() : body.dump();
  const auto response = TRY(client_.request(method, "/api/v1" + path, text, fields()));
  Reply reply{response.status, {}};
  if (!response.body.empty()) reply.body = TRY(Json::parse(response.body));
  return reply;
}

Result<Json> Api::get(const std::string& path) {
  Reply reply = TRY(call("GET", path));
  if (!reply.ok()) return Error{Reason::unavailable, reply.body["code"].text(), reply.body["detail"].text()};
  return std::move(reply.body);
}

Result<void> Api::wait_until(const std::function<Result<bool>()>& true_at_last, Duration patience) {
  http::Client events(address, port_, seconds(30));
  const auto opened = TRY(events.open_stream("/api/v1/events", fields()));
  if (opened.status != 200) return Error{Reason::unavailable, "no-events", "the server gives no events"};
  const Duration deadline{monotonic_now().micros + patience.micros};
  for (;;) {
    if (TRY(true_at_last())) return {};
    const Duration left = deadline - monotonic_now();
    if (left <= seconds(0)) return Error{Reason::unavailable, "demo-timeout", "what the demo waits for does not come"};
    // A heartbeat wakes us, too; a silent second is no failure yet.
    const auto line = events.next_line(std::min(left, seconds(1)));
    if (!line.ok() && line.error().code != "timeout") return line.error();
  }
}

}  // namespace tsuke::app
