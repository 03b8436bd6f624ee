#include <algorithm>
#include <cstring>

#include "platform/vault/core.h"

namespace tsuke::vault {

namespace {

Result<SecretKey> read_key(const Core& core, const File& file, const Place& place) {
  std::string header(header_bytes, 0);
  header.resize(TRY(file.read_at(header, place.offset)));
  return open_header(place, core.master, header);
}

class DocumentReader : public Reader {
 public:
  DocumentReader(std::shared_ptr<Core> core, std::shared_ptr<File> file, const Place& place, const SecretKey& key)
      : core_(std::move(core)), file_(std::move(file)), place_(place), key_(key) {}

  std::int64_t size_bytes() const override { return place_.size_bytes; }

  Result<std::size_t> read(std::span<char> into) override {
    std::size_t filled = 0;
    while (filled < into.size()) {
      if (used_ == plain_.size() && next_chunk_ < chunk_count(place_.size_bytes)) TRY(load_chunk());
      if (used_ == plain_.size()) break;
      const std::size_t take = std::min(into.size() - filled, plain_.size() - used_);
      std::memcpy(into.data() + filled, plain_.data() + used_, take);
      filled += take;
      used_ += take;
    }
    return filled;
  }

 private:
  // Opens the next chunk, or says why it does not open; a failed reader fails again when asked again.
  Result<void> load_chunk() {
    plain_.clear();
    used_ = 0;
    if (open_chunk()) return {};
    plain_.clear();
    // Destroyed while it was being read: that is no damage.
    TRY(read_key(*core_, *file_, place_));
    return document_damaged("bytes are missing or altered");
  }

  bool open_chunk() {
    const bool last = next_chunk_ + 1 == chunk_count(place_.size_bytes);
    const std::int64_t plain_bytes = last ? place_.size_bytes - next_chunk_ * chunk_plain_bytes : chunk_plain_bytes;
    const std::int64_t at = place_.offset + header_bytes + next_chunk_ * chunk_stride_bytes;
    stored_.resize(static_cast<std::size_t>(plain_bytes + chunk_overhead_bytes));
    const auto got = file_->read_at(stored_, at);
    if (!got.ok() || got.value() != stored_.size()) return false;
    if (get_u32(stored_.data()) != plain_bytes) return false;

    const auto nonce = chunk_nonce(next_chunk_);
    const auto binding = chunk_binding(place_.id, next_chunk_, last);
    plain_.resize(static_cast<std::size_t>(plain_bytes));
    const std::string_view sealed = std::string_view(stored_).substr(chunk_length_bytes);
    if (!unseal(key_, {nonce.data(), nonce.size()}, {binding.data(), binding.size()}, sealed, plain_.data()))
      return false;
    ++next_chunk_;
    return true;
  }

  const std::shared_ptr<Core> core_;
  const std::shared_ptr<File> file_;
  const Place place_;
  const SecretKey key_;
  std::string stored_;
  std::string plain_;     // of the chunk before next_chunk_
  std::size_t used_ = 0;  // of plain_
  std::int64_t next_chunk_ = 0;
};

}  // namespace

Result<std::unique_ptr<Reader>> make_reader(std::shared_ptr<Core> core, const Location& location) {
  const Place place = TRY(parse_location(location));
  auto file = TRY(File::open(*core->disk, core->path_of(place)));
  // The vault itself removes a file only after shredding what was in it.
  if (!file && (place.own_file() || place.segment <= core->segments.highest())) return document_destroyed();
  if (!file) return document_damaged("it is not there");
  const SecretKey key = TRY(read_key(*core, *file, place));
  if (place.own_file() && TRY(file->size_bytes()) != place.record()) return document_damaged("its end is missing");
  return std::unique_ptr<Reader>(std::make_unique<DocumentReader>(std::move(core), std::move(file), place, key));
}

}  // namespace tsuke::vault
