#include "platform/convert/placement.h"

#include <algorithm>

#include "platform/convert/pdf_writer.h"

namespace tsuke::convert {

namespace {

constexpr std::int64_t margin_hmm = 500;
constexpr std::int64_t long_side_hmm_max = 42'840, short_side_hmm_max = 30'294;  // A3 and 2 per cent
constexpr std::int64_t side_hmm_min = 1'000;
constexpr std::int64_t believable_per_metre_min = 3'858, believable_per_metre_max = 94'488;  // 98 and 2400 per inch

struct Box {
  std::int64_t x = 0, y = 0, width = 0, height = 0;
};

std::optional<PageSize> true_size(std::int64_t width, std::int64_t height, const std::optional<Density>& density) {
  const auto believable = [](std::int64_t per_metre) {
    return per_metre >= believable_per_metre_min && per_metre <= believable_per_metre_max;
  };
  if (!density || !believable(density->x_per_metre) || !believable(density->y_per_metre)) return std::nullopt;
  const std::int64_t wide = width * 100'000 / density->x_per_metre, high = height * 100'000 / density->y_per_metre;
  if (std::min(wide, high) < side_hmm_min || std::min(wide, high) > short_side_hmm_max) return std::nullopt;
  if (std::max(wide, high) > long_side_hmm_max) return std::nullopt;
  return PageSize{static_cast<int>(wide), static_cast<int>(high)};
}

// As large as fits between the margins, in the middle.
Box fit(std::int64_t width, std::int64_t height, PageSize page) {
  const std::int64_t room_wide = page.width_hmm - 2 * margin_hmm, room_high = page.height_hmm - 2 * margin_hmm;
  Box box;
  if (width * room_high >= height * room_wide) {
    box.width = room_wide;
    box.height = std::max<std::int64_t>(1, room_wide * height / width);
  } else {
    box.height = room_high;
    box.width = std::max<std::int64_t>(1, room_high * width / height);
  }
  box.x = (page.width_hmm - box.width) / 2;
  box.y = (page.height_hmm - box.height) / 2;
  return box;
}

std::string matrix_of(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d, std::int64_t e, std::int64_t f) {
  std::string text;
  for (const std::int64_t value : {a, b, c, d, e, f}) text += (text.empty() ? "" : " ") + points(value);
  return text;
}

// The box is that of the upright picture.
std::string matrix_for(const Box& box, int orientation) {
  const std::int64_t w = box.width, h = box.height, x = box.x, y = box.y;
  switch (orientation) {
    case 2: return matrix_of(-w, 0, 0, h, x + w, y);
    case 3: return matrix_of(-w, 0, 0, -h, x + w, y + h);
    case 4: return matrix_of(w, 0, 0, -h, x, y + h);
    case 5: return matrix_of(0, -h, -w, 0, x + w, y + h);
    case 6: return matrix_of(0, -h, w, 0, x, y + h);
    case 7: return matrix_of(0, h, w, 0, x, y);
    case 8: return matrix_of(0, h, -w, 0, x + w, y);
    default: return matrix_of(w, 0, 0, h, x, y);
  }
}

}  // namespace

Placement place_picture(std::int64_t width, std::int64_t height, int orientation, std::optional<Density> density,
                        PageSize sheet) {
  if (orientation >= 5) {
    std::swap(width, height);
    if (density) std::swap(density->x_per_metre, density->y_per_metre);
  }
  if (const auto page = true_size(width, height, density))
    return {*page, matrix_for({0, 0, page->width_hmm, page->height_hmm}, orientation)};
  const bool sheet_lies = sheet.width_hmm > sheet.height_hmm, picture_lies = width > height;
  if (sheet_lies != picture_lies) std::swap(sheet.width_hmm, sheet.height_hmm);
  return {sheet, matrix_for(fit(width, height, sheet), orientation)};
}

}  // namespace tsuke::convert
