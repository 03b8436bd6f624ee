#include "printing/entry.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tsuke::printing {
namespace {

constexpr std::array<std::string_view, 6> stages{"fetched", "sending", "created", "sent", "lost", "finished"};

Json count_json(std::optional<std::int32_t> count) { return count ? Json(*count) : Json(); }
std::optional<std::int32_t> count_of(const Json& json) {
  if (!json.is_integer()) return {};
  return static_cast<std::int32_t>(json.integer());
}
std::int32_t number_of(const Json& json) { return static_cast<std::int32_t>(json.integer()); }

}  // namespace

Json to_json(const Entry& entry) {
  const Ticket& ticket = entry.ticket;
  const Progress& progress = entry.progress;
  Json json;
  json.set("job", ticket.id).set("name", ticket.name).set("copies", ticket.copies).set("sides", ticket.sides);
  json.set("color_mode", ticket.color_mode).set("media", ticket.media).set("format", ticket.format);
  json.set("estimate", ticket.impressions).set("stage", stages.at(static_cast<std::size_t>(entry.stage)));
  json.set("quality", ticket.quality).set("scaling", ticket.scaling).set("handling", ticket.handling);
  json.set("finishings", Json::array(Json::Array(ticket.finishings.begin(), ticket.finishings.end())));
  json.set("printer_job", entry.printer_job).set("state", progress.state);
  Json::Array reasons(progress.reasons.begin(), progress.reasons.end());
  json.set("reasons", Json::array(std::move(reasons)));
  json.set("impressions", count_json(progress.counts.impressions)).set("sheets", count_json(progress.counts.sheets));
  json.set("sheets_derived", progress.counts.sheets_derived);
  return json;
}

Result<Entry> entry_from_json(const Json& json) {
  const auto stage = std::find(stages.begin(), stages.end(), json["stage"].text());
  if (stage == stages.end() || json["job"].integer() <= 0)
    return Error{Reason::malformed, "bad-journal", "it is no journal entry"};
  Entry entry;
  entry.ticket = {number_of(json["job"]), json["name"].text(),         number_of(json["copies"]),
                  json["sides"].text(),   json["color_mode"].text(),   json["media"].text(),
                  json["format"].text(),  number_of(json["estimate"]), number_of(json["quality"]),
                  json["scaling"].text(), json["handling"].text(),     {}};
  for (const Json& finishing : json["finishings"].items()) entry.ticket.finishings.push_back(number_of(finishing));
  entry.stage = static_cast<Stage>(stage - stages.begin());
  entry.printer_job = number_of(json["printer_job"]);
  entry.progress.state = number_of(json["state"]);
  for (const Json& reason : json["reasons"].items()) entry.progress.reasons.push_back(reason.text());
  entry.progress.counts = {count_of(json["impressions"]), count_of(json["sheets"]), json["sheets_derived"].boolean()};
  return entry;
}

}  // namespace tsuke::printing
