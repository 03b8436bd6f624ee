// A digest of bytes that are never whole in memory: whether two came out the same, however they were cut into pieces.
#pragma once

#include <string>
#include <string_view>

namespace tsuke::doors {

class BlockDigest {
 public:
  void append(std::string_view piece);
  std::string value() const;  // 32 raw bytes

 private:
  std::string block_;  // what the chain does not cover yet
  std::string chain_;  // SHA-256 of the digest before and a block, block by block
};

}  // namespace tsuke::doors
