// Pages as pictures and text as pages, made by a program of its own: `tsuke-render`. It opens untrusted documents, so
// it gets one as its standard input, may read fonts besides and nothing else, and has limits on time and memory.
//
// Each function waits for that program: never on a network thread. `program` is its executable. All fail with
// unavailable ("worker-not-started") when it cannot be started.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/page.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/jail/process.h"

namespace tsuke::render {

enum class RasterFormat {
  pwg,   // image/pwg-raster: PWG 5102.4
  urf,   // image/urf: Apple raster
  jpeg,  // image/jpeg: one page, so a document of more is refused
};

// How a printer wants its pages, in IPP's own words.
struct RasterTicket {
  RasterFormat format = RasterFormat::pwg;
  int dpi = 300;
  bool color = false;                    // srgb_8, else sgray_8
  PageSize sheet{21000, 29700};          // portrait or landscape as it is to come out of the stream
  std::string media;                     // PWG name: "iso_a4_210x297mm"
  std::string sides = "one-sided";       // "two-sided-long-edge", "two-sided-short-edge"
  std::string sheet_back = "normal";     // "flipped", "rotated", "manual-tumble": pwg-raster-document-sheet-back
  int copies = 1;                        // in the stream, one after the other, for printers that cannot copy
  int quality = 4;                       // print-quality: 3 draft, 4 normal, 5 high
  Duration time_per_page = seconds(30);  // how long nothing may come before the document is given up
};

// The document in that format, streamed page by page as it is rendered: read it to its end, then hand end() to
// outcome(). A page is scaled to fit the sheet, turned where the sheet lies the other way, and centred; one of the
// sheet's size stays 1:1. With two sides, a blank page stands between copies of an odd number of pages.
// Fails with internal ("render-failed") when the ticket asks for what does not exist.
Result<std::unique_ptr<jail::Process>> raster(const std::string& program, const jail::Descriptor& pdf,
                                              const RasterTicket& ticket);

// Plain text as PDF with its fonts embedded: UTF-8, or Shift_JIS or EUC-JP where that is what it must be. Lines are
// wrapped, a form feed begins a page. Read and judge it as above.
Result<std::unique_ptr<jail::Process>> text_to_pdf(const std::string& program, const jail::Descriptor& text,
                                                   PageSize sheet);

// What standard input tells of as one page of PDF: see platform/sheet, which speaks for it.
Result<jail::Ended> sheet(const std::string& program, const jail::Descriptor& words);

// What the program's end says of its document; only with ok was what it wrote whole. Fails with malformed:
// "document-damaged", "document-timeout", "document-too-large" (takes too much memory), "document-one-page" (a JPEG of
// more), "document-no-text" (none of the encodings that we read); with not_found ("page-not-found"); with internal
// ("render-failed") when the program is not ours or cannot be jailed.
Result<void> outcome(const jail::Ended& ended);

inline constexpr int thumbnail_width_min = 32;
inline constexpr int thumbnail_width_max = 2000;

// One page, from 1, so many pixels wide (held within the limits above): a PNG, or a JPEG where that is smaller.
// Fails as outcome() does.
Result<std::string> thumbnail(const std::string& program, const jail::Descriptor& pdf, int page, int width_px);

// "image/png" or "image/jpeg", from a picture's first bytes.
std::string_view picture_type(std::string_view bytes);

// Where the program lies: beside the executable `beside`, unless `named` says otherwise. Empty when there is none.
std::string find_program(const std::string& beside, const std::string& named = "");

}  // namespace tsuke::render
