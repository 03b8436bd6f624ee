// Register-Output-Device: an enrolment code, or a device's password that it made before, gives the device its queue.
#include "doors/ipp/system_call.h"
#include "registry/device_uuids.h"
#include "registry/enrolment.h"

namespace tsuke::ippdoor {
namespace {

struct Registered {
  SystemPrinter printer;
  std::string password;  // made here; empty when the device brought its own
};

Result<Registered> trade_code(store::Transaction& in, const SystemCaller& caller, Instant now) {
  Registered registered;
  PrinterId printer;
  if (caller.secret.empty()) {
    const registry::NewCredential made = TRY(registry::enrol(in, caller.code, now));
    printer = made.credential.printer;
    registered.password = made.secret;
  } else {
    printer = TRY(registry::enrol_with_secret(in, caller.code, caller.secret, now)).printer;
  }
  registered.printer = TRY(device_view(in, TRY(registry::printer(in, printer))));
  return registered;
}

Result<Registered> known_device(store::Reader& in, PrinterId printer) {
  return Registered{TRY(device_view(in, TRY(registry::printer(in, printer)))), {}};
}

// The code is used up, and the name that the program gives itself is kept, by the very write that makes the credential.
Task<Result<Registered>> register_caller(SystemCall& call, std::string uuid) {
  std::function<Result<Registered>(store::Transaction&)> change =
      [caller = call.caller, uuid, now = call.service.now()](store::Transaction& in) -> Result<Registered> {
    Registered device =
        caller.role == enrolling ? TRY(trade_code(in, caller, now)) : TRY(known_device(in, caller.printer));
    TRY(registry::remember_device_uuid(in, device.printer.ref.printer, uuid, now));
    return device;
  };
  co_return co_await call.service.write<Registered>(change);
}

}  // namespace

// Exactly successful-ok: proxies give up on anything else. A password that was made here is told in two attributes of
// our own, since the standard has none for it; our agent and a person with ipptool can read them.
Task<http::Response> register_output_device(SystemCall& call) {
  const auto uuid = call.operation().text("output-device-uuid");
  if (!uuid) co_return call.refuse(ipp::status::bad_request, "output-device-uuid is missing");
  if (call.operation().text("printer-service-type").value_or("print") != "print")
    co_return call.unsupported(ipp::status::attributes_or_values_not_supported, "only printers can register here",
                               {ipp::unsupported_value("printer-service-type")});
  Result<Registered> registered = co_await register_caller(call, *uuid);
  if (!registered.ok()) co_return call.refuse(registered.error());
  Registered& device = registered.value();
  device.printer.number = 1;  // a device sees no other printer
  ipp::Message answer = call.answer();
  ipp::Group& group = answer.add_group(ipp::Tag::printer);
  add_new_printer(call, device.printer, group);
  if (!device.password.empty()) {
    group.add(ipp::name("tsuke-device-user", registry::device_user(device.printer.ref.printer)));
    group.add(ipp::name("tsuke-device-password", device.password));
  }
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
