// Subscriptions by pull (RFC 3996). They last until they are cancelled: a lease of 0 is what every INFRA client asks
// for, and none renews.
#include "doors/ipp/device_call.h"
#include "doors/ipp/requested.h"

namespace tsuke::ippdoor {
namespace {

// Every keyword is taken, known or not: INFRA clients give up on anything but successful-ok.
Result<std::set<std::string, std::less<>>> wished_events(const ipp::Group& wish) {
  if (wish.text("notify-pull-method").value_or("") != "ippget")
    return Error{Reason::malformed, "bad-subscription", "subscribe with notify-pull-method=ippget"};
  std::set<std::string, std::less<>> events;
  for (std::string& event : wish.texts("notify-events")) events.insert(std::move(event));
  if (events.empty()) events.insert("job-state-changed");
  return events;
}

void add_subscription(const DeviceCall& call, const DeviceSubscription& subscription, const Requested& asked,
                      ipp::Group& into) {
  Picker put(asked, into);
  put.add(ipp::integer("notify-subscription-id", subscription.id));
  put.add(ipp::keyword("notify-pull-method", "ippget"));
  put.add(ipp::keywords("notify-events", {subscription.events.begin(), subscription.events.end()}));
  put.add(ipp::integer("notify-lease-duration", 0));
  put.add(ipp::uri("notify-printer-uri", call.queue.uri));
}

DeviceSubscription* named(const DeviceCall& call) {
  return call.board->find(call.operation().integer("notify-subscription-id").value_or(0));
}

http::Response unknown(const DeviceCall& call) {
  return call.refuse(ipp::status::not_found, "there is no such subscription any more; subscribe again");
}

}  // namespace

Task<http::Response> create_printer_subscriptions(DeviceCall& call) {
  std::vector<std::set<std::string, std::less<>>> wishes;
  for (const ipp::Group& group : call.request().groups) {
    if (group.tag != ipp::Tag::subscription) continue;
    auto events = wished_events(group);
    if (!events.ok()) co_return call.refuse(events.error());
    wishes.push_back(events.take());
  }
  if (wishes.empty()) co_return call.refuse(ipp::status::bad_request, "the subscription attributes are missing");
  if (wishes.size() > DeviceBoard::subscriptions_max)
    co_return call.refuse(ipp::status::too_many_subscriptions, "these are too many subscriptions for one device");
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  for (auto& events : wishes) {
    ipp::Group& group = answer.add_group(ipp::Tag::subscription);
    group.add(ipp::integer("notify-subscription-id", call.board->subscribe(std::move(events))));
    group.add(ipp::integer("notify-lease-duration", 0));
  }
  co_return to_http(answer);
}

Task<http::Response> get_subscription_attributes(DeviceCall& call) {
  const DeviceSubscription* subscription = named(call);
  if (!subscription) co_return unknown(call);
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  const Requested asked(call.operation(), "subscription-description", {"all"});
  add_subscription(call, *subscription, asked, answer.add_group(ipp::Tag::subscription));
  co_return to_http(answer);
}

Task<http::Response> get_subscriptions(DeviceCall& call) {
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  const Requested asked(call.operation(), "subscription-description", {"notify-subscription-id"});
  std::int32_t left = call.operation().integer("limit").value_or(INT32_MAX);
  for (const auto& [id, subscription] : call.board->subscriptions()) {
    if (left-- <= 0) break;
    add_subscription(call, subscription, asked, answer.add_group(ipp::Tag::subscription));
  }
  co_return to_http(answer);
}

Task<http::Response> renew_subscription(DeviceCall& call) {
  if (!named(call)) co_return unknown(call);
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  answer.add_group(ipp::Tag::subscription).add(ipp::integer("notify-lease-duration", 0));
  co_return to_http(answer);
}

Task<http::Response> cancel_subscription(DeviceCall& call) {
  if (!call.board->cancel(call.operation().integer("notify-subscription-id").value_or(0))) co_return unknown(call);
  co_return call.ok();
}

}  // namespace tsuke::ippdoor
