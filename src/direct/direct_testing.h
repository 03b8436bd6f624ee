// The flow on a fresh database, a vault beside it, and a printer that the service serves by itself.
#pragma once

#include <filesystem>

#include "direct/row_journal.h"
#include "direct/row_service.h"
#include "direct/schema.h"
#include "flow/test_stages.h"
#include "printing/scratch_testing.h"
#include "registry/direct.h"

namespace tsuke::direct {

class TestDirect : public flow::TestStages {
 public:
  explicit TestDirect(std::string_view database) : TestStages(database) {
    tamper(migrations().front().sql);
    store->before_commit([this] { return vault->sync(); });
    serve_at(uri);
  }

  void serve_at(const std::string& address) {
    ASSERT_TRUE(
        store->write<void>([&](store::Transaction& in) { return registry::set_direct(in, printer, address, now()); })
            .ok());
  }
  void let_agents_serve() {
    ASSERT_TRUE(store->write<void>([&](store::Transaction& in) { return registry::end_direct(in, printer); }).ok());
  }
  // A released job of so many pages, whose document is there.
  flow::Attempt released_document(int pages) {
    const JobId id = submit(pages, {});
    const auto writer = vault->begin().take();
    EXPECT_TRUE(writer->append(document).ok());
    const std::string location = writer->finish().take().text;
    const store::Query put{"put_location_in_test", "UPDATE job SET location = $2 WHERE id = $1"};
    EXPECT_TRUE(store->write<void>([&](store::Transaction& in) { return in.run(put, {id, location}); }).ok());
    return released(id);
  }
  std::vector<InHand> hand() { return done(read<std::vector<InHand>>(in_hand)); }
  RowService service() { return RowService(means, printer, uri); }
  RowJournal journal() { return RowJournal(means, printer, uri); }

  const std::string document = "%PDF-1.7 some pages";
  const std::string uri = "ipp://192.168.10.9/ipp/print";
  printing::Scratch scratch;
  std::unique_ptr<vault::Vault> vault =
      vault::Vault::open({.folder = scratch.root + "/vault", .master_key_file = scratch.root + "/master.key"}).take();
  Means means{*store, *vault, clock, {}, "service:urn:uuid:00000000-0000-0000-0000-00000000000a"};
};

}  // namespace tsuke::direct
