#include <array>
#include <optional>

#include "base/bytes.h"
#include "platform/convert/png.h"
#include "platform/convert/png_rows.h"
#include "platform/convert/refusals.h"

namespace tsuke::convert {

namespace {

constexpr std::int64_t interlaced_pixels_max = 64 << 20;  // up to four bytes each in memory

std::string picture_entries(const Png& png, const RowShape& shape, const std::string& space) {
  return "/Type /XObject /Subtype /Image /Width " + std::to_string(png.width) + " /Height " +
         std::to_string(png.height) + " /BitsPerComponent " + std::to_string(shape.bits) + " /ColorSpace " + space +
         " " + flate_entries(shape);
}

std::string space_of(int components) { return components == 1 ? "/DeviceGray" : "/DeviceRGB"; }

std::string palette_space(const Png& png) {
  return "[/Indexed /DeviceRGB " + std::to_string(png.palette.size() / 3 - 1) + " <" + to_hex(png.palette) + ">]";
}

// A PDF undoes PNG's own filters: the stream goes as it is, while it is undone beside to see that it is sound.
Result<void> embed(PdfWriter& pdf, int picture, const Input& input, const Png& png) {
  const RowShape shape = png.row_shape();
  TRY(pdf.begin_stream(picture,
                       picture_entries(png, shape, png.colour == 3 ? palette_space(png) : space_of(shape.components))));
  RowReader rows(shape, png.height, [](std::string_view) { return Result<void>(); });
  const auto inflation = Inflation::create([&](std::string_view plain) { return rows.take(plain); });
  const Sink packed = [&](std::string_view bytes) -> Result<void> {
    TRY(inflation->take(bytes));
    return pdf.append(bytes);
  };
  TRY(read_png_data(input, png, packed));
  if (!rows.complete() || !inflation->ended()) return damaged();
  return pdf.end_stream();
}

// Both halves of a picture as streams: its colours, then, if there is any, its transparency.
class Layers {
 public:
  Layers(PdfWriter& pdf, const Png& png, int picture) : pdf_(pdf), png_(png), picture_(picture) {}

  // `each` gives every row to the function; it is asked once per layer.
  using Rows = std::function<Result<void>(const std::function<Result<void>(const Pixels&)>&)>;
  Result<void> write(int components, const Rows& each) {
    const int mask = png_.has_alpha() ? pdf_.reserve() : 0;
    const std::string with_mask = mask ? " /SMask " + std::to_string(mask) + " 0 R" : "";
    TRY(layer(picture_, {png_.width, components, 8}, with_mask, &Pixels::colour, each));
    if (mask) TRY(layer(mask, {png_.width, 1, 8}, "", &Pixels::alpha, each));
    return {};
  }

 private:
  Result<void> layer(int number, const RowShape& shape, const std::string& more, std::string Pixels::* half,
                     const Rows& each) {
    TRY(pdf_.begin_stream(number, picture_entries(png_, shape, space_of(shape.components)) + more));
    const auto deflater = RowDeflater::create(shape, [this](std::string_view bytes) { return pdf_.append(bytes); });
    TRY(each([&](const Pixels& pixels) { return deflater->row(pixels.*half); }));
    TRY(deflater->finish());
    return pdf_.end_stream();
  }

  PdfWriter& pdf_;
  const Png& png_;
  const int picture_;
};

Result<void> write_rows(PdfWriter& pdf, int picture, const Input& input, const Png& png) {
  Expander expander(png);
  const Layers::Rows rows = [&](const std::function<Result<void>(const Pixels&)>& use) {
    return read_png_rows(input, png, [&](std::string_view row) { return use(expander.expand(row, png.width)); });
  };
  return Layers(pdf, png, picture).write(expander.components(), rows);
}

// One of the seven pictures of an interlaced one: where its first pixel lies, and how far apart the others.
struct Pass {
  std::int64_t x, y, x_step, y_step;
  std::int64_t columns(const Png& png) const { return png.width > x ? (png.width - x + x_step - 1) / x_step : 0; }
  std::int64_t rows(const Png& png) const { return png.height > y ? (png.height - y + y_step - 1) / y_step : 0; }
};
constexpr std::array<Pass, 7> passes{
    {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};

// Puts the passes' pixels where they belong.
class Weave {
 public:
  explicit Weave(const Png& png) : png_(png), expander_(png) {
    const auto pixels = static_cast<std::size_t>(png.width * png.height);
    whole_.colour.resize(pixels * static_cast<std::size_t>(expander_.components()));
    if (png.has_alpha()) whole_.alpha.resize(pixels);
    next_pass();
  }
  int components() const { return expander_.components(); }

  Result<void> take(std::string_view plain) {
    while (reader_ && !plain.empty()) {
      TRY(reader_->take(plain));
      plain = reader_->rest();
      if (reader_->complete()) next_pass();
    }
    return {};
  }
  bool complete() const { return !reader_; }
  Pixels row(std::int64_t y) const {
    const auto wide = static_cast<std::size_t>(png_.width), high = static_cast<std::size_t>(y);
    const std::size_t row_bytes = wide * static_cast<std::size_t>(components());
    return {whole_.colour.substr(high * row_bytes, row_bytes),
            whole_.alpha.empty() ? std::string() : whole_.alpha.substr(high * wide, wide)};
  }

 private:
  // Passes without a pixel have no rows in the stream.
  void next_pass() {
    reader_.reset();
    while (++pass_ < static_cast<int>(passes.size())) {
      const Pass& pass = passes[static_cast<std::size_t>(pass_)];
      if (pass.columns(png_) == 0 || pass.rows(png_) == 0) continue;
      row_ = pass.y;
      RowShape shape = png_.row_shape();
      shape.width = pass.columns(png_);
      reader_.emplace(shape, pass.rows(png_), [this](std::string_view row) { return place(row); });
      return;
    }
  }

  Result<void> place(std::string_view row) {
    const Pass& pass = passes[static_cast<std::size_t>(pass_)];
    const std::int64_t columns = pass.columns(png_);
    const Pixels& pixels = expander_.expand(row, columns);
    const auto parts = static_cast<std::size_t>(components());
    for (std::int64_t i = 0; i < columns; ++i) {
      const auto from = static_cast<std::size_t>(i);
      const auto to = static_cast<std::size_t>(row_ * png_.width + pass.x + i * pass.x_step);
      for (std::size_t c = 0; c < parts; ++c) whole_.colour[to * parts + c] = pixels.colour[from * parts + c];
      if (!whole_.alpha.empty()) whole_.alpha[to] = pixels.alpha[from];
    }
    row_ += pass.y_step;
    return {};
  }

  const Png& png_;
  Expander expander_;
  Pixels whole_;
  std::optional<RowReader> reader_;
  int pass_ = -1;
  std::int64_t row_ = 0;
};

Result<void> write_interlaced(PdfWriter& pdf, int picture, const Input& input, const Png& png) {
  if (png.width * png.height > interlaced_pixels_max) return too_large();
  Weave weave(png);
  const auto inflation = Inflation::create([&](std::string_view plain) { return weave.take(plain); });
  const Sink packed = [&](std::string_view bytes) { return inflation->take(bytes); };
  TRY(read_png_data(input, png, packed));
  if (!weave.complete()) return damaged();
  const Layers::Rows rows = [&](const std::function<Result<void>(const Pixels&)>& use) -> Result<void> {
    for (std::int64_t y = 0; y < png.height; ++y) TRY(use(weave.row(y)));
    return {};
  };
  return Layers(pdf, png, picture).write(weave.components(), rows);
}

}  // namespace

Result<void> png_to_pdf(const Input& input, PageSize sheet, std::int64_t pixels_max, const Sink& sink) {
  const Png png = TRY(read_png(input, pixels_max));
  PdfWriter pdf(sink);
  const int picture = pdf.reserve();
  if (png.interlaced) {
    TRY(write_interlaced(pdf, picture, input, png));
  } else if (png.bits == 16 || png.has_alpha()) {
    TRY(write_rows(pdf, picture, input, png));
  } else {
    TRY(embed(pdf, picture, input, png));
  }
  const Placement placed = place_picture(png.width, png.height, 1, png.density, sheet);
  TRY(pdf.page(placed.page, picture, placed.matrix));
  return pdf.finish();
}

}  // namespace tsuke::convert
