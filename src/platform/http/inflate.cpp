#include "platform/http/inflate.h"

#include <zlib.h>

#include <array>

namespace tsuke::http {

namespace {

constexpr int gzip_or_zlib_window = 15 + 32;
constexpr std::uint64_t always_accepted_bytes = 16 << 20;
constexpr std::uint64_t ratio_max = 256;

Error bad_compression() { return {Reason::malformed, "bad-compression", "the compressed body is damaged"}; }

}  // namespace

struct Inflater::State {
  z_stream stream{};
  std::array<char, 32 << 10> output;
  std::uint64_t taken_in = 0;
  std::uint64_t given_out = 0;
  bool usable = false;
  bool complete = false;  // at the end of a member, and nothing follows so far
};

Inflater::Inflater() : state_(new State) {
  state_->usable = inflateInit2(&state_->stream, gzip_or_zlib_window) == Z_OK;
}

Inflater::~Inflater() { inflateEnd(&state_->stream); }

void Inflater::feed(std::string_view compressed) {
  state_->stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  state_->stream.avail_in = static_cast<uInt>(compressed.size());
  state_->taken_in += compressed.size();
}

Result<std::string_view> Inflater::unpack() {
  State& state = *state_;
  z_stream& stream = state.stream;
  while (true) {
    if (!state.usable) return bad_compression();
    if (state.complete) {
      if (stream.avail_in == 0) return std::string_view();
      // A gzip file may hold several members, one after the other.
      state.complete = false;
      state.usable = inflateReset(&stream) == Z_OK;
      continue;
    }
    stream.next_out = reinterpret_cast<Bytef*>(state.output.data());
    stream.avail_out = static_cast<uInt>(state.output.size());
    const int outcome = inflate(&stream, Z_NO_FLUSH);
    if (outcome == Z_STREAM_END) state.complete = true;
    if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR) {
      state.usable = false;
      continue;
    }
    const std::size_t made = state.output.size() - stream.avail_out;
    state.given_out += made;
    if (state.given_out > always_accepted_bytes && state.given_out / ratio_max > state.taken_in)
      return Error{Reason::too_large, "decompression-bomb", "the body unpacks to far more than was sent"};
    if (made != 0) return std::string_view(state.output.data(), made);
    if (!state.complete) return std::string_view();
  }
}

bool Inflater::complete() const { return state_->complete; }

}  // namespace tsuke::http
