// For tests of pages: documents from memory, and PDFs written object by object.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "platform/pages/pages.h"

namespace tsuke::pages::testing {

class TextReader : public vault::Reader {
 public:
  explicit TextReader(std::string bytes) : bytes_(std::move(bytes)) {}
  std::optional<Error> failure;

  std::int64_t size_bytes() const override { return static_cast<std::int64_t>(bytes_.size()); }
  Result<std::size_t> read(std::span<char> into) override {
    if (failure) return *failure;
    const std::size_t count = std::min(into.size(), bytes_.size() - at_);
    std::memcpy(into.data(), bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

// The running test program, which is its own worker.
inline std::string this_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

inline Result<Summary> look_at(std::string pdf, const Limits& limits = {}) {
  TextReader reader(std::move(pdf));
  return analyse(this_program(), reader, limits);
}

inline std::vector<PageSize> sizes_of(const Summary& summary) {
  std::vector<PageSize> sizes;
  for (const Page& page : summary.pages) sizes.push_back(page.size);
  return sizes;
}

template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "ok" : result.error().code;
}

// Objects 1, 2, … with a right table and a trailer that names object 1 as the root.
inline std::string pdf_of(const std::vector<std::string>& objects, const std::string& trailer = "") {
  std::string bytes = "%PDF-1.7\n", table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const std::string offset = std::to_string(bytes.size());
    table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
    bytes += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string count = std::to_string(objects.size() + 1);
  const std::string start = std::to_string(bytes.size());
  return bytes + "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer\n<< /Size " + count +
         " /Root 1 0 R " + trailer + " >>\nstartxref\n" + start + "\n%%EOF\n";
}

}  // namespace tsuke::pages::testing
