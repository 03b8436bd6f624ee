// Any bytes: reading a content stream ends, takes nothing from outside of it, and never more than there is.
#include <cstdint>
#include <cstdlib>

#include "platform/pages/content_scanner.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tsuke::pages;
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  const auto lies_within = [&](std::string_view part) {
    return part.empty() || (part.data() >= content.data() && part.data() + part.size() <= content.data() + size);
  };
  ContentScanner scanner(content);
  std::size_t operations = 0;
  for (Operation operation; scanner.next(operation);) {
    require(++operations <= size);
    require(lies_within(operation.name) && lies_within(operation.dictionary) && lies_within(operation.data));
    for (const Operand& operand : operation.operands) {
      require(lies_within(operand.name));
      require(name_of(operand.name).size() <= operand.name.size() + 1);
    }
  }
  return 0;
}
