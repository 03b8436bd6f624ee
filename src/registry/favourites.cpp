#include "registry/favourites.h"

#include "registry/printers.h"

namespace tsuke::registry {

namespace {

using store::Query;

constexpr Query insert_favourite{"insert_favourite",
                                 "INSERT INTO favourite_printer (person_id, printer_id) VALUES ($1, $2) ON CONFLICT "
                                 "(person_id, printer_id) DO NOTHING"};
constexpr Query delete_favourite{"delete_favourite",
                                 "DELETE FROM favourite_printer WHERE person_id = $1 AND printer_id = $2"};
constexpr Query select_favourites{"select_favourites",
                                  "SELECT printer_id FROM favourite_printer WHERE person_id = $1 ORDER BY printer_id"};

}  // namespace

Result<void> add_favourite(store::Transaction& in, PersonId person, PrinterId id) {
  TRY(printer(in, id));
  const auto starred = TRY(favourites(in, person));
  if (!starred.contains(id) && starred.size() >= static_cast<std::size_t>(favourites_max))
    return Error{Reason::limit_reached, "too-many-favourites", "take the star from another printer first"};
  return in.run(insert_favourite, {person, id});
}

Result<void> remove_favourite(store::Transaction& in, PersonId person, PrinterId id) {
  return in.run(delete_favourite, {person, id});
}

Result<std::set<PrinterId>> favourites(store::Reader& in, PersonId person) {
  std::set<PrinterId> starred;
  TRY(in.each(select_favourites, {person}, [&](const store::Row& row) -> Result<void> {
    starred.insert(row.id<PrinterId>(0));
    return {};
  }));
  return starred;
}

}  // namespace tsuke::registry
