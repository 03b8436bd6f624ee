// GET /events: Server-Sent Events. A browser that was away sends Last-Event-ID and gets what it missed before what is
// new.
#include <algorithm>
#include <deque>

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/approvals.h"

namespace tsuke::doors {

namespace {

constexpr Duration heartbeat = seconds(20);
constexpr int replay_max = 500;
constexpr std::size_t backlog_max = 1000;

std::string to_frame(const store::Event& event) {
  auto payload = Json::parse(event.payload);
  Json data = payload.ok() && payload.value().is_object() ? payload.take() : Json::object();
  data.set("subject", event.subject);
  return "id: " + std::to_string(event.seq) + "\nevent: " + event.topic + "\ndata: " + data.dump() + "\n\n";
}

// One listener's queue between the announcer and its connection.
class Inbox {
 public:
  Inbox(Service& service, const std::vector<std::string>& audiences)
      : signal_(service.loop),
        subscription_(service.announcer.subscribe(audiences, [this](const store::Event& event) { put(event); })) {}

  // What came since the last call, as frames; waits for something at most `patience`, and no longer than the client is
  // there.
  Task<std::string> next(Duration patience, net::Stream* connection) {
    if (events_.empty()) co_await signal_.wait(patience, connection);
    std::string frames;
    for (const store::Event& event : events_)
      if (event.seq > last_seq_) {
        frames += to_frame(event);
        last_seq_ = event.seq;
      }
    events_.clear();
    co_return frames;
  }

  void seen(std::int64_t seq) { last_seq_ = std::max(last_seq_, seq); }
  // A connection that reads too slowly is ended: its browser comes back with Last-Event-ID.
  bool overrun() const { return overrun_; }

 private:
  void put(const store::Event& event) {
    if (events_.size() >= backlog_max)
      overrun_ = true;
    else
      events_.push_back(event);
    signal_.notify_all();
  }

  net::Signal signal_;
  std::deque<store::Event> events_;
  std::int64_t last_seq_ = 0;
  bool overrun_ = false;
  std::unique_ptr<Announcer::Subscription> subscription_;
};

Task<Result<std::vector<store::Event>>> missed_events(Service& service, std::int64_t after,
                                                      const std::vector<std::string>& audiences) {
  if (service.store.kind() == "sqlite") co_return service.store.events_after(after, audiences, replay_max);
  const auto look_up = [&] { return service.store.events_after(after, audiences, replay_max); };
  co_return co_await run_on(service.pool, service.loop, look_up);
}

Task<Result<void>> replay(Service& service, std::int64_t after, const std::vector<std::string>& audiences, Inbox& inbox,
                          http::BodyWriter& out) {
  for (;;) {
    CO_TRY(const auto missed, co_await missed_events(service, after, audiences));
    for (const store::Event& event : missed) {
      CO_TRY_VOID(co_await out.write(to_frame(event)));
      inbox.seen(event.seq);
      after = event.seq;
    }
    if (missed.size() < static_cast<std::size_t>(replay_max)) co_return Result<void>();
  }
}

Task<Result<std::vector<std::string>>> audiences_now(Service& service, const http::Request& request) {
  CO_TRY(const Caller caller, co_await authenticate(service, request, false));
  const std::function<Result<std::vector<std::string>>(store::Reader&)> look_up = [&](store::Reader& in) {
    return audiences_of(in, caller);
  };
  co_return co_await service.read<std::vector<std::string>>(look_up);
}

Task<Result<void>> stream_events(Service& service, const http::Request& request, std::vector<std::string> audiences,
                                 std::optional<std::int64_t> after, http::BodyWriter& out) {
  // Subscribed before the replay is read, so that nothing falls between.
  Inbox inbox(service, audiences);
  CO_TRY_VOID(co_await out.write(": connected\n\n"));
  if (after) CO_TRY_VOID(co_await replay(service, *after, audiences, inbox, out));
  while (!out.closed() && !inbox.overrun()) {
    std::string frames = co_await inbox.next(heartbeat, request.connection);
    if (out.closed() || request.client_gone()) break;
    // Who has signed out, or belongs to others now, hears no more under the old name: the browser comes back, if it
    // may.
    const auto now = co_await audiences_now(service, request);
    if (!now.ok() || now.value() != audiences) break;
    if (frames.empty()) frames = ": alive\n\n";
    CO_TRY_VOID(co_await out.write(frames));
  }
  co_return Result<void>();
}

// Empty without Last-Event-ID. "0" is before the first.
std::optional<std::int64_t> last_event_id(const http::Request& request) {
  const std::string_view last = request.headers.get("last-event-id");
  if (last == "0") return 0;
  const auto parsed = parse_id_value(last);
  return parsed.ok() ? std::optional(parsed.value()) : std::nullopt;
}

Task<http::Response> events(Service& service, http::Request& request) {
  const auto audiences = co_await audiences_now(service, request);
  if (!audiences.ok()) co_return problem(audiences.error());
  http::Response response;
  response.headers.set("Content-Type", "text/event-stream");
  response.headers.set("Cache-Control", "no-store");
  response.stream = [&service, &request, audiences = audiences.value(), after = last_event_id(request)](
                        http::BodyWriter& out) { return stream_events(service, request, audiences, after, out); };
  co_return response;
}

}  // namespace

Result<std::vector<std::string>> audiences_of(store::Reader& in, const Caller& caller) {
  std::vector<std::string> audiences{flow::audience(caller.id())};
  for (const auto& membership : TRY(registry::memberships_of_person(in, caller.id()))) {
    if (membership.state != registry::MembershipState::accepted) continue;
    if (registry::covers(membership.role, registry::Role::accountant))
      audiences.push_back(flow::audience(registry::Payer{membership.organisation, {}}));
    if (registry::covers(membership.role, registry::Role::approver))
      audiences.push_back(flow::approvers_audience(membership.organisation));
  }
  for (const auto& provider : TRY(registry::providers_administered_by(in, caller.id()))) {
    audiences.push_back(flow::audience(provider.id));
    for (const auto& printer : TRY(registry::printers_of(in, provider.id)))
      audiences.push_back("printer:" + to_string(printer.id));
  }
  const auto visible =
      caller.person.is_operator ? TRY(registry::printers(in)) : TRY(registry::printers_for(in, caller.id()));
  for (const auto& printer : visible) audiences.push_back("printer:" + to_string(printer.id));
  std::sort(audiences.begin(), audiences.end());
  audiences.erase(std::unique(audiences.begin(), audiences.end()), audiences.end());
  return audiences;
}

void add_event_endpoint(Endpoints& endpoints) {
  Service& service = endpoints.service();
  endpoints.raw("GET", "/events", http::Access::person,
                [&service](http::Request& request) { return events(service, request); });
}

}  // namespace tsuke::doors
