#include "platform/pages/stream.h"

#include <qpdf/Pipeline.hh>

namespace tsuke::pages {

namespace {

// Thrown through the library, which would take an ordinary exception for damage and go on.
struct Stop {
  StreamEnd why;
};

class Taker : public Pipeline {
 public:
  Taker(Budget& budget, const std::function<bool(Bytes)>& take)
      : Pipeline("taker", nullptr), budget_(budget), take_(take) {}
  void write(unsigned char const* data, std::size_t size) override {
    if (!budget_.spend_bytes(static_cast<std::int64_t>(size))) throw Stop{StreamEnd::lost};
    if (!take_({data, size})) throw Stop{StreamEnd::enough};
  }
  void finish() override {}

 private:
  Budget& budget_;
  const std::function<bool(Bytes)>& take_;
};

}  // namespace

StreamEnd read_stream(QPDFObjectHandle& stream, Budget& budget, const std::function<bool(Bytes)>& take) {
  // Decoding begins whatever is taken of it.
  if (!budget.spend_bytes(64)) return StreamEnd::lost;
  Taker taker(budget, take);
  try {
    bool decoded = false;
    const bool complete = stream.pipeStreamData(&taker, &decoded, 0, qpdf_dl_all, true, false);
    return complete && decoded ? StreamEnd::whole : StreamEnd::lost;
  } catch (const Stop& stop) { return stop.why; } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) { return StreamEnd::lost; }
}

std::optional<std::string> read_stream(QPDFObjectHandle& stream, Budget& budget, std::size_t bytes_max) {
  std::string all;
  const StreamEnd end = read_stream(stream, budget, [&](Bytes piece) {
    if (all.size() + piece.size() > bytes_max) return false;
    all.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return true;
  });
  return end == StreamEnd::whole ? std::optional(std::move(all)) : std::nullopt;
}

std::string last_filter(QPDFObjectHandle& stream_dictionary) {
  QPDFObjectHandle filter = stream_dictionary.getKey("/Filter");
  if (filter.isArray() && filter.getArrayNItems() > 0) filter = filter.getArrayItem(filter.getArrayNItems() - 1);
  return filter.isName() ? filter.getName() : "";
}

}  // namespace tsuke::pages
