#include "platform/vault/format.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/bytes.h"

namespace tsuke::vault {

namespace {

constexpr std::string_view segment_prefix = "seg-";
constexpr std::string_view own_file_prefix = "doc-";
constexpr std::size_t location_length_max = 128;

std::string_view view(const DocumentKey& id) { return {id.data(), id.size()}; }

// A decimal number as we write it: digits only, no leading zero; -1 for anything else.
std::int64_t parse_number(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return -1;
  if (text.size() > 1 && text.front() == '0') return -1;
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc{} && end == text.data() + text.size() ? value : -1;
}

bool is_id_text(std::string_view text) {
  return text.size() == 2 * sizeof(DocumentKey) &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Result<DocumentKey> parse_id(std::string_view text) {
  if (!is_id_text(text)) return document_damaged("its location is not ours");
  const std::string raw = TRY(from_hex(text));
  DocumentKey id{};
  std::copy(raw.begin(), raw.end(), id.begin());
  return id;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto colon = text.find(':');
    parts.push_back(text.substr(0, colon));
    if (colon == std::string_view::npos) return parts;
    text.remove_prefix(colon + 1);
  }
}

}  // namespace

void put_u32(char* at, std::uint32_t value) {
  for (int i = 3; i >= 0; --i, value >>= 8) at[i] = static_cast<char>(value & 0xff);
}

void put_u64(char* at, std::uint64_t value) {
  for (int i = 7; i >= 0; --i, value >>= 8) at[i] = static_cast<char>(value & 0xff);
}

std::uint32_t get_u32(const char* at) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(at[i]);
  return value;
}

std::uint64_t get_u64(const char* at) { return std::uint64_t{get_u32(at)} << 32 | get_u32(at + 4); }

std::string Place::file_name() const { return own_file() ? own_file_name(id) : segment_name(segment); }

Location to_location(const Place& place) {
  const std::string tail = std::to_string(place.size_bytes) + ":" + to_hex(view(place.id));
  if (place.own_file()) return {"v1:f:" + tail};
  return {"v1:s:" + std::to_string(place.segment) + ":" + std::to_string(place.offset) + ":" + tail};
}

Result<Place> parse_location(const Location& location) {
  const Error foreign = document_damaged("its location is not ours");
  if (location.text.size() > location_length_max) return foreign;
  const auto parts = split(location.text);
  const bool in_segment = parts.size() == 6 && parts[1] == "s";
  const bool in_own_file = parts.size() == 4 && parts[1] == "f";
  if (parts[0] != "v1" || (!in_segment && !in_own_file)) return foreign;

  Place place;
  if (in_segment) {
    place.segment = parse_number(parts[2]);
    place.offset = parse_number(parts[3]);
    if (place.segment < 1 || place.offset < 0 || place.offset > document_bytes_max) return foreign;
    if (place.offset % block_bytes != 0) return foreign;
  }
  place.size_bytes = parse_number(parts[parts.size() - 2]);
  if (place.size_bytes < 0 || place.size_bytes > document_bytes_max) return foreign;
  place.id = TRY(parse_id(parts.back()));
  return place;
}

std::array<char, header_bound_bytes> header_start(const Place& place) {
  std::array<char, header_bound_bytes> start{};
  std::copy(magic.begin(), magic.end(), start.begin());
  std::copy(place.id.begin(), place.id.end(), start.begin() + 8);
  put_u64(start.data() + 24, place.own_file() ? 0 : static_cast<std::uint64_t>(place.record()));
  put_u32(start.data() + 32, version);
  return start;
}

std::array<char, nonce_bytes> chunk_nonce(std::int64_t number) {
  std::array<char, nonce_bytes> nonce{};
  put_u64(nonce.data() + 4, static_cast<std::uint64_t>(number));
  return nonce;
}

std::array<char, 25> chunk_binding(const DocumentKey& id, std::int64_t number, bool last) {
  std::array<char, 25> binding{};
  std::copy(id.begin(), id.end(), binding.begin());
  put_u64(binding.data() + 16, static_cast<std::uint64_t>(number));
  binding[24] = last ? 1 : 0;
  return binding;
}

std::string segment_name(std::int64_t number) { return std::string(segment_prefix) + std::to_string(number); }

std::string own_file_name(const DocumentKey& id) { return std::string(own_file_prefix) + to_hex(view(id)); }

std::int64_t parse_segment_name(std::string_view name) {
  if (!name.starts_with(segment_prefix)) return 0;
  return std::max<std::int64_t>(parse_number(name.substr(segment_prefix.size())), 0);
}

bool is_own_file_name(std::string_view name) {
  return name.starts_with(own_file_prefix) && is_id_text(name.substr(own_file_prefix.size()));
}

Error document_damaged(std::string_view detail) {
  return {Reason::internal, "document-damaged",
          "The stored document is damaged (" + std::string(detail) + "). Submit it again."};
}

Error document_destroyed() {
  return {Reason::gone, "document-destroyed", "The document was destroyed. Submit it again to print it."};
}

}  // namespace tsuke::vault
