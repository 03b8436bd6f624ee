// The compression attribute "gzip" or "deflate": a document undone piece by piece, with a bound on what a small one may
// become.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace tsuke::ippdoor {

class Inflater {
 public:
  using Sink = std::function<Result<void>(std::string_view)>;

  // "deflate" is RFC 1951, which writers wrap as zlib (RFC 1950) or not at all: both are undone.
  enum class Wrapping { gzip, deflate };
  static std::unique_ptr<Inflater> create(Wrapping wrapping);
  virtual ~Inflater() = default;
  // Gives what the piece yields to the sink, 64 KiB at a time. Fails with malformed ("bad-gzip") on damage, on bytes
  // after the end, and when a document grows beyond 250 times its size (and 16 MiB): that is a bomb, no document. The
  // sink's error comes through.
  virtual Result<void> take(std::string_view piece, const Sink& sink) = 0;
  // Fails with malformed ("bad-gzip") when the stream is cut off.
  virtual Result<void> finish() const = 0;
};

}  // namespace tsuke::ippdoor
