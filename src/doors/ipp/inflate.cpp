#include "doors/ipp/inflate.h"

#include <zlib.h>

#include <array>
#include <cassert>
#include <cstdint>

namespace tsuke::ippdoor {
namespace {

constexpr std::int64_t growth_free_bytes = 16 << 20;
constexpr std::int64_t growth_max = 250;
constexpr int gzip_window_bits = 15 + 16;

Error bad_gzip(const char* what) { return {Reason::malformed, "bad-gzip", what}; }

class ZlibInflater : public Inflater {
 public:
  ZlibInflater() {
    const int made = inflateInit2(&stream_, gzip_window_bits);
    assert(made == Z_OK);
    (void)made;
  }
  ~ZlibInflater() override { inflateEnd(&stream_); }

  Result<void> take(std::string_view piece, const Sink& sink) override {
    taken_bytes_ += static_cast<std::int64_t>(piece.size());
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream_.avail_in = static_cast<uInt>(piece.size());
    while (stream_.avail_in > 0) {
      if (ended_) return bad_gzip("there are bytes after the end of the compressed document");
      TRY(step(sink));
    }
    return {};
  }

  Result<void> finish() const override {
    if (!ended_) return bad_gzip("the compressed document is cut off");
    return {};
  }

 private:
  // Undoes until this output is full or the input is used up.
  Result<void> step(const Sink& sink) {
    std::array<char, 64 << 10> output;
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(output.data());
      stream_.avail_out = output.size();
      const int outcome = inflate(&stream_, Z_NO_FLUSH);
      if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR)
        return bad_gzip("the compressed document is damaged");
      const std::size_t given = output.size() - stream_.avail_out;
      given_bytes_ += static_cast<std::int64_t>(given);
      if (given_bytes_ > growth_free_bytes && given_bytes_ > taken_bytes_ * growth_max)
        return bad_gzip("the compressed document grows without measure");
      if (given > 0) TRY(sink({output.data(), given}));
      ended_ = outcome == Z_STREAM_END;
    } while (!ended_ && stream_.avail_out == 0);
    return {};
  }

  z_stream stream_{};
  std::int64_t taken_bytes_ = 0, given_bytes_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Inflater> Inflater::create() { return std::make_unique<ZlibInflater>(); }

}  // namespace tsuke::ippdoor
