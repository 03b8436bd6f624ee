#include "platform/convert/office.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "base/log.h"
#include "platform/convert/office_profile.h"
#include "platform/convert/refusals.h"
#include "platform/jail/process.h"

namespace tsuke::convert {

namespace {

namespace fs = std::filesystem;

constexpr int exit_restart = 81;      // LibreOffice's word: the profile is made now, start me again
constexpr int exit_not_loaded = 127;  // the loader's word: a library is missing
constexpr std::int64_t room_bytes = 512LL << 20;

Error no_room(const std::string& what) {
  return {Reason::unavailable, "worker-not-started", "There is no room to convert the document: " + what};
}

// Memory where there is enough of it: the plain document need not reach a disk.
fs::path scratch_parent() {
  std::error_code failure;
  const fs::space_info memory = fs::space("/dev/shm", failure);
  const bool usable = !failure && memory.available > room_bytes && ::access("/dev/shm", W_OK) == 0;
  return usable ? fs::path("/dev/shm") : fs::temp_directory_path();
}

// A folder for one document, and for nobody else; gone with all that is in it.
class Folder {
 public:
  static Result<std::unique_ptr<Folder>> create() {
    std::string path = (scratch_parent() / "tsuke-office-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) return no_room("no folder can be made below " + scratch_parent().string());
    return std::unique_ptr<Folder>(new Folder(path));
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  // A plain file that lies directly in the folder, whatever has become of the folder's name meanwhile; -1 without one.
  jail::Descriptor open_file(const char* name) const {
    jail::Descriptor file(::openat(opened_.number(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat facts{};
    const bool plain = file.is_open() && ::fstat(file.number(), &facts) == 0 && S_ISREG(facts.st_mode);
    return plain && facts.st_nlink == 1 ? std::move(file) : jail::Descriptor();
  }

 private:
  explicit Folder(std::string path)
      : path_(std::move(path)), opened_(::open(path_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}
  fs::path path_;
  jail::Descriptor opened_;
};

Result<void> write_document(const fs::path& path, vault::Reader& document) {
  std::ofstream out(path, std::ios::binary);
  std::string piece(64 << 10, 0);
  for (;;) {
    const std::size_t got = TRY(document.read(piece));
    if (got == 0) break;
    out.write(piece.data(), static_cast<std::streamsize>(got));
  }
  out.close();
  return out ? Result<void>() : Result<void>(no_room("the disk is full"));
}

Result<void> append_file(const jail::Descriptor& file, vault::Writer& pdf, std::int64_t bytes_max) {
  std::array<char, 64 << 10> piece;
  for (;;) {
    const ssize_t got = ::read(file.number(), piece.data(), piece.size());
    if (got == 0) return {};
    if (got < 0) return damaged();
    if (pdf.size_bytes() + got > bytes_max) return too_large();
    TRY(pdf.append({piece.data(), static_cast<std::size_t>(got)}));
  }
}

Result<void> judge(const jail::Ended& office) {
  if (!office.in_time || office.signal_number == SIGXCPU) return timed_out();
  if (office.exit_code == exit_jail || office.exit_code == exit_not_loaded) {
    log::warning("convert-worker-failed", {{"worker", "office"}, {"exit_code", office.exit_code}});
    return Error{Reason::internal, "convert-worker-failed", "The document could not be converted. Tell the operator."};
  }
  return {};  // what it says besides tells little; whether a PDF is there is what counts
}

Result<jail::Ended> run_office(const jail::Plan& plan) {
  const jail::Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  return jail::run(plan, nothing);
}

}  // namespace

std::string find_office_program(const std::string& named) {
  if (named == "none") return "";
  std::vector<fs::path> places{"/usr/lib/libreoffice/program/soffice.bin", "/usr/lib64/libreoffice/program/soffice.bin",
                               "/opt/libreoffice/program/soffice.bin"};
  std::error_code failure;
  if (!named.empty()) places = {fs::canonical(named, failure).parent_path() / "soffice.bin"};
  for (const fs::path& place : places)
    if (::access(place.c_str(), X_OK) == 0) return fs::canonical(place, failure).string();
  return "";
}

bool office_starts(const OfficePrograms& programs) {
  const auto folder = Folder::create();
  if (!folder.ok()) return false;
  const jail::Plan plan{
      programs.program, {"office-worker", programs.office, folder.value()->path().string()}, {}, seconds(20)};
  const auto told = run_office(plan);
  const bool starts = told.ok() && told.value().exit_code == 0 && told.value().output.starts_with("LibreOffice");
  if (!starts)
    log::warning("office-does-not-start", {{"program", programs.office},
                                           {"exit_code", told.ok() ? told.value().exit_code : -1},
                                           {"said", told.ok() ? told.value().output.substr(0, 500) : ""}});
  return starts;
}

Result<void> office_to_pdf(const OfficePrograms& programs, const Format& format, vault::Reader& document,
                           vault::Writer& pdf, std::int64_t pdf_bytes_max, Duration wall_time) {
  const auto folder = TRY(Folder::create());
  const std::string name = "document" + std::string(format.extensions);
  TRY(write_document(folder->path() / name, document));
  if (!write_office_profile(folder->path())) return no_room("the profile cannot be written");
  const jail::Plan plan{
      programs.program, {"office-worker", programs.office, folder->path().string(), name}, {}, wall_time};
  jail::Ended office = TRY(run_office(plan));
  if (office.exit_code == exit_restart) office = TRY(run_office(plan));
  TRY(judge(office));
  const jail::Descriptor made = folder->open_file("document.pdf");
  return made.is_open() ? append_file(made, pdf, pdf_bytes_max) : Result<void>(damaged());
}

}  // namespace tsuke::convert
