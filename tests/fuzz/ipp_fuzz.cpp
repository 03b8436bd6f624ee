// Any bytes: decoding does no harm, and what was decoded is written so that it decodes to the same.
#include <cstdint>
#include <cstdlib>

#include "platform/ipp/message.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool same(const tsuke::ipp::Message& a, const tsuke::ipp::Message& b) {
  if (a.code != b.code || a.request_id != b.request_id || a.groups.size() != b.groups.size()) return false;
  for (std::size_t at = 0; at < a.groups.size(); ++at)
    if (a.groups[at].tag != b.groups[at].tag || a.groups[at].attributes != b.groups[at].attributes) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tsuke::ipp;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto first = decode(bytes);
  if (!first.ok() || !first.value()) return 0;
  require(first.value()->consumed_bytes <= size);
  const std::string written = encode(first.value()->message);
  const auto second = decode(written);
  require(second.ok() && second.value().has_value());
  require(second.value()->consumed_bytes == written.size());
  require(same(first.value()->message, second.value()->message));
  require(encode(second.value()->message) == written);
  return 0;
}
