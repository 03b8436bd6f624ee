// PWG Raster, PWG 5102.4.
//
//   file   = "RaS2" 1*( header page )     page: packbits.h
//   header = 1796 octets, of which these are used; the others are zero:
//     0 "PwgRaster"   256.. feed settings   272 duplex   276 resolution x, y   340 copies   352 page size in points x, y
//     368 tumble   372 width   376 height   384 bits per colour   388 bits per pixel   392 octets per line
//     400 colour space (18 sGray, 19 sRGB)   420 colours   452 total pages   456 cross-feed, 460 feed transform
//     464 image box left, top, right, bottom   484 quality   1732 PWG media name
#include "platform/render/program/encoder.h"
#include "platform/render/program/header_fields.h"
#include "platform/render/program/packbits.h"

namespace tsuke::render {

namespace {

constexpr std::size_t header_octets = 1796;
constexpr int space_gray = 18, space_rgb = 19;

int points(int hmm) { return static_cast<int>((hmm * 72LL + 1270) / 2540); }

class PwgEncoder : public Encoder {
 public:
  PwgEncoder(const RasterTicket& ticket, SheetPixels sheet, Output& output)
      : ticket_(ticket), sheet_(sheet), output_(output), groups_(pixel_octets()) {}

  void begin(int total_pages) override {
    total_pages_ = total_pages;
    output_.write("RaS2");
  }
  void begin_page(BackTransform turned) override { output_.write(header(turned)); }
  void line(std::string_view octets) override {
    groups_.add(octets, coded_);
    write_coded();
  }
  void end_page() override {
    groups_.finish(coded_);
    write_coded();
  }

 private:
  std::size_t pixel_octets() const { return ticket_.color ? 3 : 1; }
  void write_coded() {
    output_.write(coded_);
    coded_.clear();
  }
  std::string header(BackTransform turned) const;

  RasterTicket ticket_;
  SheetPixels sheet_;
  Output& output_;
  LineGroups groups_;
  std::string coded_;
  int total_pages_ = 0;
};

std::string PwgEncoder::header(BackTransform turned) const {
  HeaderFields fields(header_octets);
  fields.text(0, "PwgRaster");
  fields.number(272, ticket_.sides != "one-sided");
  for (const std::size_t at : {276, 280}) fields.number(at, ticket_.dpi);
  fields.number(340, 1);  // copies are pages of their own here
  fields.number(352, points(ticket_.sheet.width_hmm));
  fields.number(356, points(ticket_.sheet.height_hmm));
  fields.number(368, ticket_.sides == "two-sided-short-edge");
  fields.number(372, sheet_.width);
  fields.number(376, sheet_.height);
  fields.number(384, 8);
  fields.number(388, static_cast<std::int64_t>(8 * pixel_octets()));
  fields.number(392, static_cast<std::int64_t>(pixel_octets()) * sheet_.width);
  fields.number(400, ticket_.color ? space_rgb : space_gray);
  fields.number(420, static_cast<std::int64_t>(pixel_octets()));
  fields.number(452, total_pages_);
  fields.number(456, turned.cross_feed);
  fields.number(460, turned.feed);
  fields.number(472, sheet_.width);  // the image box: the whole sheet
  fields.number(476, sheet_.height);
  fields.number(484, ticket_.quality);
  fields.text(1732, ticket_.media);
  return fields.bytes();
}

}  // namespace

BackTransform back_transform(const RasterTicket& ticket) {
  const bool tumble = ticket.sides == "two-sided-short-edge";
  if (ticket.sheet_back == "flipped") return tumble ? BackTransform{-1, 1} : BackTransform{1, -1};
  if (ticket.sheet_back == "rotated" && !tumble) return {-1, -1};
  if (ticket.sheet_back == "manual-tumble" && tumble) return {-1, -1};
  return {};
}

std::unique_ptr<Encoder> make_pwg_encoder(const RasterTicket& ticket, SheetPixels sheet, Output& output) {
  return std::make_unique<PwgEncoder>(ticket, sheet, output);
}

}  // namespace tsuke::render
