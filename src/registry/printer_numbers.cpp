#include "registry/printer_numbers.h"

#include "registry/system.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t characters_max = 127;

constexpr store::Query select_printer_numbers{"select_printer_numbers", R"sql(
    SELECT number, purpose_id, printer_id FROM printer_number WHERE person_id = $1 ORDER BY number)sql"};
constexpr store::Query select_printer_number{"select_printer_number", R"sql(
    SELECT number FROM printer_number WHERE person_id = $1 AND (purpose_id = $2 OR printer_id = $3))sql"};
constexpr store::Query last_printer_number{"last_printer_number",
                                           "SELECT MAX(number) FROM printer_number WHERE person_id = $1"};
constexpr store::Query insert_printer_number{"insert_printer_number", R"sql(
    INSERT INTO printer_number (person_id, number, purpose_id, printer_id) VALUES ($1, $2, $3, $4))sql"};
constexpr store::Query delete_description{"delete_description",
                                          "DELETE FROM printer_description WHERE purpose_id = $1 OR printer_id = $2"};
constexpr store::Query insert_description{"insert_description", R"sql(
    INSERT INTO printer_description (purpose_id, printer_id, info, location, geo_location)
    VALUES ($1, $2, $3, $4, $5))sql"};
constexpr store::Query select_description{"select_description", R"sql(
    SELECT info, location, geo_location FROM printer_description WHERE purpose_id = $1 OR printer_id = $2)sql"};

// Absent is empty.
Result<std::string> checked(const std::string& text, std::string_view field) {
  if (text.empty()) return text;
  const std::string clean = TRY(checked_text(text, "bad-description", field));
  if (count_characters(clean) > characters_max)
    return Error{Reason::malformed, "bad-description", "write " + std::string(field) + " with at most 127 characters"};
  return clean;
}

}  // namespace

Result<std::vector<PrinterNumber>> printer_numbers(store::Reader& in, PersonId person) {
  return in.list<PrinterNumber>(select_printer_numbers, {person}, [](const store::Row& row) {
    return PrinterNumber{static_cast<int>(row.integer(0)), {row.id<PurposeId>(1), row.id<PrinterId>(2)}};
  });
}

Result<int> number_printer(store::Transaction& in, PersonId person, const PrinterRef& printer) {
  const auto known = TRY(in.integer(select_printer_number, {person, printer.purpose, printer.printer}));
  if (known) return static_cast<int>(*known);
  const auto next = static_cast<int>(TRY(in.integer(last_printer_number, {person})).value_or(0)) + 1;
  if (next > printer_number_max)
    return Error{Reason::limit_reached, "too-many-printers", "there are more printers than IPP has numbers for"};
  TRY(in.run(insert_printer_number, {person, next, printer.purpose, printer.printer}));
  return next;
}

Result<void> describe_printer(store::Transaction& in, const PrinterRef& printer,
                              const PrinterDescription& description) {
  const std::string info = TRY(checked(description.info, "the description"));
  const std::string location = TRY(checked(description.location, "the location"));
  if (!description.geo_location.empty() && !is_geo_uri(description.geo_location))
    return Error{Reason::malformed, "bad-description", "give the place as a geo URI: geo:35.68,139.77"};
  TRY(in.run(delete_description, {printer.purpose, printer.printer}));
  return in.run(insert_description,
                {printer.purpose, printer.printer, info, location, description.geo_location.substr(0, 255)});
}

Result<std::optional<PrinterDescription>> printer_description(store::Reader& in, const PrinterRef& printer) {
  return in.find<PrinterDescription>(select_description, {printer.purpose, printer.printer}, [](const store::Row& row) {
    return PrinterDescription{row.text(0), row.text(1), row.text(2)};
  });
}

}  // namespace tsuke::registry
