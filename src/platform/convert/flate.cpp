#include "platform/convert/flate.h"

#include <zlib.h>

#include <array>
#include <cassert>

#include "platform/convert/refusals.h"

namespace tsuke::convert {

namespace {

constexpr int level = 3;  // pages of raster are large and simple
constexpr char filter_up = 2;

Bytef* writable(std::string_view bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); }

class ZlibRows : public RowDeflater {
 public:
  ZlibRows(const RowShape& shape, Sink sink)
      : sink_(std::move(sink)), above_(static_cast<std::size_t>(shape.bytes()), 0), packed_(above_.size() + 1, 0) {
    const int made = deflateInit(&stream_, level);
    assert(made == Z_OK);
    (void)made;
  }
  ~ZlibRows() override { deflateEnd(&stream_); }

  Result<void> row(std::string_view bytes) override {
    assert(bytes.size() == above_.size());
    packed_[0] = filter_up;
    for (std::size_t i = 0; i < bytes.size(); ++i) packed_[i + 1] = static_cast<char>(bytes[i] - above_[i]);
    above_.assign(bytes);
    return push(packed_, Z_NO_FLUSH);
  }
  Result<void> finish() override { return push({}, Z_FINISH); }

 private:
  Result<void> push(std::string_view bytes, int flush) {
    stream_.next_in = writable(bytes);
    stream_.avail_in = static_cast<uInt>(bytes.size());
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(output_.data());
      stream_.avail_out = static_cast<uInt>(output_.size());
      deflate(&stream_, flush);
      const std::size_t given = output_.size() - stream_.avail_out;
      if (given > 0) TRY(sink_({output_.data(), given}));
    } while (stream_.avail_out == 0);
    return {};
  }

  Sink sink_;
  std::string above_, packed_;
  z_stream stream_{};
  std::array<char, 64 << 10> output_;
};

class ZlibInflation : public Inflation {
 public:
  explicit ZlibInflation(Sink sink) : sink_(std::move(sink)) {
    const int made = inflateInit(&stream_);
    assert(made == Z_OK);
    (void)made;
  }
  ~ZlibInflation() override { inflateEnd(&stream_); }

  Result<void> take(std::string_view packed) override {
    stream_.next_in = writable(packed);
    stream_.avail_in = static_cast<uInt>(packed.size());
    bool more = !packed.empty();
    while (more && !ended_) {
      stream_.next_out = reinterpret_cast<Bytef*>(output_.data());
      stream_.avail_out = static_cast<uInt>(output_.size());
      const int outcome = inflate(&stream_, Z_NO_FLUSH);
      if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR) return damaged();
      const std::size_t given = output_.size() - stream_.avail_out;
      if (given > 0) TRY(sink_({output_.data(), given}));
      ended_ = outcome == Z_STREAM_END;
      more = stream_.avail_in > 0 || stream_.avail_out == 0;
    }
    return {};
  }
  bool ended() const override { return ended_; }

 private:
  Sink sink_;
  bool ended_ = false;
  z_stream stream_{};
  std::array<char, 64 << 10> output_;
};

}  // namespace

std::string flate_entries(const RowShape& shape) {
  return "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors " + std::to_string(shape.components) +
         " /BitsPerComponent " + std::to_string(shape.bits) + " /Columns " + std::to_string(shape.width) + " >>";
}

std::unique_ptr<RowDeflater> RowDeflater::create(const RowShape& shape, Sink sink) {
  return std::make_unique<ZlibRows>(shape, std::move(sink));
}

std::unique_ptr<Inflation> Inflation::create(Sink sink) { return std::make_unique<ZlibInflation>(std::move(sink)); }

}  // namespace tsuke::convert
