// Subscriptions and notifications by pull (RFC 3995, RFC 3996), the same at every queue that has a board.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/task.h"
#include "doors/ipp/notice_board.h"
#include "doors/ipp/requested.h"
#include "doors/ipp/wire.h"
#include "doors/service.h"

namespace tsuke::ippdoor {

// What a queue lets be subscribed. No longest lease: subscriptions last until they are cancelled, as every INFRA client
// asks, and every keyword is taken, known or not, because those clients give up on anything but successful-ok.
struct NoticeRules {
  std::span<const char* const> events;
  std::int32_t lease_default_s = 0, lease_max_s = 0;
  bool is_open_ended() const { return lease_max_s == 0; }
};

// A notice for a subscription, with how the job stands.
struct Told {
  std::int32_t subscription = 0;
  std::int64_t sequence = 0;
  Notice notice;
  std::string user_data;
  std::int32_t state = ipp::job_state::pending;
  std::vector<std::string> reasons{"job-fetchable"};
  std::optional<std::int32_t> impressions;
};

struct NoticeCall {
  doors::Service& service;
  const std::shared_ptr<NoticeBoard>& board;
  const std::string& queue_uri;
  Incoming& incoming;
  const NoticeRules& rules;
  // Fills state, reasons and counts in for those that ask for a look at the rows.
  std::function<Result<bool>(store::Reader&, std::vector<Told>&)> look_up;

  const ipp::Message& request() const { return incoming.message; }
  const ipp::Group& operation() const { return incoming.operation(); }
  http::Response refuse(std::uint16_t status, std::string_view sentence) const {
    return to_http(ippdoor::refuse(request(), status, sentence));
  }
};

// Subscribes what the subscription groups of a request ask for, to that job or (0) to the queue, and adds a group for
// each to the answer: its id, or notify-status-code with why not. Returns how many were made.
std::size_t subscribe_all(const std::shared_ptr<NoticeBoard>& board, const NoticeRules& rules,
                          const ipp::Message& request, std::int32_t job, ipp::Message& answer);

http::Response create_subscriptions(const NoticeCall& call, std::int32_t job);
http::Response show_subscription(const NoticeCall& call);
http::Response list_subscriptions(const NoticeCall& call);
http::Response renew_subscription(const NoticeCall& call);
http::Response cancel_subscription(const NoticeCall& call);
// Parks with notify-wait, woken by the commit that has something to tell, not by a clock.
Task<http::Response> tell_notices(NoticeCall& call);

}  // namespace tsuke::ippdoor
