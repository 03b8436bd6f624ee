#include "flow/log/print_log.h"

#include <algorithm>

#include "flow/log/row.h"
#include "flow/shares.h"
#include "registry/printers.h"

namespace tsuke::flow {

namespace {

using Eyes = LogView::Eyes;
using store::Query;
using store::Value;
using store::Values;

// Every way in has an index that ends with (released_at, job_id), so a page is one range of it, read backwards.
#define LOG_PAGE(key, from, released, job, limit)                                                                     \
  TSUKE_LOG_SELECT "WHERE " key "charge.released_at >= " from " AND (charge.released_at, charge.job_id) < (" released \
                   ", " job ") ORDER BY charge.released_at DESC, charge.job_id DESC LIMIT " limit
constexpr Query log_of_everybody{"log_of_everybody", LOG_PAGE("", "$1", "$2", "$3", "$4")};
constexpr Query log_by_person{"log_by_person", LOG_PAGE("charge.person_id = $1 AND ", "$2", "$3", "$4", "$5")};
// A payer's lines are of two indexes, each read backwards as far as the page needs.
#define LOG_SHARES(key, from, released, job, limit)                                                                   \
  TSUKE_LOG_SHARE_SELECT "WHERE " key "s.released_at >= " from " AND (s.released_at, s.job_id) < (" released ", " job \
                         ") ORDER BY s.released_at DESC, s.job_id DESC LIMIT " limit
#define LOG_BOTH(of_charge, of_share, from, released, job, limit) \
  "SELECT * FROM (" LOG_PAGE(                                                                                \
      of_charge "charge.shares = 0 AND ", from, released, job,                                               \
      limit) ") AS whole UNION ALL SELECT * FROM (" LOG_SHARES(of_share, from, released, job,                \
                                                               limit) ") AS shared ORDER BY 2 DESC, 1 DESC " \
                                                                      "LIMIT " limit
constexpr Query log_by_payer{"log_by_payer",
                             LOG_BOTH("charge.payer = $1 AND ", "s.payer = $1 AND ", "$2", "$3", "$4", "$5")};
constexpr Query log_by_member{"log_by_member",
                              LOG_BOTH("charge.payer = $1 AND charge.person_id = $2 AND ",
                                       "s.payer = $1 AND s.person_id = $2 AND ", "$3", "$4", "$5", "$6")};
constexpr Query log_by_provider{"log_by_provider", LOG_PAGE("charge.provider_id = $1 AND ", "$2", "$3", "$4", "$5")};
constexpr Query log_by_printer{
    "log_by_printer", LOG_PAGE("charge.provider_id = $1 AND charge.printer_id = $2 AND ", "$3", "$4", "$5", "$6")};

constexpr LogPlace newest{{INT64_MAX}, {INT64_MAX}};
constexpr int looks_at_first = 200;

// The narrowest way in that leads past no other reader's rows: their number would show in how far a page comes.
struct WayIn {
  Query query;
  Values key;
};

WayIn by_payer(const registry::Payer& payer) { return {log_by_payer, {Value(registry::payer_key(payer))}}; }

// A printer that there is not has no provider, and so no rows.
Result<WayIn> by_printer(store::Reader& in, PrinterId id) {
  const auto printer = registry::printer(in, id);
  if (!printer.ok() && printer.error().reason != Reason::not_found) return printer.error();
  return WayIn{log_by_printer, {printer.ok() ? printer.value().provider : ProviderId{}, id}};
}

Result<WayIn> way_in(store::Reader& in, const LogView& view, const LogFilter& filter) {
  switch (view.eyes) {
    case Eyes::person: return WayIn{log_by_person, {view.person}};
    case Eyes::payer:
      if (!filter.person.exists()) return by_payer(view.payer);
      return WayIn{log_by_member, {Value(registry::payer_key(view.payer)), filter.person}};
    case Eyes::provider:
      if (!filter.printer.exists()) return WayIn{log_by_provider, {view.provider}};
      return WayIn{log_by_printer, {view.provider, filter.printer}};
    case Eyes::operating: break;
  }
  if (filter.printer.exists()) return by_printer(in, filter.printer);
  if (filter.payer) return by_payer(*filter.payer);
  if (filter.provider.exists()) return WayIn{log_by_provider, {filter.provider}};
  return WayIn{log_of_everybody, {}};
}

bool older(const LogPlace& a, const LogPlace& b) {
  return a.released_at != b.released_at ? a.released_at < b.released_at : a.job < b.job;
}

LogPlace start(const LogFilter& filter, const std::optional<LogPlace>& after) {
  LogPlace place = after.value_or(newest);
  if (const LogPlace before_to{filter.to.value_or(newest.released_at), {}}; filter.to && older(before_to, place))
    place = before_to;
  return place;
}

// Reads on from where it stands, a stretch of the index at a time.
class Reading {
 public:
  Reading(store::Reader& in, const LogView& view, const LogFilter& filter, WayIn way, LogPlace from, int limit)
      : in_(in), view_(view), filter_(filter), way_(std::move(way)), place_(from), limit_(limit) {}

  // True when there is nothing older, or the page is full.
  Result<bool> stretch(int looks) {
    Values values = way_.key;
    values.insert(values.end(), {Value(filter_.from.value_or(Instant{0})), Value(place_.released_at), Value(place_.job),
                                 Value(looks)});
    int seen = 0;
    TRY(in_.each(way_.query, values, [&](const store::Row& row) -> Result<void> {
      ++seen;
      if (!full()) look_at(log_row_from(row));
      return {};
    }));
    ended_ = seen < looks && !full();
    return ended_ || full();
  }

  LogPage page() {
    LogPage page{std::move(rows_), {}};
    if (!ended_) page.next = place_;
    return page;
  }

 private:
  bool full() const { return rows_.size() == static_cast<std::size_t>(limit_); }
  void look_at(LogRow row) {
    place_ = {row.released_at, row.job};
    if (matches(filter_, view_, row)) rows_.push_back(seen_by(view_, std::move(row)));
  }

  store::Reader& in_;
  const LogView& view_;
  const LogFilter& filter_;
  const WayIn way_;
  LogPlace place_;
  const int limit_;
  std::vector<LogRow> rows_;
  bool ended_ = false;
};

// Who shares a print is for its person and the operator.
Result<void> add_shares(store::Reader& in, const LogView& view, std::vector<LogRow>& rows) {
  if (view.eyes != Eyes::person && view.eyes != Eyes::operating) return {};
  for (LogRow& row : rows) {
    if (row.share_count == 0) continue;
    Charge charge;
    charge.job = row.job;
    charge.shares = row.share_count;
    for (const ChargeShare& share : TRY(shares_of(in, charge)))
      row.shares.push_back({share.payer, share.payer_name, part_text(share.unit, share.weight, share.total_weight),
                            share.amounts.captured, share.refunded.captured, share.paid_by.exists()});
  }
  return {};
}

// Beside what the way in and the time already choose.
bool chooses_among_rows(const LogView& view, const LogFilter& filter) {
  return filter.purpose.exists() || filter.site.exists() || filter.result || filter.color || filter.amount_min ||
         filter.amount_max || filter.printer.exists() || filter.provider.exists() ||
         (view.eyes == Eyes::operating && filter.payer);
}

}  // namespace

LogView log_of_person(PersonId person) { return {Eyes::person, person, {}, {}}; }
LogView log_of_payer(const registry::Payer& payer) { return {Eyes::payer, {}, payer, {}}; }
LogView log_of_provider(ProviderId provider) { return {Eyes::provider, {}, {}, provider}; }
LogView log_of_all() { return {Eyes::operating, {}, {}, {}}; }

std::string to_string(const LogPlace& place) {
  return std::to_string(place.released_at.micros) + "-" + to_string(place.job);
}

Result<LogPlace> parse_log_place(std::string_view cursor) {
  const Error malformed{Reason::malformed, "bad-cursor", "send as cursor what the page before gave as \"next\""};
  const std::size_t dash = cursor.find('-');
  if (dash == std::string_view::npos) return malformed;
  const auto released = parse_id_value(cursor.substr(0, dash)), job = parse_id_value(cursor.substr(dash + 1));
  if (!released.ok() || !job.ok()) return malformed;
  return LogPlace{{released.value()}, {job.value()}};
}

Result<LogPage> print_log(store::Reader& in, const LogView& view, const LogFilter& filter,
                          const std::optional<LogPlace>& after, int limit, int looks_max) {
  assert(limit > 0);
  assert(looks_max > 0);
  TRY(check_filter(filter, view));
  const WayIn way = TRY(way_in(in, view, filter));
  Reading reading(in, view, filter, way, start(filter, after), limit);
  int looks = chooses_among_rows(view, filter) ? std::max(limit, looks_at_first) : limit;
  for (int left = looks_max; left > 0; left -= looks, looks *= 2)
    if (TRY(reading.stretch(std::min(looks, left)))) break;
  LogPage page = reading.page();
  TRY(add_shares(in, view, page.rows));
  return page;
}

}  // namespace tsuke::flow
