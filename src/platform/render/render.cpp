#include "platform/render/render.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "base/log.h"
#include "platform/render/request.h"

namespace tsuke::render {

namespace {

// A printer takes its pages as fast as it prints; only what is silent for longer than a page may take is given up.
constexpr Duration raster_time = hours(2);
constexpr Duration text_time = minutes(1);
constexpr Duration thumbnail_time = seconds(15);
constexpr Duration sheet_time = seconds(15);
constexpr std::size_t picture_bytes_max = 32 << 20, sheet_bytes_max = 32 << 20;

// A wish that the program would not understand is found out here, where it was made.
Result<std::vector<std::string>> checked_arguments(const Request& request) {
  auto arguments = to_arguments(request);
  TRY(from_arguments(arguments));
  return arguments;
}

}  // namespace

Result<std::unique_ptr<jail::Process>> raster(const std::string& program, const jail::Descriptor& pdf,
                                              const RasterTicket& ticket) {
  Request request;
  request.ticket = ticket;
  auto arguments = TRY(checked_arguments(request));
  jail::Plan plan{program, std::move(arguments), {}, raster_time};
  plan.silence = ticket.time_per_page;
  return jail::Process::start(plan, pdf);
}

Result<std::unique_ptr<jail::Process>> text_to_pdf(const std::string& program, const jail::Descriptor& text,
                                                   PageSize sheet) {
  Request request;
  request.kind = Request::Kind::text;
  request.sheet = sheet;
  auto arguments = TRY(checked_arguments(request));
  return jail::Process::start({program, std::move(arguments), {}, text_time}, text);
}

Result<jail::Ended> sheet(const std::string& program, const jail::Descriptor& words) {
  Request request;
  request.kind = Request::Kind::sheet;
  return jail::run({program, to_arguments(request), {}, sheet_time}, words, sheet_bytes_max);
}

Result<void> outcome(const jail::Ended& ended) {
  if (ended.exit_code == 0) return {};
  if (!ended.in_time || ended.signal_number == SIGXCPU || ended.signal_number == SIGKILL) return timed_out();
  // The libraries' way of saying that no memory is left; other signals are the document's doing.
  if (ended.signal_number == SIGABRT || ended.signal_number == SIGTRAP) return takes_too_much();
  if (ended.signal_number != 0) return damaged();
  Error error = error_of(ended.exit_code);
  if (error.code == failed().code) log::warning("render-failed", {{"exit_code", ended.exit_code}});
  return error;
}

Result<std::string> thumbnail(const std::string& program, const jail::Descriptor& pdf, int page, int width_px) {
  if (page < 1) return no_such_page();
  Request request;
  request.kind = Request::Kind::thumbnail;
  request.page = page;
  request.width_px = std::clamp(width_px, thumbnail_width_min, thumbnail_width_max);
  auto arguments = TRY(checked_arguments(request));
  const jail::Plan plan{program, std::move(arguments), {}, thumbnail_time};
  jail::Ended ended = TRY(jail::run(plan, pdf, picture_bytes_max));
  TRY(outcome(ended));
  if (picture_type(ended.output).empty()) return failed();
  return std::move(ended.output);
}

std::string_view picture_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n")) return "image/png";
  return bytes.starts_with("\xFF\xD8\xFF") ? "image/jpeg" : "";
}

std::string find_program(const std::string& beside, const std::string& named) {
  const std::string path =
      named.empty() ? (std::filesystem::path(beside).parent_path() / "tsuke-render").string() : named;
  return ::access(path.c_str(), X_OK) == 0 ? path : "";
}

}  // namespace tsuke::render
