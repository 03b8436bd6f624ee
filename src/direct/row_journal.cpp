#include "direct/row_journal.h"

#include <span>

#include "base/log.h"
#include "direct/schema.h"

namespace tsuke::direct {
namespace {

using printing::Entry;
using printing::Stage;

constexpr const char* tables = R"sql(
CREATE TABLE direct_job (
  printer_id BIGINT NOT NULL REFERENCES printer (id),
  device_number BIGINT NOT NULL,
  uri TEXT NOT NULL,
  entry TEXT NOT NULL,
  is_lost BIGINT NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (printer_id, device_number)
);
)sql";

constexpr store::Query put_in_hand{"put_in_hand", R"sql(
    INSERT INTO direct_job (printer_id, device_number, uri, entry, is_lost, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (printer_id, device_number) DO UPDATE SET
      uri = excluded.uri, entry = excluded.entry, is_lost = excluded.is_lost, saved_at = excluded.saved_at)sql"};
constexpr store::Query drop_in_hand{"drop_in_hand",
                                    "DELETE FROM direct_job WHERE printer_id = $1 AND device_number = $2"};
constexpr store::Query select_in_hand{
    "select_in_hand", "SELECT printer_id, uri, entry FROM direct_job ORDER BY printer_id, device_number"};
constexpr store::Query select_lost_at{"select_lost_at", R"sql(
    SELECT printer_id, uri, entry FROM direct_job WHERE printer_id = $1 AND uri = $2 AND is_lost = 1
     ORDER BY device_number)sql"};
constexpr store::Query drop_lost{"drop_lost", "DELETE FROM direct_job WHERE is_lost = 1 AND saved_at < $1"};

constexpr std::size_t piece_bytes = 64 << 10;

Result<std::vector<InHand>> listed(store::Reader& in, const store::Query& query, const store::Values& values) {
  std::vector<InHand> all;
  TRY(in.each(query, values, [&all](const store::Row& row) -> Result<void> {
    const Json json = TRY(Json::parse(row.text(2)));
    auto entry = printing::entry_from_json(json);
    if (entry.ok())
      all.push_back({row.id<PrinterId>(0), row.text(1), entry.take()});
    else
      log::error("journal-unreadable", {{"printer", row.integer(0)}, {"what", entry.error().what}});
    return {};
  }));
  return all;
}

}  // namespace

std::vector<store::Migration> migrations() { return {{"direct", 1, tables}}; }

Result<std::vector<InHand>> in_hand(store::Reader& in) { return listed(in, select_in_hand, {}); }

Result<std::vector<InHand>> lost_at(store::Reader& in, PrinterId printer, const std::string& uri) {
  return listed(in, select_lost_at, {printer, uri});
}

Result<void> forget_lost(store::Transaction& in, Instant before) { return in.run(drop_lost, {before}); }

RowJournal::~RowJournal() { RowJournal::drop_document(0); }

Result<void> RowJournal::save(const Entry& entry) {
  const std::string text = printing::to_json(entry).dump();
  const Instant now = means_.clock.now();
  return means_.store.write<void>([&](store::Transaction& in) {
    return in.run(put_in_hand, {printer_, entry.ticket.id, uri_, text, entry.stage == Stage::lost, now});
  });
}

// A row that stays is a job gone through once more at the next start, to the same end.
void RowJournal::remove(std::int32_t job_id) {
  drop_document(job_id);
  const auto removed =
      means_.store.write<void>([&](store::Transaction& in) { return in.run(drop_in_hand, {printer_, job_id}); });
  if (!removed.ok()) log::error("journal-not-written", {{"job", job_id}, {"what", removed.error().what}});
}

std::vector<Entry> RowJournal::load() const {
  std::vector<Entry> entries;
  auto all = means_.store.read<std::vector<InHand>>(in_hand);
  if (!all.ok()) log::error("journal-unreadable", {{"what", all.error().what}});
  if (!all.ok()) return entries;
  for (InHand& each : all.value())
    if (each.printer == printer_ && each.uri == uri_) entries.push_back(std::move(each.entry));
  return entries;
}

Result<printing::Sink> RowJournal::write_document(std::int32_t job_id) {
  drop_document(job_id);
  writer_ = TRY(means_.vault.begin());
  return printing::Sink([writer = writer_](std::string_view piece) { return writer->append(piece); });
}

Result<printing::Source> RowJournal::read_document(std::int32_t) {
  if (writer_) {
    document_ = TRY(writer_->finish());
    writer_.reset();
  }
  const std::shared_ptr<vault::Reader> reader = TRY(means_.vault.open(document_));
  const auto buffer = std::make_shared<std::string>(piece_bytes, '\0');
  return printing::Source([reader, buffer]() -> Result<std::string_view> {
    const std::size_t got = TRY(reader->read(std::span<char>(*buffer)));
    return std::string_view(*buffer).substr(0, got);
  });
}

void RowJournal::drop_document(std::int32_t) {
  writer_.reset();
  if (document_.text.empty()) return;
  const auto destroyed = means_.vault.destroy(document_);
  if (!destroyed.ok()) log::warning("document-not-destroyed", {{"what", destroyed.error().what}});
  document_ = {};
}

}  // namespace tsuke::direct
