#include "doors/rest/intake.h"

#include "base/bytes.h"

namespace tsuke::doors {

namespace {
constexpr std::size_t block_bytes = 64 << 10;
}  // namespace

Result<void> Intake::append(std::string_view piece) {
  if (!writer_) writer_ = TRY(service_.vault.begin());
  if (!format_) {
    first_.append(piece.substr(0, convert::head_bytes));
    if (first_.size() >= convert::head_bytes) TRY(recognise());
  }
  if (writer_->size_bytes() + static_cast<std::int64_t>(piece.size()) > flow::document_bytes_max)
    return Error{Reason::too_large, "document-too-large",
                 "a document has at most 1 GiB; split it or lower its resolution"};
  digest(piece);
  return writer_->append(piece);
}

Result<Stored> Intake::finish() {
  if (!writer_ || writer_->size_bytes() == 0)
    return Error{Reason::malformed, "document-empty", "the document has no bytes; choose the file again"};
  if (!format_) TRY(recognise());
  const std::int64_t size = writer_->size_bytes();
  return Stored{{TRY(writer_->finish()), size, std::string(format_->media_type)}, sha256(digest_ + block_)};
}

Result<void> Intake::recognise() {
  format_ = TRY(service_.formats.recognise(declared_, first_));
  return {};
}

void Intake::digest(std::string_view piece) {
  while (!piece.empty()) {
    const std::string_view part = piece.substr(0, block_bytes - block_.size());
    block_ += part;
    piece.remove_prefix(part.size());
    if (block_.size() < block_bytes) continue;
    digest_ = sha256(digest_ + block_);
    block_.clear();
  }
}

}  // namespace tsuke::doors
