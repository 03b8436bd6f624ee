// Which printers have which resources.
#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

using registry::Resource;

// The printer, which is the caller's to give things to, and the resources that are named.
struct Allocation {
  registry::PrinterRef printer;
  std::vector<std::int32_t> resources;
};

Task<Result<Allocation>> read_allocation(SystemCall& call) {
  CO_TRY(const SystemPrinter printer, co_await target_printer(call));
  if (!manages(call.caller, printer))
    co_return Error{Reason::not_permitted, "not-your-printer", "this printer is not yours to change"};
  Allocation allocation{printer.ref, call.operation().integers("resource-ids")};
  if (allocation.resources.empty()) co_return Error{Reason::malformed, "bad-ipp", "resource-ids is missing"};
  co_return allocation;
}

Result<void> allocate(store::Transaction& in, const SystemCaller& caller, const Allocation& wish, Instant now) {
  for (const std::int32_t number : wish.resources) {
    TRY(own_resource(in, caller, number));
    TRY(registry::allocate_resource(in, number, wish.printer));
  }
  return registry::note_configuration(in, now);
}

using Freed = std::vector<std::string>;
Result<Freed> deallocate(store::Transaction& in, const SystemCaller& caller, const Allocation& wish, Instant now) {
  Freed freed;
  for (const std::int32_t number : wish.resources) {
    TRY(visible_resource(in, caller, number));
    freed.push_back(TRY(registry::deallocate_resource(in, number, wish.printer, now)).freed);
  }
  TRY(registry::note_configuration(in, now));
  return freed;
}

}  // namespace

Task<http::Response> allocate_printer_resources(SystemCall& call) {
  const Result<Allocation> wish = co_await read_allocation(call);
  if (!wish.ok()) co_return call.refuse(wish.error());
  std::function<Result<void>(store::Transaction&)> write = [caller = call.caller, wish = wish.value(),
                                                            now = call.service.now()](store::Transaction& in) {
    return allocate(in, caller, wish, now);
  };
  const Result<void> done = co_await call.service.write_void(write);
  co_return done.ok() ? call.ok() : call.refuse(done.error());
}

Task<http::Response> deallocate_printer_resources(SystemCall& call) {
  const Result<Allocation> wish = co_await read_allocation(call);
  if (!wish.ok()) co_return call.refuse(wish.error());
  std::function<Result<Freed>(store::Transaction&)> write = [caller = call.caller, wish = wish.value(),
                                                             now = call.service.now()](store::Transaction& in) {
    return deallocate(in, caller, wish, now);
  };
  Result<Freed> freed = co_await call.service.write<Freed>(write);
  if (!freed.ok()) co_return call.refuse(freed.error());
  destroy_data(call.service, freed.take());
  co_return call.ok();
}

// Whoever sees the printer sees what it has.
Task<http::Response> get_printer_resources(SystemCall& call) {
  const Result<SystemPrinter> printer = co_await target_printer(call);
  if (!printer.ok()) co_return call.refuse(printer.error());
  using Resources = std::vector<Resource>;
  std::function<Result<Resources>(store::Reader&)> list = [&](store::Reader& in) {
    return registry::resources_at(in, printer.value().ref);
  };
  const Result<Resources> all = co_await call.service.read<Resources>(list);
  if (!all.ok()) co_return call.refuse(all.error());
  ipp::Message answer = call.answer();
  for (const Resource& resource : all.value())
    add_resource(call, resource, call.operation(), answer.add_group(ipp::Tag::resource));
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
