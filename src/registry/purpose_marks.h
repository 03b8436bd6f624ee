// How a person keeps their purposes: in which order, in which colour and with which sign each is shown, which ones are
// at hand, which one the web page begins with, and which want a word with every job. Of who pays, nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::registry {

// Inks that stay apart for most eyes in light and in dark, and signs; the web page draws both, always beside the name.
inline constexpr std::string_view purpose_colors[] = {"indigo", "rust",  "green", "plum",
                                                      "teal",   "ochre", "rose",  "slate"};
inline constexpr std::string_view purpose_icons[] = {"person", "home",  "office", "store",  "briefcase", "book",
                                                     "cap",    "chart", "cup",    "flask",  "brush",     "heart",
                                                     "plane",  "leaf",  "tool",   "speech", "scales",    "camera"};

struct PurposeMarks {
  std::string color;  // one of purpose_colors; empty: the page's choice
  std::string icon;   // one of purpose_icons; empty: its initials
  bool favourite = false;
  bool is_default = false;      // of its person: preselected where they choose on the web page, and nowhere else
  bool comment_needed = false;  // a job without a comment is not released
  friend bool operator==(const PurposeMarks&, const PurposeMarks&) = default;
};

// Of one that was never marked: nothing.
Result<PurposeMarks> purpose_marks(store::Reader& in, PurposeId purpose);
// Another purpose of the same person that was the default is none any more. The caller has seen that the purpose is the
// person's own. Fails with malformed ("bad-purpose": no such colour or sign).
Result<void> mark_purpose(store::Transaction& in, PersonId person, PurposeId purpose, const PurposeMarks& marks);

// In the person's order; those that were never put in order stand behind, the oldest first.
Result<std::vector<PurposeId>> purpose_order(store::Reader& in, PersonId person);
// Those that are not named keep their order, behind the named ones. Fails with malformed ("bad-purpose-order": one is
// named twice, or is not this person's).
Result<void> order_purposes(store::Transaction& in, PersonId person, const std::vector<PurposeId>& order);

}  // namespace tsuke::registry
