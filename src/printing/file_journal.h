// A journal of small files: one per job, in a folder of its own.
#pragma once

#include <memory>
#include <string>

#include "printing/journal.h"

namespace tsuke::printing {

class FileJournal : public Journal {
 public:
  // Makes the folder when it is not there. Fails with conflict ("agent-running") when another agent holds it,
  // unavailable.
  static Result<std::unique_ptr<FileJournal>> open(const std::string& folder);
  ~FileJournal() override;

  Result<void> save(const Entry& entry) override;
  void remove(std::int32_t job_id) override;
  std::vector<Entry> load() const override;
  Result<Sink> write_document(std::int32_t job_id) override;
  Result<Source> read_document(std::int32_t job_id) override;
  void drop_document(std::int32_t job_id) override;
  // Where a job's document is kept while it is printed.
  std::string document_path(std::int32_t job_id) const;

 private:
  FileJournal(std::string folder, int lock) : folder_(std::move(folder)), lock_(lock) {}
  std::string entry_path(std::int32_t job_id) const;

  std::string folder_;
  int lock_;
};

}  // namespace tsuke::printing
