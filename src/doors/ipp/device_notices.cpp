// Subscriptions and notifications at a device's queue: what a waiting agent is parked on.
#include "doors/ipp/device_call.h"
#include "doors/ipp/notices.h"

namespace tsuke::ippdoor {
namespace {

constexpr NoticeRules rules{device_events};

// Of what changed, an agent is told how it is now.
Result<bool> look_up_states(store::Reader& in, PrinterId printer, std::vector<Told>& all) {
  for (Told& told : all) {
    if (told.notice.event == "job-fetchable") continue;
    const flow::Attempt attempt = TRY(flow::attempt_at_printer(in, printer, told.notice.job));
    told.state = attempt_job_state(attempt);
    told.reasons = attempt_job_reasons(attempt);
  }
  return true;
}

NoticeCall at_board(const DeviceCall& call, const std::shared_ptr<NoticeBoard>& board) {
  return {call.service,
          board,
          call.queue.uri,
          call.incoming,
          rules,
          [printer = call.queue.printer](store::Reader& in, std::vector<Told>& all) {
            return look_up_states(in, printer, all);
          }};
}

}  // namespace

Task<http::Response> create_device_subscriptions(DeviceCall& call) {
  co_return create_subscriptions(at_board(call, call.board), 0);
}

Task<http::Response> get_device_subscription_attributes(DeviceCall& call) {
  co_return show_subscription(at_board(call, call.board));
}

Task<http::Response> get_device_subscriptions(DeviceCall& call) {
  co_return list_subscriptions(at_board(call, call.board));
}

Task<http::Response> renew_device_subscription(DeviceCall& call) {
  co_return renew_subscription(at_board(call, call.board));
}

Task<http::Response> cancel_device_subscription(DeviceCall& call) {
  co_return cancel_subscription(at_board(call, call.board));
}

Task<http::Response> get_device_notifications(DeviceCall& call) {
  const std::shared_ptr<NoticeBoard> board = call.board;
  NoticeCall at = at_board(call, board);
  co_return co_await tell_notices(at);
}

}  // namespace tsuke::ippdoor
