#include "flow/attempts.h"

#include "base/json.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query move_attempt{"move_attempt", "UPDATE attempt SET state = $2, deadline = $3 WHERE id = $1"};
constexpr Query close_attempt{"close_attempt",
                              "UPDATE attempt SET state = 'ended', result = $2, deadline = $3 WHERE id = $1"};

}  // namespace

Result<void> require_winner(const Attempt& attempt, std::string_view device) {
  if (device.empty() || attempt.fetched_by.empty() || attempt.fetched_by == device) return {};
  return Error{Reason::not_permitted, "other-device", "another device behind this queue has taken the job"};
}

Result<void> set_attempt_state(store::Transaction& in, const Attempt& attempt, AttemptState state, Instant deadline) {
  return in.run(move_attempt, {attempt.id, to_string(state), deadline});
}

Result<void> end_attempt(store::Transaction& in, const Attempt& attempt, AttemptResult result, Instant now) {
  TRY(in.run(close_attempt, {attempt.id, to_string(result), now}));
  const Json payload = Json::object({{"job", to_string(attempt.job)}, {"result", to_string(result)}});
  in.publish({"attempt", to_string(attempt.job), "stage:charge", payload.dump()});
  return {};
}

void tell_device(store::Transaction& in, const Attempt& attempt, std::string_view event) {
  const Json payload = Json::object({{"event", event}, {"job", std::int64_t{attempt.device_number}}});
  in.publish({"device", to_string(attempt.printer), device_audience(attempt.printer), payload.dump()});
}

}  // namespace tsuke::flow
