#include "platform/render/program/document.h"

#include <poppler.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/render/request.h"

namespace tsuke::render {

namespace {

constexpr double page_points_max = 72.0 * 12'000;  // past every paper: a number that is nothing but trouble

struct Unreference {
  void operator()(PopplerPage* page) const { g_object_unref(page); }
};
using Page = std::unique_ptr<PopplerPage, Unreference>;

Result<Page> page_of(void* document, int page) {
  PopplerDocument* const pages = POPPLER_DOCUMENT(document);
  if (page < 1 || page > poppler_document_get_n_pages(pages)) return no_such_page();
  Page found(poppler_document_get_page(pages, page - 1));
  if (!found) return damaged();
  return found;
}

}  // namespace

void Document::Free::operator()(void* object) const { g_object_unref(object); }

Result<Document> Document::open_standard_input() {
  struct stat facts{};
  if (::fstat(STDIN_FILENO, &facts) != 0 || facts.st_size <= 0) return damaged();
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* const bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  if (bytes == MAP_FAILED) return takes_too_much();
  GBytes* const held = g_bytes_new_static(bytes, size);  // the mapping lasts as long as the process
  GError* problem = nullptr;
  PopplerDocument* const document = poppler_document_new_from_bytes(held, nullptr, &problem);
  g_bytes_unref(held);
  if (document) return Document(document);
  const bool locked = problem && g_error_matches(problem, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
  g_clear_error(&problem);
  return locked ? encrypted() : damaged();
}

int Document::page_count() const { return poppler_document_get_n_pages(POPPLER_DOCUMENT(document_.get())); }

Result<PagePoints> Document::size_of(int page) const {
  const Page found = TRY(page_of(document_.get(), page));
  PagePoints size;
  poppler_page_get_size(found.get(), &size.width, &size.height);
  const bool sensible = size.width > 0 && size.height > 0 && size.width < page_points_max &&
                        size.height < page_points_max;
  return sensible ? Result<PagePoints>(size) : damaged();
}

Result<void> Document::draw(int page, cairo_t* on) const {
  const Page found = TRY(page_of(document_.get(), page));
  poppler_page_render_for_printing(found.get(), on);
  if (cairo_status(on) == CAIRO_STATUS_NO_MEMORY) return takes_too_much();
  return {};
}

}  // namespace tsuke::render
