#include "printing/file_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/json.h"
#include "base/log.h"
#include "printing/files.h"

namespace tsuke::printing {
namespace {

struct OpenFile {
  int file;
  explicit OpenFile(int opened) : file(opened) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (file >= 0) ::close(file);
  }
};

Error file_trouble(const std::string& path) {
  return {Reason::internal, "document-file", "cannot use the file " + path};
}

Result<void> append(int file, std::string_view piece, const std::string& path) {
  while (!piece.empty()) {
    const ssize_t written = ::write(file, piece.data(), piece.size());
    if (written < 0) return file_trouble(path);
    piece.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<Entry> load_entry(const std::string& path) { return entry_from_json(TRY(Json::parse(TRY(read_file(path))))); }

}  // namespace

Result<std::unique_ptr<FileJournal>> FileJournal::open(const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
  const int lock = ::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return Error{Reason::unavailable, "journal", "cannot use the folder " + folder};
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return Error{Reason::conflict, "agent-running", "another agent runs with " + folder};
  }
  return std::unique_ptr<FileJournal>(new FileJournal(folder, lock));
}

FileJournal::~FileJournal() { ::close(lock_); }

Result<void> FileJournal::save(const Entry& entry) {
  return write_private_file(entry_path(entry.ticket.id), to_json(entry).dump() + "\n");
}

void FileJournal::remove(std::int32_t job_id) {
  drop_document(job_id);
  ::unlink(entry_path(job_id).c_str());
}

std::vector<Entry> FileJournal::load() const {
  std::vector<Entry> entries;
  std::error_code failure;
  for (const auto& file : std::filesystem::directory_iterator(folder_, failure)) {
    if (file.path().extension() != ".json") continue;
    auto entry = load_entry(file.path().string());
    if (entry.ok())
      entries.push_back(entry.take());
    else
      log::error("journal-unreadable", {{"file", file.path().string()}, {"what", entry.error().what}});
  }
  std::sort(entries.begin(), entries.end(), [](auto& a, auto& b) { return a.ticket.id < b.ticket.id; });
  return entries;
}

Result<Sink> FileJournal::write_document(std::int32_t job_id) {
  const std::string path = document_path(job_id);
  drop_document(job_id);
  const auto out = std::make_shared<OpenFile>(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (out->file < 0) return file_trouble(path);
  return Sink([out, path](std::string_view piece) { return append(out->file, piece, path); });
}

Result<Source> FileJournal::read_document(std::int32_t job_id) {
  const std::string path = document_path(job_id);
  const auto in = std::make_shared<OpenFile>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (in->file < 0) return file_trouble(path);
  const auto buffer = std::make_shared<std::string>(64 << 10, '\0');
  return Source([in, buffer, path]() -> Result<std::string_view> {
    const ssize_t count = ::read(in->file, buffer->data(), buffer->size());
    if (count < 0) return file_trouble(path);
    return std::string_view(*buffer).substr(0, static_cast<std::size_t>(count));
  });
}

void FileJournal::drop_document(std::int32_t job_id) { ::unlink(document_path(job_id).c_str()); }

std::string FileJournal::entry_path(std::int32_t job_id) const {
  return folder_ + "/" + std::to_string(job_id) + ".json";
}
std::string FileJournal::document_path(std::int32_t job_id) const {
  return folder_ + "/" + std::to_string(job_id) + ".document";
}

}  // namespace tsuke::printing
