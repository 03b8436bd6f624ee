#include "doors/ipp/system_door.h"

#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::int64_t body_bytes_max = registry::resource_bytes_max + (1 << 20);  // data of a resource, and a message

struct Entry {
  std::uint16_t code;
  SystemOperation operation;
  unsigned who;
  bool at_printer = false;  // may be sent to a printer-uri, too
};
constexpr Entry operations[] = {
    {ipp::op::get_printer_attributes, get_system_printer_attributes, signed_in, true},
    {ipp::op::get_subscription_attributes, get_system_subscription_attributes, signed_in},
    {ipp::op::get_subscriptions, get_system_subscriptions, signed_in},
    {ipp::op::renew_subscription, renew_system_subscription, signed_in},
    {ipp::op::cancel_subscription, cancel_system_subscription, signed_in},
    {ipp::op::get_notifications, get_system_notifications, signed_in},
    {ipp::op::get_resource_attributes, get_resource_attributes, signed_in},
    {ipp::op::get_resources, get_resources, signed_in},
    {ipp::op::allocate_printer_resources, allocate_printer_resources, managers, true},
    {ipp::op::create_printer, create_printer, people},
    {ipp::op::deallocate_printer_resources, deallocate_printer_resources, managers, true},
    {ipp::op::delete_printer, delete_printer, people, true},
    {ipp::op::get_printers, get_printers, signed_in},
    {ipp::op::shutdown_one_printer, shutdown_one_printer, people, true},
    {ipp::op::startup_one_printer, startup_one_printer, people, true},
    {ipp::op::cancel_resource, cancel_resource, managers},
    {ipp::op::create_resource, create_resource, managers},
    {ipp::op::install_resource, install_resource, managers},
    {ipp::op::send_resource_data, send_resource_data, managers},
    {ipp::op::set_resource_attributes, set_resource_attributes, managers},
    {ipp::op::create_resource_subscriptions, create_resource_subscriptions, signed_in},
    {ipp::op::create_system_subscriptions, create_system_subscriptions, signed_in},
    {ipp::op::disable_all_printers, disable_all_printers, managers},
    {ipp::op::enable_all_printers, enable_all_printers, managers},
    {ipp::op::get_system_attributes, get_system_attributes, anyone},
    {ipp::op::get_system_supported_values, get_system_supported_values, signed_in},
    {ipp::op::pause_all_printers, pause_all_printers, managers},
    // A release is the start of a job: so a pause never stops a current one.
    {ipp::op::pause_all_printers_after_current_job, pause_all_printers, managers},
    {ipp::op::register_output_device, register_output_device, enrolling | device},
    {ipp::op::restart_system, restart_system, system_operator},
    {ipp::op::resume_all_printers, resume_all_printers, managers},
    {ipp::op::set_system_attributes, set_system_attributes, system_operator},
    {ipp::op::shutdown_all_printers, shutdown_all_printers, managers},
    {ipp::op::startup_all_printers, startup_all_printers, managers},
    {ipp::op::get_printer_resources, get_printer_resources, signed_in, true},
    {ipp::op::restart_one_printer, restart_one_printer, people, true},
};

const Entry* find_operation(std::uint16_t code) {
  for (const Entry& entry : operations)
    if (entry.code == code) return &entry;
  return nullptr;
}

bool has_target(const ipp::Group& operation, const Entry& entry) {
  return operation.text("system-uri") || (entry.at_printer && operation.text("printer-uri"));
}

http::Response resource_response(std::string bytes, const registry::Resource& resource) {
  http::Response response;
  response.headers.set("Content-Type", resource.format);
  response.headers.set("Cache-Control", "private, no-cache");
  // What somebody uploaded is never run by a browser.
  response.headers.set("Content-Disposition", "attachment");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.body = std::move(bytes);
  return response;
}

Result<std::string> data_of(vault::Vault& vault, const registry::Resource& resource) {
  const auto reader = TRY(vault.open(vault::Location{resource.location}));
  std::string bytes(static_cast<std::size_t>(reader->size_bytes()), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const std::size_t got = TRY(reader->read(std::span(bytes).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  bytes.resize(filled);
  return bytes;
}

Error no_such_resource() {
  return {Reason::not_found, "no-such-resource", "there is no such resource, or none that you may see"};
}

// With its data, for one who may see it.
Result<registry::Resource> resource_to_give(store::Reader& in, const SystemCaller& caller, const std::string& uuid) {
  const auto found = TRY(registry::resource_by_uuid(in, "urn:uuid:" + uuid));
  if (!found || found->location.empty()) return no_such_resource();
  return visible_resource(in, caller, found->number);
}

}  // namespace

std::vector<std::int32_t> system_operations() {
  std::vector<std::int32_t> codes;
  for (const Entry& entry : operations) codes.push_back(entry.code);
  return codes;
}

std::vector<SystemEntry> system_entries() {
  std::vector<SystemEntry> entries;
  for (const Entry& entry : operations) entries.push_back({entry.code, entry.who});
  return entries;
}

Task<http::Response> SystemDoor::serve(http::Request& request) {
  Admitted<SystemCaller> admitted = co_await admit_to_system(service_, tries_, request);
  if (auto* refused = std::get_if<http::Response>(&admitted)) co_return std::move(*refused);
  const SystemCaller& caller = std::get<SystemCaller>(admitted);
  Received received = co_await receive(request, body_bytes_max);
  if (!received.incoming) co_return std::move(received.refusal);
  SystemCall call{service_, devices_, boards_, caller, *received.incoming};
  const Entry* entry = find_operation(call.incoming.code());
  if (!entry) co_return call.refuse(ipp::status::operation_not_supported, "this system does not do that");
  if (!(entry->who & caller.role))
    co_return call.refuse(ipp::status::not_authorized, "that is not for you to do at this system");
  if (!has_target(call.operation(), *entry)) co_return call.refuse(ipp::status::bad_request, "system-uri is missing");
  co_return co_await entry->operation(call);
}

Task<http::Response> SystemDoor::serve_resource(http::Request& request) {
  Admitted<SystemCaller> admitted = co_await admit_to_system(service_, tries_, request);
  if (auto* refused = std::get_if<http::Response>(&admitted)) co_return std::move(*refused);
  const SystemCaller& caller = std::get<SystemCaller>(admitted);
  const std::string uuid(request.parameter("resource"));
  std::function<Result<registry::Resource>(store::Reader&)> look_up = [&](store::Reader& in) {
    return resource_to_give(in, caller, uuid);
  };
  const Result<registry::Resource> found = co_await service_.read<registry::Resource>(look_up);
  if (!found.ok()) co_return http::problem_response(found.error());
  const auto read = [&vault = service_.vault, &found] { return data_of(vault, found.value()); };
  Result<std::string> bytes = co_await run_on(service_.pool, service_.loop, read);
  if (!bytes.ok()) co_return http::problem_response(bytes.error());
  co_return resource_response(bytes.take(), found.value());
}

}  // namespace tsuke::ippdoor
