#include "platform/render/program/sheet_page.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>

#include "platform/qr/qr.h"
#include "platform/render/program/input.h"
#include "platform/render/request.h"

namespace tsuke::render {

namespace {

using sheet::HowTo;
using sheet::Sheet;

constexpr std::size_t sheet_bytes_max = 1 << 20;

// Points. A4.
constexpr int page_width = 595, page_height = 842, margin = 48;
constexpr int code_side = 300, quiet_squares = 4;
constexpr int text_width = page_width - 2 * margin;

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* held) const {
    Free(held);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Freer<cairo_surface_destroy>>;
using Pen = std::unique_ptr<cairo_t, Freer<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Freer<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Freer<pango_font_description_free>>;

cairo_status_t take(void* output, const unsigned char* bytes, unsigned count) {
  static_cast<Output*>(output)->write({reinterpret_cast<const char*>(bytes), count});
  return CAIRO_STATUS_SUCCESS;
}

struct Block {
  int x = margin, width = text_width;
  int size = 12, lines_max = 20;
  bool bold = false, centred = false;
};

// Draws a paragraph and gives its height. What has no room on its lines ends in an ellipsis.
int write(cairo_t* pen, const std::string& text, int y, const Block& block) {
  const Layout layout(pango_cairo_create_layout(pen));
  const Font font(pango_font_description_new());
  pango_font_description_set_family(font.get(), "Noto Sans CJK JP, Noto Sans, Sans");
  pango_font_description_set_size(font.get(), block.size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), block.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_width(layout.get(), block.width * PANGO_SCALE);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height(layout.get(), -block.lines_max);
  pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment(layout.get(), block.centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  cairo_move_to(pen, block.x, y);
  pango_cairo_show_layout(pen, layout.get());
  int width = 0, height = 0;
  pango_layout_get_pixel_size(layout.get(), &width, &height);
  return height;
}

// One rectangle for each run of dark squares, all of one path: no seams between squares, whatever the printer.
void draw_code(cairo_t* pen, const qr::Code& code, int y) {
  const int squares = code.size + 2 * quiet_squares;
  cairo_save(pen);
  cairo_translate(pen, (page_width - code_side) / 2, y);
  cairo_scale(pen, code_side, code_side);
  cairo_scale(pen, 1.0 / squares, 1.0 / squares);
  for (int row = 0; row < code.size; ++row)
    for (int column = 0; column < code.size; ++column) {
      int run = 0;
      while (column + run < code.size && code.is_dark(column + run, row)) ++run;
      if (run > 0) cairo_rectangle(pen, column + quiet_squares, row + quiet_squares, run, 1);
      column += run;
    }
  cairo_fill(pen);
  cairo_restore(pen);
}

void write_how_to(cairo_t* pen, const HowTo& how_to, int y, int x, int width) {
  y += write(pen, how_to.title, y, {.x = x, .width = width, .size = 14, .lines_max = 2, .bold = true}) + 6;
  for (std::size_t step = 0; step < how_to.steps.size(); ++step) {
    write(pen, std::to_string(step + 1), y, {.x = x, .width = 16, .size = 12, .bold = true});
    y += write(pen, how_to.steps[step], y, {.x = x + 18, .width = width - 18, .size = 12, .lines_max = 4}) + 5;
  }
}

void fill_page(cairo_t* pen, const Sheet& sheet, const qr::Code& code) {
  int y = margin;
  y += write(pen, sheet.printer, y, {.size = 30, .lines_max = 2, .bold = true, .centred = true}) + 2;
  y += write(pen, sheet.place, y, {.size = 16, .lines_max = 1, .centred = true}) + 8;
  draw_code(pen, code, y);
  y += code_side + 2;
  y += write(pen, sheet.link, y, {.size = 12, .lines_max = 2, .centred = true}) + 22;
  const int columns = std::max<int>(1, static_cast<int>(sheet.how_to.size()));
  const int gap = 24, width = (text_width - gap * (columns - 1)) / columns;
  int x = margin;
  for (const HowTo& how_to : sheet.how_to) {
    write_how_to(pen, how_to, y, x, width);
    x += width + gap;
  }
}

}  // namespace

Result<void> write_sheet(Output& output) {
  const Sheet sheet = TRY(sheet::from_text(TRY(read_standard_input(sheet_bytes_max))));
  const qr::Code code = TRY(qr::encode(sheet.link));
  const Surface surface(cairo_pdf_surface_create_for_stream(take, &output, page_width, page_height));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, sheet.printer.c_str());
  {
    const Pen pen(cairo_create(surface.get()));
    fill_page(pen.get(), sheet, code);
    cairo_show_page(pen.get());
  }
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return failed();
  output.flush();
  return {};
}

}  // namespace tsuke::render
