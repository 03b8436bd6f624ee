#include "printing/ask.h"

#include <atomic>

#include "platform/ipp/codes.h"

namespace tsuke::printing {
namespace {

Reason reason_of(std::uint16_t status) {
  switch (status) {
    case ipp::status::not_authenticated: return Reason::not_authenticated;
    case ipp::status::forbidden:
    case ipp::status::not_authorized: return Reason::not_permitted;
    case ipp::status::not_found: return Reason::not_found;
    case ipp::status::gone: return Reason::gone;
    case ipp::status::not_possible:
    case ipp::status::not_fetchable: return Reason::conflict;
    case ipp::status::operation_not_supported:
    case ipp::status::version_not_supported:
    case ipp::status::job_canceled:
    case ipp::status::multiple_document_jobs_not_supported: return Reason::unsupported;
    default: return status >= ipp::status::internal_error ? Reason::unavailable : Reason::unsupported;
  }
}

Error no_answer(Error error) {
  if (error.reason == Reason::malformed || error.reason == Reason::too_large) error.reason = Reason::unavailable;
  return error;
}

}  // namespace

Error as_error(std::uint16_t status, const ipp::Message& answer) {
  const std::string name(ipp::status_name(status));
  return {reason_of(status), name, answer.operation().text("status-message").value_or(name)};
}

Result<ipp::Message> ask(ipp::Client& client, const ipp::Message& request, Source document, Sink into) {
  static std::atomic<std::int32_t> numbered = 0;
  ipp::Message asked = request;
  asked.request_id = 1 + (++numbered & 0x3FFFFFFF);
  auto answer = client.send(asked, std::move(document), std::move(into));
  if (!answer.ok()) return no_answer(answer.take_error());
  if (answer.value().code < 0x0100) return answer;
  return as_error(answer.value().code, answer.value());
}

}  // namespace tsuke::printing
