// Where an agent keeps its enrolments: one file, or a folder with a file for each printer. Beside each file is the
// folder of its journal.
#pragma once

#include <string>
#include <vector>

#include "agent/enrolment.h"

namespace tsuke::agent {

constexpr std::size_t printers_max = 64;  // of one agent; each has threads of its own

// One enrolment's place. What cannot be read keeps its error: the others are served all the same.
struct Kept {
  std::string file;
  Result<Enrolment> enrolment;
};

std::string journal_folder(const std::string& enrolment_file);

class State {
 public:
  // A path that ends in ".json", or that is a file, is one enrolment; every other path is a folder of them.
  explicit State(std::string path);

  bool is_folder() const { return is_folder_; }
  const std::string& path() const { return path_; }

  // In the order of their file names. Empty when there is nothing yet.
  std::vector<Kept> all() const;
  // Fails with unavailable ("file": nothing can be written there), limit_reached ("too-many-printers"). To be asked
  // before a single-use code is spent.
  Result<void> can_add() const;
  // Keeps the enrolment, in place of an older one of the same printer, and gives its file. A single file takes the
  // place of whatever it held; a journal of another printer is set aside, never read as this one's. Fails with
  // unavailable.
  Result<std::string> add(const Enrolment& enrolment) const;
  // By printer id, printer's name or file. Fails with not_found, conflict ("ambiguous": two of that name).
  Result<Kept> find(const std::string& which) const;
  // Forgets a credential and its empty journal. Fails with conflict ("agent-running"; "unfinished-jobs" unless
  // `even_unfinished`), unavailable.
  Result<void> remove(const Kept& kept, bool even_unfinished) const;

 private:
  std::string path_;
  bool is_folder_;
};

}  // namespace tsuke::agent
