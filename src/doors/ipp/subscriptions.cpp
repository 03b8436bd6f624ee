#include <algorithm>

#include "doors/ipp/notices.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::uint16_t ignored_subscriptions = 0x0003, ignored_all_subscriptions = 0x0414;
constexpr std::size_t user_data_bytes_max = 63;

// Of the wished events those that there are; all of them where every keyword is taken.
std::set<std::string, std::less<>> known_events(const NoticeRules& rules, const ipp::Group& wish) {
  std::vector<std::string> words = wish.texts("notify-events");
  if (words.empty()) words.emplace_back(rules.is_open_ended() ? "job-state-changed" : "job-completed");
  std::set<std::string, std::less<>> events;
  for (std::string& word : words) {
    const bool known = std::find(rules.events.begin(), rules.events.end(), word) != rules.events.end();
    if (known || rules.is_open_ended()) events.insert(std::move(word));
  }
  return events;
}

std::int32_t lease_of(const NoticeRules& rules, std::optional<std::int32_t> wished) {
  if (rules.is_open_ended()) return 0;
  const std::int32_t lease = wished.value_or(rules.lease_default_s);
  return lease <= 0 ? rules.lease_max_s : std::min(lease, rules.lease_max_s);
}

// notify-user-data is octets, which come as text of any bytes.
std::string user_data_of(const ipp::Group& wish) {
  const ipp::Attribute* data = wish.find("notify-user-data");
  const auto* octets = data && data->values.size() == 1 ? std::get_if<std::string>(&data->values.front()) : nullptr;
  return octets && octets->size() <= user_data_bytes_max ? *octets : std::string();
}

// A subscription, or the status of why there is none.
Result<Subscription> wished_subscription(const NoticeRules& rules, const ipp::Group& wish, std::int32_t job) {
  if (wish.find("notify-recipient-uri"))
    return refusal(ipp::status::uri_scheme_not_supported, "subscribe with notify-pull-method=ippget");
  if (wish.text("notify-pull-method").value_or("") != "ippget")
    return refusal(ipp::status::bad_request, "subscribe with notify-pull-method=ippget");
  Subscription subscription;
  subscription.events = known_events(rules, wish);
  if (subscription.events.empty())
    return refusal(ipp::status::attributes_or_values_not_supported, "none of these events comes here");
  subscription.job = job;
  // A job's subscription lasts as long as the job (RFC 3995 §5.3.8).
  if (job == 0) subscription.lease_s = lease_of(rules, wish.integer("notify-lease-duration"));
  subscription.user_data = user_data_of(wish);
  return subscription;
}

Result<const Subscription*> subscribe(NoticeBoard& board, const NoticeRules& rules, const ipp::Group& wish,
                                      std::int32_t job) {
  const Subscription* made = board.subscribe(TRY(wished_subscription(rules, wish, job)));
  if (!made) return refusal(ipp::status::too_many_subscriptions, "these are too many subscriptions; cancel some");
  return made;
}

void add_subscription(const NoticeCall& call, const Subscription& subscription, const Requested& asked,
                      ipp::Group& into) {
  Picker put(asked, into);
  put.add(ipp::integer("notify-subscription-id", subscription.id));
  put.add(ipp::keyword("notify-pull-method", "ippget"));
  put.add(ipp::keywords("notify-events", {subscription.events.begin(), subscription.events.end()}));
  if (subscription.job == 0) put.add(ipp::integer("notify-lease-duration", subscription.lease_s));
  if (subscription.job != 0) put.add(ipp::integer("notify-job-id", subscription.job));
  if (!subscription.user_data.empty())
    put.add(ipp::strings("notify-user-data", ipp::Tag::octets, {subscription.user_data}));
  put.add(ipp::strings("notify-charset", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("notify-natural-language", ipp::Tag::language, {"en"}));
  put.add(ipp::uri("notify-printer-uri", call.queue_uri));
  if (subscription.job == 0 && subscription.lease_s > 0)
    put.add(ipp::integer("notify-lease-expiration-time",
                         static_cast<std::int32_t>(call.service.now().micros / 1'000'000) + subscription.lease_s));
}

Subscription* named(const NoticeCall& call) {
  return call.board->find(call.operation().integer("notify-subscription-id").value_or(0));
}

http::Response unknown(const NoticeCall& call) {
  return call.refuse(ipp::status::not_found, "there is no such subscription any more; subscribe again");
}

}  // namespace

std::size_t subscribe_all(const std::shared_ptr<NoticeBoard>& board, const NoticeRules& rules,
                          const ipp::Message& request, std::int32_t job, ipp::Message& answer) {
  std::size_t made = 0;
  for (const ipp::Group& wish : request.groups) {
    if (wish.tag != ipp::Tag::subscription) continue;
    ipp::Group& group = answer.add_group(ipp::Tag::subscription);
    const Result<const Subscription*> subscription = subscribe(*board, rules, wish, job);
    if (!subscription.ok()) {
      group.add(ipp::enumeration("notify-status-code", status_of(subscription.error())));
      continue;
    }
    ++made;
    group.add(ipp::integer("notify-subscription-id", subscription.value()->id));
    if (job == 0) group.add(ipp::integer("notify-lease-duration", subscription.value()->lease_s));
  }
  return made;
}

http::Response create_subscriptions(const NoticeCall& call, std::int32_t job) {
  const auto wished = static_cast<std::size_t>(
      std::count_if(call.request().groups.begin(), call.request().groups.end(),
                    [](const ipp::Group& group) { return group.tag == ipp::Tag::subscription; }));
  if (wished == 0) return call.refuse(ipp::status::bad_request, "the subscription attributes are missing");
  if (wished > NoticeBoard::subscriptions_max)
    return call.refuse(ipp::status::too_many_subscriptions, "these are too many subscriptions for one queue");
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  const std::size_t made = subscribe_all(call.board, call.rules, call.request(), job, answer);
  if (made < wished) answer.code = made == 0 ? ignored_all_subscriptions : ignored_subscriptions;
  return to_http(answer);
}

http::Response show_subscription(const NoticeCall& call) {
  const Subscription* subscription = named(call);
  if (!subscription) return unknown(call);
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  const Requested asked(call.operation(), "subscription-description", {"all"});
  add_subscription(call, *subscription, asked, answer.add_group(ipp::Tag::subscription));
  return to_http(answer);
}

http::Response list_subscriptions(const NoticeCall& call) {
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  const Requested asked(call.operation(), "subscription-description", {"notify-subscription-id"});
  const std::int32_t job = call.operation().integer("notify-job-id").value_or(0);
  std::int32_t left = call.operation().integer("limit").value_or(INT32_MAX);
  for (const auto& [id, subscription] : call.board->subscriptions()) {
    if (!call.rules.is_open_ended() && subscription.job != job) continue;
    if (left-- <= 0) break;
    add_subscription(call, subscription, asked, answer.add_group(ipp::Tag::subscription));
  }
  return to_http(answer);
}

http::Response renew_subscription(const NoticeCall& call) {
  Subscription* subscription = named(call);
  if (!subscription) return unknown(call);
  if (subscription->job != 0)
    return call.refuse(ipp::status::not_possible, "a job's subscription lasts as long as the job");
  call.board->renew(*subscription, lease_of(call.rules, call.operation().integer("notify-lease-duration")));
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  answer.add_group(ipp::Tag::subscription).add(ipp::integer("notify-lease-duration", subscription->lease_s));
  return to_http(answer);
}

http::Response cancel_subscription(const NoticeCall& call) {
  if (!call.board->cancel(call.operation().integer("notify-subscription-id").value_or(0))) return unknown(call);
  return to_http(ipp::make_response(call.request(), ipp::status::ok));
}

}  // namespace tsuke::ippdoor
