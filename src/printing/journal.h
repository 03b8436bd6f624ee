// What must not be forgotten when the program is killed: where each job in hand stands, and its document.
//
// The order of writing is what prevents a second print: "sending" is on the disk before the printer hears of the job,
// the printer's number for it before the document goes out.
#pragma once

#include <vector>

#include "printing/entry.h"
#include "printing/sides.h"

namespace tsuke::printing {

class Journal {
 public:
  virtual ~Journal() = default;
  // On return the entry is on the disk. Fails with unavailable; the entry before it then stands.
  virtual Result<void> save(const Entry& entry) = 0;
  // Forgets the job and its document.
  virtual void remove(std::int32_t job_id) = 0;
  // All entries; one that cannot be read is logged and left out.
  virtual std::vector<Entry> load() const = 0;

  // Keeps a document, whole, between the service and the printer; one that this job had before is forgotten.
  virtual Result<Sink> write_document(std::int32_t job_id) = 0;
  // From its beginning, once it is written to its end. It need not outlive the program.
  virtual Result<Source> read_document(std::int32_t job_id) = 0;
  virtual void drop_document(std::int32_t job_id) = 0;
};

}  // namespace tsuke::printing
