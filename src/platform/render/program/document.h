// A PDF as poppler reads it. The one file that sees poppler.
#pragma once

#include <cairo.h>

#include <memory>

#include "base/result.h"

namespace tsuke::render {

// In points, turned as the page says.
struct PagePoints {
  double width = 0, height = 0;
};

class Document {
 public:
  // Standard input, mapped: it must be a file. Fails with "document-damaged" and "document-encrypted".
  static Result<Document> open_standard_input();

  int page_count() const;
  // Pages from 1. Fails with "page-not-found", and with "document-damaged" for a page that cannot be read.
  Result<PagePoints> size_of(int page) const;
  // As it is printed, not as it is shown: from (0, 0) at its top left, in points.
  Result<void> draw(int page, cairo_t* on) const;

 private:
  struct Free {
    void operator()(void* object) const;
  };
  explicit Document(void* document) : document_(document) {}

  std::unique_ptr<void, Free> document_;
};

}  // namespace tsuke::render
