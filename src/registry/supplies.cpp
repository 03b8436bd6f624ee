#include "registry/supplies.h"

#include <algorithm>
#include <cctype>

#include "registry/printer_events.h"
#include "registry/printers.h"
#include "registry/text.h"

namespace tsuke::registry {
namespace {

constexpr store::Query select_supplies{"select_supplies",
                                       "SELECT supplies, told_at FROM printer_supplies WHERE printer_id = $1"};
constexpr store::Query insert_supplies{
    "insert_supplies", "INSERT INTO printer_supplies (printer_id, supplies, told_at) VALUES ($1, $2, $3)"};
constexpr store::Query update_supplies{"update_supplies",
                                       "UPDATE printer_supplies SET supplies = $2, told_at = $3 WHERE printer_id = $1"};

bool is_color(const std::string& text) {
  return text.size() == 7 && text[0] == '#' &&
         std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

// As much of a device's text as is clean and short; empty when it is not clean.
std::string shortened(const std::string& text) {
  std::string cut;
  std::size_t characters = 0;
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins && characters++ == supply_name_max) break;
    cut.push_back(c);
  }
  return checked_text(cut, "bad-name", "the supply's name").value_or("");
}

Supply bounded(Supply told) {
  told.name = shortened(told.name);
  if (!is_keyword(told.kind)) told.kind = "other";
  for (char& c : told.color) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (!is_color(told.color)) told.color.clear();
  if (told.percent) told.percent = std::clamp(*told.percent, 0, 100);
  return told;
}

std::vector<Supply> stored_supplies(std::string_view text) {
  const Result<Json> json = Json::parse(text);
  assert(json.ok());
  std::vector<Supply> supplies;
  for (const Json& item : json.value().items()) {
    std::optional<int> percent;
    if (item["percent"].is_integer()) percent = static_cast<int>(item["percent"].integer());
    supplies.push_back(
        {item["name"].text(), item["kind"].text(), item["color"].text(), percent, item["low"].boolean()});
  }
  return supplies;
}

Supplies make_supplies(const store::Row& row) { return {stored_supplies(row.text(0)), row.instant(1)}; }

}  // namespace

Json to_json(const std::vector<Supply>& supplies) {
  Json list = Json::array();
  for (const Supply& supply : supplies)
    list.push(Json::object({{"name", supply.name},
                            {"kind", supply.kind},
                            {"color", supply.color},
                            {"percent", supply.percent ? Json(*supply.percent) : Json()},
                            {"low", supply.low}}));
  return list;
}

Result<Supplies> supplies(store::Reader& in, PrinterId printer) {
  return TRY(in.find<Supplies>(select_supplies, {printer}, make_supplies)).value_or(Supplies{});
}

Result<void> supplies_reported(store::Transaction& in, PrinterId id, std::vector<Supply> told, Instant now) {
  const Printer known = TRY(printer(in, id));
  std::vector<Supply> kept;
  for (Supply& supply : told)
    if (kept.size() < supplies_max) kept.push_back(bounded(std::move(supply)));
  const Supplies before = TRY(supplies(in, id));
  if (before.items == kept) return {};
  const bool is_first = before.told_at == Instant{};
  TRY(in.run(is_first ? insert_supplies : update_supplies, {id, to_json(kept).dump(), now}));
  publish_printer(in, known);
  return {};
}

}  // namespace tsuke::registry
