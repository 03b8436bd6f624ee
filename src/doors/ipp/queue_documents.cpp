// A job's one document as an object of its own (PWG 5100.5): Get-Documents, Get-Document-Attributes, and
// Validate-Document, which asks in advance whether a document would be taken.
#include "doors/ipp/document.h"
#include "doors/ipp/job_view.h"
#include "doors/ipp/queue_call.h"
#include "doors/ipp/uris.h"
#include "rules/output.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::int32_t only_number = 1;

std::int32_t unix_seconds(Instant at) { return static_cast<std::int32_t>(at.micros / 1'000'000); }

// While its job waits the document does, too: there is no held document.
std::int32_t document_state(const JobView& view) {
  const std::int32_t state = job_state(view.job);
  return state == ipp::job_state::pending_held ? std::int32_t{ipp::job_state::pending} : state;
}

std::vector<std::string> document_reasons(const JobView& view) {
  switch (document_state(view)) {
    case ipp::job_state::completed: return {"completed-successfully"};
    case ipp::job_state::aborted: return {"aborted-by-system"};
    case ipp::job_state::canceled: return {"canceled-by-user"};
    default: return {"none"};
  }
}

void add_document(const Queue& queue, const JobView& view, const Requested& asked, Instant now, ipp::Group& into) {
  Picker put(asked, into);
  const flow::Job& job = view.job;
  put.add(ipp::integer("document-number", only_number));
  put.add(ipp::integer("document-job-id", job.number));
  put.add(ipp::uri("document-job-uri", job_uri(queue.uri, job.number)));
  put.add(ipp::uri("document-printer-uri", queue.uri));
  put.add(ipp::uri("document-uuid", stable_uuid("document", job.id.value)));
  put.add(ipp::name("document-name", job.name));
  put.add(ipp::strings("document-format", ipp::Tag::mime_type, {job.format}));
  put.add(ipp::enumeration("document-state", document_state(view)));
  put.add(ipp::keywords("document-state-reasons", document_reasons(view)));
  put.add(ipp::boolean("last-document", true));
  put.add(ipp::integer("k-octets", static_cast<std::int32_t>((job.size_bytes + 1023) / 1024)));
  if (job.pages > 0) {
    const rules::Output expected = rules::expected_output(flow::pages_of(job), job.settings);
    put.add(ipp::integer("impressions", static_cast<std::int32_t>(expected.impressions())));
    put.add(ipp::integer("media-sheets", static_cast<std::int32_t>(expected.sheets)));
  }
  put.add(ipp::integer("impressions-completed", static_cast<std::int32_t>(view.usage.impressions())));
  put.add(ipp::integer("media-sheets-completed", static_cast<std::int32_t>(view.usage.sheets)));
  put.add(ipp::integer("printer-up-time", unix_seconds(now)));
  put.add(ipp::integer("time-at-creation", unix_seconds(job.submitted_at)));
  put.add(job.ended_at.micros > 0 ? ipp::integer("time-at-completed", unix_seconds(job.ended_at))
                                  : ipp::no_value("time-at-completed"));
}

// Another group keyword than a job's, but the same look at the rows: counts need the attempt.
Task<Result<JobView>> find_view(QueueCall& call) {
  CO_TRY(const std::int32_t number, target_job(call.operation()));
  static const Requested everything(ipp::Group{}, "job-description", {"all"});
  std::function<Result<JobView>(store::Reader&)> look_up = [&call, number](store::Reader& in) -> Result<JobView> {
    flow::Job job = TRY(job_in_queue(in, call.queue, number));
    return view_job(in, call.queue, std::move(job), everything, WithDecision::no, call.service.now());
  };
  co_return co_await call.service.read<JobView>(look_up);
}

}  // namespace

Task<http::Response> get_documents(QueueCall& call) {
  const Result<JobView> view = co_await find_view(call);
  if (!view.ok()) co_return call.refuse(view.error());
  const Requested asked(call.operation(), "document-description", {"document-number"});
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  if (view.value().job.document != flow::DocumentState::awaited &&
      call.operation().integer("limit").value_or(only_number) > 0)
    add_document(call.queue, view.value(), asked, call.service.now(), answer.add_group(ipp::Tag::document));
  co_return to_http(answer);
}

Task<http::Response> get_document_attributes(QueueCall& call) {
  const auto number = call.operation().integer("document-number");
  if (!number) co_return call.refuse(ipp::status::bad_request, "document-number is missing");
  const Result<JobView> view = co_await find_view(call);
  if (!view.ok()) co_return call.refuse(view.error());
  if (*number != only_number || view.value().job.document == flow::DocumentState::awaited)
    co_return call.refuse(ipp::status::not_found, "this job has no such document");
  const Requested asked(call.operation(), "document-description", {"all"});
  ipp::Message answer = ipp::make_response(call.request(), ipp::status::ok);
  add_document(call.queue, view.value(), asked, call.service.now(), answer.add_group(ipp::Tag::document));
  co_return to_http(answer);
}

Task<http::Response> validate_document(QueueCall& call) {
  if (auto wrong = check_document_attributes(call.service, call.incoming); !wrong.ok())
    co_return call.refuse(wrong.error());
  co_return to_http(ipp::make_response(call.request(), ipp::status::ok));
}

}  // namespace tsuke::ippdoor
