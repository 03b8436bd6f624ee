// Fetch-Document: the document goes to the one device that took its job, piece by piece.
#include <algorithm>
#include <memory>

#include "doors/ipp/device_call.h"
#include "flow/deliver/deliver.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::size_t piece_bytes = 256 << 10;
constexpr std::string_view pdf = "application/pdf";

// A device that names formats must name ours: nothing is converted.
bool takes_pdf(const ipp::Group& operation) {
  const auto accepted = operation.texts("document-format-accepted");
  return accepted.empty() || std::find(accepted.begin(), accepted.end(), pdf) != accepted.end() ||
         std::find(accepted.begin(), accepted.end(), "application/octet-stream") != accepted.end();
}

bool takes_uncompressed(const ipp::Group& operation) {
  const auto accepted = operation.texts("compression-accepted");
  return accepted.empty() || std::find(accepted.begin(), accepted.end(), "none") != accepted.end();
}

using SharedReader = std::shared_ptr<vault::Reader>;

// What is handed to the pool has a name of its own: g++ 12 destroys a lambda's captures twice when it is made inside
// the co_await expression.
Task<Result<SharedReader>> open_document(doors::Service& service, const vault::Location& location) {
  const auto open = [&vault = service.vault, &location]() -> Result<SharedReader> {
    return SharedReader(TRY(vault.open(location)));
  };
  co_return co_await run_on(service.pool, service.loop, open);
}

// Reading blocks when the bytes are not in memory, so it is done on the pool.
Task<Result<void>> stream_document(doors::Service& service, SharedReader document, std::string head,
                                   http::BodyWriter& writer) {
  CO_TRY_VOID(co_await writer.write(head));
  const auto read = [&document]() -> Result<std::string> {
    std::string bytes(piece_bytes, '\0');
    bytes.resize(TRY(document->read(bytes)));
    return bytes;
  };
  while (true) {
    Result<std::string> piece = co_await run_on(service.pool, service.loop, read);
    if (!piece.ok()) co_return piece.take_error();
    if (piece.value().empty()) co_return Result<void>{};
    CO_TRY_VOID(co_await writer.write(piece.value()));
  }
}

ipp::Message document_follows(const ipp::Message& request) {
  ipp::Message answer = ipp::make_response(request, ipp::status::ok);
  answer.groups.front()
      .add(ipp::strings("document-format", ipp::Tag::mime_type, {std::string(pdf)}))
      .add(ipp::keyword("compression", "none"))
      .add(ipp::integer("document-number", 1));
  return answer;
}

Task<Result<flow::Job>> find_document(DeviceCall& call) {
  CO_TRY(const DeviceTarget target, device_target(call));
  std::function<Result<flow::Job>(store::Reader&)> look_up = [target](store::Reader& in) -> Result<flow::Job> {
    TRY(check_uuid(in, target));
    return flow::document_for(in, target.printer, target.job, target.uuid);
  };
  co_return co_await call.service.read<flow::Job>(look_up);
}

}  // namespace

Task<http::Response> fetch_document(DeviceCall& call) {
  if (call.operation().integer("document-number").value_or(1) != 1)
    co_return call.refuse(ipp::status::not_found, "a job here has one document, number 1");
  if (!takes_pdf(call.operation()))
    co_return call.refuse(ipp::status::document_format_not_supported, "the document is a PDF");
  if (!takes_uncompressed(call.operation()))
    co_return call.refuse(ipp::status::compression_not_supported, "documents are sent as they are");
  const Result<flow::Job> job = co_await find_document(call);
  if (!job.ok()) co_return call.refuse(job.error());
  Result<SharedReader> document = co_await open_document(call.service, job.value().location);
  if (!document.ok()) co_return call.refuse(document.error());
  http::Response response = to_http(document_follows(call.request()));
  response.stream = [&service = call.service, document = document.take(), head = std::exchange(response.body, {})](
                        http::BodyWriter& writer) { return stream_document(service, document, head, writer); };
  co_return response;
}

// Nothing more is to be done: how the printing went, Update-Job-Status tells.
Task<http::Response> acknowledge_document(DeviceCall& call) {
  const Result<flow::Job> job = co_await find_document(call);
  // After the end of the job the acknowledgement is late, not wrong.
  if (!job.ok() && job.error().reason != Reason::conflict) co_return call.refuse(job.error());
  co_return call.ok();
}

}  // namespace tsuke::ippdoor
