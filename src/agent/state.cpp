#include "agent/state.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/system_error.h"
#include "printing/file_journal.h"
#include "printing/files.h"

namespace tsuke::agent {
namespace {

using printing::FileJournal;

namespace fs = std::filesystem;

Error unusable(const std::string& what, const std::string& path, const std::string& why) {
  return {Reason::unavailable, "file", "cannot " + what + " " + path + ": " + why};
}

bool means_a_folder(const std::string& path) {
  std::error_code failure;
  if (fs::is_directory(path, failure)) return true;
  return !fs::exists(path, failure) && fs::path(path).extension() != ".json";
}

// Ids are digits; what else a service might say must not lead out of the folder.
std::string file_name(const Enrolment& enrolment) {
  const std::string& id = enrolment.printer_id;
  const bool plain = !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '_';
  });
  return (plain ? id : "printer") + ".json";
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure))
    if (entry.path().extension() == ".json" && entry.is_regular_file(failure)) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

// A journal speaks of one printer's queue: its numbers mean other jobs at another's.
Result<void> set_journal_aside(const std::string& file, const Enrolment& fresh) {
  const auto before = load_enrolment(file);
  if (!before.ok() || before.value().printer_id == fresh.printer_id) return {};
  const std::string folder = journal_folder(file);
  std::error_code failure;
  if (!fs::exists(folder, failure)) return {};
  fs::rename(folder, folder + "." + before.value().printer_id, failure);
  if (failure) return unusable("set aside", folder, failure.message());
  return {};
}

}  // namespace

std::string journal_folder(const std::string& enrolment_file) { return enrolment_file + ".jobs"; }

State::State(std::string path) : path_(std::move(path)), is_folder_(means_a_folder(path_)) {
  while (is_folder_ && path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
}

std::vector<Kept> State::all() const {
  std::error_code failure;
  std::vector<Kept> kept;
  if (!is_folder_ && !fs::exists(path_, failure)) return kept;
  for (const std::string& file : is_folder_ ? files_in(path_) : std::vector{path_})
    kept.push_back({file, load_enrolment(file)});
  return kept;
}

Result<void> State::can_add() const {
  std::error_code failure;
  if (is_folder_) {
    if (fs::create_directories(path_, failure)) fs::permissions(path_, fs::perms::owner_all, failure);
    if (failure) return unusable("create", path_, failure.message());
    if (files_in(path_).size() >= printers_max)
      return Error{Reason::limit_reached, "too-many-printers",
                   "one agent serves at most 64 printers: use another --state folder and another agent"};
  }
  const fs::path folder = is_folder_ ? fs::path(path_) : fs::path(path_).parent_path();
  const std::string tried = folder.empty() ? "." : folder.string();
  if (::access(tried.c_str(), W_OK | X_OK) != 0) return unusable("write in", tried, system_message(errno));
  return {};
}

Result<std::string> State::add(const Enrolment& enrolment) const {
  const std::string file = is_folder_ ? path_ + "/" + file_name(enrolment) : path_;
  TRY(set_journal_aside(file, enrolment));
  TRY(save_enrolment(file, enrolment));
  return file;
}

Result<Kept> State::find(const std::string& which) const {
  std::vector<Kept> found;
  for (Kept& kept : all()) {
    const bool is_file = kept.file == which || fs::path(kept.file).filename() == which;
    const bool is_printer =
        kept.enrolment.ok() && (kept.enrolment.value().printer_id == which || kept.enrolment.value().printer == which);
    if (is_file || is_printer) found.push_back(std::move(kept));
  }
  if (found.empty())
    return Error{Reason::not_found, "no-such-printer",
                 "no printer \"" + which + "\" is enrolled in " + path_ + ": see tsuke-agent list"};
  if (found.size() > 1)
    return Error{Reason::conflict, "ambiguous", "several printers are called \"" + which + "\": name one by its id"};
  return std::move(found.front());
}

Result<void> State::remove(const Kept& kept, bool even_unfinished) const {
  const std::string folder = journal_folder(kept.file);
  const auto journal = TRY(FileJournal::open(folder));  // nobody else may be at work
  if (!even_unfinished && !journal->load().empty())
    return Error{Reason::conflict, "unfinished-jobs",
                 "jobs of this printer are not reported to their end: run the agent until they are, or use --force"};
  std::error_code failure;
  if (!fs::remove(kept.file, failure) && failure) return unusable("remove", kept.file, failure.message());
  fs::remove_all(folder, failure);
  return {};
}

}  // namespace tsuke::agent
