#include "registry/purpose_marks.h"

#include <algorithm>

namespace tsuke::registry {

namespace {

using store::Query;

constexpr Query select_marks{
    "select_purpose_marks",
    "SELECT color, icon, favourite, is_default, comment_needed FROM purpose_marks WHERE purpose_id = $1"};
constexpr Query put_marks{"put_purpose_marks", R"sql(
    INSERT INTO purpose_marks (purpose_id, person_id, color, icon, favourite, is_default, comment_needed)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (purpose_id) DO UPDATE SET
      color = excluded.color, icon = excluded.icon, favourite = excluded.favourite, is_default = excluded.is_default,
      comment_needed = excluded.comment_needed)sql"};
constexpr Query clear_default{"clear_default_purpose",
                              "UPDATE purpose_marks SET is_default = 0 WHERE person_id = $1 AND purpose_id <> $2"};
constexpr Query put_place{"put_purpose_place", R"sql(
    INSERT INTO purpose_marks (purpose_id, person_id, place) VALUES ($1, $2, $3)
    ON CONFLICT (purpose_id) DO UPDATE SET place = excluded.place)sql"};
constexpr Query select_order{"select_purpose_order", R"sql(
    SELECT purpose.id FROM purpose LEFT JOIN purpose_marks ON purpose_marks.purpose_id = purpose.id
     WHERE purpose.person_id = $1 AND purpose.removed = 0
     ORDER BY CASE WHEN purpose_marks.place IS NULL THEN 1 ELSE 0 END, purpose_marks.place, purpose.id)sql"};

template <typename Words>
Result<void> check_word(const Words& words, std::string_view chosen, std::string_view what) {
  if (chosen.empty() || std::find(std::begin(words), std::end(words), chosen) != std::end(words)) return {};
  std::string known;
  for (const std::string_view word : words) known += (known.empty() ? "" : ", ") + std::string(word);
  return Error{Reason::malformed, "bad-purpose", "choose " + std::string(what) + " from " + known};
}

}  // namespace

Result<PurposeMarks> purpose_marks(store::Reader& in, PurposeId purpose) {
  const auto make = [](const store::Row& row) {
    return PurposeMarks{row.text(0), row.text(1), row.boolean(2), row.boolean(3), row.boolean(4)};
  };
  return TRY(in.find<PurposeMarks>(select_marks, {purpose}, make)).value_or(PurposeMarks{});
}

Result<void> mark_purpose(store::Transaction& in, PersonId person, PurposeId purpose, const PurposeMarks& marks) {
  TRY(check_word(purpose_colors, marks.color, "a colour"));
  TRY(check_word(purpose_icons, marks.icon, "an icon"));
  if (marks.is_default) TRY(in.run(clear_default, {person, purpose}));
  return in.run(put_marks,
                {purpose, person, marks.color, marks.icon, marks.favourite, marks.is_default, marks.comment_needed});
}

Result<std::vector<PurposeId>> purpose_order(store::Reader& in, PersonId person) {
  return in.list<PurposeId>(select_order, {person}, [](const store::Row& row) { return row.id<PurposeId>(0); });
}

Result<void> order_purposes(store::Transaction& in, PersonId person, const std::vector<PurposeId>& order) {
  std::vector<PurposeId> behind = TRY(purpose_order(in, person));
  for (const PurposeId id : order)
    if (std::erase(behind, id) == 0)
      return Error{Reason::malformed, "bad-purpose-order", "name each of your own purposes at most once"};
  std::vector<PurposeId> all = order;
  all.insert(all.end(), behind.begin(), behind.end());
  for (std::size_t place = 0; place < all.size(); ++place)
    TRY(in.run(put_place, {all[place], person, static_cast<std::int64_t>(place)}));
  return {};
}

}  // namespace tsuke::registry
