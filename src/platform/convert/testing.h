// For tests of convert: documents from memory, PDFs into memory, and what other programs think of those.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "platform/convert/convert.h"

namespace tsuke::convert::testing {

inline constexpr PageSize a4{21000, 29700};

class TextReader : public vault::Reader {
 public:
  explicit TextReader(std::string bytes) : bytes_(std::move(bytes)) {}
  std::int64_t size_bytes() const override { return static_cast<std::int64_t>(bytes_.size()); }
  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = bytes_.copy(into.data(), into.size(), at_);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

class TextWriter : public vault::Writer {
 public:
  std::string bytes;
  Result<void> append(std::string_view more) override {
    bytes += more;
    return {};
  }
  std::int64_t size_bytes() const override { return static_cast<std::int64_t>(bytes.size()); }
  Result<vault::Location> finish() override { return vault::Location{"nowhere"}; }
};

// The running test program, which is its own worker.
inline std::string this_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

inline Result<std::string> convert(std::string_view type, std::string document, const Limits& limits = {}) {
  static const Tools tools = find_tools(this_program());  // asks LibreOffice, where there is one: once is enough
  TextReader reader(std::move(document));
  TextWriter writer;
  TRY(to_pdf(tools, *find_format(type), a4, reader, writer, limits));
  return writer.bytes;
}

template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "ok" : result.error().code;
}

struct Scratch {
  std::filesystem::path path;
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "tsuke-convert-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path = name;
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  std::string write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path / name, std::ios::binary) << bytes;
    return (path / name).string();
  }
  std::string read(const std::string& name) const {
    std::ifstream in(path / name, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
  }
};

inline int shell(const std::string& command) { return std::system(("( " + command + " ) >/dev/null 2>&1").c_str()); }

// qpdf finds nothing to say about it.
inline bool is_sound_pdf(const std::string& pdf) {
  const Scratch scratch;
  return shell("qpdf --check '" + scratch.write("it.pdf", pdf) + "'") == 0;
}

// What poppler shows of one page.
struct Shown {
  int width = 0, height = 0;
  std::string rgb;
  std::array<int, 3> at(int x, int y) const {
    const std::size_t first =
        3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    if (first + 3 > rgb.size()) return {-1, -1, -1};
    const auto part = [&](std::size_t i) { return static_cast<int>(static_cast<unsigned char>(rgb[first + i])); };
    return {part(0), part(1), part(2)};
  }
  // At a place in hundredths of width and height.
  std::array<int, 3> about(int x_percent, int y_percent) const {
    return at(width * x_percent / 100, height * y_percent / 100);
  }
};

inline Shown show(const std::string& pdf, int page = 1, int dots_per_inch = 72) {
  const Scratch scratch;
  const std::string number = std::to_string(page);
  shell("pdftoppm -r " + std::to_string(dots_per_inch) + " -singlefile -f " + number + " -l " + number + " '" +
        scratch.write("it.pdf", pdf) + "' '" + (scratch.path / "it").string() + "'");
  const std::string image = scratch.read("it.ppm");
  Shown shown;
  int depth = 0, used = 0;
  if (std::sscanf(image.c_str(), "P6 %d %d %d%n", &shown.width, &shown.height, &depth, &used) == 3)
    shown.rgb = image.substr(static_cast<std::size_t>(used) + 1);
  return shown;
}

inline bool is_near(const std::array<int, 3>& a, const std::array<int, 3>& b, int apart = 12) {
  for (std::size_t i = 0; i < 3; ++i)
    if (a[i] < 0 || a[i] - b[i] > apart || b[i] - a[i] > apart) return false;
  return true;
}

// Numbers as files of the network's order have them.
inline std::string be(std::uint32_t value, int bytes = 4) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
  return text;
}

}  // namespace tsuke::convert::testing
