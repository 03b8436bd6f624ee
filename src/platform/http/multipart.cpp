// multipart/form-data (RFC 7578 over RFC 2046), streamed.
//
//   body      = [preamble CRLF] "--" boundary *( padding CRLF part CRLF "--" boundary ) "--" [padding CRLF epilogue]
//   part      = *( field CRLF ) CRLF data             data holds no CRLF "--" boundary
//   boundary  = 1*70 visible characters or spaces, not ending in a space
//
// A part's fields are at most 8 KiB together. The body's own limit bounds everything else.
#include <algorithm>

#include "platform/http/http.h"
#include "platform/http/text.h"

namespace tsuke::http {

namespace {

constexpr std::size_t boundary_bytes_max = 70;
constexpr std::size_t fields_bytes_max = 8 << 10;
constexpr std::size_t parts_max = 1000;

Error malformed(std::string_view what) { return {Reason::malformed, "bad-multipart", std::string(what)}; }

// The value of name=value or name="value" in a field like Content-Disposition; nothing when it is absent.
std::optional<std::string> field_parameter(std::string_view field, std::string_view wanted) {
  std::size_t at = field.find(';');
  while (at < field.size()) {
    std::string_view rest = trim(field.substr(at + 1));
    const std::size_t equals = rest.find_first_of("=;");
    const bool named = equals != std::string_view::npos && rest[equals] == '=';
    const std::string_view name = trim(rest.substr(0, equals));
    rest = named ? rest.substr(equals + 1) : std::string_view();
    std::string value;
    std::size_t used = 0;
    if (rest.starts_with('"')) {
      for (used = 1; used < rest.size() && rest[used] != '"'; ++used) {
        // Browsers write %22 for a quote; a backslash escapes only a quote or itself (file names may hold others).
        if (rest[used] == '\\' && used + 1 < rest.size() && (rest[used + 1] == '"' || rest[used + 1] == '\\')) ++used;
        value.push_back(rest[used]);
      }
    } else {
      used = std::min(rest.find(';'), rest.size());
      value = trim(rest.substr(0, used));
    }
    if (named && equal_ignoring_case(name, wanted)) return value;
    const std::size_t consumed = named ? static_cast<std::size_t>(rest.data() - field.data()) + used : at + 1;
    at = field.find(';', consumed);
  }
  return {};
}

Result<Part> parse_fields(std::string_view fields) {
  Part part;
  bool disposed = false;
  while (!fields.empty()) {
    const std::size_t end = std::min(fields.find("\r\n"), fields.size());
    const std::string_view line = fields.substr(0, end);
    fields.remove_prefix(std::min(end + 2, fields.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
      return malformed("a part's field has no name");
    const std::string_view value = trim(line.substr(colon + 1));
    if (equal_ignoring_case(line.substr(0, colon), "content-type")) part.content_type = value;
    if (!equal_ignoring_case(line.substr(0, colon), "content-disposition")) continue;
    std::string_view rest = value;
    if (!equal_ignoring_case(trim(cut(rest, ';')), "form-data")) return malformed("a part is not form-data");
    part.name = field_parameter(value, "name").value_or("");
    part.file_name = field_parameter(value, "filename").value_or("");
    disposed = true;
  }
  if (!disposed) return malformed("a part has no Content-Disposition");
  return part;
}

class Reader final : public MultipartReader {
 public:
  Reader(std::string_view boundary, Body& body) : body_(body), delimiter_("\r\n--") {
    delimiter_.append(boundary);
    held_ = "\r\n";  // the first boundary may stand at the very start
  }

  Task<Result<std::optional<Part>>> next() override {
    while (in_part_) {  // what the caller did not read
      CO_TRY(const std::string_view skipped, co_await read());
      if (skipped.empty()) break;
    }
    use_lent();
    if (finished_) co_return std::optional<Part>();
    if (!begun_) {
      begun_ = true;
      in_part_ = true;
      while (in_part_) {  // the preamble
        CO_TRY(const std::string_view skipped, co_await read());
        if (skipped.empty()) break;
      }
      use_lent();
      if (finished_) co_return std::optional<Part>();
    }
    if (++parts_ > parts_max) co_return malformed("too many parts");
    CO_TRY(Part part, co_await read_fields());
    in_part_ = true;
    co_return std::optional<Part>(std::move(part));
  }

  Task<Result<std::string_view>> read() override {
    use_lent();
    while (in_part_) {
      const std::size_t at = held_.find(delimiter_);
      // What could be the beginning of a delimiter stays until more is known.
      const std::size_t sure = at != std::string::npos            ? at
                               : held_.size() > delimiter_.size() ? held_.size() - delimiter_.size()
                                                                  : 0;
      if (sure != 0) {
        lent_ = sure;
        co_return std::string_view(held_).substr(0, sure);
      }
      if (at == 0) {
        held_.erase(0, delimiter_.size());
        CO_TRY_VOID(co_await end_delimiter());
        in_part_ = false;
        break;
      }
      CO_TRY_VOID(co_await more());
    }
    co_return std::string_view();
  }

 private:
  void use_lent() {
    held_.erase(0, lent_);
    lent_ = 0;
  }

  Task<Result<void>> more() {
    CO_TRY(const std::string_view piece, co_await body_.read());
    if (piece.empty()) co_return malformed("the form ends inside a part");
    held_.append(piece);
    co_return Result<void>{};
  }

  // After "--boundary": "--" ends the form, a line end begins a part.
  Task<Result<void>> end_delimiter() {
    while (held_.size() < 2) CO_TRY_VOID(co_await more());
    if (held_.starts_with("--")) {
      finished_ = true;
      co_return Result<void>{};
    }
    std::size_t end = 0;
    while ((end = held_.find("\r\n")) == std::string::npos) {
      if (held_.size() > fields_bytes_max) co_return malformed("a boundary line does not end");
      CO_TRY_VOID(co_await more());
    }
    if (!trim(std::string_view(held_).substr(0, end)).empty()) co_return malformed("a boundary is followed by text");
    held_.erase(0, end);  // the line end stays: the fields follow it
    co_return Result<void>{};
  }

  Task<Result<Part>> read_fields() {
    std::size_t end = 0;
    while ((end = held_.find("\r\n\r\n")) == std::string::npos) {
      if (held_.size() > fields_bytes_max) co_return malformed("a part's fields are too large");
      CO_TRY_VOID(co_await more());
    }
    if (end > fields_bytes_max) co_return malformed("a part's fields are too large");
    const std::string fields = end == 0 ? std::string() : held_.substr(2, end - 2);
    held_.erase(0, end + 4);
    co_return parse_fields(fields);
  }

  Body& body_;
  std::string delimiter_;
  std::string held_;
  std::size_t lent_ = 0;
  std::size_t parts_ = 0;
  bool begun_ = false;
  bool in_part_ = false;
  bool finished_ = false;
};

bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= boundary_bytes_max && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

Result<std::unique_ptr<MultipartReader>> MultipartReader::create(std::string_view content_type, Body& body) {
  std::string_view rest = content_type;
  if (!equal_ignoring_case(trim(cut(rest, ';')), "multipart/form-data"))
    return malformed("the content type is not multipart/form-data");
  const auto boundary = field_parameter(content_type, "boundary");
  if (!boundary || !is_boundary(*boundary)) return malformed("the content type names no usable boundary");
  return std::unique_ptr<MultipartReader>(std::make_unique<Reader>(*boundary, body));
}

}  // namespace tsuke::http
