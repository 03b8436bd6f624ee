#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <new>

#include "platform/convert/convert.h"
#include "platform/convert/jpeg.h"
#include "platform/convert/png.h"
#include "platform/convert/raster.h"
#include "platform/convert/refusals.h"
#include "platform/jail/jail.h"

namespace tsuke::convert {

namespace {

Result<void> write_out(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) ::_exit(exit_output);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

void out_of_memory() { ::_exit(exit_code_of(too_large())); }

Result<void> convert(std::string_view type, PageSize sheet, const Sink& sink) {
  const FileInput input(STDIN_FILENO);
  const Limits limits;
  const RasterLimits raster{limits.pixels, limits.page_count_max};
  if (type == "image/jpeg") return jpeg_to_pdf(input, sheet, limits.pixels, sink);
  if (type == "image/png") return png_to_pdf(input, sheet, limits.pixels, sink);
  if (type == "image/pwg-raster") return raster_to_pdf(input, RasterKind::pwg, raster, sink);
  if (type == "image/urf") return raster_to_pdf(input, RasterKind::apple, raster, sink);
  return not_convertible();
}

// Gathers small writes: a PDF is made of many.
class Gathered {
 public:
  Result<void> take(std::string_view bytes) {
    held_ += bytes;
    return held_.size() < (64 << 10) ? Result<void>() : flush();
  }
  Result<void> flush() {
    TRY(write_out(held_));
    held_.clear();
    return {};
  }

 private:
  std::string held_;
};

}  // namespace

int worker_main(int count, char** arguments) {
  if (count != 3) ::_exit(exit_jail);
  // The parent has set the processor time that this document may take; here is the most that any may.
  if (!jail::enter({Limits().memory_bytes, minutes(15)})) ::_exit(exit_jail);
  std::set_new_handler(out_of_memory);
  const PageSize sheet{std::atoi(arguments[1]), std::atoi(arguments[2])};
  Gathered gathered;
  const Sink sink = [&](std::string_view bytes) { return gathered.take(bytes); };
  const Result<void> converted = convert(arguments[0], sheet, sink);
  if (!converted.ok()) ::_exit(exit_code_of(converted.error()));
  (void)gathered.flush();
  // Without destructors: this process has seen hostile bytes, and what is left to do is nothing.
  ::_exit(0);
}

}  // namespace tsuke::convert
