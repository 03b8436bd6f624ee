#include "registry/printer_switches.h"

#include <algorithm>

#include "registry/direct.h"
#include "registry/lookup.h"
#include "registry/printer_events.h"
#include "registry/system_events.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Word<WhyOff> why_words[] = {
    {WhyOff::disabled, "disabled"}, {WhyOff::paused, "paused"}, {WhyOff::shutdown, "shutdown"}};
constexpr int idle = 3, processing = 4, stopped = 5;

constexpr store::Query select_why_off{"select_why_off",
                                      "SELECT reason FROM printer_off WHERE printer_id = $1 ORDER BY reason"};
constexpr store::Query insert_why_off{"insert_why_off", R"sql(
    INSERT INTO printer_off (printer_id, reason) VALUES ($1, $2) ON CONFLICT (printer_id, reason) DO NOTHING)sql"};
constexpr store::Query delete_why_off{"delete_why_off",
                                      "DELETE FROM printer_off WHERE printer_id = $1 AND reason = $2"};
constexpr store::Query update_switched_on{"update_switched_on", "UPDATE printer SET switched_on = $2 WHERE id = $1"};
constexpr store::Query mark_printer_removed{
    "mark_printer_removed", "UPDATE printer SET removed = 1, switched_on = 0 WHERE id = $1 AND removed = 0"};
constexpr store::Query revoke_printer_credentials{"revoke_printer_credentials",
                                                  "UPDATE credential SET revoked = 1 WHERE printer_id = $1"};
constexpr store::Query printer_is_removed{"printer_is_removed", "SELECT removed FROM printer WHERE id = $1"};

bool holds(const std::vector<WhyOff>& all, WhyOff one) { return std::find(all.begin(), all.end(), one) != all.end(); }

int device_state(const std::string& word) {
  if (word == "processing") return processing;
  return word == "idle" ? idle : stopped;
}

}  // namespace

std::string_view to_string(WhyOff why) { return word_of(why_words, why); }

Result<std::vector<WhyOff>> why_off(store::Reader& in, const Printer& printer) {
  if (printer.switched_on) return std::vector<WhyOff>{};
  auto why = TRY(in.list<WhyOff>(select_why_off, {printer.id},
                                 [](const store::Row& row) { return stored_value(why_words, row.text(0)); }));
  if (why.empty()) why.push_back(WhyOff::disabled);
  return why;
}

Result<void> set_off(store::Transaction& in, PrinterId id, WhyOff why, bool off) {
  Printer changed = TRY(printer(in, id));
  if (TRY(is_removed(in, id))) return no_such("printer");
  const auto before = TRY(why_off(in, changed));
  if (holds(before, why) == off) return {};
  for (const WhyOff known : before) TRY(in.run(insert_why_off, {id, to_string(known)}));
  if (off) {
    TRY(in.run(insert_why_off, {id, to_string(why)}));
  } else {
    TRY(in.run(delete_why_off, {id, to_string(why)}));
  }
  changed.switched_on = !off && before.size() == 1;
  TRY(in.run(update_switched_on, {id, changed.switched_on}));
  publish_printer(in, changed);
  return publish_printer_event(in, changed, "printer-state-changed");
}

Result<void> remove_printer(store::Transaction& in, PrinterId id) {
  Printer gone = TRY(printer(in, id));
  if (TRY(in.change(mark_printer_removed, {id})) == 0) return no_such("printer");
  TRY(in.run(revoke_printer_credentials, {id}));
  TRY(end_direct(in, id));
  gone.switched_on = gone.enrolled = false;
  publish_printer(in, gone);
  return publish_printer_event(in, gone, "printer-deleted");
}

Result<bool> is_removed(store::Reader& in, PrinterId id) {
  return TRY(in.integer(printer_is_removed, {id})).value_or(1) != 0;
}

PrinterCondition condition_of(const Printer& printer, const std::vector<WhyOff>& why) {
  PrinterCondition condition{device_state(printer.state), printer.state_reasons, why.empty()};
  if (holds(why, WhyOff::paused)) condition.reasons.emplace_back("paused");
  if (holds(why, WhyOff::shutdown)) condition.reasons.emplace_back("shutdown");
  if (holds(why, WhyOff::paused) || holds(why, WhyOff::shutdown)) condition.state = stopped;
  if (condition.reasons.empty()) condition.reasons.emplace_back("none");
  return condition;
}

Result<void> publish_printer_event(store::Transaction& in, const Printer& printer, const std::string& word) {
  const PrinterCondition condition = condition_of(printer, TRY(why_off(in, printer)));
  SystemEvent event;
  event.word = word;
  event.provider = printer.provider;
  event.printer = printer.id;
  event.path = "/ipp/device/" + to_string(printer.id);
  event.printer_state = condition.state;
  event.printer_reasons = condition.reasons;
  event.text = "printer " + printer.name + ": " + word;
  publish_system_event(in, event);
  return {};
}

}  // namespace tsuke::registry
