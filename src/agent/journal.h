// What the agent must not forget when it is killed: one small file per job, in a folder of its own.
//
// The order of writing is what prevents a second print: "sending" is on the disk before the printer hears of the job,
// the printer's number for it before the document goes out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/job.h"
#include "base/result.h"

namespace tsuke::agent {

enum class Stage {
  fetched,   // ours; the printer has certainly not heard of it
  sending,   // the printer may know it, under name_at_printer
  created,   // the printer knows it by number; its document may be missing there
  sent,      // the printer has the document
  lost,      // reported as aborted, for the printer was out of reach; it may still tell more
  finished,  // nothing left but the last report
};

struct Entry {
  Ticket ticket;
  Stage stage = Stage::fetched;
  std::int32_t printer_job = 0;  // 0: not known
  Progress progress;

  friend bool operator==(const Entry&, const Entry&) = default;
};

class Journal {
 public:
  // Makes the folder when it is not there. Fails with conflict ("agent-running") when another agent holds it,
  // unavailable.
  static Result<std::unique_ptr<Journal>> open(const std::string& folder);
  ~Journal();

  // On return the entry is on the disk. Fails with unavailable; the entry before it then stands.
  Result<void> save(const Entry& entry);
  // Forgets the job and its document.
  void remove(std::int32_t job_id);
  // All entries; one that cannot be read is logged and left out.
  std::vector<Entry> load() const;
  // Where a job's document is kept while it is printed.
  std::string document_path(std::int32_t job_id) const;

 private:
  Journal(std::string folder, int lock) : folder_(std::move(folder)), lock_(lock) {}
  std::string entry_path(std::int32_t job_id) const;

  std::string folder_;
  int lock_;
};

}  // namespace tsuke::agent
