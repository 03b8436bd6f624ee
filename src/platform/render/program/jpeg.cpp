#include "platform/render/program/jpeg.h"

#include <unistd.h>

#include <cstdio>  // jpeglib.h wants it

#include <jpeglib.h>

namespace tsuke::render {

namespace {

constexpr int no_memory = 8;  // exit status: the library knows no other failure here

// Quality as print-quality says it: draft, normal, high.
int percent(int print_quality) { return print_quality == 3 ? 75 : print_quality == 5 ? 95 : 88; }

class Compression {
 public:
  Compression(SheetPixels size, bool color, int quality, int dpi) {
    info_.err = jpeg_std_error(&errors_);
    errors_.error_exit = [](j_common_ptr) { ::_exit(no_memory); };
    jpeg_create_compress(&info_);
    jpeg_mem_dest(&info_, &bytes_, &length_);
    info_.image_width = static_cast<JDIMENSION>(size.width);
    info_.image_height = static_cast<JDIMENSION>(size.height);
    info_.input_components = color ? 3 : 1;
    info_.in_color_space = color ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&info_);
    jpeg_set_quality(&info_, quality, TRUE);
    info_.density_unit = 1;  // dots per inch
    info_.X_density = info_.Y_density = static_cast<UINT16>(dpi);
    jpeg_start_compress(&info_, TRUE);
  }
  ~Compression() {
    jpeg_destroy_compress(&info_);
    std::free(bytes_);
  }
  Compression(const Compression&) = delete;

  void line(std::string_view octets) {
    JSAMPROW row = reinterpret_cast<JSAMPROW>(const_cast<char*>(octets.data()));  // the library only reads it
    jpeg_write_scanlines(&info_, &row, 1);
  }
  std::string_view finish() {
    jpeg_finish_compress(&info_);
    return {reinterpret_cast<const char*>(bytes_), length_};
  }

 private:
  jpeg_compress_struct info_{};
  jpeg_error_mgr errors_{};
  unsigned char* bytes_ = nullptr;
  unsigned long length_ = 0;
};

class JpegEncoder : public Encoder {
 public:
  JpegEncoder(const RasterTicket& ticket, SheetPixels sheet, Output& output)
      : output_(output), page_(sheet, ticket.color, percent(ticket.quality), ticket.dpi) {}
  void begin(int) override {}
  void begin_page(BackTransform) override {}
  void line(std::string_view octets) override { page_.line(octets); }
  void end_page() override { output_.write(page_.finish()); }

 private:
  Output& output_;
  Compression page_;
};

}  // namespace

std::unique_ptr<Encoder> make_jpeg_encoder(const RasterTicket& ticket, SheetPixels sheet, Output& output) {
  return std::make_unique<JpegEncoder>(ticket, sheet, output);
}

std::string jpeg_of(const Canvas& canvas) {
  Compression picture({canvas.width(), canvas.height()}, true, 85, 72);
  std::string line;
  for (int y = 0; y < canvas.height(); ++y) {
    to_rgb(canvas.row(y), line);
    picture.line(line);
  }
  return std::string(picture.finish());
}

}  // namespace tsuke::render
