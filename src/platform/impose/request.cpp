#include "platform/impose/request.h"

#include <charconv>

namespace tsuke::impose {

namespace {

constexpr int pages_max = 100'000, hmm_max = 120'000, copies_max = 999;
constexpr int number_ups[] = {1, 2, 4, 6, 9, 16};

std::string runs_of(const std::vector<int>& pages) {
  std::string text;
  for (std::size_t i = 0; i < pages.size();) {
    std::size_t end = i + 1;
    while (end < pages.size() && pages[end] == pages[end - 1] + 1) ++end;
    if (!text.empty()) text += ',';
    text += std::to_string(pages[i]);
    if (end > i + 1) text += "-" + std::to_string(pages[end - 1]);
    i = end;
  }
  return text;
}

Result<int> number(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < least || value > most) return failed();
  return value;
}

Result<void> add_run(std::string_view run, int last_page, std::vector<int>& pages) {
  const std::size_t dash = run.find('-');
  const int first = TRY(number(run.substr(0, dash), 0, last_page));
  const int last = dash == std::string_view::npos ? first : TRY(number(run.substr(dash + 1), first, last_page));
  if (pages.size() + static_cast<std::size_t>(last - first) >= static_cast<std::size_t>(pages_max)) return failed();
  for (int page = first; page <= last; ++page) pages.push_back(page);
  return {};
}

Result<std::vector<int>> pages_in(std::string_view text, int document_pages) {
  std::vector<int> pages;
  while (true) {
    const std::size_t comma = text.find(',');
    TRY(add_run(text.substr(0, comma), document_pages - 1, pages));
    if (comma == std::string_view::npos) return pages;
    text.remove_prefix(comma + 1);
  }
}

bool is_number_up(int number) {
  for (const int each : number_ups)
    if (each == number) return true;
  return false;
}

}  // namespace

std::vector<std::string> to_arguments(const Imposition& imposition) {
  std::vector<std::string> arguments;
  for (const int value :
       {imposition.document_pages, imposition.number_up, static_cast<int>(imposition.orientation),
        static_cast<int>(imposition.scaling), imposition.sheet.width_hmm, imposition.sheet.height_hmm,
        imposition.margin_hmm, imposition.copies, imposition.collate ? 1 : 0, imposition.two_sided ? 1 : 0})
    arguments.push_back(std::to_string(value));
  arguments.push_back(runs_of(imposition.pages));
  return arguments;
}

Result<Imposition> from_arguments(const std::vector<std::string>& arguments) {
  if (arguments.size() != 11) return failed();
  Imposition read;
  read.document_pages = TRY(number(arguments[0], 1, pages_max));
  read.number_up = TRY(number(arguments[1], 1, 16));
  if (!is_number_up(read.number_up)) return failed();
  read.orientation =
      static_cast<Orientation>(TRY(number(arguments[2], 0, static_cast<int>(Orientation::reverse_portrait))));
  read.scaling = static_cast<Scaling>(TRY(number(arguments[3], 0, static_cast<int>(Scaling::none))));
  read.sheet.width_hmm = TRY(number(arguments[4], 100, hmm_max));
  read.sheet.height_hmm = TRY(number(arguments[5], 100, hmm_max));
  read.margin_hmm = TRY(number(arguments[6], 0, hmm_max));
  read.copies = TRY(number(arguments[7], 1, copies_max));
  read.collate = TRY(number(arguments[8], 0, 1)) == 1;
  read.two_sided = TRY(number(arguments[9], 0, 1)) == 1;
  read.pages = TRY(pages_in(arguments[10], read.document_pages));
  return read;
}

int exit_status_of(const Error& error) {
  if (error.code == damaged().code) return 10;
  if (error.code == encrypted().code) return 11;
  if (error.code == too_large().code) return 12;
  return 3;
}

Error error_of(int exit_status) {
  switch (exit_status) {
    case 10: return damaged();
    case 11: return encrypted();
    case 12: return too_large();
    default: return failed();
  }
}

Error damaged() {
  return {Reason::malformed, "document-damaged",
          "This is not a readable PDF. Open it, save it as PDF again, and submit that."};
}

Error encrypted() {
  return {Reason::malformed, "document-encrypted",
          "This PDF needs a password to open. Save a copy without a password, and submit that."};
}

Error too_large() {
  return {Reason::malformed, "document-too-large",
          "Laying out this document takes too much memory. Print it in parts, or fewer copies at a time."};
}

Error timed_out() {
  return {Reason::malformed, "document-timeout",
          "Laying out this PDF took too long. Save it as PDF again, or print it in parts."};
}

Error failed() {
  return {Reason::internal, "impose-failed", "The document could not be laid out for the printer. Tell the operator."};
}

}  // namespace tsuke::impose
