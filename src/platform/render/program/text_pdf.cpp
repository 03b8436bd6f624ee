#include "platform/render/program/text_pdf.h"

#include <cairo-pdf.h>

#include <algorithm>

#include "platform/render/program/glyphs.h"
#include "platform/render/program/input.h"
#include "platform/render/program/lines.h"
#include "platform/render/request.h"

namespace tsuke::render {

namespace {

constexpr double font_points = 10.5;
constexpr double margin_points_most = 51;  // 18 mm, less on small paper
constexpr std::size_t text_bytes_max = 32 << 20;

std::string to_utf8(char32_t letter) {
  const auto octet = [](char32_t bits) { return static_cast<char>(bits); };
  if (letter < 0x80) return {octet(letter)};
  if (letter < 0x800) return {octet(0xC0 | letter >> 6), octet(0x80 | (letter & 63))};
  if (letter < 0x10000)
    return {octet(0xE0 | letter >> 12), octet(0x80 | (letter >> 6 & 63)), octet(0x80 | (letter & 63))};
  return {octet(0xF0 | letter >> 18), octet(0x80 | (letter >> 12 & 63)), octet(0x80 | (letter >> 6 & 63)),
          octet(0x80 | (letter & 63))};
}

// One page's paper and pen.
class Page {
 public:
  Page(cairo_t* on, Glyphs& glyphs, double left) : on_(on), glyphs_(glyphs), left_(left) {}

  void write(const std::u32string& line, double baseline) {
    double x = left_;
    for (const char32_t letter : line) {
      const Glyph& glyph = glyphs_.of(letter);
      if (glyph.font != font_) flush(glyph.font);
      // What stands over a letter is drawn back from where the next one begins, as fonts expect it.
      if (glyph.font) add(glyph, letter, x + (glyph.cells > 0 ? glyph.inset : -glyph.advance), baseline);
      x += glyph.cells * glyphs_.cell();
    }
    flush(nullptr);
  }

 private:
  void add(const Glyph& glyph, char32_t letter, double x, double y) {
    const std::string bytes = to_utf8(letter);
    run_.push_back({glyph.index, x, y});
    clusters_.push_back({static_cast<int>(bytes.size()), 1});
    text_ += bytes;
  }
  // Each glyph with the letter that it stands for, so that the text can be searched and copied.
  void flush(cairo_scaled_font_t* next) {
    if (!run_.empty()) {
      cairo_set_scaled_font(on_, font_);
      cairo_show_text_glyphs(on_, text_.data(), static_cast<int>(text_.size()), run_.data(),
                             static_cast<int>(run_.size()), clusters_.data(), static_cast<int>(clusters_.size()), {});
    }
    run_.clear();
    clusters_.clear();
    text_.clear();
    font_ = next;
  }

  cairo_t* on_;
  Glyphs& glyphs_;
  double left_;
  cairo_scaled_font_t* font_ = nullptr;
  std::vector<cairo_glyph_t> run_;
  std::vector<cairo_text_cluster_t> clusters_;
  std::string text_;
};

cairo_status_t write_piece(void* output, const unsigned char* bytes, unsigned length) {
  static_cast<Output*>(output)->write({reinterpret_cast<const char*>(bytes), length});
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<void> write_text_pdf(const TextReader& reader, PageSize sheet, Output& output) {
  const std::u32string text = TRY(reader.read(TRY(read_standard_input(text_bytes_max))));
  const auto glyphs = TRY(Glyphs::create(font_points));
  const double width = sheet.width_hmm * 72.0 / 2540, height = sheet.height_hmm * 72.0 / 2540;
  const double margin = std::min(margin_points_most, std::min(width, height) / 10);
  const int columns = std::max(2, static_cast<int>((width - 2 * margin) / glyphs->cell()));
  const int lines = std::max(1, static_cast<int>((height - 2 * margin) / glyphs->line_height()));
  const Width width_of = [&](char32_t letter) { return glyphs->of(letter).cells; };
  const auto pages = set_pages(text, width_of, columns, lines);

  cairo_surface_t* const surface = cairo_pdf_surface_create_for_stream(write_piece, &output, width, height);
  cairo_t* const on = cairo_create(surface);
  for (const Lines& page : pages) {
    Page paper(on, *glyphs, margin);
    for (std::size_t i = 0; i < page.size(); ++i)
      paper.write(page[i], margin + static_cast<double>(i) * glyphs->line_height() + glyphs->ascent());
    cairo_show_page(on);
  }
  cairo_destroy(on);
  cairo_surface_finish(surface);
  const cairo_status_t status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (status == CAIRO_STATUS_NO_MEMORY) return takes_too_much();
  if (status != CAIRO_STATUS_SUCCESS) return failed();
  output.flush();
  return {};
}

}  // namespace tsuke::render
