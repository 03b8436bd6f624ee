#include "registry/direct.h"

#include "registry/lookup.h"
#include "registry/printer_events.h"
#include "registry/printer_switches.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t uri_letters_max = 1023;

#define DIRECT_SELECT                                                  \
  "SELECT d.printer_id, p.name, d.uri, d.set_at, d.problem, d.detail " \
  "  FROM direct_printer d JOIN printer p ON p.id = d.printer_id "
constexpr store::Query select_direct{"select_direct", DIRECT_SELECT "WHERE d.printer_id = $1"};
constexpr store::Query select_all_direct{"select_all_direct", DIRECT_SELECT "ORDER BY d.printer_id"};
constexpr store::Query count_direct{"count_direct", "SELECT COUNT(*) FROM direct_printer"};
constexpr store::Query put_direct{"put_direct", R"sql(
    INSERT INTO direct_printer (printer_id, uri, set_at, problem, detail) VALUES ($1, $2, $3, '', '')
    ON CONFLICT (printer_id) DO UPDATE SET uri = excluded.uri, set_at = excluded.set_at, problem = '', detail = '')sql"};
constexpr store::Query drop_direct{"drop_direct", "DELETE FROM direct_printer WHERE printer_id = $1"};
constexpr store::Query put_tried{
    "put_tried", "UPDATE direct_printer SET problem = $3, detail = $4 WHERE printer_id = $1 AND uri = $2"};

DirectPrinter direct_from(const store::Row& row) {
  return {row.id<PrinterId>(0), row.text(1), row.text(2), row.instant(3), row.text(4), row.text(5)};
}

// The service hears of it, and everybody who looks at the printer.
Result<void> publish_direct(store::Transaction& in, PrinterId id) {
  const Printer changed = TRY(printer(in, id));
  in.publish({"direct", to_string(id), "stage:direct", "{}"});
  publish_printer(in, changed);
  return publish_printer_event(in, changed, "printer-config-changed");
}

}  // namespace

Result<void> set_direct(store::Transaction& in, PrinterId id, std::string_view uri, Instant now) {
  if (uri.size() > uri_letters_max) return Error{Reason::malformed, "bad-printer-uri", "that address is too long"};
  if (TRY(is_removed(in, id))) return no_such("printer");
  const auto before = TRY(direct(in, id));
  if (before && before->uri == uri) return {};
  if (!before && TRY(in.integer(count_direct, {})).value_or(0) >= direct_printers_max)
    return Error{Reason::limit_reached, "too-many-direct-printers",
                 "this service prints to as many printers by itself as it can: let an agent serve this one"};
  TRY(in.run(put_direct, {id, uri, now}));
  return publish_direct(in, id);
}

Result<void> end_direct(store::Transaction& in, PrinterId id) {
  if (TRY(in.change(drop_direct, {id})) == 0) return {};
  return publish_direct(in, id);
}

Result<void> direct_tried(store::Transaction& in, const DirectPrinter& tried) {
  // Perhaps a printer's own words, and so untrusted.
  const std::string shortened = tried.detail.substr(0, text_length_max);
  const std::string detail = checked_text(shortened, "bad-name", "what was tried").value_or("");
  if (TRY(in.change(put_tried, {tried.printer, tried.uri, tried.problem, detail})) == 0) return {};
  publish_printer(in, TRY(printer(in, tried.printer)));
  return {};
}

Result<std::optional<DirectPrinter>> direct(store::Reader& in, PrinterId printer) {
  return in.find<DirectPrinter>(select_direct, {printer}, direct_from);
}

Result<std::vector<DirectPrinter>> direct_printers(store::Reader& in) {
  return in.list<DirectPrinter>(select_all_direct, {}, direct_from);
}

}  // namespace tsuke::registry
