// Create-Printer and Delete-Printer. What is made depends on who asks and for where: at one of their sites somebody who
// administers it gets a device's printer; everybody else, and everywhere else, gets a purpose queue of their own,
// charged to themselves. Who else pays is chosen in the web app: never by a request.
#include <algorithm>

#include "doors/ipp/system_call.h"
#include "flow/deliver/deliver.h"
#include "flow/job.h"
#include "registry/system_events.h"

namespace tsuke::ippdoor {
namespace {

struct Wish {
  PersonId person;
  std::string name;
  registry::PrinterDescription description;
  registry::SettingsChange defaults;
  std::vector<std::int32_t> resources;
};

constexpr const char* creation_attributes[] = {"copies-default",       "media-default", "print-color-mode-default",
                                               "printer-geo-location", "printer-info",  "printer-location",
                                               "printer-name",         "sides-default"};

bool is_creation_attribute(const std::string& name) {
  return std::any_of(std::begin(creation_attributes), std::end(creation_attributes),
                     [&](const char* known) { return name == known; });
}

std::vector<ipp::Attribute> unknown_in(const ipp::Message& request) {
  std::vector<ipp::Attribute> unknown;
  for (const ipp::Attribute& attribute : request.group(ipp::Tag::printer).attributes)
    if (!is_creation_attribute(attribute.name)) unknown.push_back(ipp::unsupported_value(attribute.name));
  if (const auto type = request.operation().text("printer-service-type"); type && *type != "print")
    unknown.push_back(ipp::keyword("printer-service-type", *type));
  if (request.operation().find("printer-xri-requested"))
    unknown.push_back(ipp::unsupported_value("printer-xri-requested"));
  return unknown;
}

Result<Wish> read_wish(const SystemCall& call) {
  const ipp::Group& group = call.request().group(ipp::Tag::printer);
  if (!call.operation().text("printer-service-type"))
    return Error{Reason::malformed, "bad-ipp", "printer-service-type is missing"};
  if (!group.text("printer-name")) return Error{Reason::malformed, "bad-ipp", "printer-name is missing"};
  Wish wish;
  wish.person = call.caller.of;
  wish.name = *group.text("printer-name");
  wish.description = {group.text("printer-info").value_or(""), group.text("printer-location").value_or(""),
                      group.text("printer-geo-location").value_or("")};
  wish.defaults.copies = group.integer("copies-default");
  wish.defaults.media = group.text("media-default");
  if (const auto sides = group.text("sides-default")) wish.defaults.sides = TRY(registry::parse_sides(*sides));
  if (const auto mode = group.text("print-color-mode-default"))
    wish.defaults.color_mode = TRY(registry::parse_color_mode(*mode));
  wish.resources = call.operation().integers("resource-ids");
  return wish;
}

// The site of that name (or short name) that the caller administers.
Result<std::optional<registry::Site>> site_of(store::Reader& in, const SystemCaller& caller, const std::string& word) {
  if (word.empty()) return std::optional<registry::Site>{};
  for (const registry::Site& site : TRY(registry::sites(in)))
    if (caller.administers(site.provider) && (site.slug == word || site.name == word)) return std::optional(site);
  return std::optional<registry::Site>{};
}

Result<registry::PrinterRef> make_device(store::Transaction& in, const registry::Site& site, const Wish& wish) {
  registry::Printer wanted;
  wanted.site = site.id;
  wanted.name = wish.name;
  const PrinterId made = TRY(registry::add_printer(in, wanted));
  TRY(registry::publish_printer_event(in, TRY(registry::printer(in, made)), "printer-created"));
  return registry::PrinterRef{{}, made};
}

void publish_purpose_event(store::Transaction& in, const registry::Purpose& purpose, const std::string& word) {
  registry::SystemEvent event;
  event.word = word;
  event.person = purpose.person;
  event.path = "/ipp/print/" + purpose.slug;
  event.printer_state = ipp::printer_state::idle;
  event.printer_reasons = {"none"};
  event.text = "printer " + purpose.name + ": " + word;
  publish_system_event(in, event);
}

Result<registry::PrinterRef> make_purpose(store::Transaction& in, const Wish& wish) {
  registry::Purpose wanted;
  wanted.person = wish.person;
  wanted.name = wish.name;
  wanted.payer.person = wish.person;
  wanted.defaults = TRY(registry::apply({}, wish.defaults));
  const PurposeId made = TRY(registry::add_purpose(in, wanted));
  publish_purpose_event(in, TRY(registry::purpose(in, made)), "printer-created");
  return registry::PrinterRef{made, {}};
}

Result<int> create(store::Transaction& in, const SystemCaller& caller, const Wish& wish, Instant now) {
  const auto site = TRY(site_of(in, caller, wish.description.location));
  const registry::PrinterRef made = site ? TRY(make_device(in, *site, wish)) : TRY(make_purpose(in, wish));
  TRY(registry::describe_printer(in, made, wish.description));
  for (const std::int32_t number : wish.resources) {
    TRY(own_resource(in, caller, number));
    TRY(registry::allocate_resource(in, number, made));
  }
  TRY(registry::note_configuration(in, now));
  return registry::number_printer(in, caller.of, made);
}

// What the vault may forget.
Result<std::vector<std::string>> remove(store::Transaction& in, const SystemPrinter& printer, Instant now) {
  if (printer.purpose) {
    if (TRY(flow::held_count(in, printer.ref.purpose)) > 0)
      return refusal(ipp::status::not_possible, "jobs are held under this purpose; cancel or move them first");
    TRY(registry::remove_purpose(in, printer.purpose->person, printer.ref.purpose));
    publish_purpose_event(in, *printer.purpose, "printer-deleted");
  } else {
    if (!TRY(flow::active_attempts(in, printer.ref.printer)).empty())
      return refusal(ipp::status::not_possible, "jobs are on their way to this printer; wait for them, or cancel them");
    TRY(registry::remove_printer(in, printer.ref.printer));
  }
  TRY(registry::note_configuration(in, now));
  return registry::deallocate_all(in, printer.ref, now);
}

}  // namespace

std::vector<std::string> printer_creation_attributes() {
  return {std::begin(creation_attributes), std::end(creation_attributes)};
}

Task<http::Response> create_printer(SystemCall& call) {
  if (auto unknown = unknown_in(call.request()); !unknown.empty())
    co_return call.unsupported(ipp::status::attributes_or_values_not_supported,
                               "a printer cannot be created with these attributes", std::move(unknown));
  const Result<Wish> wish = read_wish(call);
  if (!wish.ok()) co_return call.refuse(wish.error());
  std::function<Result<int>(store::Transaction&)> change = [caller = call.caller, wish = wish.value(),
                                                            now = call.service.now()](store::Transaction& in) {
    return create(in, caller, wish, now);
  };
  const Result<int> number = co_await call.service.write<int>(change);
  if (!number.ok()) co_return call.refuse(number.error());
  const Result<std::vector<SystemPrinter>> all = co_await printers_of(call);
  if (!all.ok()) co_return call.refuse(all.error());
  ipp::Message answer = call.answer();
  for (const SystemPrinter& printer : all.value())
    if (printer.number == number.value()) add_new_printer(call, printer, answer.add_group(ipp::Tag::printer));
  co_return to_http(answer);
}

Task<http::Response> delete_printer(SystemCall& call) {
  const Result<SystemPrinter> printer = co_await target_printer(call);
  if (!printer.ok()) co_return call.refuse(printer.error());
  if (!manages(call.caller, printer.value()))
    co_return call.refuse(ipp::status::not_authorized, "this printer is not yours to delete");
  using Freed = std::vector<std::string>;
  std::function<Result<Freed>(store::Transaction&)> change = [printer = printer.value(),
                                                              now = call.service.now()](store::Transaction& in) {
    return remove(in, printer, now);
  };
  Result<Freed> freed = co_await call.service.write<Freed>(change);
  if (!freed.ok()) co_return call.refuse(freed.error());
  destroy_data(call.service, freed.take());
  co_return call.ok();
}

}  // namespace tsuke::ippdoor
