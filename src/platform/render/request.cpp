#include "platform/render/request.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace tsuke::render {

namespace {

constexpr std::string_view formats[] = {"pwg", "urf", "jpeg"};
constexpr std::string_view all_sides[] = {"one-sided", "two-sided-long-edge", "two-sided-short-edge"};
constexpr std::string_view backs[] = {"normal", "flipped", "rotated", "manual-tumble"};

// Takes one argument after the other; the first that is not as it should be fails all.
class Arguments {
 public:
  explicit Arguments(const std::vector<std::string>& words) : words_(words) {}

  std::string text() {
    if (at_ < words_.size()) return words_[at_++];
    ok_ = false;
    return {};
  }
  int number(int least, int most) {
    const std::string word = text();
    int value = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    ok_ = ok_ && problem == std::errc{} && end == word.data() + word.size() && value >= least && value <= most;
    return value;
  }
  template <std::size_t count>
  std::size_t one_of(const std::string_view (&known)[count]) {
    const auto found = std::find(std::begin(known), std::end(known), text());
    if (found != std::end(known)) return static_cast<std::size_t>(found - std::begin(known));
    ok_ = false;
    return 0;
  }
  PageSize size() {
    const int width = number(100, sheet_hmm_max);
    return {width, number(100, sheet_hmm_max)};
  }
  bool all_well() const { return ok_ && at_ == words_.size(); }

 private:
  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

RasterTicket take_ticket(Arguments& next) {
  RasterTicket ticket;
  ticket.format = static_cast<RasterFormat>(next.one_of(formats));
  ticket.dpi = next.number(36, dpi_max);
  ticket.color = next.number(0, 1) == 1;
  ticket.sheet = next.size();
  ticket.media = next.text();
  ticket.sides = all_sides[next.one_of(all_sides)];
  ticket.sheet_back = backs[next.one_of(backs)];
  ticket.copies = next.number(1, 9999);
  ticket.quality = next.number(3, 5);
  return ticket;
}

std::vector<std::string> raster_arguments(const RasterTicket& ticket) {
  return {"raster",
          std::string(formats[static_cast<std::size_t>(ticket.format)]),
          std::to_string(ticket.dpi),
          ticket.color ? "1" : "0",
          std::to_string(ticket.sheet.width_hmm),
          std::to_string(ticket.sheet.height_hmm),
          ticket.media,
          ticket.sides,
          ticket.sheet_back,
          std::to_string(ticket.copies),
          std::to_string(ticket.quality)};
}

}  // namespace

std::vector<std::string> to_arguments(const Request& request) {
  switch (request.kind) {
    case Request::Kind::raster: return raster_arguments(request.ticket);
    case Request::Kind::thumbnail: return {"thumbnail", std::to_string(request.page), std::to_string(request.width_px)};
    case Request::Kind::sheet: return {"sheet"};
    case Request::Kind::text: break;
  }
  return {"text", std::to_string(request.sheet.width_hmm), std::to_string(request.sheet.height_hmm)};
}

Result<Request> from_arguments(const std::vector<std::string>& arguments) {
  constexpr std::string_view kinds[] = {"raster", "thumbnail", "text", "sheet"};
  Arguments next(arguments);
  Request request;
  request.kind = static_cast<Request::Kind>(next.one_of(kinds));
  switch (request.kind) {
    case Request::Kind::raster: request.ticket = take_ticket(next); break;
    case Request::Kind::thumbnail:
      request.page = next.number(1, 1'000'000);
      request.width_px = next.number(thumbnail_width_min, thumbnail_width_max);
      break;
    case Request::Kind::text: request.sheet = next.size(); break;
    case Request::Kind::sheet: break;
  }
  if (!next.all_well()) return failed();
  return request;
}

}  // namespace tsuke::render
