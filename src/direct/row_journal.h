// The journal of the service's own printing: a row for each job in hand, its document in the vault for as long as the
// job is being handed over.
#pragma once

#include <memory>
#include <vector>

#include "direct/means.h"
#include "printing/journal.h"
#include "registry/direct.h"

namespace tsuke::direct {

// A job in hand is finished at the address where it was begun, whatever the printer's address is by now.
struct InHand {
  PrinterId printer;
  std::string uri;
  printing::Entry entry;
};
Result<std::vector<InHand>> in_hand(store::Reader& in);
// Of a printer at an address: those that it was lost with.
Result<std::vector<InHand>> lost_at(store::Reader& in, PrinterId printer, const std::string& uri);
// Those whose printer has not come back since.
Result<void> forget_lost(store::Transaction& in, Instant before);

// Of one job at a time, on one thread.
class RowJournal : public printing::Journal {
 public:
  RowJournal(const Means& means, PrinterId printer, std::string uri)
      : means_(means), printer_(printer), uri_(std::move(uri)) {}
  ~RowJournal() override;

  Result<void> save(const printing::Entry& entry) override;
  void remove(std::int32_t job_id) override;
  std::vector<printing::Entry> load() const override;
  Result<printing::Sink> write_document(std::int32_t job_id) override;
  Result<printing::Source> read_document(std::int32_t job_id) override;
  void drop_document(std::int32_t job_id) override;

 private:
  const Means& means_;
  PrinterId printer_;
  std::string uri_;
  // No row speaks of the document: after a kill the vault sweeps it, and printing fetches it anew.
  std::shared_ptr<vault::Writer> writer_;
  vault::Location document_;
};

}  // namespace tsuke::direct
