#include "platform/http/request_body.h"

#include <algorithm>

#include "platform/http/text.h"

namespace tsuke::http {

namespace {

constexpr std::size_t small_buffer_bytes = 8 << 10;
constexpr std::size_t large_buffer_bytes = 64 << 10;
constexpr std::int64_t drained_bytes_max = 64 << 10;

Error too_large() { return {Reason::too_large, "body-too-large", "the body is larger than is accepted here"}; }

bool is_packed(std::string_view coding) {
  return equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip") ||
         equal_ignoring_case(coding, "deflate");
}

}  // namespace

bool is_known_coding(std::string_view content_encoding) {
  return content_encoding.empty() || equal_ignoring_case(content_encoding, "identity") || is_packed(content_encoding);
}

RequestBody::RequestBody(Input& input, net::Stream& stream, const Head& head, const Limits& limits)
    : input_(input),
      stream_(stream),
      limits_(limits),
      framing_(head.chunked ? Framing::chunked() : Framing::of_length(head.content_length)),
      expects_continue_(head.expects_continue && (head.chunked || head.content_length > 0)) {
  if (head.has_length) announced_ = head.content_length;
  if (is_packed(head.headers.get("content-encoding"))) inflater_ = std::make_unique<Inflater>();
}

Error RequestBody::fail(Error error) {
  failure_ = error;
  return error;
}

std::optional<Error> RequestBody::refuse_early() const {
  if (failure_) return failure_;
  if (given_ == 0 && !inflater_ && announced_ && *announced_ > limit_) return too_large();
  return {};
}

Task<Result<std::string_view>> RequestBody::next_framed() {
  input_.take(lent_);
  lent_ = 0;
  while (true) {
    const Framing::Step step = framing_.advance(input_.bytes());
    input_.take(step.skip);
    if (step.kind == Framing::Kind::end) co_return std::string_view();
    if (step.kind == Framing::Kind::malformed)
      co_return Error{Reason::malformed, "bad-framing", "the body's chunks are malformed"};
    if (step.kind == Framing::Kind::piece) {
      lent_ = step.piece;
      co_return input_.bytes().substr(0, step.piece);
    }
    if (expects_continue_) {
      expects_continue_ = false;
      CO_TRY_VOID(co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n", limits_.write_silence));
    }
    const bool small = announced_ && framing_.remaining() <= static_cast<std::int64_t>(small_buffer_bytes);
    CO_TRY(const std::size_t count,
           co_await input_.receive(small ? small_buffer_bytes : large_buffer_bytes, limits_.body_silence));
    if (count == 0) co_return Error{Reason::unavailable, "connection-lost", "the client closed inside the body"};
  }
}

Task<Result<std::string_view>> RequestBody::next_unpacked() {
  while (true) {
    CO_TRY(const std::string_view unpacked, inflater_->unpack());
    if (!unpacked.empty()) co_return unpacked;
    CO_TRY(const std::string_view packed, co_await next_framed());
    if (packed.empty()) {
      if (inflater_->complete() || announced_ == 0) co_return std::string_view();
      co_return Error{Reason::malformed, "bad-compression", "the compressed body ends too early"};
    }
    inflater_->feed(packed);
  }
}

Task<Result<std::string_view>> RequestBody::read() {
  if (auto refusal = refuse_early()) co_return fail(std::move(*refusal));
  auto next = inflater_ ? next_unpacked() : next_framed();
  auto piece = co_await std::move(next);
  if (!piece.ok()) co_return fail(piece.take_error());
  given_ += static_cast<std::int64_t>(piece.value().size());
  if (given_ > limit_) co_return fail(too_large());
  co_return piece;
}

Task<Result<std::string>> RequestBody::read_all(std::size_t limit_bytes) {
  limit_ = static_cast<std::int64_t>(limit_bytes);
  std::string all;
  if (announced_ && *announced_ <= limit_) all.reserve(static_cast<std::size_t>(*announced_));
  while (true) {
    CO_TRY(const std::string_view piece, co_await read());
    if (piece.empty()) co_return all;
    all.append(piece);
  }
}

bool RequestBody::little_left() const {
  if (framing_.ended()) return true;
  if (expects_continue_ || framing_.broken() || (failure_ && failure_->reason == Reason::unavailable)) return false;
  return framing_.remaining() <= drained_bytes_max;
}

Task<bool> RequestBody::finish() {
  input_.take(lent_);
  lent_ = 0;
  if (framing_.ended()) co_return true;
  if (!little_left()) co_return false;
  std::int64_t drained = 0;
  while (drained <= drained_bytes_max) {
    const auto piece = co_await next_framed();
    if (!piece.ok()) co_return false;
    if (piece.value().empty()) co_return true;
    drained += static_cast<std::int64_t>(piece.value().size());
  }
  co_return false;
}

}  // namespace tsuke::http
