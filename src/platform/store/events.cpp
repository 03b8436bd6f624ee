// Reading back what was published.
#include <algorithm>

#include "platform/store/store.h"

namespace tsuke::store {
namespace {

constexpr std::size_t audiences_per_query = 8;

constexpr Query select_events{"select_events", R"sql(
    SELECT seq, at, topic, subject, audience, payload
      FROM event
     WHERE seq > $1 AND audience IN ($3, $4, $5, $6, $7, $8, $9, $10)
     ORDER BY seq
     LIMIT $2)sql"};

constexpr Query newest_event{"newest_event", "SELECT MAX(seq) FROM event"};

constexpr Query first_event_since{"first_event_since", "SELECT seq FROM event WHERE at >= $1 ORDER BY seq LIMIT 1"};

constexpr std::int64_t deleted_per_write = 5000;
constexpr Query delete_events_before{"delete_events_before", R"sql(
    DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE seq < $1 ORDER BY seq LIMIT $2))sql"};

Event event_from(const Row& row) {
  return {row.text(2), row.text(3), row.text(4), row.text(5), row.integer(0), row.instant(1)};
}

// One query for a handful of audiences; a shorter handful names its first again.
Values handful_values(std::int64_t seq, int limit, std::span<const std::string> audiences) {
  Values values{seq, limit};
  for (std::size_t i = 0; i < audiences_per_query; ++i)
    values.emplace_back(i < audiences.size() ? audiences[i] : audiences[0]);
  return values;
}

}  // namespace

Result<std::vector<Event>> Store::events_after(std::int64_t seq, std::span<const std::string> audiences, int limit) {
  std::vector<Event> events;
  TRY(read_with([&](Reader& in) -> Result<void> {
    for (std::size_t at = 0; at < audiences.size(); at += audiences_per_query) {
      const auto handful = audiences.subspan(at, std::min(audiences_per_query, audiences.size() - at));
      const auto found = TRY(in.list<Event>(select_events, handful_values(seq, limit, handful), event_from));
      events.insert(events.end(), found.begin(), found.end());
    }
    return {};
  }));
  // The handfuls overlap when the caller names an audience twice.
  std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.seq < b.seq; });
  const auto same = [](const Event& a, const Event& b) { return a.seq == b.seq; };
  events.erase(std::unique(events.begin(), events.end(), same), events.end());
  if (events.size() > static_cast<std::size_t>(limit)) events.resize(static_cast<std::size_t>(limit));
  return events;
}

Result<std::int64_t> Store::last_event() {
  return read<std::int64_t>(
      [](Reader& in) -> Result<std::int64_t> { return TRY(in.integer(newest_event, {})).value_or(0); });
}

// In several writes, so that others are not kept waiting.
Result<void> Store::forget_events(Instant before) {
  const std::int64_t keep_from = TRY(read<std::int64_t>([&](Reader& in) -> Result<std::int64_t> {
    if (const auto first = TRY(in.integer(first_event_since, {before}))) return *first;
    return TRY(in.integer(newest_event, {})).value_or(0) + 1;
  }));
  std::int64_t deleted = deleted_per_write;
  while (deleted == deleted_per_write) {
    deleted = TRY(write<std::int64_t>([&](Transaction& in) -> Result<std::int64_t> {
      return in.change(delete_events_before, {keep_from, deleted_per_write});
    }));
  }
  return {};
}

}  // namespace tsuke::store
