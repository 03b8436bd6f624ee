#include "doors/intake.h"

namespace tsuke::doors {

Result<void> Intake::append(std::string_view piece) {
  if (!writer_) writer_ = TRY(service_.vault.begin());
  if (!format_) {
    first_.append(piece.substr(0, convert::head_bytes));
    if (first_.size() >= convert::head_bytes) TRY(recognise());
  }
  if (writer_->size_bytes() + static_cast<std::int64_t>(piece.size()) > flow::document_bytes_max)
    return Error{Reason::too_large, "document-too-large",
                 "a document has at most 1 GiB; split it or lower its resolution"};
  digest_.append(piece);
  return writer_->append(piece);
}

Result<Stored> Intake::finish() {
  if (!writer_ || writer_->size_bytes() == 0)
    return Error{Reason::malformed, "document-empty", "the document has no bytes; choose the file again"};
  if (!format_) TRY(recognise());
  const std::int64_t size = writer_->size_bytes();
  return Stored{{TRY(writer_->finish()), size, std::string(format_->media_type)}, digest_.value()};
}

Result<void> Intake::recognise() {
  format_ = TRY(service_.formats.recognise(declared_, first_));
  return {};
}

}  // namespace tsuke::doors
