#include "registry/printers.h"

#include <algorithm>
#include <array>

#include "registry/lookup.h"
#include "registry/printer_events.h"
#include "registry/printer_switches.h"
#include "registry/site_kinds.h"
#include "registry/text.h"
#include "registry/uuid.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t state_reasons_max = 32;
constexpr Duration seen_at_step = minutes(1);
constexpr std::array<std::string_view, 4> states{"idle", "processing", "stopped", "unknown"};

#define PRINTER_SELECT                                                                                     \
  "SELECT p.id, p.site_id, s.provider_id, r.name, s.name, s.slug, s.kind, p.name, p.uuid, p.switched_on, " \
  "       p.owner_only, p.capabilities, p.state, p.state_reasons, p.seen_at, "                             \
  "       CASE WHEN EXISTS (SELECT 1 FROM credential c WHERE c.printer_id = p.id AND c.kind = 'device' "   \
  "                                                      AND c.revoked = 0) "                              \
  "            OR EXISTS (SELECT 1 FROM direct_printer d WHERE d.printer_id = p.id) THEN 1 ELSE 0 END "    \
  "FROM printer p JOIN site s ON s.id = p.site_id JOIN provider r ON r.id = s.provider_id "

constexpr store::Query select_printer{"select_printer", PRINTER_SELECT "WHERE p.id = $1"};
// A removed printer can still be looked up by its id: jobs and charges of all times point at it.
constexpr store::Query select_printers{"select_printers", PRINTER_SELECT "WHERE p.removed = 0 ORDER BY p.id"};
constexpr store::Query select_printers_of{"select_printers_of",
                                          PRINTER_SELECT "WHERE s.provider_id = $1 AND p.removed = 0 ORDER BY p.id"};
constexpr store::Query select_printers_for{"select_printers_for", PRINTER_SELECT R"sql(
     WHERE p.switched_on = 1
       AND (p.owner_only = 0 OR r.person_id = $1
            OR EXISTS (SELECT 1 FROM membership m
                        WHERE m.person_id = $1 AND m.organisation_id = r.organisation_id AND m.state = 'accepted'))
     ORDER BY p.id)sql"};
constexpr store::Query insert_printer{"insert_printer", R"sql(
    INSERT INTO printer (id, site_id, name, uuid, switched_on, owner_only, capabilities, state, state_reasons, seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'unknown', '[]', 0))sql"};
constexpr store::Query update_printer{"update_printer", R"sql(
    UPDATE printer SET name = $2, switched_on = $3, owner_only = $4 WHERE id = $1 AND removed = 0)sql"};
constexpr store::Query forget_why_off{"forget_why_off", "DELETE FROM printer_off WHERE printer_id = $1"};
constexpr store::Query update_reported{"update_reported", R"sql(
    UPDATE printer SET state = $2, state_reasons = $3, capabilities = $4, seen_at = $5 WHERE id = $1)sql"};
constexpr store::Query update_seen{"update_seen", "UPDATE printer SET seen_at = $2 WHERE id = $1"};

Json reasons_to_json(const std::vector<std::string>& reasons) {
  Json list = Json::array();
  for (const std::string& reason : reasons) list.push(reason);
  return list;
}

std::vector<std::string> stored_reasons(std::string_view text) {
  const Result<Json> json = Json::parse(text);
  assert(json.ok());
  std::vector<std::string> reasons;
  for (const Json& item : json.value().items()) reasons.push_back(item.text());
  return reasons;
}

Capabilities stored_capabilities(std::string_view text) {
  const Result<Json> json = Json::parse(text);
  assert(json.ok());
  const Result<Capabilities> capabilities = capabilities_from_json(json.value());
  assert(capabilities.ok());
  return capabilities.value();
}

Printer make_printer(const store::Row& row) {
  Printer printer;
  printer.id = row.id<PrinterId>(0);
  printer.site = row.id<SiteId>(1);
  printer.provider = row.id<ProviderId>(2);
  printer.provider_name = row.text(3);
  printer.site_name = row.text(4);
  printer.site_slug = row.text(5);
  printer.site_kind = stored_site_kind(row.text(6));
  printer.name = row.text(7);
  printer.uuid = row.text(8);
  printer.switched_on = row.boolean(9);
  printer.owner_only = row.boolean(10);
  printer.capabilities = stored_capabilities(row.text(11));
  printer.state = row.text(12);
  printer.state_reasons = stored_reasons(row.text(13));
  printer.seen_at = row.instant(14);
  printer.enrolled = row.boolean(15);
  return printer;
}

Error bad_report(std::string what) { return {Reason::malformed, "bad-printer-report", std::move(what)}; }

Result<std::vector<std::string>> checked_reasons(const std::vector<std::string>& told) {
  std::vector<std::string> reasons;
  for (const std::string& reason : told) {
    if (reasons.size() == state_reasons_max) break;
    if (!is_keyword(reason)) return bad_report("give printer-state-reasons as IPP keywords");
    const bool repeated = std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
    if (reason != "none" && !repeated) reasons.push_back(reason);
  }
  return reasons;
}

// The printer as it is after the report.
Result<Printer> reported(Printer printer, const std::string& state, const std::vector<std::string>& reasons,
                         const std::optional<Capabilities>& capabilities) {
  if (std::find(states.begin(), states.end(), state) == states.end())
    return bad_report("give the state as idle, processing, stopped or unknown");
  printer.state = state;
  printer.state_reasons = TRY(checked_reasons(reasons));
  if (capabilities) printer.capabilities = TRY(capabilities_from_json(to_json(*capabilities)));
  return printer;
}

bool differs(const Printer& a, const Printer& b) {
  return a.state != b.state || a.state_reasons != b.state_reasons || !(a.capabilities == b.capabilities);
}

}  // namespace

Result<PrinterId> add_printer(store::Transaction& in, const Printer& printer) {
  const std::string name = TRY(checked_text(printer.name, "bad-name", "the name"));
  TRY(site(in, printer.site));
  const Capabilities capabilities = TRY(capabilities_from_json(to_json(printer.capabilities)));
  const PrinterId id = new_id<PrinterId>();
  TRY(in.change(insert_printer, {id, printer.site, name, new_uuid(), printer.switched_on, printer.owner_only,
                                 to_json(capabilities).dump()}));
  return id;
}

Result<void> change_printer(store::Transaction& in, PrinterId id, std::optional<std::string> name,
                            std::optional<bool> switched_on, std::optional<bool> owner_only) {
  Printer changed = TRY(printer(in, id));
  if (name) changed.name = TRY(checked_text(*name, "bad-name", "the name"));
  changed.switched_on = switched_on.value_or(changed.switched_on);
  changed.owner_only = owner_only.value_or(changed.owner_only);
  if (TRY(in.change(update_printer, {id, changed.name, changed.switched_on, changed.owner_only})) == 0)
    return no_such("printer");
  if (changed.switched_on) TRY(in.run(forget_why_off, {id}));
  publish_printer(in, changed);
  return publish_printer_event(in, changed, switched_on ? "printer-state-changed" : "printer-config-changed");
}

Result<Printer> printer(store::Reader& in, PrinterId id) {
  return must_find(in.find<Printer>(select_printer, {id}, make_printer), "printer");
}

Result<std::vector<Printer>> printers(store::Reader& in) { return in.list<Printer>(select_printers, {}, make_printer); }

Result<std::vector<Printer>> printers_of(store::Reader& in, ProviderId provider) {
  return in.list<Printer>(select_printers_of, {provider}, make_printer);
}

Result<std::vector<Printer>> printers_for(store::Reader& in, PersonId person) {
  return in.list<Printer>(select_printers_for, {person}, make_printer);
}

Result<void> device_reported(store::Transaction& in, PrinterId id, const std::string& state,
                             const std::vector<std::string>& reasons, const std::optional<Capabilities>& capabilities,
                             Instant now) {
  const Printer before = TRY(printer(in, id));
  const Printer after = TRY(reported(before, state, reasons, capabilities));
  if (!differs(before, after)) {
    if (now - before.seen_at < seen_at_step) return {};
    return in.run(update_seen, {id, now});
  }
  TRY(in.run(update_reported, {id, after.state, reasons_to_json(after.state_reasons).dump(),
                               to_json(after.capabilities).dump(), std::max(now, before.seen_at)}));
  publish_printer(in, after);
  if (!(before.capabilities == after.capabilities)) TRY(publish_printer_event(in, after, "printer-config-changed"));
  if (before.state != after.state || before.state_reasons != after.state_reasons)
    TRY(publish_printer_event(in, after, "printer-state-changed"));
  return {};
}

void publish_printer(store::Transaction& in, const Printer& printer) {
  const std::string id = to_string(printer.id);
  const Json payload = Json::object({{"id", id},
                                     {"state", printer.state},
                                     {"state-reasons", reasons_to_json(printer.state_reasons)},
                                     {"switched-on", printer.switched_on},
                                     {"enrolled", printer.enrolled}});
  in.publish({"printer", id, "printer:" + id, payload.dump()});
}

}  // namespace tsuke::registry
