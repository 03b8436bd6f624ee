#include "doors/ipp/device_door.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::int64_t body_bytes_max = 1 << 20;  // devices send no documents

Task<http::Response> no_jobs_here(DeviceCall& call) {
  co_return call.refuse(ipp::status::not_authorized, "this queue is a device's; send jobs to a purpose queue");
}

using Operation = Task<http::Response> (*)(DeviceCall&);
struct Entry {
  std::uint16_t code;
  Operation operation;
  bool listed = true;
};
constexpr Entry operations[] = {
    {ipp::op::print_job, no_jobs_here, false},
    {ipp::op::validate_job, no_jobs_here, false},
    {ipp::op::create_job, no_jobs_here, false},
    {ipp::op::send_document, no_jobs_here, false},
    {ipp::op::cancel_job, cancel_device_job},
    {ipp::op::get_job_attributes, get_device_job_attributes},
    {ipp::op::get_jobs, get_device_jobs},
    {ipp::op::get_printer_attributes, get_device_printer_attributes},
    {ipp::op::create_printer_subscriptions, create_device_subscriptions},
    {ipp::op::get_subscription_attributes, get_device_subscription_attributes},
    {ipp::op::get_subscriptions, get_device_subscriptions},
    {ipp::op::renew_subscription, renew_device_subscription},
    {ipp::op::cancel_subscription, cancel_device_subscription},
    {ipp::op::get_notifications, get_device_notifications},
    {ipp::op::acknowledge_document, acknowledge_document},
    {ipp::op::acknowledge_job, acknowledge_job},
    {ipp::op::fetch_document, fetch_document},
    {ipp::op::fetch_job, fetch_job},
    {ipp::op::get_output_device_attributes, get_output_device_attributes},
    {ipp::op::update_active_jobs, update_active_jobs},
    {ipp::op::deregister_output_device, deregister_output_device},
    {ipp::op::update_document_status, update_document_status},
    {ipp::op::update_job_status, update_job_status},
    {ipp::op::update_output_device_attributes, update_output_device_attributes},
};

const Entry* find_operation(std::uint16_t code) {
  for (const Entry& entry : operations)
    if (entry.code == code) return &entry;
  return nullptr;
}

}  // namespace

std::vector<std::int32_t> device_operations() {
  std::vector<std::int32_t> codes;
  for (const Entry& entry : operations)
    if (entry.listed) codes.push_back(entry.code);
  return codes;
}

std::shared_ptr<DeviceBoard> DeviceDoor::board(PrinterId printer) {
  auto& found = boards_[printer];
  if (!found) found = std::make_shared<DeviceBoard>(service_, printer);
  return found;
}

void DeviceDoor::restart() {
  for (const auto& [printer, board] : boards_) board->cancel_all();
}

Task<http::Response> DeviceDoor::serve(http::Request& request) {
  Admitted<DeviceQueue> admitted = co_await admit_device(service_, request);
  if (auto* refused = std::get_if<http::Response>(&admitted)) co_return std::move(*refused);
  const DeviceQueue& queue = std::get<DeviceQueue>(admitted);
  Received received = co_await receive(request, body_bytes_max);
  if (!received.incoming) co_return std::move(received.refusal);
  const std::shared_ptr<DeviceBoard> board = this->board(queue.printer);
  DeviceCall call{service_, board, queue, *received.incoming};
  const Entry* entry = find_operation(call.incoming.code());
  if (!entry) co_return call.refuse(ipp::status::operation_not_supported, "this queue does not do that");
  if (entry->code != ipp::op::deregister_output_device) board->note_presence();
  co_return co_await entry->operation(call);
}

}  // namespace tsuke::ippdoor
