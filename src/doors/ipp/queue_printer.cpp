// Get-Printer-Attributes at a person's queue.
#include "doors/ipp/document.h"
#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/queue_call.h"
#include "doors/ipp/uris.h"

namespace tsuke::ippdoor {

namespace {

Task<Result<std::int64_t>> count_jobs(QueueCall& call) {
  std::function<Result<std::int64_t>(store::Reader&)> count = [&](store::Reader& in) {
    return flow::held_count(in, call.queue.purpose->id);
  };
  co_return co_await call.service.read<std::int64_t>(count);
}

}  // namespace

Task<http::Response> get_printer_attributes(QueueCall& call) {
  if (auto wrong = check_document_attributes(call.incoming); !wrong.ok()) co_return call.refuse(wrong.error());
  const Requested asked(call.operation(), "printer-description", {"all"});
  QueueFacts facts{call.queue, call.incoming.http->secure, web_base(call.service, *call.incoming.http)};
  facts.now = call.service.now();
  facts.since = call.queue.credential.created_at;
  if (call.queue.purpose && asked.wants("queued-job-count")) {
    const Result<std::int64_t> count = co_await count_jobs(call);
    if (!count.ok()) co_return call.refuse(count.error());
    facts.queued_jobs = count.value();
  }
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  add_queue_attributes(facts, asked, answer.add_group(ipp::Tag::printer));
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
