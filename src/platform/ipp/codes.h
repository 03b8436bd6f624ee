// Operation, status and state codes by their IANA names.
#pragma once

#include <cstdint>

namespace tsuke::ipp {

namespace op {
enum : std::uint16_t {
  print_job = 0x02,
  validate_job = 0x04,
  create_job = 0x05,
  send_document = 0x06,
  cancel_job = 0x08,
  get_job_attributes = 0x09,
  get_jobs = 0x0A,
  get_printer_attributes = 0x0B,
  hold_job = 0x0C,
  release_job = 0x0D,
  set_job_attributes = 0x14,
  get_printer_supported_values = 0x15,
  create_printer_subscriptions = 0x16,
  create_job_subscriptions = 0x17,
  get_subscription_attributes = 0x18,
  get_subscriptions = 0x19,
  renew_subscription = 0x1A,
  cancel_subscription = 0x1B,
  get_notifications = 0x1C,
  get_resource_attributes = 0x1E,
  get_resources = 0x20,
  get_document_attributes = 0x34,
  get_documents = 0x35,
  cancel_jobs = 0x38,
  cancel_my_jobs = 0x39,
  close_job = 0x3B,
  identify_printer = 0x3C,
  validate_document = 0x3D,
  acknowledge_document = 0x3F,
  acknowledge_identify_printer = 0x40,
  acknowledge_job = 0x41,
  fetch_document = 0x42,
  fetch_job = 0x43,
  get_output_device_attributes = 0x44,
  update_active_jobs = 0x45,
  deregister_output_device = 0x46,
  update_document_status = 0x47,
  update_job_status = 0x48,
  update_output_device_attributes = 0x49,
  allocate_printer_resources = 0x4B,
  create_printer = 0x4C,
  deallocate_printer_resources = 0x4D,
  delete_printer = 0x4E,
  get_printers = 0x4F,
  shutdown_one_printer = 0x50,
  startup_one_printer = 0x51,
  cancel_resource = 0x52,
  create_resource = 0x53,
  install_resource = 0x54,
  send_resource_data = 0x55,
  set_resource_attributes = 0x56,
  create_resource_subscriptions = 0x57,
  create_system_subscriptions = 0x58,
  disable_all_printers = 0x59,
  enable_all_printers = 0x5A,
  get_system_attributes = 0x5B,
  get_system_supported_values = 0x5C,
  pause_all_printers = 0x5D,
  pause_all_printers_after_current_job = 0x5E,
  register_output_device = 0x5F,
  restart_system = 0x60,
  resume_all_printers = 0x61,
  set_system_attributes = 0x62,
  shutdown_all_printers = 0x63,
  startup_all_printers = 0x64,
  get_printer_resources = 0x65,
  restart_one_printer = 0x67,
};
}

namespace status {
enum : std::uint16_t {
  ok = 0x0000,
  ok_ignored_or_substituted = 0x0001,
  ok_conflicting = 0x0002,
  ok_events_complete = 0x0007,
  bad_request = 0x0400,
  forbidden = 0x0401,
  not_authenticated = 0x0402,
  not_authorized = 0x0403,
  not_possible = 0x0404,
  timeout = 0x0405,
  not_found = 0x0406,
  gone = 0x0407,
  request_entity_too_large = 0x0408,
  request_value_too_long = 0x0409,
  document_format_not_supported = 0x040A,
  attributes_or_values_not_supported = 0x040B,
  uri_scheme_not_supported = 0x040C,
  charset_not_supported = 0x040D,
  conflicting_attributes = 0x040E,
  compression_not_supported = 0x040F,
  compression_error = 0x0410,
  document_format_error = 0x0411,
  attributes_not_settable = 0x0413,
  too_many_subscriptions = 0x0415,
  document_password_error = 0x0418,
  not_fetchable = 0x0420,
  internal_error = 0x0500,
  operation_not_supported = 0x0501,
  service_unavailable = 0x0502,
  version_not_supported = 0x0503,
  temporary_error = 0x0505,
  not_accepting_jobs = 0x0506,
  busy = 0x0507,
  job_canceled = 0x0508,
  multiple_document_jobs_not_supported = 0x0509,
};
}

namespace job_state {
enum : std::int32_t {
  pending = 3,
  pending_held = 4,
  processing = 5,
  processing_stopped = 6,
  canceled = 7,
  aborted = 8,
  completed = 9
};
}
namespace printer_state {
enum : std::int32_t { idle = 3, processing = 4, stopped = 5 };
}

}  // namespace tsuke::ipp
