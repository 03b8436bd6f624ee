// Writes a PDF as it goes: what is written is gone, and only the places of the objects stay in memory.
//
//   file   = "%PDF-1.7" *(object) catalog page-tree xref trailer
//   object = number "0 obj" (dictionary / stream) "endobj"       a stream's length is an object behind it
//   page   = picture-stream… content-stream page-dictionary      object 1 is the catalog, object 2 the page tree
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/page.h"
#include "base/result.h"

namespace tsuke::convert {

// Where the bytes go; its error comes back from whatever was being written.
using Sink = std::function<Result<void>(std::string_view)>;

class PdfWriter {
 public:
  explicit PdfWriter(Sink sink) : sink_(std::move(sink)) {}

  // A number for an object that is written later.
  int reserve();
  Result<void> object(int number, std::string_view body);
  // A stream as large as it becomes. `entries` are those of its dictionary but Length; nothing else may be written
  // until it ends.
  Result<void> begin_stream(int number, std::string_view entries);
  Result<void> append(std::string_view bytes);
  Result<void> end_stream();
  // A page that shows the picture of that number, as the matrix (six numbers, "a b c d e f") places it.
  Result<void> page(PageSize size, int picture, const std::string& matrix);
  // Page tree, catalog and table; there must be a page.
  Result<void> finish();

  std::int64_t size_bytes() const { return at_; }

 private:
  Result<void> put(std::string_view bytes);
  Result<void> start();
  Result<void> begin(int number);

  Sink sink_;
  std::int64_t at_ = 0;
  std::vector<std::int64_t> offsets_{0, 0, 0};  // by number; 0 is the free one
  std::vector<int> pages_;
  int length_number_ = 0;
  std::int64_t stream_at_ = 0;
};

// Hundredths of a millimetre as points with three decimals: what PDF measures in. May be negative.
std::string points(std::int64_t hmm);

}  // namespace tsuke::convert
