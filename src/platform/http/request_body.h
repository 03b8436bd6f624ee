// The body of one request on a connection.
#pragma once

#include <optional>

#include "platform/http/framing.h"
#include "platform/http/head_parser.h"
#include "platform/http/inflate.h"
#include "platform/http/input.h"

namespace tsuke::http {

class RequestBody final : public Body {
 public:
  RequestBody(Input& input, net::Stream& stream, const Head& head, const Limits& limits);

  Task<Result<std::string_view>> read() override;
  Task<Result<std::string>> read_all(std::size_t limit_bytes) override;
  std::optional<std::int64_t> announced_bytes() const override { return announced_; }
  void set_limit(std::int64_t bytes) override { limit_ = bytes; }

  // After the handler: whether reading over the rest is worth keeping the connection. Not when the client still waits
  // for "100 Continue": it may then send the body or not.
  bool little_left() const;
  // Reads over the rest; true when the next request begins where this body ends.
  Task<bool> finish();

 private:
  Task<Result<std::string_view>> next_framed();    // empty at the end
  Task<Result<std::string_view>> next_unpacked();  // empty at the end
  std::optional<Error> refuse_early() const;
  Error fail(Error error);

  Input& input_;
  net::Stream& stream_;
  const Limits& limits_;
  Framing framing_;
  std::unique_ptr<Inflater> inflater_;
  std::optional<std::int64_t> announced_;
  std::optional<Error> failure_;  // once failed, always failed
  std::int64_t limit_ = 1 << 20;
  std::int64_t given_ = 0;
  std::size_t lent_ = 0;  // bytes at the front of the input that the last view shows
  bool expects_continue_;
};

// The codings of Content-Encoding that a RequestBody undoes; others are answered 415.
bool is_known_coding(std::string_view content_encoding);

}  // namespace tsuke::http
