// Switching printers off and on. All of them means: those that the caller administers; purposes belong to their
// persons, each of whom may stop and start their own.
#include "doors/ipp/system_call.h"
#include "registry/system_events.h"

namespace tsuke::ippdoor {
namespace {

using registry::WhyOff;

// Each printer in a write of its own would be slow, and half done after a crash: it is one write.
Result<void> switch_all(store::Transaction& in, const SystemCaller& caller, WhyOff why, bool off) {
  for (const registry::Printer& printer : TRY(administered_printers(in, caller)))
    TRY(registry::set_off(in, printer.id, why, off));
  return {};
}

Result<void> tell_system_state(store::Transaction& in, const std::string& word, std::int32_t state, Instant now) {
  TRY(registry::note_system_state(in, now));
  registry::SystemEvent event;
  event.word = word;
  event.system_state = state;
  event.text = word == "system-restarted" ? "the system has restarted" : "the system's state has changed";
  publish_system_event(in, event);
  return {};
}

Task<http::Response> switch_all(SystemCall& call, WhyOff why, bool off) {
  const bool all_of_system = call.caller.role == system_operator && why != WhyOff::disabled;
  std::function<Result<void>(store::Transaction&)> change =
      [caller = call.caller, why, off, all_of_system,
       now = call.service.now()](store::Transaction& in) -> Result<void> {
    TRY(switch_all(in, caller, why, off));
    if (!all_of_system) return {};
    const auto state = off ? ipp::printer_state::stopped : ipp::printer_state::idle;
    return tell_system_state(in, "system-state-changed", state, now);
  };
  const Result<void> changed = co_await call.service.write_void(change);
  co_return changed.ok() ? call.ok() : call.refuse(changed.error());
}

Result<void> switch_purpose(store::Transaction& in, const registry::Purpose& purpose, bool on) {
  registry::PurposeChange change;
  change.switched_on = on;
  TRY(registry::change_purpose(in, purpose.person, purpose.id, change));
  if (purpose.switched_on == on) return {};
  registry::SystemEvent event;
  event.word = "printer-state-changed";
  event.person = purpose.person;
  event.path = "/ipp/print/" + purpose.slug;
  event.printer_state = on ? ipp::printer_state::idle : ipp::printer_state::stopped;
  event.printer_reasons = {on ? "none" : "shutdown"};
  event.text = "printer " + purpose.name + (on ? " is on" : " is off");
  publish_system_event(in, event);
  return {};
}

Result<void> switch_one(store::Transaction& in, const SystemPrinter& printer, bool on) {
  if (printer.purpose) return switch_purpose(in, *printer.purpose, on);
  return registry::set_off(in, printer.ref.printer, WhyOff::shutdown, !on);
}

// The printer that was switched, or the refusal.
Task<Result<SystemPrinter>> switch_target(SystemCall& call, bool on) {
  CO_TRY(const SystemPrinter printer, co_await target_printer(call));
  if (!manages(call.caller, printer))
    co_return Error{Reason::not_permitted, "not-your-printer", "this printer is not yours to switch"};
  std::function<Result<void>(store::Transaction&)> change = [printer, on](store::Transaction& in) {
    return switch_one(in, printer, on);
  };
  const Result<void> changed = co_await call.service.write_void(change);
  if (!changed.ok()) co_return changed.error();
  co_return printer;
}

Result<void> restart_all(store::Transaction& in, const SystemCaller& caller, Instant now) {
  TRY(switch_all(in, caller, WhyOff::shutdown, false));
  return tell_system_state(in, "system-restarted", ipp::printer_state::idle, now);
}

}  // namespace

Task<http::Response> enable_all_printers(SystemCall& call) {
  co_return co_await switch_all(call, WhyOff::disabled, false);
}
Task<http::Response> disable_all_printers(SystemCall& call) {
  co_return co_await switch_all(call, WhyOff::disabled, true);
}
Task<http::Response> pause_all_printers(SystemCall& call) { co_return co_await switch_all(call, WhyOff::paused, true); }
Task<http::Response> resume_all_printers(SystemCall& call) {
  co_return co_await switch_all(call, WhyOff::paused, false);
}
Task<http::Response> shutdown_all_printers(SystemCall& call) {
  co_return co_await switch_all(call, WhyOff::shutdown, true);
}
Task<http::Response> startup_all_printers(SystemCall& call) {
  co_return co_await switch_all(call, WhyOff::shutdown, false);
}

Task<http::Response> shutdown_one_printer(SystemCall& call) {
  const Result<SystemPrinter> printer = co_await switch_target(call, false);
  co_return printer.ok() ? call.ok() : call.refuse(printer.error());
}

Task<http::Response> startup_one_printer(SystemCall& call) {
  const Result<SystemPrinter> printer = co_await switch_target(call, true);
  co_return printer.ok() ? call.ok() : call.refuse(printer.error());
}

// Ends a shutdown, and makes the device's agent begin anew.
Task<http::Response> restart_one_printer(SystemCall& call) {
  const Result<SystemPrinter> printer = co_await switch_target(call, true);
  if (!printer.ok()) co_return call.refuse(printer.error());
  if (printer.value().device) call.devices.board(printer.value().ref.printer)->cancel_all();
  co_return call.ok();
}

// The services restart, not the process, whose connections others are using: shut-down printers start, and every agent
// that waits here begins anew.
Task<http::Response> restart_system(SystemCall& call) {
  std::function<Result<void>(store::Transaction&)> change =
      [caller = call.caller, now = call.service.now()](store::Transaction& in) { return restart_all(in, caller, now); };
  const Result<void> changed = co_await call.service.write_void(change);
  if (!changed.ok()) co_return call.refuse(changed.error());
  call.devices.restart();
  ipp::Message answer = call.answer();
  answer.add_group(ipp::Tag::system)
      .add(ipp::enumeration("system-state", ipp::printer_state::idle))
      .add(ipp::keyword("system-state-reasons", "none"));
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
