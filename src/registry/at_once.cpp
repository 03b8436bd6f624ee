#include "registry/at_once.h"

#include <cassert>

#include "registry/lookup.h"
#include "registry/printers.h"

namespace tsuke::registry {

namespace {

constexpr int jobs_per_day_max = 10'000;

Error bad_at_once(std::string what) { return {Reason::malformed, "bad-at-once", std::move(what)}; }

}  // namespace

Result<void> check_at_once(store::Reader& in, PersonId person, const std::optional<AtOnce>& at_once) {
  if (!at_once) return {};
  if (at_once->jobs_per_day && (*at_once->jobs_per_day < 1 || *at_once->jobs_per_day > jobs_per_day_max))
    return bad_at_once("let 1 to 10,000 jobs a day print at once, or set no number");
  if (at_once->amount_per_day && at_once->amount_per_day->amount_minor < 0)
    return bad_at_once("what a day may cost cannot be negative");
  const Printer wanted = TRY(printer(in, at_once->printer));
  if (wanted.owner_only && !TRY(belongs_to_provider(in, person, wanted.provider))) return no_such("printer");
  return {};
}

AtOnceColumns columns_of(const std::optional<AtOnce>& at_once) {
  if (!at_once) return {nullptr, nullptr, nullptr, ""};
  AtOnceColumns columns{at_once->printer, at_once->jobs_per_day, nullptr, ""};
  if (!at_once->amount_per_day) return columns;
  columns.amount_per_day = at_once->amount_per_day->amount_minor;
  columns.currency = at_once->amount_per_day->currency.view();
  return columns;
}

std::optional<AtOnce> at_once_from_row(const store::Row& row, int first) {
  if (row.is_null(first)) return std::nullopt;
  AtOnce at_once{row.id<PrinterId>(first), std::nullopt, std::nullopt};
  if (!row.is_null(first + 1)) at_once.jobs_per_day = static_cast<int>(row.integer(first + 1));
  if (row.is_null(first + 2)) return at_once;
  auto currency = Currency::parse(row.text(first + 3));
  assert(currency.ok());
  at_once.amount_per_day = Money{row.integer(first + 2), currency.value()};
  return at_once;
}

}  // namespace tsuke::registry
