#include "doors/block_digest.h"

#include "base/bytes.h"

namespace tsuke::doors {

namespace {
constexpr std::size_t block_bytes = 64 << 10;
}  // namespace

void BlockDigest::append(std::string_view piece) {
  while (!piece.empty()) {
    const std::string_view part = piece.substr(0, block_bytes - block_.size());
    block_ += part;
    piece.remove_prefix(part.size());
    if (block_.size() < block_bytes) continue;
    chain_ = sha256(chain_ + block_);
    block_.clear();
  }
}

std::string BlockDigest::value() const { return sha256(chain_ + block_); }

}  // namespace tsuke::doors
