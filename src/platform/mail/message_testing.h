// A message taken apart at once, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/mail/message_parser.h"

namespace tsuke::mail {

class CollectingSink final : public PartSink {
 public:
  struct Collected {
    Part part;
    std::string bytes;
    bool ended = false;
  };
  Result<void> begin_part(const Part& part) override {
    parts.push_back({part, {}, false});
    return {};
  }
  Result<void> part_bytes(std::string_view piece) override {
    parts.back().bytes += piece;
    return {};
  }
  Result<void> end_part() override {
    parts.back().ended = true;
    return {};
  }
  std::vector<Collected> parts;
};

struct Taken {
  CollectingSink sink;
  MessageParser parser{sink};
  std::string problem;  // code of what stopped it
  const CollectingSink::Collected& part(std::size_t at) const { return sink.parts.at(at); }
};

// Lines end with LF here.
inline void take_apart(std::string_view text, Taken& taken) {
  const auto keep = [&](const Result<void>& result) {
    if (!result.ok()) taken.problem = result.error().code;
    return result.ok();
  };
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (!keep(taken.parser.line(text.substr(0, end)))) return;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  keep(taken.parser.finish());
}

}  // namespace tsuke::mail
