// Undoes gzip and deflate, piece by piece, in constant memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace tsuke::http {

class Inflater {
 public:
  Inflater();
  ~Inflater();
  // The compressed bytes to go on with; they must live until unpack() has returned empty.
  void feed(std::string_view compressed);
  // The next unpacked piece, or empty when more must be fed. The view lives until the next call. Fails with malformed
  // ("bad-compression"), too_large ("decompression-bomb": beyond 16 MiB and 256 times the compressed bytes).
  Result<std::string_view> unpack();
  // True when the compressed data came to its end.
  bool complete() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tsuke::http
