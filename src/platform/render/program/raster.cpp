#include "platform/render/program/raster.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "platform/render/program/canvas.h"
#include "platform/render/program/encoder.h"
#include "platform/render/request.h"

namespace tsuke::render {

namespace {

// A sheet of more pixels is drawn in bands, one below the other.
constexpr std::int64_t band_pixels_max = 40'000'000;
constexpr double same_size_points = 2;  // what two programs may differ in about one paper

int pixels(int hmm, int dpi) { return static_cast<int>((static_cast<std::int64_t>(hmm) * dpi + 1270) / 2540); }

PagePoints points_of(PageSize size) { return {size.width_hmm * 72.0 / 2540, size.height_hmm * 72.0 / 2540}; }

std::unique_ptr<Encoder> make_encoder(const RasterTicket& ticket, SheetPixels sheet, Output& output) {
  switch (ticket.format) {
    case RasterFormat::pwg: return make_pwg_encoder(ticket, sheet, output);
    case RasterFormat::urf: return make_urf_encoder(ticket, sheet, output);
    case RasterFormat::jpeg: break;
  }
  return make_jpeg_encoder(ticket, sheet, output);
}

class Sheets {
 public:
  Sheets(const Document& document, const RasterTicket& ticket, Canvas band, SheetPixels sheet, Encoder& encoder)
      : document_(document), ticket_(ticket), band_(std::move(band)), sheet_(sheet), encoder_(encoder) {}

  // The next side of a sheet; page 0 leaves it blank.
  Result<void> add(int page) {
    const bool back = ticket_.sides != "one-sided" && sides_++ % 2 == 1;
    const BackTransform turned = back ? back_transform(ticket_) : BackTransform{};
    encoder_.begin_page(turned);
    for (int top = 0; top < sheet_.height; top += band_.height()) {
      band_.clear();
      if (page > 0) TRY(band_.draw([&](cairo_t* on) { return draw(page, turned, top, on); }));
      write_lines(std::min(band_.height(), sheet_.height - top));
    }
    encoder_.end_page();
    return {};
  }

 private:
  Result<void> draw(int page, BackTransform turned, int top, cairo_t* on) {
    const PagePoints sheet = points_of(ticket_.sheet);
    cairo_translate(on, 0, -top);
    cairo_translate(on, turned.cross_feed < 0 ? sheet_.width : 0, turned.feed < 0 ? sheet_.height : 0);
    cairo_scale(on, turned.cross_feed * ticket_.dpi / 72.0, turned.feed * ticket_.dpi / 72.0);
    const cairo_matrix_t place = placement(TRY(document_.size_of(page)), sheet);
    cairo_transform(on, &place);
    return document_.draw(page, on);
  }

  void write_lines(int count) {
    for (int y = 0; y < count; ++y) {
      if (ticket_.color)
        to_rgb(band_.row(y), line_);
      else
        to_gray(band_.row(y), line_);
      encoder_.line(line_);
    }
  }

  const Document& document_;
  const RasterTicket& ticket_;
  Canvas band_;
  SheetPixels sheet_;
  Encoder& encoder_;
  std::string line_;
  int sides_ = 0;
};

}  // namespace

cairo_matrix_t placement(PagePoints page, PagePoints sheet) {
  const bool turned = (page.width > page.height) != (sheet.width > sheet.height) && page.width != page.height;
  const PagePoints lying = turned ? PagePoints{page.height, page.width} : page;
  const bool same = std::abs(lying.width - sheet.width) < same_size_points &&
                    std::abs(lying.height - sheet.height) < same_size_points;
  const double scale = same ? 1 : std::min(sheet.width / lying.width, sheet.height / lying.height);
  cairo_matrix_t place;
  cairo_matrix_init_translate(&place, (sheet.width - scale * lying.width) / 2,
                              (sheet.height - scale * lying.height) / 2);
  cairo_matrix_scale(&place, scale, scale);
  if (turned) {
    cairo_matrix_translate(&place, 0, lying.height);
    cairo_matrix_rotate(&place, -std::numbers::pi / 2);
  }
  return place;
}

Result<void> write_raster(const Document& document, const RasterTicket& ticket, Output& output) {
  const int pages = document.page_count();
  if (pages < 1) return damaged();
  if (ticket.format == RasterFormat::jpeg && pages * ticket.copies > 1) return more_than_one_page();
  const SheetPixels sheet{pixels(ticket.sheet.width_hmm, ticket.dpi), pixels(ticket.sheet.height_hmm, ticket.dpi)};
  const auto rows = std::clamp<std::int64_t>(band_pixels_max / std::max(sheet.width, 1), 1, sheet.height);
  Canvas band = TRY(Canvas::create(sheet.width, static_cast<int>(rows)));
  const auto encoder = make_encoder(ticket, sheet, output);
  // The next copy begins on a sheet of its own.
  const int padding = ticket.sides != "one-sided" && pages % 2 == 1 ? 1 : 0;
  encoder->begin(pages * ticket.copies + padding * (ticket.copies - 1));
  Sheets sheets(document, ticket, std::move(band), sheet, *encoder);
  for (int copy = 0; copy < ticket.copies; ++copy) {
    if (copy > 0 && padding > 0) TRY(sheets.add(0));
    for (int page = 1; page <= pages; ++page) {
      TRY(sheets.add(page));
      output.flush();  // a printer begins with what is there
    }
  }
  output.flush();
  return {};
}

}  // namespace tsuke::render
