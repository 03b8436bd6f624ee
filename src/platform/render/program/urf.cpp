// Apple raster, image/urf: not published as a standard; as AirPrint printers and CUPS read it.
//
//   file   = "UNIRAST" NUL total-pages:N4 1*( header page )     page: packbits.h
//   header = bits-per-pixel:N1 space:N1 duplex:N1 quality:N1 8NUL width:N4 height:N4 dpi:N4 8NUL
//     space   0 sGray, 1 sRGB
//     duplex  1 one side, 2 turned at the short edge, 3 turned at the long edge
//     N4 = most significant octet first
#include "platform/render/program/encoder.h"
#include "platform/render/program/header_fields.h"
#include "platform/render/program/packbits.h"

namespace tsuke::render {

namespace {

using namespace std::string_view_literals;

class UrfEncoder : public Encoder {
 public:
  UrfEncoder(const RasterTicket& ticket, SheetPixels sheet, Output& output)
      : ticket_(ticket), sheet_(sheet), output_(output), groups_(ticket.color ? 3 : 1) {}

  void begin(int total_pages) override {
    HeaderFields count(4);
    count.number(0, total_pages);
    output_.write("UNIRAST\0"sv);
    output_.write(count.bytes());
  }
  void begin_page(BackTransform) override { output_.write(header()); }
  void line(std::string_view octets) override {
    groups_.add(octets, coded_);
    write_coded();
  }
  void end_page() override {
    groups_.finish(coded_);
    write_coded();
  }

 private:
  void write_coded() {
    output_.write(coded_);
    coded_.clear();
  }
  std::string header() const {
    HeaderFields fields(32);
    fields.octet(0, ticket_.color ? 24 : 8);
    fields.octet(1, ticket_.color);
    fields.octet(2, ticket_.sides == "one-sided" ? 1 : ticket_.sides == "two-sided-short-edge" ? 2 : 3);
    fields.octet(3, ticket_.quality);
    fields.number(12, sheet_.width);
    fields.number(16, sheet_.height);
    fields.number(20, ticket_.dpi);
    return fields.bytes();
  }

  RasterTicket ticket_;
  SheetPixels sheet_;
  Output& output_;
  LineGroups groups_;
  std::string coded_;
};

}  // namespace

std::unique_ptr<Encoder> make_urf_encoder(const RasterTicket& ticket, SheetPixels sheet, Output& output) {
  return std::make_unique<UrfEncoder>(ticket, sheet, output);
}

}  // namespace tsuke::render
