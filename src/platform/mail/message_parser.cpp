#include "platform/mail/message_parser.h"

#include "platform/mail/encoded_words.h"
#include "platform/mail/text.h"

namespace tsuke::mail {

namespace {

constexpr std::size_t depth_max = 12;
constexpr int parts_max = 250;
constexpr std::size_t boundary_bytes_max = 70;
constexpr std::size_t piece_bytes = 32 << 10;

Error malformed(std::string what) { return {Reason::malformed, "mail-malformed", std::move(what)}; }

Part::Place place_of_parts(std::string_view multipart) {
  if (multipart == "multipart/alternative") return Part::Place::alternative;
  return multipart == "multipart/related" ? Part::Place::related_root : Part::Place::mixed;
}

// Nothing of a path, and no blanks around it.
std::string file_name_of(const Parameterised& disposition, const Parameterised& type) {
  std::string_view name = disposition.parameter("filename");
  if (name.empty()) name = type.parameter("name");
  const auto slash = name.find_last_of("/\\");
  return std::string(trimmed(slash == std::string_view::npos ? name : name.substr(slash + 1)));
}

}  // namespace

Result<void> MessageParser::line(std::string_view line) {
  if (TRY(take_boundary(line))) return {};
  if (state_ == State::between) return {};
  if (state_ == State::head) {
    if (line.empty()) return end_head();
    return (part_head_ ? *part_head_ : head_).line(line);
  }
  if (!decoder_) return {};
  decoder_->line(line, decoded_);
  return flush(piece_bytes);
}

Result<void> MessageParser::finish() {
  if (state_ == State::head) TRY(end_head());
  return end_leaf();
}

// A boundary of any open multipart ends all within it, however those go on.
Result<bool> MessageParser::take_boundary(std::string_view line) {
  if (!line.starts_with("--")) return false;
  for (std::size_t depth = open_.size(); depth-- > 0;) {
    if (!line.starts_with(open_[depth].delimiter)) continue;
    std::string_view rest = line.substr(open_[depth].delimiter.size());
    const bool closes = rest.starts_with("--");
    if (closes) rest.remove_prefix(2);
    if (!trimmed(rest).empty()) continue;
    TRY(end_leaf());
    open_.resize(closes ? depth : depth + 1);
    state_ = closes ? State::between : State::head;
    if (!closes) part_head_.emplace();
    return true;
  }
  return false;
}

Result<void> MessageParser::end_head() {
  if (++parts_ > parts_max) return malformed("the message has more than 250 parts; send fewer attachments");
  const Head& head = part_head_ ? *part_head_ : head_;
  const Parameterised type = parse_parameterised(head.get("content-type"));
  if (type.value.starts_with("multipart/")) return open_multipart(type);
  return begin_leaf(head, type);
}

Result<void> MessageParser::open_multipart(const Parameterised& type) {
  const std::string_view boundary = type.parameter("boundary");
  if (boundary.empty() || boundary.size() > boundary_bytes_max)
    return malformed("the message is in parts without a boundary between them; send it anew");
  if (open_.size() >= depth_max) return malformed("the message has parts within parts, too deep; send it anew");
  (void)next_place();
  open_.push_back({"--" + std::string(boundary), place_of_parts(type.value)});
  state_ = State::between;
  return {};
}

// Where the part stands whose head has just been read.
Part::Place MessageParser::next_place() {
  if (open_.empty()) return Part::Place::alone;
  Multipart& around = open_.back();
  const bool is_first = std::exchange(around.is_first, false);
  return around.place == Part::Place::related_root && !is_first ? Part::Place::related_other : around.place;
}

Result<void> MessageParser::begin_leaf(const Head& head, const Parameterised& type) {
  const Parameterised disposition = parse_parameterised(head.get("content-disposition"));
  Part part;
  part.place = next_place();
  if (!type.value.empty()) part.media_type = type.value;
  part.charset = lower(type.parameter("charset"));
  part.file_name = file_name_of(disposition, type);
  part.is_attachment = disposition.value == "attachment";
  decoder_ = make_decoder(head.get("content-transfer-encoding"));
  part.is_readable = decoder_ != nullptr;
  state_ = State::body;
  in_part_ = true;
  return sink_.begin_part(part);
}

Result<void> MessageParser::end_leaf() {
  if (!std::exchange(in_part_, false)) return {};
  TRY(flush(1));
  decoder_.reset();
  return sink_.end_part();
}

Result<void> MessageParser::flush(std::size_t at_least) {
  if (decoded_.size() < at_least) return {};
  TRY(sink_.part_bytes(decoded_));
  decoded_.clear();
  return {};
}

}  // namespace tsuke::mail
