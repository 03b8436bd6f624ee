#include "doors/ipp/queue_door.h"

#include "flow/submit/submit.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::int64_t body_bytes_max = flow::document_bytes_max + (2 << 20);  // the document and its message
constexpr std::size_t tokens_remembered_max = 10'000, names_remembered_max = 16;

using Operation = Task<http::Response> (*)(QueueCall&);
enum class Listed { yes, at_once };  // in operations-supported: always, or where jobs print at once
struct Entry {
  std::uint16_t code;
  Operation operation;
  Listed listed = Listed::yes;
};
constexpr Entry operations[] = {
    {ipp::op::print_job, print_job},
    {ipp::op::validate_job, validate_job},
    {ipp::op::create_job, create_job},
    {ipp::op::send_document, send_document},
    {ipp::op::cancel_job, cancel_job},
    {ipp::op::get_job_attributes, get_job_attributes},
    {ipp::op::get_jobs, get_jobs},
    {ipp::op::get_printer_attributes, get_printer_attributes},
    {ipp::op::set_job_attributes, set_job_attributes},
    {ipp::op::cancel_my_jobs, cancel_my_jobs},
    {ipp::op::close_job, close_job},
    {ipp::op::identify_printer, identify_printer},
    {ipp::op::get_documents, get_documents},
    {ipp::op::get_document_attributes, get_document_attributes},
    {ipp::op::validate_document, validate_document},
    {ipp::op::create_printer_subscriptions, create_printer_subscriptions},
    {ipp::op::create_job_subscriptions, create_job_subscriptions},
    {ipp::op::get_subscription_attributes, get_subscription_attributes},
    {ipp::op::get_subscriptions, get_subscriptions},
    {ipp::op::renew_subscription, renew_queue_subscription},
    {ipp::op::cancel_subscription, cancel_queue_subscription},
    {ipp::op::get_notifications, get_notifications},
    {ipp::op::hold_job, hold_job, Listed::at_once},
    {ipp::op::release_job, release_job, Listed::at_once},
};

const Entry* find_operation(std::uint16_t code) {
  for (const Entry& entry : operations)
    if (entry.code == code) return &entry;
  return nullptr;
}

}  // namespace

std::vector<std::int32_t> queue_operations(const Queue& queue) {
  std::vector<std::int32_t> codes;
  for (const Entry& entry : operations)
    if (entry.listed == Listed::yes || queue.prints_at_once()) codes.push_back(entry.code);
  return codes;
}

void ClientNames::note(CredentialId token, const std::string& name) {
  if (names_.size() >= tokens_remembered_max && !names_.contains(token)) names_.clear();
  auto& names = names_[token];
  if (names.size() < names_remembered_max) names.insert(name.substr(0, 255));
}

bool ClientNames::is_stranger(CredentialId token, const std::string& name) const {
  const auto found = names_.find(token);
  // Nobody is known (after a restart) or too many are: then everyone is taken for the token's holder.
  if (found == names_.end() || found->second.size() >= names_remembered_max) return false;
  return !found->second.contains(name.substr(0, 255));
}

Task<http::Response> QueueDoor::serve_token(http::Request& request) {
  Admitted<Queue> admitted = co_await admit_by_token(service_, memory_.queues, request);
  if (auto* refused = std::get_if<http::Response>(&admitted)) co_return std::move(*refused);
  co_return co_await answer(std::get<Queue>(admitted), request);
}

Task<http::Response> QueueDoor::serve_person(http::Request& request) {
  Admitted<Queue> admitted = co_await admit_by_password(service_, memory_.queues, request);
  if (auto* refused = std::get_if<http::Response>(&admitted)) co_return std::move(*refused);
  co_return co_await answer(std::get<Queue>(admitted), request);
}

Task<http::Response> QueueDoor::answer(const Queue& queue, http::Request& request) {
  Received received = co_await receive(request, body_bytes_max);
  if (!received.incoming) co_return std::move(received.refusal);
  QueueCall call{service_, memory_, queue, *received.incoming};
  const Entry* entry = find_operation(call.incoming.code());
  if (!entry) co_return call.refuse(ipp::status::operation_not_supported, "this queue does not do that");
  co_return co_await entry->operation(call);
}

}  // namespace tsuke::ippdoor
