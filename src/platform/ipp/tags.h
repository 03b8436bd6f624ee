// How tags are told apart (RFC 8010 §3.5), for the codec alone.
#pragma once

#include <cstdint>

#include "platform/ipp/message.h"

namespace tsuke::ipp {

inline constexpr std::uint8_t end_collection_tag = 0x37;
inline constexpr std::uint8_t member_name_tag = 0x4A;
inline constexpr std::uint8_t extension_tag = 0x7F;
inline constexpr std::size_t length_max = 0x7FFF;  // lengths are SIGNED-SHORT
inline constexpr std::size_t header_bytes = 8;

constexpr bool is_delimiter(std::uint8_t tag) { return tag < 0x10; }
constexpr bool is_out_of_band(std::uint8_t tag) { return tag >= 0x10 && tag < 0x20; }
constexpr bool is_out_of_band(Tag tag) { return is_out_of_band(static_cast<std::uint8_t>(tag)); }

constexpr bool is_name_like(Tag tag) {
  return tag == Tag::keyword || tag == Tag::name || tag == Tag::name_with_language;
}
constexpr bool is_text_like(Tag tag) { return tag == Tag::text || tag == Tag::text_with_language; }
constexpr bool is_number_like(Tag tag) { return tag == Tag::integer || tag == Tag::range; }

}  // namespace tsuke::ipp
