#include "direct/row_journal.h"

#include "direct/direct_testing.h"

namespace tsuke::direct {
namespace {

class RowJournalTest : public testing::TestWithParam<std::string> {
 protected:
  printing::Entry entry(std::int32_t id, printing::Stage stage) {
    return {{id, "job-7-\"x\" 用途", 2, "one-sided", "color", "iso_a4_210x297mm", "application/pdf", 12},
            stage,
            31,
            {6, {"media-jam-error", "printer-stopped"}, {7, std::nullopt, false}}};
  }
  TestDirect flow{GetParam()};
};

TEST_P(RowJournalTest, KeepsEntriesOfEachPrinterAndAddress) {
  auto journal = flow.journal();
  ASSERT_TRUE(journal.save(entry(3, printing::Stage::created)).ok());
  ASSERT_TRUE(journal.save(entry(3, printing::Stage::sent)).ok());
  ASSERT_TRUE(RowJournal(flow.means, flow.printer, "ipp://b/").save(entry(4, printing::Stage::lost)).ok());
  ASSERT_TRUE(RowJournal(flow.means, flow.other_printer, flow.uri).save(entry(3, printing::Stage::fetched)).ok());
  EXPECT_EQ(flow.journal().load(), std::vector{entry(3, printing::Stage::sent)});
  EXPECT_EQ(flow.hand().size(), 3u);
  const auto lost = flow.done(
      flow.read<std::vector<InHand>>([&](store::Reader& in) { return lost_at(in, flow.printer, "ipp://b/"); }));
  ASSERT_EQ(lost.size(), 1u);
  EXPECT_EQ(lost.front().entry.ticket.id, 4);
  journal.remove(3);
  EXPECT_TRUE(flow.journal().load().empty());
  ASSERT_TRUE(flow.store->write<void>([&](store::Transaction& in) { return forget_lost(in, flow.now()); }).ok());
  EXPECT_EQ(flow.hand().size(), 2u) << "it was lost just now";
  const Instant later = flow.now() + hours(1);
  ASSERT_TRUE(flow.store->write<void>([&](store::Transaction& in) { return forget_lost(in, later); }).ok());
  EXPECT_EQ(flow.hand().size(), 1u);
}

TEST_P(RowJournalTest, KeepsTheDocumentWholeAndOnlyWhileItIsWanted) {
  auto journal = flow.journal();
  const auto broken = journal.write_document(3).take();
  ASSERT_TRUE(broken("half of").ok());
  const auto into = journal.write_document(3).take();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(into(std::string(50'000, static_cast<char>('a' + i))).ok());
  std::string read;
  const auto from = journal.read_document(3).take();
  for (auto piece = from(); piece.ok() && !piece.value().empty(); piece = from()) read += piece.value();
  EXPECT_EQ(read, std::string(50'000, 'a') + std::string(50'000, 'b') + std::string(50'000, 'c'));
  journal.drop_document(3);
  EXPECT_FALSE(journal.read_document(3).ok());
}

INSTANTIATE_TEST_SUITE_P(Databases, RowJournalTest, testing::ValuesIn(store::test_databases()), store::database_name);

}  // namespace
}  // namespace tsuke::direct
