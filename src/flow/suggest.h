// "Usually Company A here": which purpose a person will want, guessed from where and when they printed before. A hint
// with its reason, first in the list; nothing is chosen by it. Only the person's own rows are looked at.
#pragma once

#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::flow {

// One release of before.
struct PastPrint {
  PurposeId purpose;
  PrinterId printer;
  SiteId site;
  int minute = 0;  // of the day, as the clock on the person's wall showed it
};
// Where and when somebody is about to choose.
struct Moment {
  PrinterId printer;  // none: not known
  SiteId site;        // none: not known
  int minute = 0;
};

enum class SuggestionReason { same_printer, same_site, same_hour };  // the more telling first
std::string_view to_string(SuggestionReason reason);                 // "same-printer", …

struct Suggestion {
  PurposeId purpose;
  SuggestionReason reason = SuggestionReason::same_printer;
  int times = 0;  // it was this purpose
  int of = 0;     // prints that were like this one
  friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

inline constexpr int usual_times_min = 2;                             // once is no habit
inline constexpr int usual_share_percent = 60;                        // of the prints that were alike
inline constexpr int usual_minutes = 60;                              // around the hour, midnight included
inline constexpr int past_prints_max = 100;                           // the newest
inline constexpr Duration past_lasts = hours(std::int64_t{90} * 24);  // what was longer ago is forgotten

// For each reason the one purpose that was usual, the more telling reason first; each purpose once, with its best
// reason. Pure: the same past and moment give the same answer.
std::vector<Suggestion> suggest(const std::vector<PastPrint>& past, const Moment& moment);

// From the rows of this person that they released themselves; purposes that cannot be used are left out. `printer` may
// be none. Fails with malformed ("bad-time-zone"), not_found (the printer).
Result<std::vector<Suggestion>> suggestions(store::Reader& in, PersonId person, PrinterId printer,
                                            std::string_view time_zone, Instant now);

}  // namespace tsuke::flow
