// The bytes on the disk: one truth for writer, reader and sweep.
//
//   folder   = *("seg-" number)         segments: many small documents, back to back
//              *("doc-" id:hex)         own files: one document each, the same record at offset 0
//              "key-check" "lock"       see master_key.h and vault.cpp
//   segment  = *(record padding)        every record starts on a block of 4096 bytes: destroying one frees all of its
//                                       blocks, and a torn write touches no neighbour
//   record   = header 1*chunk           every chunk but the last holds 65,536 plain bytes; an empty document has one
//                                       empty chunk, so that cutting a record is always seen
//   header   = magic:8 "TSUKEDOC"  id:16  record-bytes:8 (0 in an own file)  version:4  wrapped-key:60
//   wrapped-key = nonce:12 sealed:32 tag:16     AES-256-GCM by the master key; AAD = all of the header before it
//   chunk    = length:4  sealed:length  tag:16  AES-256-GCM by the data key; nonce = 4 zeros, chunk number:8
//                                               AAD = id:16 chunk number:8 last:1
//   location = "v1:s:" segment ":" offset ":" size ":" id:hex  /  "v1:f:" size ":" id:hex
//   Integers are big-endian; in a location decimal, without leading zeros. size counts plain bytes.
//
// A wrapped key of zeros means shredded; a header of zeros means destroyed and its space given back.
// Nonces of wrapped keys are random: one master key serves 2^32 documents with room to spare.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/vault/vault.h"

namespace tsuke::vault {

inline constexpr std::int64_t block_bytes = 4096;
inline constexpr std::int64_t chunk_plain_bytes = 64 << 10;
inline constexpr std::int64_t chunk_length_bytes = 4;
inline constexpr std::int64_t tag_bytes = 16;
inline constexpr std::int64_t nonce_bytes = 12;
inline constexpr std::int64_t key_bytes = 32;
inline constexpr std::int64_t chunk_overhead_bytes = chunk_length_bytes + tag_bytes;
inline constexpr std::int64_t chunk_stride_bytes = chunk_plain_bytes + chunk_overhead_bytes;
inline constexpr std::int64_t document_bytes_max = std::int64_t{1} << 48;

inline constexpr std::string_view magic = "TSUKEDOC";
inline constexpr std::uint32_t version = 1;
inline constexpr std::int64_t header_bound_bytes = 36;  // magic, id, record-bytes, version
inline constexpr std::int64_t wrapped_key_bytes = nonce_bytes + key_bytes + tag_bytes;
inline constexpr std::int64_t header_bytes = header_bound_bytes + wrapped_key_bytes;

using DocumentKey = std::array<char, 16>;  // names one document for ever; random

// Chunks in a document of so many plain bytes, and bytes of its record.
constexpr std::int64_t chunk_count(std::int64_t size_bytes) {
  return size_bytes == 0 ? 1 : (size_bytes + chunk_plain_bytes - 1) / chunk_plain_bytes;
}
constexpr std::int64_t record_bytes(std::int64_t size_bytes) {
  return header_bytes + size_bytes + chunk_count(size_bytes) * chunk_overhead_bytes;
}
constexpr std::int64_t round_up_to_block(std::int64_t bytes) {
  return (bytes + block_bytes - 1) / block_bytes * block_bytes;
}

void put_u32(char* at, std::uint32_t value);
void put_u64(char* at, std::uint64_t value);
std::uint32_t get_u32(const char* at);
std::uint64_t get_u64(const char* at);

// A parsed location. Own files have segment 0 and offset 0.
struct Place {
  std::int64_t segment = 0;
  std::int64_t offset = 0;
  std::int64_t size_bytes = 0;
  DocumentKey id{};
  bool own_file() const { return segment == 0; }
  std::int64_t record() const { return record_bytes(size_bytes); }
  std::string file_name() const;
};

Location to_location(const Place& place);
// Fails with internal ("document-damaged") on any text that to_location() does not write.
Result<Place> parse_location(const Location& location);

// The part of a header that is bound into the wrapped key.
std::array<char, header_bound_bytes> header_start(const Place& place);
std::array<char, nonce_bytes> chunk_nonce(std::int64_t number);
std::array<char, 25> chunk_binding(const DocumentKey& id, std::int64_t number, bool last);

std::string segment_name(std::int64_t number);
std::string own_file_name(const DocumentKey& id);
// 0 when the name is no segment's.
std::int64_t parse_segment_name(std::string_view name);
bool is_own_file_name(std::string_view name);

Error document_damaged(std::string_view detail);
Error document_destroyed();

}  // namespace tsuke::vault
