#include "doors/ipp/document.h"

#include <algorithm>
#include <cctype>
#include <memory>

#include "doors/ipp/inflate.h"
#include "platform/pages/pages.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::string_view pdf = "application/pdf";
constexpr std::size_t sniffed_bytes = 1024;

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

// "application/pdf; version=1.7" declares a PDF.
std::string declared_format(const ipp::Group& operation) {
  const std::string declared = lower(operation.text("document-format").value_or(formats[0]));
  return declared.substr(0, declared.find_first_of("; "));
}

bool is_one_of(std::string_view word, std::span<const char* const> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Error too_large() {
  return refusal(ipp::status::request_entity_too_large, "the document is larger than 1 GiB; split it");
}

// The plain bytes as they come: looks at the first ones and lets the vault have all.
class Intake {
 public:
  Intake(vault::Vault& vault, std::string declared) : vault_(vault), declared_(std::move(declared)) {}

  Result<void> take(std::string_view bytes) {
    if (bytes.empty()) return {};
    if (!writer_) writer_ = TRY(vault_.begin());
    if (writer_->size_bytes() + static_cast<std::int64_t>(bytes.size()) > flow::document_bytes_max) return too_large();
    if (!sniffed_) {
      head_.append(bytes.substr(0, sniffed_bytes - head_.size()));
      if (head_.size() == sniffed_bytes) TRY(sniff());
    }
    return writer_->append(bytes);
  }

  Result<flow::StoredDocument> finish() {
    if (!writer_) return Error{Reason::malformed, "document-empty", "no document came with the request"};
    if (!sniffed_) TRY(sniff());
    const std::int64_t size = writer_->size_bytes();
    return flow::StoredDocument{TRY(writer_->finish()), size, std::string(pdf)};
  }

 private:
  Result<void> sniff() {
    sniffed_ = true;
    if (pages::sniff_format(head_) == pdf) return {};
    if (declared_ == pdf)
      return refusal(ipp::status::document_format_error, "the document is said to be a PDF, but is none");
    return refusal(ipp::status::document_format_not_supported, "only PDF documents can be printed here");
  }

  vault::Vault& vault_;
  std::string declared_, head_;
  bool sniffed_ = false;
  std::unique_ptr<vault::Writer> writer_;
};

}  // namespace

Result<void> check_document_attributes(const Incoming& incoming) {
  const ipp::Group& operation = incoming.operation();
  if (!is_one_of(declared_format(operation), formats))
    return refusal(ipp::status::document_format_not_supported, "send a PDF: application/pdf");
  if (!is_one_of(operation.text("compression").value_or("none"), compressions))
    return refusal(ipp::status::compression_not_supported, "compression can be none or gzip");
  if (operation.integer("job-k-octets").value_or(0) > flow::document_bytes_max / 1024) return too_large();
  const auto announced = incoming.http->body->announced_bytes();
  if (announced && *announced > flow::document_bytes_max + (1 << 20)) return too_large();
  return {};
}

Task<Result<flow::StoredDocument>> store_document(doors::Service& service, Incoming& incoming) {
  Intake intake(service.vault, declared_format(incoming.operation()));
  std::unique_ptr<Inflater> inflater;
  if (incoming.operation().text("compression") == "gzip") inflater = Inflater::create();
  const Inflater::Sink into_intake = [&intake](std::string_view plain) { return intake.take(plain); };
  const auto take = [&](std::string_view piece) -> Result<void> {
    return inflater && !piece.empty() ? inflater->take(piece, into_intake) : intake.take(piece);
  };
  bool any = !incoming.rest.empty();
  CO_TRY_VOID(take(incoming.rest));
  incoming.rest.clear();
  while (true) {
    CO_TRY(const std::string_view piece, co_await incoming.http->body->read());
    if (piece.empty()) break;
    any = true;
    CO_TRY_VOID(take(piece));
  }
  if (inflater && any) CO_TRY_VOID(inflater->finish());
  co_return intake.finish();
}

Task<Result<bool>> nothing_follows(Incoming& incoming) {
  if (!incoming.rest.empty()) co_return false;
  CO_TRY(const std::string_view piece, co_await incoming.http->body->read());
  incoming.rest = std::string(piece);
  co_return incoming.rest.empty();
}

}  // namespace tsuke::ippdoor
