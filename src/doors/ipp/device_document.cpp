// Fetch-Document: the document goes to the one device that took its job, as that device wants it, piece by piece.
#include <algorithm>
#include <memory>

#include "base/log.h"
#include "devices/reports.h"
#include "doors/ipp/device_call.h"
#include "flow/deliver/deliver.h"
#include "flow/deliver/document_stream.h"

namespace tsuke::ippdoor {
namespace {

using SharedStream = std::shared_ptr<flow::DocumentStream>;

bool takes_uncompressed(const ipp::Group& operation) {
  const auto accepted = operation.texts("compression-accepted");
  return accepted.empty() || std::find(accepted.begin(), accepted.end(), "none") != accepted.end();
}

// Which attempt at which printer: what is left of a call while its document is being sent.
struct Errand {
  doors::Service& service;
  PrinterId printer;
  std::int32_t number = 0;
};

struct Facts {
  flow::Job job;
  flow::Attempt attempt;
  registry::Printer printer;
};

Task<Result<Facts>> find_document(DeviceCall& call) {
  CO_TRY(const DeviceTarget target, device_target(call));
  std::function<Result<Facts>(store::Reader&)> look_up = [target](store::Reader& in) -> Result<Facts> {
    TRY(check_uuid(in, target));
    flow::Job job = TRY(flow::document_for(in, target.printer, target.job, target.uuid));
    flow::Attempt attempt = TRY(flow::attempt_at_printer(in, target.printer, target.job));
    registry::Printer printer = TRY(registry::printer(in, target.printer));
    return Facts{std::move(job), std::move(attempt), std::move(printer)};
  };
  co_return co_await call.service.read<Facts>(look_up);
}

ThreadPool& threads_of(doors::Service& service) { return service.delivering ? *service.delivering : service.pool; }

// What is handed to the pool has a name of its own: g++ 12 destroys a lambda's captures twice when it is made inside
// the co_await expression.
Task<Result<SharedStream>> open_stream(doors::Service& service, const Facts& facts, const flow::Delivery& delivery) {
  const auto open = [&]() -> Result<SharedStream> {
    const flow::Programs programs{service.program, service.render_program};
    return SharedStream(TRY(flow::open_document(programs, TRY(service.vault.open(facts.job.location)), delivery)));
  };
  co_return co_await run_on(threads_of(service), service.loop, open);
}

// A document that cannot be made for this device ends the attempt: nothing is charged, the job is held again, and its
// owner is told why. What may pass by itself is for the device to try again.
Task<void> give_up(Errand errand, Error error) {
  log::warning(
      "document-not-made",
      {{"printer", to_string(errand.printer)}, {"job", errand.number}, {"code", error.code}, {"what", error.what}});
  if (error.reason == Reason::unavailable) co_return;
  const flow::DeviceReport report = devices::not_made(error);
  const Instant now = errand.service.now();
  std::function<Result<void>(store::Transaction&)> change = [errand, report,
                                                             now](store::Transaction& in) -> Result<void> {
    TRY(flow::record_report(in, errand.printer, errand.number, report, now));
    return {};
  };
  const Result<void> told = co_await errand.service.write_void(change);
  if (!told.ok()) log::error("attempt-not-ended", {{"job", errand.number}, {"what", told.error().what}});
}

// Reading waits for the programs that make the document, so it is done on threads of its own. A document that breaks
// off in the middle breaks the connection off: the device must not take half of it for the whole.
Task<Result<void>> send_document(Errand errand, SharedStream document, std::string head, http::BodyWriter& writer) {
  CO_TRY_VOID(co_await writer.write(head));
  const auto read = [&document] { return document->read(); };
  while (true) {
    Result<std::string> piece = co_await run_on(threads_of(errand.service), errand.service.loop, read);
    if (!piece.ok()) {
      co_await give_up(errand, piece.error());
      co_return piece.take_error();
    }
    if (piece.value().empty()) co_return Result<void>{};
    CO_TRY_VOID(co_await writer.write(piece.value()));
  }
}

ipp::Message document_follows(const ipp::Message& request, const std::string& format) {
  ipp::Message answer = ipp::make_response(request, ipp::status::ok);
  answer.groups.front()
      .add(ipp::strings("document-format", ipp::Tag::mime_type, {format}))
      .add(ipp::keyword("compression", "none"))
      .add(ipp::integer("document-number", 1));
  return answer;
}

http::Response refuse_document(const DeviceCall& call, const Error& error) {
  if (error.reason == Reason::malformed) return call.refuse(ipp::status::document_format_error, error.what);
  if (error.reason == Reason::unsupported) return call.refuse(ipp::status::document_format_not_supported, error.what);
  return call.refuse(error);
}

Result<flow::Delivery> plan(const DeviceCall& call, const Facts& facts) {
  return flow::plan_delivery(facts.attempt.settings, flow::pages_of(facts.job), facts.printer.capabilities,
                             call.operation().texts("document-format-accepted"));
}

}  // namespace

Task<http::Response> fetch_document(DeviceCall& call) {
  if (call.operation().integer("document-number").value_or(1) != 1)
    co_return call.refuse(ipp::status::not_found, "a job here has one document, number 1");
  if (!takes_uncompressed(call.operation()))
    co_return call.refuse(ipp::status::compression_not_supported, "documents are sent as they are");
  const Result<Facts> facts = co_await find_document(call);
  if (!facts.ok()) co_return call.refuse(facts.error());
  const Errand errand{call.service, call.queue.printer, facts.value().attempt.device_number};
  const Result<flow::Delivery> delivery = plan(call, facts.value());
  // What the request alone rules out, another request may get.
  if (!delivery.ok() && call.operation().find("document-format-accepted"))
    co_return refuse_document(call, delivery.error());
  if (!delivery.ok()) {
    co_await give_up(errand, delivery.error());
    co_return refuse_document(call, delivery.error());
  }
  Result<SharedStream> document = co_await open_stream(call.service, facts.value(), delivery.value());
  if (!document.ok()) {
    co_await give_up(errand, document.error());
    co_return refuse_document(call, document.error());
  }
  http::Response response = to_http(document_follows(call.request(), delivery.value().format));
  response.stream = [errand, document = document.take(), head = std::exchange(response.body, {})](
                        http::BodyWriter& writer) { return send_document(errand, document, head, writer); };
  co_return response;
}

// Nothing more is to be done: how the printing went, Update-Job-Status tells.
Task<http::Response> acknowledge_document(DeviceCall& call) {
  const Result<Facts> facts = co_await find_document(call);
  // After the end of the job the acknowledgement is late, not wrong.
  if (!facts.ok() && facts.error().reason != Reason::conflict) co_return call.refuse(facts.error());
  co_return call.ok();
}

}  // namespace tsuke::ippdoor
