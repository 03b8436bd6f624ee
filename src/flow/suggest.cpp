#include "flow/suggest.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>

#include "base/calendar.h"
#include "registry/printers.h"
#include "registry/purposes.h"

namespace tsuke::flow {

namespace {

constexpr int minutes_of_day = 24 * 60;

constexpr store::Query past_prints{"past_prints", R"sql(
    SELECT purpose_id, printer_id, site_id, released_at FROM charge
     WHERE person_id = $1 AND released_at >= $2 AND at_once = 0 AND released_by IS NULL
     ORDER BY released_at DESC, job_id DESC LIMIT $3)sql"};

// Around the clock: five to midnight is near five past.
bool same_hour(int a, int b) {
  const int apart = std::abs(a - b);
  return std::min(apart, minutes_of_day - apart) <= usual_minutes;
}

bool alike(const PastPrint& print, const Moment& moment, SuggestionReason reason) {
  switch (reason) {
    case SuggestionReason::same_printer: return moment.printer.exists() && print.printer == moment.printer;
    case SuggestionReason::same_site: return moment.site.exists() && print.site == moment.site;
    case SuggestionReason::same_hour: return same_hour(print.minute, moment.minute);
  }
  return false;
}

std::optional<Suggestion> usual(const std::vector<PastPrint>& past, const Moment& moment, SuggestionReason reason) {
  std::map<PurposeId, int> times;
  Suggestion best{{}, reason, 0, 0};
  for (const PastPrint& print : past) {
    if (!alike(print, moment, reason)) continue;
    ++best.of;
    const int count = ++times[print.purpose];
    if (count <= best.times) continue;
    best.purpose = print.purpose;
    best.times = count;
  }
  const bool is_usual = best.times >= usual_times_min && best.times * 100 >= best.of * usual_share_percent;
  return is_usual ? std::optional(best) : std::nullopt;
}

Result<std::vector<PastPrint>> past_of(store::Reader& in, PersonId person, std::string_view time_zone, Instant now) {
  std::vector<PastPrint> past;
  const auto take = [&](const store::Row& row) -> Result<void> {
    const LocalTime at = TRY(local_time(row.instant(3), time_zone));
    past.push_back({row.id<PurposeId>(0), row.id<PrinterId>(1), row.id<SiteId>(2), at.minute});
    return {};
  };
  TRY(in.each(past_prints, {person, now - past_lasts, past_prints_max}, take));
  return past;
}

}  // namespace

std::string_view to_string(SuggestionReason reason) {
  switch (reason) {
    case SuggestionReason::same_printer: return "same-printer";
    case SuggestionReason::same_site: return "same-site";
    case SuggestionReason::same_hour: return "same-hour";
  }
  return "same-hour";
}

std::vector<Suggestion> suggest(const std::vector<PastPrint>& past, const Moment& moment) {
  std::vector<Suggestion> found;
  for (const auto reason : {SuggestionReason::same_printer, SuggestionReason::same_site, SuggestionReason::same_hour}) {
    const auto one = usual(past, moment, reason);
    const auto has_it = [&](const Suggestion& other) { return other.purpose == one->purpose; };
    if (one && std::none_of(found.begin(), found.end(), has_it)) found.push_back(*one);
  }
  return found;
}

Result<std::vector<Suggestion>> suggestions(store::Reader& in, PersonId person, PrinterId printer,
                                            std::string_view time_zone, Instant now) {
  Moment moment{printer, {}, TRY(local_time(now, time_zone)).minute};
  if (printer.exists()) moment.site = TRY(registry::printer(in, printer)).site;
  std::vector<Suggestion> usable;
  for (const Suggestion& one : suggest(TRY(past_of(in, person, time_zone, now)), moment)) {
    const registry::Purpose purpose = TRY(registry::purpose(in, one.purpose));
    const bool own = purpose.person == person && purpose.state == registry::PurposeState::active;
    if (own) usable.push_back(one);
  }
  return usable;
}

}  // namespace tsuke::flow
