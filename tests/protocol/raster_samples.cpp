#include "raster_samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>

#include "platform/pages/sample_pdf.h"

namespace tsuke::tests {
namespace {

struct Sample {
  std::string path, dpi, kind, document, sheet;
};

// Fields of a page's header (PWG 5102.4, section 4.3), by their place in it.
constexpr std::size_t header_bytes = 1796;
constexpr std::size_t width_at = 372, height_at = 376, bits_at = 384, pixel_bits_at = 388, line_bytes_at = 392;
constexpr std::size_t space_at = 400, colors_at = 420;
constexpr std::uint32_t black_space = 3;

std::uint32_t field(const std::string& header, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(header[at + i]);
  return value;
}

void set_field(std::string& header, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) header[at + i] = static_cast<char>(value >> (24 - 8 * i));
}

// A line of equal bytes, as many times as the page is high (PWG 5102.4, section 4.4).
std::string equal_lines(std::uint32_t bytes, std::uint32_t lines, char byte) {
  std::string line, all;
  for (std::uint32_t done = 0; done < bytes; done += 128) {
    line += static_cast<char>(std::min<std::uint32_t>(128, bytes - done) - 1);
    line += byte;
  }
  for (std::uint32_t done = 0; done < lines; done += 256)
    all += static_cast<char>(std::min<std::uint32_t>(256, lines - done) - 1) + line;
  return all;
}

// tsuke-render draws no single bits: a page of stripes, under the head of a grey page of the same size.
std::string black_pages(const std::string& grey, int pages) {
  std::string header = grey.substr(4, header_bytes);
  const std::uint32_t line_bytes = (field(header, width_at) + 7) / 8;
  set_field(header, bits_at, 1);
  set_field(header, pixel_bits_at, 1);
  set_field(header, line_bytes_at, line_bytes);
  set_field(header, space_at, black_space);
  set_field(header, colors_at, 1);
  std::string document = "RaS2";
  for (int page = 0; page < pages; ++page)
    document += header + equal_lines(line_bytes, field(header, height_at), '\x0F');
  return document;
}

// Through a pipe: the program may write to no file.
std::string drawn(const Scratch& folder, const Sample& sample) {
  const std::string target = folder / "drawn.pwg";
  const Outcome outcome =
      run({"bash", "-o", "pipefail", "-c",
           TSUKE_PROGRAM "-render raster pwg " + sample.dpi + (sample.kind == "srgb-8" ? " 1 " : " 0 ") + sample.sheet +
               " one-sided normal 1 4 <" + (folder / (sample.document + ".pdf")) + " | cat >" + target},
          minutes(1));
  EXPECT_EQ(outcome.status, 0) << sample.path << outcome.output;
  return read_file(target);
}

std::string content_of(const Scratch& folder, const Sample& sample) {
  const bool taken = sample.dpi == "300" || sample.dpi == "600";
  if (!taken || sample.kind == "cmyk-8" || sample.kind == "srgb-16") return "";
  const std::string pages = drawn(folder, sample);
  return sample.kind == "black-1" ? black_pages(pages, sample.document == "document" ? 3 : 1) : pages;
}

Sample sample_of(const std::smatch& found) {
  static const std::map<std::string, std::string> sheets{{"a4", "21000 29700 iso_a4_210x297mm"},
                                                         {"letter", "21590 27940 na_letter_8.5x11in"},
                                                         {"4x6", "10160 15240 na_index-4x6_4x6in"}};
  return {found[1], found[2], found[3], found[4] == "document" ? "document" : "onepage", sheets.at(found[5])};
}

}  // namespace

void write_raster_samples(const Scratch& folder, const std::string& suite) {
  static const std::regex file(R"(FILE (pwg-raster-samples-(\d+)dpi/([^/]+)/([a-z.]+)-(a4|letter|4x6)-\S+))");
  write_file(folder / "onepage.pdf", pages::make_pdf(1));
  write_file(folder / "document.pdf", pages::make_pdf(3));
  std::smatch found;
  for (auto from = suite.cbegin(); std::regex_search(from, suite.cend(), found, file); from = found.suffix().first) {
    const Sample sample = sample_of(found);
    const std::filesystem::path path = folder / sample.path;
    if (std::filesystem::exists(path)) continue;
    std::filesystem::create_directories(path.parent_path());
    write_file(path.string(), content_of(folder, sample));
  }
}

}  // namespace tsuke::tests
