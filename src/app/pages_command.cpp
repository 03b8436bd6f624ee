#include "app/pages_command.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/json.h"
#include "base/system_error.h"
#include "platform/jail/process.h"
#include "platform/pages/pages.h"

namespace tsuke::app {

namespace {

class FileReader : public vault::Reader {
 public:
  static Result<FileReader> open(const std::string& path) {
    jail::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat facts{};
    if (!file.is_open() || ::fstat(file.number(), &facts) != 0) return unreadable(system_message(errno));
    if (!S_ISREG(facts.st_mode)) return unreadable("not a regular file");
    return FileReader(std::move(file), facts.st_size);
  }
  std::int64_t size_bytes() const override { return size_; }
  Result<std::size_t> read(std::span<char> into) override {
    ssize_t got;
    do { got = ::read(file_.number(), into.data(), into.size()); } while (got < 0 && errno == EINTR);
    if (got < 0) return unreadable(system_message(errno));
    return static_cast<std::size_t>(got);
  }

 private:
  FileReader(jail::Descriptor file, std::int64_t size) : file_(std::move(file)), size_(size) {}
  static Error unreadable(const std::string& why) {
    return {Reason::not_found, "file-unreadable",
            "The file cannot be read (" + why + "). Check its name and your right to read it."};
  }

  jail::Descriptor file_;
  std::int64_t size_;
};

// Millimetres with as many decimals as matter, from hundredths.
std::string millimetres(int hmm) {
  std::string text = std::to_string(hmm / 100);
  if (hmm % 100 != 0) text += "." + std::to_string(100 + hmm % 100).substr(1);
  if (text.find('.') != std::string::npos && text.ends_with('0')) text.pop_back();
  return text;
}

Json to_json(const std::string& file, const Result<pages::Summary>& summary) {
  Json answer;
  answer.set("file", file);
  if (!summary.ok()) return answer.set("code", summary.error().code).set("what", summary.error().what);
  Json rows = Json::array();
  for (const Page& page : summary.value().pages)
    rows.push(Json::object()
                  .set("width_mm", millimetres(page.size.width_hmm))
                  .set("height_mm", millimetres(page.size.height_hmm))
                  .set("color", page.color));
  return answer.set("count", summary.value().count()).set("pages", std::move(rows));
}

void print_as_text(const std::string& file, const pages::Summary& summary) {
  const auto colored =
      std::count_if(summary.pages.begin(), summary.pages.end(), [](const Page& page) { return page.color; });
  std::printf("%s: %d pages, %d with colour\n", file.c_str(), summary.count(), static_cast<int>(colored));
  int number = 0;
  for (const Page& page : summary.pages)
    std::printf("%6d  %s x %s mm  %s\n", ++number, millimetres(page.size.width_hmm).c_str(),
                millimetres(page.size.height_hmm).c_str(), page.color ? "colour" : "grey");
}

}  // namespace

int show_pages(const std::string& program, const std::vector<std::string>& files, bool as_json) {
  int status = 0;
  for (const std::string& file : files) {
    const auto summary = [&]() -> Result<pages::Summary> {
      FileReader reader = TRY(FileReader::open(file));
      return pages::analyse(program, reader);
    }();
    if (!summary.ok()) status = 1;
    if (as_json) {
      std::printf("%s\n", to_json(file, summary).dump().c_str());
    } else if (summary.ok()) {
      print_as_text(file, summary.value());
    } else {
      std::fprintf(stderr, "tsuke: %s: %s (%s)\n", file.c_str(), summary.error().what.c_str(),
                   summary.error().code.c_str());
    }
  }
  return status;
}

}  // namespace tsuke::app
