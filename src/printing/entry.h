// What must be remembered of a job in hand, so that a program that is killed can go on with it.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "printing/job.h"

namespace tsuke::printing {

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

Json to_json(const Entry& entry);
// Fails with malformed ("bad-journal").
Result<Entry> entry_from_json(const Json& json);

}  // namespace tsuke::printing
