#include "platform/http/framing.h"

#include <algorithm>
#include <charconv>

namespace tsuke::http {

namespace {

constexpr std::size_t line_bytes_max = 4096;
constexpr std::size_t size_digits_max = 15;
constexpr int trailers_max = 64;

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

}  // namespace

Framing::Step Framing::piece(std::string_view bytes, std::size_t skipped) {
  const auto available = static_cast<std::int64_t>(bytes.size() - skipped);
  const std::int64_t count = std::min(available, remaining_);
  if (count == 0) return {Kind::more, skipped, 0};
  remaining_ -= count;
  if (remaining_ == 0) state_ = state_ == State::length ? State::ended : State::data_end;
  return {Kind::piece, skipped, static_cast<std::size_t>(count)};
}

Framing::Step Framing::advance(std::string_view bytes) {
  std::size_t skipped = 0;
  while (true) {
    if (state_ == State::ended) return {Kind::end, skipped, 0};
    if (state_ == State::broken) return {Kind::malformed, skipped, 0};
    if (state_ == State::length || state_ == State::data) return piece(bytes, skipped);
    const std::size_t end = bytes.find('\n', skipped);
    if (end == std::string_view::npos) {
      if (bytes.size() - skipped <= line_bytes_max) return {Kind::more, skipped, 0};
      state_ = State::broken;
      continue;
    }
    const std::string_view line = bytes.substr(skipped, end - skipped);
    if (line.empty() || line.back() != '\r' || !take_line(line.substr(0, line.size() - 1))) state_ = State::broken;
    skipped = end + 1;
  }
}

bool Framing::take_line(std::string_view line) {
  if (line.size() > line_bytes_max || has_control(line)) return false;
  if (state_ == State::data_end) {
    state_ = State::size_line;
    return line.empty();
  }
  if (state_ == State::trailer) {
    if (line.empty()) state_ = State::ended;
    return line.empty() || ++trailers_ <= trailers_max;
  }
  const std::string_view digits = line.substr(0, line.find(';'));
  if (digits.empty() || digits.size() > size_digits_max) return false;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), remaining_, 16);
  if (failure != std::errc() || end != digits.data() + digits.size() || digits.front() == '-') return false;
  state_ = remaining_ == 0 ? State::trailer : State::data;
  return true;
}

}  // namespace tsuke::http
