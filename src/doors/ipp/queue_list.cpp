// Get-Jobs: pages of rows, encoded as they come, so that ten thousand jobs never stand in memory together.
#include <algorithm>

#include "doors/ipp/job_view.h"
#include "doors/ipp/queue_call.h"
#include "registry/people.h"

namespace tsuke::ippdoor {
namespace {

constexpr int page_size = 500;
constexpr std::size_t message_header_bytes = 8;

struct Listing {
  Queue queue;
  Requested asked;
  flow::Which which = flow::Which::open;
  std::int64_t left = INT64_MAX;  // of the client's limit
  JobId before;                   // keyset: the last job given
  Owner owner;
  bool done = false;
};

Result<flow::Which> which_jobs(const ipp::Group& operation) {
  const std::string word = operation.text("which-jobs").value_or("not-completed");
  if (word == "not-completed") return flow::Which::open;
  if (word == "completed") return flow::Which::ended;
  if (word == "all") return flow::Which::all;
  return refusal(ipp::status::attributes_or_values_not_supported, "which-jobs can be not-completed, completed or all");
}

Result<std::vector<flow::Job>> page_of(store::Reader& in, const Listing& list, int limit) {
  const Queue& queue = list.queue;
  if (queue.by_token()) return flow::jobs_via(in, queue.credential.id, list.which, list.before, limit);
  if (queue.purpose) return flow::jobs_of_purpose(in, queue.purpose->id, list.which, list.before, limit);
  return flow::jobs_of(in, queue.person(), list.which, list.before, limit);
}

// One page of job groups, as they stand in the message. Moves the keyset on.
Result<std::string> encode_page(store::Reader& in, Listing& list, Instant now) {
  const int limit = static_cast<int>(std::min<std::int64_t>(page_size, list.left));
  const auto jobs = TRY(page_of(in, list, limit));
  ipp::Message groups;
  for (const flow::Job& job : jobs) {
    const JobView view = TRY(view_job(in, list.queue, job, list.asked, WithDecision::no, now));
    add_job_attributes(list.queue, list.owner, view, list.asked, now, groups.add_group(ipp::Tag::job));
  }
  list.left -= static_cast<std::int64_t>(jobs.size());
  list.done = static_cast<int>(jobs.size()) < limit || list.left <= 0;
  if (!jobs.empty()) list.before = jobs.back().id;
  const std::string message = ipp::encode(groups);
  return message.substr(message_header_bytes, message.size() - message_header_bytes - 1);  // less the end tag
}

Task<Result<std::string>> next_page(doors::Service& service, Listing& list) {
  std::function<Result<std::string>(store::Reader&)> read = [&list, now = service.now()](store::Reader& in) {
    return encode_page(in, list, now);
  };
  co_return co_await service.read<std::string>(read);
}

// The first page is known; the others are read while the client takes them. A failure there can only cut the answer
// off.
Task<Result<void>> stream_rest(doors::Service& service, std::shared_ptr<Listing> list, std::string first,
                               http::BodyWriter& writer) {
  CO_TRY_VOID(co_await writer.write(first));
  while (!list->done) {
    CO_TRY(const std::string page, co_await next_page(service, *list));
    if (!page.empty()) CO_TRY_VOID(co_await writer.write(page));
  }
  const std::string end(1, static_cast<char>(ipp::Tag::end));
  CO_TRY_VOID(co_await writer.write(end));
  co_return Result<void>{};
}

std::string start_of_answer(const ipp::Message& request) {
  std::string start = ipp::encode(ipp::make_response(request, ipp::status::ok));
  start.pop_back();
  return start;
}

bool asks_for_nobody(const QueueCall& call) {
  if (!call.queue.by_token() || !call.operation().boolean("my-jobs").value_or(false)) return false;
  return call.memory.names.is_stranger(call.queue.credential.id,
                                       call.operation().text("requesting-user-name").value_or(""));
}

// first-job-id: the jobs from that one on, in the order of the answer (the newest first).
Result<void> find_start(store::Reader& in, const QueueCall& call, Listing& list) {
  if (list.asked.wants("job-originating-user-name"))
    list.owner.login = TRY(registry::person(in, list.queue.person())).login;
  const auto first = call.operation().integer("first-job-id");
  if (!first) return {};
  const flow::Job job = TRY(job_in_queue(in, list.queue, *first));
  list.before = JobId{job.id.value + 1};
  return {};
}

}  // namespace

Task<http::Response> get_jobs(QueueCall& call) {
  const Result<flow::Which> which = which_jobs(call.operation());
  if (!which.ok()) co_return call.refuse(which.error());
  const std::int32_t limit = call.operation().integer("limit").value_or(INT32_MAX);
  if (limit < 1) co_return call.refuse(ipp::status::attributes_or_values_not_supported, "limit must be 1 or more");
  if (asks_for_nobody(call)) co_return to_http(ipp::make_response(call.request(), ipp::status::ok));
  const Requested asked(call.operation(), "job-description", {"job-id", "job-uri"});
  auto list = std::make_shared<Listing>(Listing{call.queue, asked, which.value(), limit, {}, {}, false});
  std::function<Result<bool>(store::Reader&)> prepare = [&](store::Reader& in) -> Result<bool> {
    TRY(find_start(in, call, *list));
    return true;
  };
  const Result<bool> prepared = co_await call.service.read<bool>(prepare);
  if (!prepared.ok()) co_return call.refuse(prepared.error());
  Result<std::string> page = co_await next_page(call.service, *list);
  if (!page.ok()) co_return call.refuse(page.error());
  http::Response response = to_http({});
  response.body = start_of_answer(call.request()) + page.take();
  if (list->done) {
    response.body.push_back(static_cast<char>(ipp::Tag::end));
    co_return response;
  }
  response.stream = [&service = call.service, list, first = std::exchange(response.body, {})](
                        http::BodyWriter& writer) { return stream_rest(service, list, first, writer); };
  co_return response;
}

}  // namespace tsuke::ippdoor
