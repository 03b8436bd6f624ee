#include "doors/ipp/document.h"

#include <algorithm>
#include <memory>

#include "doors/ipp/inflate.h"
#include "platform/convert/formats.h"

namespace tsuke::ippdoor {
namespace {

std::string declared_format(const ipp::Group& operation) {
  return std::string(operation.text("document-format").value_or(std::string(convert::any_type)));
}

Error with_status(const Error& error) {
  const bool false_word = error.code == "document-format-error";
  return refusal(false_word ? ipp::status::document_format_error : ipp::status::document_format_not_supported,
                 error.what);
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
  Intake(doors::Service& service, std::string declared) : service_(service), declared_(std::move(declared)) {}

  Result<void> take(std::string_view bytes) {
    if (bytes.empty()) return {};
    if (!writer_) writer_ = TRY(service_.vault.begin());
    if (writer_->size_bytes() + static_cast<std::int64_t>(bytes.size()) > flow::document_bytes_max) return too_large();
    if (!format_) {
      head_.append(bytes.substr(0, convert::head_bytes - head_.size()));
      if (head_.size() == convert::head_bytes) TRY(recognise());
    }
    return writer_->append(bytes);
  }

  Result<flow::StoredDocument> finish() {
    if (!writer_) return Error{Reason::malformed, "document-empty", "no document came with the request"};
    if (!format_) TRY(recognise());
    const std::int64_t size = writer_->size_bytes();
    return flow::StoredDocument{TRY(writer_->finish()), size, std::string(format_->media_type)};
  }

 private:
  Result<void> recognise() {
    const auto recognised = service_.formats.recognise(declared_, head_);
    if (!recognised.ok()) return with_status(recognised.error());
    format_ = recognised.value();
    return {};
  }

  doors::Service& service_;
  std::string declared_, head_;
  const convert::Format* format_ = nullptr;
  std::unique_ptr<vault::Writer> writer_;
};

}  // namespace

Result<void> check_document_attributes(const doors::Service& service, const Incoming& incoming) {
  const ipp::Group& operation = incoming.operation();
  if (auto known = service.formats.check(declared_format(operation)); !known.ok()) return with_status(known.error());
  if (!is_one_of(operation.text("compression").value_or("none"), compressions))
    return refusal(ipp::status::compression_not_supported, "compression can be none, gzip or deflate");
  if (operation.integer("job-k-octets").value_or(0) > flow::document_bytes_max / 1024) return too_large();
  const auto announced = incoming.http->body->announced_bytes();
  if (announced && *announced > flow::document_bytes_max + (1 << 20)) return too_large();
  return {};
}

Task<Result<flow::StoredDocument>> store_document(doors::Service& service, Incoming& incoming) {
  Intake intake(service, declared_format(incoming.operation()));
  std::unique_ptr<Inflater> inflater;
  if (incoming.operation().text("compression") == "gzip") inflater = Inflater::create(Inflater::Wrapping::gzip);
  if (incoming.operation().text("compression") == "deflate") inflater = Inflater::create(Inflater::Wrapping::deflate);
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
  const bool nothing = incoming.rest.empty();
  co_return nothing;
}

}  // namespace tsuke::ippdoor
