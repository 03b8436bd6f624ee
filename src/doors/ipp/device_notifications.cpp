// Get-Notifications: what a waiting agent is parked on. It is woken by the commit that releases a job, not by a clock.
#include "base/time.h"
#include "doors/ipp/device_call.h"

namespace tsuke::ippdoor {
namespace {

constexpr Duration patience = seconds(30);
// INFRA clients sleep this long before they ask again.
constexpr std::int32_t interval_of_waiters_s = 1, interval_of_askers_s = 5;

struct Asked {
  std::int32_t subscription = 0;
  std::int64_t from_sequence = 1;
};

std::vector<Asked> asked_for(const ipp::Group& operation) {
  std::vector<Asked> asked;
  const auto ids = operation.integers("notify-subscription-ids");
  const auto sequences = operation.integers("notify-sequence-numbers");
  for (std::size_t i = 0; i < ids.size(); ++i) asked.push_back({ids[i], i < sequences.size() ? sequences[i] : 1});
  return asked;
}

// The message of an answer, kept instead of the request while the call is parked.
ipp::Message begin_answer(const ipp::Message& request) { return ipp::make_response(request, ipp::status::ok); }

void add_notice(const DeviceQueue& queue, const DeviceSubscription& subscription, const Notice& notice, Instant now,
                ipp::Message& answer) {
  const std::int32_t up_time = static_cast<std::int32_t>(now.micros / 1'000'000);
  answer.add_group(ipp::Tag::event_notification)
      .add(ipp::integer("notify-subscription-id", subscription.id))
      .add(ipp::strings("notify-charset", ipp::Tag::charset, {"utf-8"}))
      .add(ipp::strings("notify-natural-language", ipp::Tag::language, {"en"}))
      .add(ipp::uri("notify-printer-uri", queue.uri))
      .add(ipp::integer("notify-sequence-number",
                        static_cast<std::int32_t>(DeviceBoard::sequence_of(subscription, notice))))
      .add(ipp::keyword("notify-subscribed-event", notice.event))
      .add(ipp::text("notify-text",
                     notice.event == "job-fetchable" ? "a job is ready to be fetched" : "a job has changed"))
      .add(ipp::integer("printer-up-time", up_time))
      .add(ipp::integer("notify-job-id", notice.job))
      .add(ipp::integer("job-id", notice.job))
      .add(ipp::enumeration("job-state", notice.state))
      .add(ipp::keywords("job-state-reasons", notice.reasons));
}

enum class Outcome { nothing_yet, told, gone };

// Puts every wanted notice into the answer.
Outcome collect(DeviceBoard& board, const DeviceQueue& queue, const std::vector<Asked>& asked, Instant now,
                ipp::Message& answer) {
  Outcome outcome = Outcome::nothing_yet;
  for (const Asked& each : asked) {
    const DeviceSubscription* subscription = board.find(each.subscription);
    if (!subscription) return Outcome::gone;
    for (const Notice& notice : board.notices(*subscription, each.from_sequence)) {
      add_notice(queue, *subscription, notice, now, answer);
      outcome = Outcome::told;
    }
  }
  return outcome;
}

void add_interval(ipp::Message& answer, std::int32_t seconds_to_wait, Instant now) {
  answer.groups.front().add(ipp::integer("notify-get-interval", seconds_to_wait));
  answer.groups.front().add(ipp::integer("printer-up-time", static_cast<std::int32_t>(now.micros / 1'000'000)));
}

// Parks until something is to be told, the subscription or the agent is gone, or patience ends.
Task<Outcome> park(DeviceCall& call, const std::vector<Asked>& asked, ipp::Message& answer) {
  const std::shared_ptr<DeviceBoard> board = call.board;
  const Duration begun = monotonic_now();
  Outcome outcome = Outcome::nothing_yet;
  while (outcome == Outcome::nothing_yet) {
    const Duration left = patience - (monotonic_now() - begun);
    if (left.micros <= 0) break;
    if (!co_await board->changed().wait(left, call.incoming.http->connection)) break;
    outcome = collect(*board, call.queue, asked, call.service.now(), answer);
  }
  co_return outcome;
}

}  // namespace

Task<http::Response> get_notifications(DeviceCall& call) {
  const std::vector<Asked> asked = asked_for(call.operation());
  if (asked.empty()) co_return call.refuse(ipp::status::bad_request, "notify-subscription-ids is missing");
  const bool wait = call.operation().boolean("notify-wait").value_or(false);
  ipp::Message answer = begin_answer(call.request());
  Outcome outcome = collect(*call.board, call.queue, asked, call.service.now(), answer);
  std::int32_t interval = wait ? interval_of_waiters_s : interval_of_askers_s;
  if (outcome == Outcome::nothing_yet && wait) {
    call.incoming.message.groups.clear();  // parked calls are many: they keep what they need
    const DeviceBoard::Place place(*call.board);
    if (place.taken()) outcome = co_await park(call, asked, answer);
    if (!place.taken()) interval = interval_of_askers_s;
  }
  if (outcome == Outcome::gone)
    co_return call.refuse(ipp::status::not_found, "there is no such subscription any more; subscribe again");
  add_interval(answer, interval, call.service.now());
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
