// One request at a device's queue, and the operations that answer it (PWG 5100.18). device_door.cpp has the table.
#pragma once

#include <memory>

#include "base/task.h"
#include "doors/ipp/access.h"
#include "doors/ipp/device_board.h"
#include "doors/ipp/wire.h"

namespace tsuke::ippdoor {

struct DeviceCall {
  doors::Service& service;
  const std::shared_ptr<DeviceBoard>& board;
  const DeviceQueue& queue;
  Incoming& incoming;

  const ipp::Message& request() const { return incoming.message; }
  const ipp::Group& operation() const { return incoming.operation(); }
  http::Response ok() const { return to_http(ipp::make_response(request(), ipp::status::ok)); }
  http::Response refuse(std::uint16_t status, std::string_view sentence) const {
    return to_http(ippdoor::refuse(request(), status, sentence));
  }
  http::Response refuse(const Error& error) const { return to_http(ippdoor::refuse(request(), error)); }
};

// What INFRA asks of a write: the job it is about, and the uuid of the device, which must be this printer's or one that
// a program behind its credential has told. The credential is what counts; the uuid keeps a second proxy behind one
// credential from speaking for the first.
struct DeviceTarget {
  PrinterId printer;
  std::int32_t job = 0;
  std::string uuid;
};
Result<DeviceTarget> device_target(const DeviceCall& call);
Result<void> check_uuid(store::Reader& in, const DeviceTarget& target);

// device_notices.cpp
Task<http::Response> create_device_subscriptions(DeviceCall& call);
Task<http::Response> get_device_subscription_attributes(DeviceCall& call);
Task<http::Response> get_device_subscriptions(DeviceCall& call);
Task<http::Response> renew_device_subscription(DeviceCall& call);
Task<http::Response> cancel_device_subscription(DeviceCall& call);
Task<http::Response> get_device_notifications(DeviceCall& call);

// device_jobs.cpp
Task<http::Response> get_device_jobs(DeviceCall& call);
Task<http::Response> get_device_job_attributes(DeviceCall& call);
Task<http::Response> fetch_job(DeviceCall& call);
Task<http::Response> acknowledge_job(DeviceCall& call);

// device_document.cpp
Task<http::Response> fetch_document(DeviceCall& call);
Task<http::Response> acknowledge_document(DeviceCall& call);

// device_reports.cpp
Task<http::Response> update_job_status(DeviceCall& call);
Task<http::Response> update_document_status(DeviceCall& call);
Task<http::Response> update_active_jobs(DeviceCall& call);
Task<http::Response> cancel_device_job(DeviceCall& call);

// device_printer.cpp
Task<http::Response> get_device_printer_attributes(DeviceCall& call);
Task<http::Response> update_output_device_attributes(DeviceCall& call);
Task<http::Response> get_output_device_attributes(DeviceCall& call);
Task<http::Response> deregister_output_device(DeviceCall& call);

std::vector<std::int32_t> device_operations();  // operations-supported
inline constexpr const char* device_events[] = {
    "document-config-changed", "document-state-changed", "job-config-changed",   "job-fetchable",
    "job-state-changed",       "printer-config-changed", "printer-state-changed"};

}  // namespace tsuke::ippdoor
