// The queue of a printer as the service itself sees it: the flow's rows, without a wire between.
#pragma once

#include "devices/reports.h"
#include "direct/means.h"
#include "printing/sides.h"
#include "registry/direct.h"

namespace tsuke::direct {

// What a printer is asked for. The name says nothing to whoever reads it at the printer, and is no other job's there.
printing::Ticket ticket_of(const devices::Planned& planned);

class RowService : public printing::Service {
 public:
  // For a printer at its address. A printer that has another by now, or none, gives no new jobs under this one and is
  // not described; jobs in hand go on to their end.
  RowService(const Means& means, PrinterId printer, std::string uri)
      : means_(means), printer_(printer), uri_(std::move(uri)) {}

  Result<void> describe_device(const printing::Description& description) override;
  Result<printing::Ticket> fetch_job(std::int32_t job_id) override;
  Result<void> acknowledge_job(std::int32_t job_id) override;
  Result<std::string> fetch_document(std::int32_t job_id, printing::Sink into) override;
  Result<void> acknowledge_document(std::int32_t) override { return {}; }
  Result<void> report_job(std::int32_t job_id, const printing::Progress& progress) override;
  Result<void> report_document(std::int32_t, const printing::Progress&) override { return {}; }  // the job's report did
  Result<std::int32_t> job_state(std::int32_t job_id) override;

 private:
  Result<std::string> make_document(std::int32_t job_id, const printing::Sink& into);

  const Means& means_;
  PrinterId printer_;
  std::string uri_;
};

}  // namespace tsuke::direct
