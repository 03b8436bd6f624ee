#include "platform/convert/formats.h"

#include <algorithm>
#include <cctype>

namespace tsuke::convert {

namespace {

using namespace std::string_view_literals;

bool is_pdf(std::string_view head) { return head.substr(0, 1024).find("%PDF-") != std::string_view::npos; }
bool is_jpeg(std::string_view head) { return head.starts_with("\xFF\xD8\xFF"sv); }
bool is_png(std::string_view head) { return head.starts_with("\x89PNG\r\n\x1A\n"sv); }
bool is_pwg_raster(std::string_view head) { return head.starts_with("RaS2PwgRaster\0"sv); }
bool is_apple_raster(std::string_view head) { return head.starts_with("UNIRAST\0"sv); }

// A zip whose first entry is "mimetype", stored, with the type as its content.
bool is_open_document(std::string_view head, std::string_view type) {
  const std::string_view first = head.substr(std::min<std::size_t>(30, head.size()));
  return head.starts_with("PK\3\4"sv) && first.starts_with("mimetype"sv) && first.substr(8).starts_with(type);
}
bool is_odt(std::string_view head) { return is_open_document(head, "application/vnd.oasis.opendocument.text"); }
bool is_ods(std::string_view head) { return is_open_document(head, "application/vnd.oasis.opendocument.spreadsheet"); }
bool is_odp(std::string_view head) { return is_open_document(head, "application/vnd.oasis.opendocument.presentation"); }

// A zip with a part of that folder among its first entries.
bool is_office_open(std::string_view head, std::string_view folder) {
  return head.starts_with("PK\3\4"sv) && head.find(folder) != std::string_view::npos;
}
bool is_docx(std::string_view head) { return is_office_open(head, "word/"); }
bool is_xlsx(std::string_view head) { return is_office_open(head, "xl/"); }
bool is_pptx(std::string_view head) { return is_office_open(head, "ppt/"); }

bool is_compound_file(std::string_view head) { return head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv); }
bool is_rtf(std::string_view head) { return head.starts_with("{\\rtf"sv); }

// No control characters but those that lay text out; which encoding it is, the renderer finds out. Page description
// languages are text, too, and nobody wants to pay for pages of their source.
bool is_text(std::string_view head) {
  if (head.starts_with("%!"sv) || head.starts_with("\x04%!"sv) || is_pdf(head) || is_rtf(head)) return false;
  const auto lays_out = [](unsigned char c) { return c == '\t' || c == '\n' || c == '\r' || c == '\f'; };
  const auto is_control = [&](unsigned char c) { return (c < 0x20 && !lays_out(c)) || c == 0x7F; };
  return std::none_of(head.begin(), head.end(), is_control);
}

constexpr Family picture = Family::picture, office = Family::office;
constexpr Format table[] = {
    {pdf_type, "application/x-pdf", ".pdf", Family::pdf, true, is_pdf},
    {"image/jpeg", "image/jpg", ".jpg,.jpeg", picture, true, is_jpeg},
    {"image/png", "image/x-png", ".png", picture, true, is_png},
    {"image/pwg-raster", "", ".pwg", Family::raster, true, is_pwg_raster},
    {"image/urf", "image/x-urf", ".urf", Family::raster, true, is_apple_raster},
    {"text/plain", "", ".txt", Family::text, false, is_text},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "", ".docx", office, true, is_docx},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "", ".xlsx", office, true, is_xlsx},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "", ".pptx", office, true, is_pptx},
    {"application/vnd.oasis.opendocument.text", "", ".odt", office, true, is_odt},
    {"application/vnd.oasis.opendocument.spreadsheet", "", ".ods", office, true, is_ods},
    {"application/vnd.oasis.opendocument.presentation", "", ".odp", office, true, is_odp},
    {"application/msword", "", ".doc", office, false, is_compound_file},
    {"application/vnd.ms-excel", "", ".xls", office, false, is_compound_file},
    {"application/vnd.ms-powerpoint", "", ".ppt", office, false, is_compound_file},
    {"application/rtf", "text/rtf", ".rtf", office, true, is_rtf},
};

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

bool says_nothing(std::string_view declared) {
  return declared.empty() || lower(declared.substr(0, declared.find_first_of("; "))) == any_type;
}

Error not_supported() {
  return {Reason::unsupported, "document-format-not-supported",
          "this kind of document is not printed here; save or print it to PDF and submit that"};
}

Error not_as_declared(const Format& format) {
  return {
      Reason::malformed, "document-format-error",
      "the document is said to be " + std::string(format.media_type) + ", but is none; save it again and submit that"};
}

}  // namespace

std::span<const Format> known_formats() { return table; }

const Format* find_format(std::string_view declared) {
  const std::string name = lower(declared.substr(0, declared.find_first_of("; ")));
  const auto has_name = [&](const Format& format) {
    return !name.empty() && (format.media_type == name || format.alias == name);
  };
  const auto found = std::find_if(std::begin(table), std::end(table), has_name);
  return found == std::end(table) ? nullptr : found;
}

bool Accepted::takes(const Format& format) const {
  return (format.family != Family::text || text_) && (format.family != Family::office || office_);
}

std::vector<const Format*> Accepted::formats() const {
  std::vector<const Format*> all;
  for (const Format& format : table)
    if (takes(format)) all.push_back(&format);
  return all;
}

std::vector<std::string> Accepted::media_types() const {
  std::vector<std::string> all{std::string(any_type)};
  for (const Format* format : formats()) all.emplace_back(format->media_type);
  return all;
}

Result<void> Accepted::check(std::string_view declared) const {
  if (says_nothing(declared)) return {};
  const Format* format = find_format(declared);
  return format && takes(*format) ? Result<void>() : Result<void>(not_supported());
}

Result<const Format*> Accepted::recognise(std::string_view declared, std::string_view head) const {
  TRY(check(declared));
  head = head.substr(0, head_bytes);
  if (!says_nothing(declared)) {
    const Format* format = find_format(declared);
    return format->begins(head) ? Result<const Format*>(format) : Result<const Format*>(not_as_declared(*format));
  }
  // A PDF may begin anywhere in its first bytes; what begins like another format at once is that.
  const Format* found = nullptr;
  for (const Format& format : table)
    if (takes(format) && format.by_magic && format.begins(head) && (!found || found->family == Family::pdf))
      found = &format;
  return found ? Result<const Format*>(found) : Result<const Format*>(not_supported());
}

}  // namespace tsuke::convert
