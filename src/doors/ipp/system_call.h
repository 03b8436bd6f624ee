// One request at the system service (PWG 5100.22), and the operations that answer it. system_door.cpp has the table,
// with who may call each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "doors/ipp/device_door.h"
#include "doors/ipp/requested.h"
#include "doors/ipp/system_access.h"
#include "doors/ipp/system_subscriptions.h"
#include "doors/ipp/uris.h"
#include "doors/ipp/wire.h"
#include "registry/printer_numbers.h"
#include "registry/printer_switches.h"
#include "registry/resources.h"
#include "registry/system.h"

namespace tsuke::ippdoor {

struct SystemCall {
  doors::Service& service;
  DeviceDoor& devices;
  SystemBoards& boards;
  const SystemCaller& caller;
  Incoming& incoming;

  const ipp::Message& request() const { return incoming.message; }
  const ipp::Group& operation() const { return incoming.operation(); }
  std::string base() const { return ipp_base(service, *incoming.http); }
  std::string uri() const { return base() + "/ipp/system"; }
  bool secure() const { return incoming.http->secure; }
  ipp::Message answer() const { return ipp::make_response(request(), ipp::status::ok); }
  http::Response ok() const { return to_http(answer()); }
  http::Response refuse(std::uint16_t status, std::string_view sentence) const {
    return to_http(ippdoor::refuse(request(), status, sentence));
  }
  http::Response refuse(const Error& error) const { return to_http(ippdoor::refuse(request(), error)); }
  // The status with these attributes as the unsupported ones.
  http::Response unsupported(std::uint16_t status, std::string_view sentence,
                             std::vector<ipp::Attribute> attributes) const;
};

// A printer as its caller sees it: a purpose queue of theirs, or a device.
struct SystemPrinter {
  int number = 0;
  registry::PrinterRef ref;
  std::optional<registry::Purpose> purpose;
  std::optional<registry::Printer> device;
  registry::PrinterCondition condition;
  registry::PrinterDescription description;
  std::string path;  // "/ipp/print/company-a", "/ipp/device/7"

  const std::string& name() const { return purpose ? purpose->name : device->name; }
};

// system_view.cpp: which printers there are for this caller, by number. A person's printers get their numbers when they
// are first looked at.
Task<Result<std::vector<SystemPrinter>>> printers_of(SystemCall& call);
// The one that printer-id or printer-uri names, or the first when `or_default` and neither came. Fails with not_found
// for what the caller does not see.
Task<Result<SystemPrinter>> target_printer(SystemCall& call, bool or_default = false);
Result<std::vector<registry::Printer>> administered_printers(store::Reader& in, const SystemCaller& caller);
Result<SystemPrinter> device_view(store::Reader& in, const registry::Printer& printer);
// May this caller switch it on and off, give it resources, delete it?
bool manages(const SystemCaller& caller, const SystemPrinter& printer);
// Clients take the first address, whatever its security: so it is of the connection's own kind, and the only one.
ipp::Collection xri(const std::string& uri, bool secure);
// What Get-Printers and Get-Printer-Attributes say.
void add_printer(const SystemCall& call, const SystemPrinter& printer, const Requested& asked, ipp::Group& into);
// What Create-Printer and Register-Output-Device answer.
void add_new_printer(const SystemCall& call, const SystemPrinter& printer, ipp::Group& into);

// system_resource_view.cpp: the resources that this caller may see: their own, and the installed ones of the system.
bool sees(const SystemCaller& caller, const registry::Resource& resource);
Result<std::vector<registry::Resource>> resources_for(store::Reader& in, const SystemCaller& caller);
Result<int> target_resource(const ipp::Group& operation);
// The resource of this number, when the caller sees it; not_found otherwise, whoever's it is.
Result<registry::Resource> visible_resource(store::Reader& in, const SystemCaller& caller, int number);
// … and when the caller may change it: not_permitted for one that is only seen.
Result<registry::Resource> own_resource(store::Reader& in, const SystemCaller& caller, int number);
void add_resource(const SystemCall& call, const registry::Resource& resource, const ipp::Group& operation,
                  ipp::Group& into);
std::string resource_uri(const SystemCall& call, const registry::Resource& resource);
void destroy_data(doors::Service& service, std::vector<std::string> locations);

std::vector<std::int32_t> system_operations();  // operations-supported
std::int32_t unix_seconds(Instant at);

using SystemOperation = Task<http::Response> (*)(SystemCall&);

// system_attributes.cpp, system_settings.cpp
Task<http::Response> get_system_attributes(SystemCall& call);
Task<http::Response> get_system_supported_values(SystemCall& call);
Task<http::Response> set_system_attributes(SystemCall& call);
std::vector<std::string> settable_system_attributes();
std::vector<std::string> printer_creation_attributes();

// system_printers.cpp, system_create.cpp, system_register.cpp
Task<http::Response> get_printers(SystemCall& call);
Task<http::Response> get_system_printer_attributes(SystemCall& call);
Task<http::Response> create_printer(SystemCall& call);
Task<http::Response> delete_printer(SystemCall& call);
Task<http::Response> register_output_device(SystemCall& call);

// system_power.cpp
Task<http::Response> enable_all_printers(SystemCall& call);
Task<http::Response> disable_all_printers(SystemCall& call);
Task<http::Response> pause_all_printers(SystemCall& call);
Task<http::Response> resume_all_printers(SystemCall& call);
Task<http::Response> shutdown_all_printers(SystemCall& call);
Task<http::Response> startup_all_printers(SystemCall& call);
Task<http::Response> shutdown_one_printer(SystemCall& call);
Task<http::Response> startup_one_printer(SystemCall& call);
Task<http::Response> restart_one_printer(SystemCall& call);
Task<http::Response> restart_system(SystemCall& call);

// system_resources.cpp, system_resource_view.cpp, system_resource_use.cpp
Task<http::Response> create_resource(SystemCall& call);
Task<http::Response> send_resource_data(SystemCall& call);
Task<http::Response> install_resource(SystemCall& call);
Task<http::Response> set_resource_attributes(SystemCall& call);
Task<http::Response> cancel_resource(SystemCall& call);
Task<http::Response> get_resource_attributes(SystemCall& call);
Task<http::Response> get_resources(SystemCall& call);
Task<http::Response> allocate_printer_resources(SystemCall& call);
Task<http::Response> deallocate_printer_resources(SystemCall& call);
Task<http::Response> get_printer_resources(SystemCall& call);

// system_notifications.cpp
Task<http::Response> create_system_subscriptions(SystemCall& call);
Task<http::Response> create_resource_subscriptions(SystemCall& call);
Task<http::Response> get_system_subscription_attributes(SystemCall& call);
Task<http::Response> get_system_subscriptions(SystemCall& call);
Task<http::Response> renew_system_subscription(SystemCall& call);
Task<http::Response> cancel_system_subscription(SystemCall& call);
Task<http::Response> get_system_notifications(SystemCall& call);

}  // namespace tsuke::ippdoor
