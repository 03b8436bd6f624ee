#include "doors/ipp/inflate.h"

#include <zlib.h>

#include <array>
#include <cassert>
#include <cstdint>

namespace tsuke::ippdoor {
namespace {

constexpr std::int64_t growth_free_bytes = 16 << 20;
constexpr std::int64_t growth_max = 250;
constexpr int gzip_window_bits = 15 + 16, zlib_window_bits = 15, raw_window_bits = -15;

Error bad_gzip(const char* what) { return {Reason::malformed, "bad-gzip", what}; }

class ZlibInflater : public Inflater {
 public:
  explicit ZlibInflater(Wrapping wrapping) : wrapping_(wrapping) {}
  ~ZlibInflater() override { inflateEnd(&stream_); }

  Result<void> take(std::string_view piece, const Sink& sink) override {
    if (piece.empty()) return {};
    if (taken_bytes_ == 0) start(piece.front());
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
  // A zlib stream begins with its method, 8, in the lower half of a byte that no sensible raw stream begins with.
  void start(char first) {
    const bool zlib = (first & 0x0F) == 8;
    const int bits = wrapping_ == Wrapping::gzip ? gzip_window_bits : zlib ? zlib_window_bits : raw_window_bits;
    const int made = inflateInit2(&stream_, bits);
    assert(made == Z_OK);
    (void)made;
  }

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

  const Wrapping wrapping_;
  z_stream stream_{};
  std::int64_t taken_bytes_ = 0, given_bytes_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Inflater> Inflater::create(Wrapping wrapping) { return std::make_unique<ZlibInflater>(wrapping); }

}  // namespace tsuke::ippdoor
