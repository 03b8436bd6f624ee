#include "platform/render/program/run.h"

#include <new>
#include <optional>

#include "platform/jail/jail.h"
#include "platform/render/program/raster.h"
#include "platform/render/program/sheet_page.h"
#include "platform/render/program/text_pdf.h"
#include "platform/render/program/thumbnail.h"
#include "platform/render/request.h"

namespace tsuke::render {

namespace {

constexpr int not_jailed = 3;  // exit status: "render-failed" to the parent, like every one that no error has

// Fonts, how they are chosen, and what poppler knows of Asian encodings.
const std::vector<std::string> readable{"/usr/share/fonts",      "/usr/local/share/fonts", "/etc/fonts",
                                        "/usr/share/fontconfig", "/usr/share/poppler",     "/var/cache/fontconfig",
                                        "/usr/share/X11/fonts/"};

}  // namespace

jail::Terms terms_for(const Request& request) {
  jail::Terms terms;
  terms.readable_folders = readable;
  terms.memory_bytes = 1LL << 30;
  // A long document takes long in all; each of its pages is watched by the parent.
  if (request.kind == Request::Kind::raster) terms.cpu_time = hours(1);
  if (request.kind == Request::Kind::text) terms.cpu_time = minutes(1);
  return terms;
}

namespace {

Result<void> render(const Request& request, const TextReader* reader, Output& output) {
  if (reader) return write_text_pdf(*reader, request.sheet, output);
  const Document document = TRY(Document::open_standard_input());
  if (request.kind == Request::Kind::thumbnail)
    return write_thumbnail(document, request.page, request.width_px, output);
  return write_raster(document, request.ticket, output);
}

// The service's own words and nobody's document: no jail, where pango could not start the thread that it wants.
int draw_sheet() {
  Output output;
  const auto done = write_sheet(output);
  return done.ok() ? 0 : exit_status_of(done.error());
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  const auto request = from_arguments(arguments);
  if (!request.ok()) return exit_status_of(request.error());
  if (request.value().kind == Request::Kind::sheet) return draw_sheet();
  std::optional<TextReader> reader;
  if (request.value().kind == Request::Kind::text) reader.emplace();
  if (!jail::enter(terms_for(request.value()))) return not_jailed;
  Output output;
  try {
    const auto done = render(request.value(), reader ? &*reader : nullptr, output);
    return done.ok() ? 0 : exit_status_of(done.error());
  } catch (const std::bad_alloc&) { return exit_status_of(takes_too_much()); } catch (const std::exception&) {
    return exit_status_of(damaged());  // poppler's way of saying that it is lost
  }
}

}  // namespace tsuke::render
