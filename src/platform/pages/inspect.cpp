#include "platform/pages/inspect.h"

#include <unistd.h>

#include <cstdio>

#include "platform/pages/drawing.h"
#include "platform/pages/page_tree.h"
#include "platform/pages/qpdf.h"

namespace tsuke::pages {

namespace {

Result<std::string> read_all(std::int64_t document_bytes_max) {
  std::string document;
  char piece[64 << 10];
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, piece, sizeof piece);
    if (got < 0) return damaged();
    if (got == 0) return document;
    document.append(piece, static_cast<std::size_t>(got));
    if (static_cast<std::int64_t>(document.size()) > document_bytes_max)
      return too_large("The document has too many bytes.");
  }
}

// A file is read where needed, so that only what matters of a large document takes memory.
Result<void> load(QPDF& pdf, std::string& document, const Limits& limits) {
  if (::lseek(STDIN_FILENO, 0, SEEK_SET) == 0) {
    pdf.processFile("document", stdin, false);
    return {};
  }
  document = TRY(read_all(limits.document_bytes));
  pdf.processMemoryFile("document", document.data(), document.size());
  return {};
}

Error meaning_of(const QPDFExc& problem) { return problem.getErrorCode() == qpdf_e_password ? encrypted() : damaged(); }

template <typename Look>
Result<Summary> guarded(const Look& look) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    return look(pdf);
  } catch (const QPDFExc& problem) { return meaning_of(problem); } catch (const std::bad_alloc&) {
    return too_large("Reading the document takes too much memory.");
  } catch (const std::exception&) {  // the library's way of saying that it is lost
    return damaged();
  }
}

Result<Summary> look_at_pages(QPDF& pdf, const Limits& limits) {
  // The rest of the time is for opening the document.
  Drawing drawing(pdf, Duration{limits.cpu_time.micros * 6 / 10});
  const auto color_of = [&](QPDFObjectHandle& page, QPDFObjectHandle& resources) {
    return drawing.page_is_colored(page, resources);
  };
  return walk_page_tree(pdf, limits.page_count_max, color_of);
}

}  // namespace

Result<Summary> inspect_standard_input(const Limits& limits) {
  std::string document;  // outlives the reader
  return guarded([&](QPDF& pdf) -> Result<Summary> {
    TRY(load(pdf, document, limits));
    return look_at_pages(pdf, limits);
  });
}

Result<Summary> inspect_bytes(const std::string& document, const Limits& limits, bool with_color) {
  return guarded([&](QPDF& pdf) {
    pdf.processMemoryFile("document", document.data(), document.size());
    if (with_color) return look_at_pages(pdf, limits);
    return walk_page_tree(pdf, limits.page_count_max, [](QPDFObjectHandle&, QPDFObjectHandle&) { return true; });
  });
}

}  // namespace tsuke::pages
