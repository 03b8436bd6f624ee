// Rows of pixels, deflated as they come.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/convert/pdf_writer.h"

namespace tsuke::convert {

// How the rows of a picture are laid out.
struct RowShape {
  std::int64_t width = 0;  // pixels
  int components = 1;
  int bits = 8;  // of one component
  std::int64_t bytes() const { return (width * components * bits + 7) / 8; }
};

// The entries of a stream's dictionary that undo what is done here: /Filter and /DecodeParms.
std::string flate_entries(const RowShape& shape);

// Every row is written as its difference from the one above (PNG's filter "up"): most of a page repeats itself.
class RowDeflater {
 public:
  static std::unique_ptr<RowDeflater> create(const RowShape& shape, Sink sink);
  virtual ~RowDeflater() = default;
  // The row has the shape's bytes. The sink's error comes through.
  virtual Result<void> row(std::string_view bytes) = 0;
  virtual Result<void> finish() = 0;
};

// The other way: bytes of a zlib stream in, what they hold out.
class Inflation {
 public:
  static std::unique_ptr<Inflation> create(Sink sink);
  virtual ~Inflation() = default;
  // Fails with "document-damaged"; what comes after the end of the stream is passed over. The sink's error comes
  // through.
  virtual Result<void> take(std::string_view packed) = 0;
  virtual bool ended() const = 0;
};

}  // namespace tsuke::convert
