// What the two sides of `tsuke-render` share: how it is asked, and how its exit status says what went wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "platform/render/render.h"

namespace tsuke::render {

// arguments = "raster" format dpi colour width height media sides sheet-back copies quality
//           / "thumbnail" page width / "text" width height / "sheet"
// Each is one argument; sizes in hundredths of a millimetre, the thumbnail's width in pixels.
struct Request {
  enum class Kind { raster, thumbnail, text, sheet } kind = Kind::raster;
  RasterTicket ticket;         // raster
  int page = 1, width_px = 0;  // thumbnail
  PageSize sheet;              // text
};

std::vector<std::string> to_arguments(const Request& request);
// Fails with internal ("render-failed") where a number is out of its range or a word is not known.
Result<Request> from_arguments(const std::vector<std::string>& arguments);

inline constexpr int dpi_max = 1200;
inline constexpr int sheet_hmm_max = 120'000;

// The exit status for each error that the program ends with, and back. An unknown one is "render-failed".
int exit_status_of(const Error& error);
Error error_of(int exit_status);

// The errors, as they are said to people.
Error damaged();
Error encrypted();
Error timed_out();
Error takes_too_much();
Error more_than_one_page();
Error no_such_page();
Error no_text();
Error failed();

}  // namespace tsuke::render
