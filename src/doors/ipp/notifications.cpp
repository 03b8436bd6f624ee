#include <algorithm>

#include "base/time.h"
#include "doors/ipp/notices.h"

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

void add_told(const std::string& queue_uri, const Told& told, Instant now, ipp::Message& answer) {
  const bool fetchable = told.notice.event == "job-fetchable";
  ipp::Group& group = answer.add_group(ipp::Tag::event_notification);
  group.add(ipp::integer("notify-subscription-id", told.subscription))
      .add(ipp::strings("notify-charset", ipp::Tag::charset, {"utf-8"}))
      .add(ipp::strings("notify-natural-language", ipp::Tag::language, {"en"}))
      .add(ipp::uri("notify-printer-uri", queue_uri))
      .add(ipp::integer("notify-sequence-number", static_cast<std::int32_t>(told.sequence)))
      .add(ipp::keyword("notify-subscribed-event", told.notice.event))
      .add(ipp::text("notify-text", fetchable ? "a job is ready to be fetched" : "a job has changed"))
      .add(ipp::integer("printer-up-time", static_cast<std::int32_t>(now.micros / 1'000'000)))
      .add(ipp::integer("notify-job-id", told.notice.job))
      .add(ipp::integer("job-id", told.notice.job))
      .add(ipp::enumeration("job-state", told.state))
      .add(ipp::keywords("job-state-reasons", told.reasons));
  if (told.impressions) group.add(ipp::integer("job-impressions-completed", *told.impressions));
  if (!told.user_data.empty()) group.add(ipp::strings("notify-user-data", ipp::Tag::octets, {told.user_data}));
}

enum class Outcome { nothing_yet, told, complete, gone };

// Gathers every wanted notice. Complete: of all that was asked for nothing more will come.
Outcome collect(NoticeBoard& board, const std::vector<Asked>& asked, std::vector<Told>& all) {
  bool complete = true;
  for (const Asked& each : asked) {
    const Subscription* subscription = board.find(each.subscription);
    if (!subscription) return Outcome::gone;
    complete = complete && subscription->complete;
    for (Notice& notice : board.notices(*subscription, each.from_sequence)) {
      const std::int64_t sequence = NoticeBoard::sequence_of(*subscription, notice);
      all.push_back({each.subscription, sequence, std::move(notice), subscription->user_data});
    }
  }
  if (complete) return Outcome::complete;
  return all.empty() ? Outcome::nothing_yet : Outcome::told;
}

void add_interval(ipp::Message& answer, std::int32_t seconds_to_wait, Instant now) {
  answer.groups.front().add(ipp::integer("notify-get-interval", seconds_to_wait));
  answer.groups.front().add(ipp::integer("printer-up-time", static_cast<std::int32_t>(now.micros / 1'000'000)));
}

// Parks until something is to be told, the subscription or the client is gone, or patience ends.
Task<Outcome> park(NoticeCall& call, const std::vector<Asked>& asked, std::vector<Told>& all) {
  const std::shared_ptr<NoticeBoard> board = call.board;
  const Duration begun = monotonic_now();
  Outcome outcome = Outcome::nothing_yet;
  while (outcome == Outcome::nothing_yet) {
    const Duration left = patience - (monotonic_now() - begun);
    if (left.micros <= 0) break;
    if (!co_await board->changed().wait(left, call.incoming.http->connection)) break;
    outcome = collect(*board, asked, all);
  }
  co_return outcome;
}

// The events with their states, and when to ask again.
Task<http::Response> tell(NoticeCall& call, ipp::Message& answer, std::vector<Told>& all, std::int32_t interval) {
  const Instant now = call.service.now();
  std::function<Result<bool>(store::Reader&)> look_up = [&](store::Reader& in) { return call.look_up(in, all); };
  // An agent is woken for job-fetchable without a look at the rows.
  const bool only_fetchable =
      std::all_of(all.begin(), all.end(), [](const Told& told) { return told.notice.event == "job-fetchable"; });
  if (!only_fetchable) {
    const Result<bool> found = co_await call.service.read<bool>(look_up);
    if (!found.ok()) co_return to_http(refuse(call.request(), found.error()));
  }
  add_interval(answer, interval, now);
  for (const Told& told : all) add_told(call.queue_uri, told, now, answer);
  co_return to_http(answer);
}

}  // namespace

Task<http::Response> tell_notices(NoticeCall& call) {
  const std::vector<Asked> asked = asked_for(call.operation());
  if (asked.empty()) co_return call.refuse(ipp::status::bad_request, "notify-subscription-ids is missing");
  if (asked.size() > NoticeBoard::subscriptions_max)
    co_return call.refuse(ipp::status::bad_request, "one request asks for at most 16 subscriptions");
  const bool wait = call.operation().boolean("notify-wait").value_or(false);
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  std::vector<Told> all;
  Outcome outcome = collect(*call.board, asked, all);
  std::int32_t interval = wait ? interval_of_waiters_s : interval_of_askers_s;
  if (outcome == Outcome::nothing_yet && wait) {
    call.incoming.message.groups.clear();  // parked calls are many: they keep what they need
    const NoticeBoard::Place place(*call.board);
    if (place.taken()) outcome = co_await park(call, asked, all);
    if (!place.taken()) interval = interval_of_askers_s;
  }
  if (outcome == Outcome::gone)
    co_return call.refuse(ipp::status::not_found, "there is no such subscription any more; subscribe again");
  if (outcome == Outcome::complete) answer.code = ipp::status::ok_events_complete;
  co_return co_await tell(call, answer, all, interval);
}

}  // namespace tsuke::ippdoor
