// One job at a person's queue: look at it, change it, cancel it.
#include <algorithm>

#include "doors/ipp/job_view.h"
#include "doors/ipp/queue_call.h"
#include "doors/ipp/uris.h"
#include "doors/ipp/wishes.h"
#include "flow/hold/hold.h"
#include "flow/release/at_once.h"
#include "registry/people.h"

namespace tsuke::ippdoor {
namespace {

constexpr int jobs_cancelled_max = 10'000;
constexpr int page_size = 500;

struct Found {
  JobView view;
  Owner owner;
};

using JobChange = std::function<Result<flow::Job>(store::Transaction&, const flow::Job&)>;

// Changes the job that the request names, when this queue may see it.
Task<Result<flow::Job>> change_target(QueueCall& call, JobChange change) {
  CO_TRY(const std::int32_t number, target_job(call.operation()));
  std::function<Result<flow::Job>(store::Transaction&)> function =
      [queue = call.queue, number, change](store::Transaction& in) -> Result<flow::Job> {
    return change(in, TRY(job_in_queue(in, queue, number)));
  };
  co_return co_await call.service.write<flow::Job>(function);
}

Result<std::vector<flow::Job>> open_jobs(store::Reader& in, const Queue& queue, JobId before, int limit) {
  const auto which = flow::Which::open;
  if (queue.by_token()) return flow::jobs_via(in, queue.credential.id, which, before, limit);
  if (queue.purpose) return flow::jobs_of_purpose(in, queue.purpose->id, which, before, limit);
  return flow::jobs_of(in, queue.person(), which, before, limit);
}

Result<std::vector<flow::Job>> jobs_to_cancel(store::Reader& in, const Queue& queue,
                                              const std::vector<std::int32_t>& numbers) {
  std::vector<flow::Job> jobs;
  for (const std::int32_t number : numbers) jobs.push_back(TRY(job_in_queue(in, queue, number)));
  if (!numbers.empty()) return jobs;
  JobId before;
  while (jobs.size() < jobs_cancelled_max) {
    const auto page = TRY(open_jobs(in, queue, before, page_size));
    jobs.insert(jobs.end(), page.begin(), page.end());
    if (page.size() < page_size) break;
    before = page.back().id;
  }
  return jobs;
}

// Those that have ended, or that a device has just finished, stay as they are.
Result<int> cancel_all(store::Transaction& in, const Queue& queue, const std::vector<std::int32_t>& numbers,
                       Instant now) {
  int cancelled = 0;
  for (const flow::Job& job : TRY(jobs_to_cancel(in, queue, numbers))) {
    if (!flow::is_open(job.state)) continue;
    const Result<flow::Job> outcome = flow::cancel_job(in, queue.person(), job.id, now);
    if (outcome.ok()) ++cancelled;
    if (!outcome.ok() && outcome.error().reason != Reason::conflict) return outcome.error();
  }
  return cancelled;
}

// job-name stands among the job attributes here, unlike at submission.
std::vector<ipp::Attribute> without_name(std::vector<ipp::Attribute> attributes) {
  std::erase_if(attributes, [](const ipp::Attribute& attribute) { return attribute.name == "job-name"; });
  return attributes;
}

Result<flow::JobChange> job_change(store::Reader& in, const Queue& queue, const ipp::Message& request,
                                   const Wishes& wishes) {
  flow::JobChange change;
  change.settings = wishes.settings;
  change.name = request.group(ipp::Tag::job).text("job-name");
  if (wishes.account_word.empty()) return change;
  if (queue.purpose && wishes.account_word == queue.purpose->slug) return change;
  if (queue.by_token())
    return refusal(ipp::status::attributes_not_settable,
                   "this queue charges one purpose; choose another in the web app");
  const auto purpose = TRY(registry::purpose_by_word(in, queue.person(), wishes.account_word));
  if (!purpose) return refusal(ipp::status::attributes_or_values_not_supported, "you have no purpose of this name");
  change.purpose = purpose->id;
  return change;
}

}  // namespace

Result<flow::Job> job_in_queue(store::Reader& in, const Queue& queue, std::int32_t number) {
  flow::Job job = TRY(flow::job_by_number(in, queue.person(), number));
  const bool of_token = !queue.by_token() || job.via == queue.credential.id;
  const bool of_purpose = queue.by_token() || !queue.purpose || job.purpose == queue.purpose->id;
  if (!of_token || !of_purpose) return Error{Reason::not_found, "job-not-found", "this queue has no such job"};
  return job;
}

Task<http::Response> get_job_attributes(QueueCall& call) {
  const Result<std::int32_t> number = target_job(call.operation());
  if (!number.ok()) co_return call.refuse(number.error());
  const Requested asked(call.operation(), "job-description", {"all"});
  const Instant now = call.service.now();
  std::function<Result<Found>(store::Reader&)> look_up = [&](store::Reader& in) -> Result<Found> {
    flow::Job job = TRY(job_in_queue(in, call.queue, number.value()));
    Found found{TRY(view_job(in, call.queue, std::move(job), asked, WithDecision::yes, now)), {}};
    if (asked.wants("job-originating-user-name"))
      found.owner.login = TRY(registry::person(in, call.queue.person())).login;
    return found;
  };
  const Result<Found> found = co_await call.service.read<Found>(look_up);
  if (!found.ok()) co_return call.refuse(found.error());
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  add_job_attributes(call.queue, found.value().owner, found.value().view, asked, now, answer.add_group(ipp::Tag::job));
  co_return to_http(answer);
}

Task<http::Response> set_job_attributes(QueueCall& call) {
  Wishes wishes = read_wishes(call.request());
  wishes.unsupported = without_name(std::move(wishes.unsupported));
  if (!wishes.unsupported.empty()) {
    ipp::Message answer =
        refuse(call.request(), ipp::status::attributes_or_values_not_supported, "nothing was changed");
    answer.add_group(ipp::Tag::unsupported_group).attributes = wishes.unsupported;
    co_return to_http(answer);
  }
  JobChange change = [queue = call.queue, request = call.request(), wishes, now = call.service.now()](
                         store::Transaction& in, const flow::Job& job) -> Result<flow::Job> {
    return flow::change_job(in, queue.person(), job.id, TRY(job_change(in, queue, request, wishes)), now);
  };
  const Result<flow::Job> changed = co_await change_target(call, std::move(change));
  if (!changed.ok()) co_return call.refuse(changed.error());
  co_return to_http(ipp::make_response(call.request(), ipp::status::ok));
}

Task<http::Response> cancel_job(QueueCall& call) {
  JobChange change = [person = call.queue.person(), now = call.service.now()](store::Transaction& in,
                                                                              const flow::Job& job) {
    return flow::cancel_job(in, person, job.id, now);
  };
  const Result<flow::Job> cancelled = co_await change_target(call, std::move(change));
  if (!cancelled.ok()) co_return call.refuse(cancelled.error());
  co_return to_http(ipp::make_response(call.request(), ipp::status::ok));
}

Task<http::Response> cancel_my_jobs(QueueCall& call) {
  std::function<Result<int>(store::Transaction&)> change =
      [queue = call.queue, numbers = call.operation().integers("job-ids"),
       now = call.service.now()](store::Transaction& in) { return cancel_all(in, queue, numbers, now); };
  const Result<int> cancelled = co_await call.service.write<int>(change);
  if (!cancelled.ok()) co_return call.refuse(cancelled.error());
  co_return to_http(ipp::make_response(call.request(), ipp::status::ok));
}

// Hold-Job and Release-Job stand together or not at all in operations-supported (RFC 8011 §4.3.5). Where jobs print at
// once both do what they say; elsewhere a release needs a printer, so neither is listed, and a client that tries all
// the same is told how things are.
Task<http::Response> hold_job(QueueCall& call) {
  JobChange keep = [person = call.queue.person(), now = call.service.now()](store::Transaction& in,
                                                                            const flow::Job& job) {
    return flow::keep_held(in, person, job.id, now);
  };
  const Result<flow::Job> held = co_await change_target(call, std::move(keep));
  if (!held.ok()) co_return call.refuse(held.error());
  co_return to_http(ipp::make_response(call.request(), ipp::status::ok));
}

Task<http::Response> release_job(QueueCall& call) {
  JobChange let_go = [person = call.queue.person(), now = call.service.now()](store::Transaction& in,
                                                                              const flow::Job& job) {
    return flow::ask_at_once(in, person, job.id, now);
  };
  const Result<flow::Job> released = co_await change_target(call, std::move(let_go));
  if (!released.ok()) co_return call.refuse(released.error());
  co_return to_http(ipp::make_response(call.request(), ipp::status::ok));
}

}  // namespace tsuke::ippdoor
