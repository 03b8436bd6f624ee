// Subscriptions and Get-Notifications at the system. A caller's are their own: those of others are not found.
#include <algorithm>

#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

constexpr Duration patience = seconds(30);
constexpr std::int32_t interval_of_waiters_s = 1, interval_of_askers_s = 5;
constexpr std::size_t user_data_bytes_max = 63;

// "none" is what RFC 3995 lets a client say instead of nothing.
bool is_known_event(const std::string& word) {
  return std::any_of(std::begin(system_events), std::end(system_events),
                     [&](const char* known) { return word == known; });
}

Result<SystemBoard::Wish> read_wish(const ipp::Group& group, std::int32_t resource) {
  if (group.text("notify-pull-method").value_or("") != "ippget")
    return refusal(ipp::status::attributes_or_values_not_supported, "subscribe with notify-pull-method=ippget");
  SystemBoard::Wish wish;
  for (std::string& word : group.texts("notify-events"))
    if (is_known_event(word)) wish.events.insert(std::move(word));
  if (!group.find("notify-events")) wish.events = {"printer-state-changed", "system-state-changed"};
  if (wish.events.empty())
    return refusal(ipp::status::attributes_or_values_not_supported, "none of these events happens at this system");
  if (const ipp::Attribute* data = group.find("notify-user-data"); data && !data->values.empty())
    if (const auto* bytes = std::get_if<std::string>(&data->values.front()))
      wish.user_data = bytes->substr(0, user_data_bytes_max);
  wish.lease_s = group.integer("notify-lease-duration");
  wish.resource = resource;
  return wish;
}

std::int32_t lease_left(const SystemSubscription& subscription, Instant now) {
  return static_cast<std::int32_t>((subscription.expires_at - now).micros / 1'000'000);
}

void add_subscription(const SystemCall& call, const SystemSubscription& subscription, const Requested& asked,
                      ipp::Group& into) {
  Picker put(asked, into);
  const Instant now = call.service.now();
  put.add(ipp::integer("notify-subscription-id", subscription.id));
  put.add(ipp::keyword("notify-pull-method", "ippget"));
  put.add(ipp::keywords("notify-events", {subscription.events.begin(), subscription.events.end()}));
  put.add(ipp::integer("notify-lease-duration", subscription.lease_s));
  put.add(ipp::integer("notify-lease-expiration-time", unix_seconds(now) + lease_left(subscription, now)));
  put.add(ipp::integer("notify-sequence-number", subscription.last_sequence));
  put.add(ipp::uri("notify-system-uri", call.uri()));
  put.add(ipp::integer("notify-system-up-time", unix_seconds(now)));
  if (subscription.resource > 0) put.add(ipp::integer("notify-resource-id", subscription.resource));
  if (!subscription.user_data.empty())
    put.add(ipp::strings("notify-user-data", ipp::Tag::octets, {subscription.user_data}));
}

http::Response unknown(const SystemCall& call) {
  return call.refuse(ipp::status::not_found, "there is no such subscription any more; subscribe again");
}

// Each group is a subscription that is made or not by itself (RFC 3995 §11.1.2): one that is not says why.
void subscribe(SystemBoard& board, const SystemCall& call, const ipp::Group& wished, std::int32_t resource,
               ipp::Group& into) {
  auto wish = read_wish(wished, resource);
  if (!wish.ok()) {
    into.add(ipp::enumeration("notify-status-code", status_of(wish.error())));
    return;
  }
  const auto made = board.subscribe(wish.take(), call.service.now());
  if (!made.ok()) {
    into.add(ipp::enumeration("notify-status-code", ipp::status::too_many_subscriptions));
    return;
  }
  into.add(ipp::integer("notify-subscription-id", made.value().id));
  into.add(ipp::integer("notify-lease-duration", made.value().lease_s));
}

http::Response subscribe_all(SystemCall& call, std::int32_t resource) {
  const auto board = call.boards.board(call.caller);
  constexpr std::uint16_t ok_ignored_subscriptions = 0x0003, ignored_all_subscriptions = 0x0414;
  ipp::Message answer = call.answer();
  std::size_t wished = 0, made = 0;
  for (const ipp::Group& group : call.request().groups) {
    if (group.tag != ipp::Tag::subscription) continue;
    ++wished;
    ipp::Group& into = answer.add_group(ipp::Tag::subscription);
    subscribe(*board, call, group, resource, into);
    made += into.find("notify-subscription-id") != nullptr;
  }
  if (wished == 0) return call.refuse(ipp::status::bad_request, "the subscription attributes are missing");
  if (made < wished) answer.code = made == 0 ? ignored_all_subscriptions : ok_ignored_subscriptions;
  return to_http(answer);
}

struct Asked {
  std::int32_t subscription = 0;
  std::int32_t from = 1;
};

std::vector<Asked> asked_for(const ipp::Group& operation) {
  std::vector<Asked> asked;
  const auto ids = operation.integers("notify-subscription-ids");
  const auto numbers = operation.integers("notify-sequence-numbers");
  for (std::size_t i = 0; i < ids.size(); ++i) asked.push_back({ids[i], i < numbers.size() ? numbers[i] : 1});
  return asked;
}

// An event for a subscription.
struct Told {
  std::int32_t subscription = 0;
  std::string user_data;
  SystemNotice notice;
};
enum class Outcome { nothing_yet, told, gone };

Outcome collect(SystemBoard& board, const std::vector<Asked>& asked, Instant now, std::vector<Told>& all) {
  for (const Asked& each : asked) {
    const SystemSubscription* subscription = board.find(each.subscription, now);
    if (!subscription) return Outcome::gone;
    for (SystemNotice& notice : SystemBoard::notices(*subscription, each.from, now))
      all.push_back({each.subscription, subscription->user_data, std::move(notice)});
  }
  return all.empty() ? Outcome::nothing_yet : Outcome::told;
}

// Parks until something is to be told, the subscription or the client is gone, or patience ends.
Task<Outcome> park(SystemCall& call, const std::shared_ptr<SystemBoard> board, const std::vector<Asked>& asked,
                   std::vector<Told>& all) {
  const Duration begun = monotonic_now();
  Outcome outcome = Outcome::nothing_yet;
  while (outcome == Outcome::nothing_yet) {
    const Duration left = patience - (monotonic_now() - begun);
    if (left.micros <= 0) break;
    if (!co_await board->changed().wait(left, call.incoming.http->connection)) break;
    outcome = collect(*board, asked, call.service.now(), all);
  }
  co_return outcome;
}

void add_subject(const SystemCall& call, const registry::SystemEvent& event, ipp::Group& into) {
  if (!event.path.empty()) {
    into.add(ipp::uri("notify-printer-uri", call.base() + event.path));
    into.add(ipp::enumeration("printer-state", event.printer_state));
    into.add(ipp::keywords("printer-state-reasons", event.printer_reasons));
  }
  if (event.resource > 0) {
    into.add(ipp::integer("notify-resource-id", event.resource));
    into.add(ipp::enumeration("resource-state", event.resource_state));
  }
  if (event.system_state > 0) into.add(ipp::enumeration("system-state", event.system_state));
}

void add_told(const SystemCall& call, const Told& told, Instant now, ipp::Message& answer) {
  ipp::Group& group = answer.add_group(ipp::Tag::event_notification);
  group.add(ipp::integer("notify-subscription-id", told.subscription))
      .add(ipp::strings("notify-charset", ipp::Tag::charset, {"utf-8"}))
      .add(ipp::strings("notify-natural-language", ipp::Tag::language, {"en"}))
      .add(ipp::uri("notify-system-uri", call.uri()))
      .add(ipp::integer("notify-sequence-number", told.notice.sequence))
      .add(ipp::keyword("notify-subscribed-event", told.notice.word))
      .add(ipp::text("notify-text", told.notice.event.text.substr(0, 255)))
      .add(ipp::integer("system-up-time", unix_seconds(now)));
  if (!told.user_data.empty()) group.add(ipp::strings("notify-user-data", ipp::Tag::octets, {told.user_data}));
  add_subject(call, told.notice.event, group);
}

}  // namespace

Task<http::Response> create_system_subscriptions(SystemCall& call) { co_return subscribe_all(call, 0); }

Task<http::Response> create_resource_subscriptions(SystemCall& call) {
  const Result<int> number = target_resource(call.operation());
  if (!number.ok()) co_return call.refuse(number.error());
  std::function<Result<registry::Resource>(store::Reader&)> look_up = [&](store::Reader& in) {
    return visible_resource(in, call.caller, number.value());
  };
  const Result<registry::Resource> found = co_await call.service.read<registry::Resource>(look_up);
  if (!found.ok()) co_return call.refuse(found.error());
  co_return subscribe_all(call, number.value());
}

Task<http::Response> get_system_subscription_attributes(SystemCall& call) {
  const auto board = call.boards.board(call.caller);
  const std::int32_t id = call.operation().integer("notify-subscription-id").value_or(0);
  const SystemSubscription* subscription = board->find(id, call.service.now());
  if (!subscription) co_return unknown(call);
  ipp::Message answer = call.answer();
  const Requested asked(call.operation(), "subscription-description", {"all"});
  add_subscription(call, *subscription, asked, answer.add_group(ipp::Tag::subscription));
  co_return to_http(answer);
}

Task<http::Response> get_system_subscriptions(SystemCall& call) {
  const auto board = call.boards.board(call.caller);
  const std::int32_t resource = call.operation().integer("notify-resource-id").value_or(0);
  std::int32_t left = call.operation().integer("limit").value_or(INT32_MAX);
  ipp::Message answer = call.answer();
  const Requested asked(call.operation(), "subscription-description", {"notify-subscription-id"});
  for (const auto& [id, subscription] : board->subscriptions(call.service.now())) {
    if (resource != 0 && subscription.resource != resource) continue;
    if (left-- <= 0) break;
    add_subscription(call, subscription, asked, answer.add_group(ipp::Tag::subscription));
  }
  co_return to_http(answer);
}

Task<http::Response> renew_system_subscription(SystemCall& call) {
  const auto board = call.boards.board(call.caller);
  const std::int32_t id = call.operation().integer("notify-subscription-id").value_or(0);
  SystemSubscription* subscription = board->find(id, call.service.now());
  if (!subscription) co_return unknown(call);
  const ipp::Group& wish = call.request().group(ipp::Tag::subscription);
  auto lease_s = wish.integer("notify-lease-duration");
  if (!lease_s) lease_s = call.operation().integer("notify-lease-duration");
  board->renew(*subscription, lease_s, call.service.now());
  ipp::Message answer = call.answer();
  answer.add_group(ipp::Tag::subscription).add(ipp::integer("notify-lease-duration", subscription->lease_s));
  co_return to_http(answer);
}

Task<http::Response> cancel_system_subscription(SystemCall& call) {
  const auto board = call.boards.board(call.caller);
  if (!board->cancel(call.operation().integer("notify-subscription-id").value_or(0))) co_return unknown(call);
  co_return call.ok();
}

Task<http::Response> get_system_notifications(SystemCall& call) {
  const std::vector<Asked> asked = asked_for(call.operation());
  if (asked.empty()) co_return call.refuse(ipp::status::bad_request, "notify-subscription-ids is missing");
  const bool wait = call.operation().boolean("notify-wait").value_or(false);
  const auto board = call.boards.board(call.caller);
  ipp::Message answer = call.answer();
  std::vector<Told> all;
  Outcome outcome = collect(*board, asked, call.service.now(), all);
  std::int32_t interval = wait ? interval_of_waiters_s : interval_of_askers_s;
  if (outcome == Outcome::nothing_yet && wait) {
    const SystemBoard::Place place(*board);
    if (place.taken()) outcome = co_await park(call, board, asked, all);
    if (!place.taken()) interval = interval_of_askers_s;
  }
  if (outcome == Outcome::gone) co_return unknown(call);
  const Instant now = call.service.now();
  answer.groups.front().add(ipp::integer("notify-get-interval", interval));
  answer.groups.front().add(ipp::integer("system-up-time", unix_seconds(now)));
  for (const Told& told : all) add_told(call, told, now, answer);
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
