// Subscriptions and notifications at a person's queue: Create-Printer-Subscriptions, Create-Job-Subscriptions and what
// keeps and reads them.
#include "doors/ipp/queue_notices.h"

#include <algorithm>

#include "base/json.h"
#include "doors/ipp/job_view.h"
#include "doors/ipp/queue_call.h"
#include "doors/ipp/uris.h"

namespace tsuke::ippdoor {
namespace {

std::string key_of(const Queue& queue) {
  return to_string(queue.credential.id) + ":" + (queue.purpose ? to_string(queue.purpose->id) : "");
}

// Which of a person's events are of this queue.
struct Scope {
  CredentialId via;   // exists: only what came by it
  PurposeId purpose;  // exists: only what is under it
};
Scope scope_of(const Queue& queue) {
  if (queue.by_token()) return {queue.credential.id, {}};
  return {{}, queue.purpose ? queue.purpose->id : PurposeId{}};
}

std::string event_word(const Json& payload) {
  if (payload["created"].boolean()) return "job-created";
  return flow::is_open(flow::parse_job_state(payload["state"].text())) ? "job-state-changed" : "job-completed";
}

std::optional<Notice> notice_of(const store::Event& event, const Scope& scope) {
  if (event.topic != "job") return std::nullopt;
  const auto payload = Json::parse(event.payload);
  if (!payload.ok()) return std::nullopt;
  const Json& job = payload.value();
  if (scope.via.exists() && job["via"].text() != to_string(scope.via)) return std::nullopt;
  if (scope.purpose.exists() && job["purpose"].text() != to_string(scope.purpose)) return std::nullopt;
  Notice notice{0, event_word(job), static_cast<std::int32_t>(job["number"].integer()), false};
  notice.last = notice.event == "job-completed";
  return notice;
}

// A client is told how its job is now. One that has been moved elsewhere meanwhile is left as it was told.
Result<bool> look_up_states(store::Reader& in, const Queue& queue, std::vector<Told>& all, Instant now) {
  static const Requested asked(ipp::Group{}, "job-description",
                               {"job-state", "job-state-reasons", "job-impressions-completed"});
  for (Told& told : all) {
    auto job = job_in_queue(in, queue, told.notice.job);
    if (!job.ok() && job.error().reason == Reason::not_found) continue;
    const JobView view = TRY(view_job(in, queue, TRY(std::move(job)), asked, WithDecision::no, now));
    told.state = job_state(view.job);
    told.reasons = job_state_reasons(view);
    told.impressions = static_cast<std::int32_t>(view.usage.impressions());
  }
  return true;
}

NoticeCall at_board(const QueueCall& call, const std::shared_ptr<NoticeBoard>& board) {
  return {call.service,
          board,
          call.queue.uri,
          call.incoming,
          queue_notice_rules,
          [&queue = call.queue, now = call.service.now()](store::Reader& in, std::vector<Told>& all) {
            return look_up_states(in, queue, all, now);
          }};
}

http::Response no_subscription(const QueueCall& call) {
  return call.refuse(ipp::status::not_found, "there is no such subscription any more; subscribe again");
}

http::Response too_many(const QueueCall& call) {
  return call.refuse(ipp::status::too_many_subscriptions, "too many clients are subscribed; try again later");
}

using Answer = http::Response (*)(const NoticeCall&);
http::Response at_known_board(const QueueCall& call, Answer answer) {
  const std::shared_ptr<NoticeBoard> board = call.memory.boards.find(call.queue);
  return board ? answer(at_board(call, board)) : no_subscription(call);
}

}  // namespace

std::shared_ptr<NoticeBoard> QueueBoards::find(const Queue& queue) const {
  const auto found = boards_.find(key_of(queue));
  return found == boards_.end() ? nullptr : found->second;
}

std::shared_ptr<NoticeBoard> QueueBoards::find_or_make(doors::Service& service, const Queue& queue) {
  if (auto known = find(queue)) return known;
  if (boards_.size() >= boards_max) std::erase_if(boards_, [](const auto& each) { return !each.second->in_use(); });
  if (boards_.size() >= boards_max) return nullptr;
  const auto translate = [scope = scope_of(queue)](const store::Event& event) { return notice_of(event, scope); };
  return boards_[key_of(queue)] = std::make_shared<NoticeBoard>(service, flow::audience(queue.person()), translate,
                                                                NoticeBoard::WhenFull::refuse);
}

Task<http::Response> create_printer_subscriptions(QueueCall& call) {
  const std::shared_ptr<NoticeBoard> board = call.memory.boards.find_or_make(call.service, call.queue);
  if (!board) co_return too_many(call);
  co_return create_subscriptions(at_board(call, board), 0);
}

Task<http::Response> create_job_subscriptions(QueueCall& call) {
  const auto number = call.operation().integer("notify-job-id");
  if (!number) co_return call.refuse(ipp::status::bad_request, "notify-job-id is missing");
  std::function<Result<flow::Job>(store::Reader&)> look_up = [&call, &number](store::Reader& in) {
    return job_in_queue(in, call.queue, *number);
  };
  const Result<flow::Job> job = co_await call.service.read<flow::Job>(look_up);
  if (!job.ok()) co_return call.refuse(job.error());
  if (!flow::is_open(job.value().state)) co_return call.refuse(ipp::status::not_possible, "this job has ended");
  const std::shared_ptr<NoticeBoard> board = call.memory.boards.find_or_make(call.service, call.queue);
  if (!board) co_return too_many(call);
  co_return create_subscriptions(at_board(call, board), *number);
}

Task<http::Response> get_subscription_attributes(QueueCall& call) { co_return at_known_board(call, show_subscription); }

Task<http::Response> get_subscriptions(QueueCall& call) {
  const std::shared_ptr<NoticeBoard> board = call.memory.boards.find(call.queue);
  if (!board) co_return to_http(ipp::make_response(call.request(), ipp::status::ok));
  co_return list_subscriptions(at_board(call, board));
}

Task<http::Response> renew_queue_subscription(QueueCall& call) { co_return at_known_board(call, renew_subscription); }

Task<http::Response> cancel_queue_subscription(QueueCall& call) { co_return at_known_board(call, cancel_subscription); }

Task<http::Response> get_notifications(QueueCall& call) {
  const std::shared_ptr<NoticeBoard> board = call.memory.boards.find(call.queue);
  if (!board) co_return no_subscription(call);
  NoticeCall at = at_board(call, board);
  co_return co_await tell_notices(at);
}

void add_job_subscriptions(const QueueCall& call, std::int32_t job, ipp::Message& answer) {
  const auto& groups = call.request().groups;
  const bool any = std::any_of(groups.begin(), groups.end(),
                               [](const ipp::Group& group) { return group.tag == ipp::Tag::subscription; });
  if (!any) return;
  if (const auto board = call.memory.boards.find_or_make(call.service, call.queue))
    subscribe_all(board, queue_notice_rules, call.request(), job, answer);
}

}  // namespace tsuke::ippdoor
