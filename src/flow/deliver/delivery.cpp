#include "flow/deliver/delivery.h"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "rules/output.h"

namespace tsuke::flow {

namespace {

using registry::ColorMode;

constexpr std::string_view pdf = "application/pdf", pwg = "image/pwg-raster", urf = "image/urf", jpeg = "image/jpeg";
constexpr int usual_dpi = 300, drawn_dpi_max = 1200;

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Wish {
  const registry::PrintSettings& settings;
  const registry::Capabilities& device;
  int sides = 0;  // of one copy
  bool color = false;
};

// A list that a device does not give says nothing against it.
bool draws(const std::vector<std::string>& types, std::string_view type) { return types.empty() || has(types, type); }

bool takes_pwg(const Wish& wish) { return draws(wish.device.raster_types, wish.color ? "srgb_8" : "sgray_8"); }
bool takes_urf(const Wish& wish) { return draws(wish.device.urf, wish.color ? "srgb24" : "w8"); }
bool can_repeat(const Wish& wish) { return wish.device.copies_max >= wish.settings.copies; }
// A picture is one side, and nothing in it says how often.
bool takes_jpeg(const Wish& wish) { return wish.sides == 1 && can_repeat(wish); }

std::string_view best_format(const Wish& wish, const std::vector<std::string>& accepted) {
  const bool any = accepted.empty() || has(accepted, "application/octet-stream");
  const auto named = [&](std::string_view format) {
    return has(wish.device.formats, format) && (any || has(accepted, format));
  };
  if (named(pdf)) return pdf;
  if (named(pwg) && takes_pwg(wish)) return pwg;
  if (named(urf) && takes_urf(wish)) return urf;
  if (named(jpeg) && takes_jpeg(wish)) return jpeg;
  return "";
}

// Printers that say how often they print a document do not for pixels: those are streams to them.
bool printer_repeats(const Wish& wish, std::string_view format) {
  return (format == pdf || format == jpeg) && can_repeat(wish);
}

impose::Imposition lay_out(const Wish& wish, std::vector<int> chosen, const Pages& pages, bool repeats) {
  const registry::PrintSettings& settings = wish.settings;
  const registry::Media* media = registry::find_media(settings.media);
  assert(media);  // settings are checked where they come in
  impose::Imposition imposition;
  imposition.pages = std::move(chosen);
  imposition.document_pages = static_cast<int>(pages.size());
  imposition.number_up = settings.number_up;
  imposition.orientation = static_cast<impose::Orientation>(settings.orientation);
  imposition.scaling = static_cast<impose::Scaling>(settings.scaling);
  imposition.sheet = {media->width_hmm, media->height_hmm};
  imposition.margin_hmm = wish.device.margin_hmm;
  imposition.copies = repeats ? 1 : settings.copies;
  imposition.collate = settings.collate;
  imposition.two_sided = settings.sides != registry::Sides::one_sided;
  return imposition;
}
static_assert(static_cast<int>(registry::Orientation::reverse_portrait) ==
              static_cast<int>(impose::Orientation::reverse_portrait));
static_assert(static_cast<int>(registry::Scaling::none) == static_cast<int>(impose::Scaling::none));

// urf-supported: "rs300-600" are resolutions, "dm1" to "dm4" the backs of sheets as PWG Raster knows them.
std::vector<int> urf_resolutions(const std::vector<std::string>& words) {
  std::vector<int> found;
  for (const std::string& word : words) {
    if (!word.starts_with("rs")) continue;
    for (const char *at = word.data() + 2, *end = word.data() + word.size(); at < end; ++at) {
      int dpi = 0;
      const auto [next, problem] = std::from_chars(at, end, dpi);
      if (problem != std::errc()) break;
      found.push_back(dpi);
      at = next;
    }
  }
  return found;
}

std::string urf_sheet_back(const std::vector<std::string>& words) {
  if (has(words, "dm2")) return "flipped";
  if (has(words, "dm3")) return "rotated";
  return has(words, "dm4") ? "manual-tumble" : "normal";
}

// The resolution nearest to what the quality is worth; the finer one of two.
int resolution(std::vector<int> offered, registry::Quality quality) {
  std::erase_if(offered, [](int dpi) { return dpi < 50 || dpi > drawn_dpi_max; });
  if (offered.empty()) return usual_dpi;
  const int wanted = quality == registry::Quality::high    ? 2 * usual_dpi
                     : quality == registry::Quality::draft ? usual_dpi / 2
                                                           : usual_dpi;
  return *std::min_element(offered.begin(), offered.end(), [&](int one, int other) {
    return std::pair(std::abs(one - wanted), -one) < std::pair(std::abs(other - wanted), -other);
  });
}

render::RasterTicket drawn_as(const Wish& wish, std::string_view format, const impose::Imposition& imposition) {
  const registry::Capabilities& device = wish.device;
  const bool is_urf = format == urf;
  render::RasterTicket ticket;
  ticket.format = is_urf          ? render::RasterFormat::urf
                  : format == pwg ? render::RasterFormat::pwg
                                  : render::RasterFormat::jpeg;
  const std::vector<int> none;
  ticket.dpi = resolution(is_urf          ? urf_resolutions(device.urf)
                          : format == pwg ? device.raster_dpi
                                          : none,
                          wish.settings.quality);
  ticket.color = wish.color;
  ticket.sheet = imposition.sheet;
  ticket.media = wish.settings.media;
  ticket.sides = std::string(registry::to_keyword(wish.settings.sides));
  ticket.sheet_back = is_urf ? urf_sheet_back(device.urf) : device.raster_sheet_back;
  ticket.quality = 3 + static_cast<int>(wish.settings.quality);
  return ticket;
}

// Pixels are of one kind for the whole document; a PDF may leave it to the printer, page by page.
ColorMode told_color(const Wish& wish, std::string_view format) {
  if (!wish.color) return ColorMode::monochrome;
  const bool may_choose = format == pdf && wish.device.auto_color;
  return wish.settings.color_mode == ColorMode::automatic && may_choose ? ColorMode::automatic : ColorMode::color;
}

Error format_not_supported() {
  return {Reason::unsupported, "format-not-supported",
          "This printer takes none of the formats that Tsuke can make of this document. Choose another printer."};
}

}  // namespace

Result<Delivery> plan_delivery(const registry::PrintSettings& settings, const Pages& pages,
                               const registry::Capabilities& device, const std::vector<std::string>& accepted) {
  std::vector<int> chosen = rules::chosen_pages(static_cast<int>(pages.size()), settings.page_ranges);
  if (chosen.empty())
    return Error{Reason::malformed, "no-pages", "The document has none of the pages that were chosen."};
  const std::vector<bool> sides = rules::sides_in_color(pages, settings);
  const Wish wish{settings, device, static_cast<int>(sides.size()),
                  device.color && std::find(sides.begin(), sides.end(), true) != sides.end()};
  const std::string_view by_itself = best_format(wish, {}), format = best_format(wish, accepted);
  if (format.empty()) return format_not_supported();
  const bool repeats = printer_repeats(wish, by_itself);
  Delivery delivery;
  delivery.format = format;
  delivery.imposition = lay_out(wish, std::move(chosen), pages, repeats);
  delivery.as_it_is = impose::is_trivial(delivery.imposition, pages);
  if (format != pdf) delivery.drawn = drawn_as(wish, format, delivery.imposition);
  delivery.copies = repeats ? settings.copies : 1;
  delivery.color_mode = told_color(wish, format);
  return delivery;
}

std::int64_t printed_sides(const Delivery& delivery, std::int64_t counted, bool completed) {
  const std::vector<int> order = impose::order_of_sides(delivery.imposition);
  const auto blanks = [&](std::int64_t among) {
    const auto end = order.begin() + std::clamp<std::int64_t>(among, 0, static_cast<std::int64_t>(order.size()));
    return std::count(order.begin(), end, impose::blank_side);
  };
  const auto whole = static_cast<std::int64_t>(order.size());
  if (completed && counted == whole - blanks(whole)) return counted;
  return counted - blanks(counted);
}

}  // namespace tsuke::flow
