// A document is sealed chunk by chunk as it comes. The sealed record stays in memory while it is small and goes to a
// segment in one write at the end; one that grows past that moves to a file of its own and streams from then on.
#include <unistd.h>

#include <algorithm>

#include "base/bytes.h"
#include "platform/vault/core.h"

namespace tsuke::vault {

namespace {

constexpr std::int64_t write_out_bytes = 1 << 20;  // own files are written out in such steps

class DocumentWriter : public Writer {
 public:
  explicit DocumentWriter(std::shared_ptr<Core> core) : core_(std::move(core)), data_key_(SecretKey::random()) {
    const std::string id = random_bytes(place_.id.size());
    std::copy(id.begin(), id.end(), place_.id.begin());
    sealed_.resize(header_bytes);
  }
  ~DocumentWriter() override {
    if (own_file_ && !finished_) ::unlink(core_->path_of(place_).c_str());
  }

  Result<void> append(std::string_view bytes) override {
    TRY(usable());
    Result<void> appended = take_in(bytes);
    failed_ = !appended.ok();
    return appended;
  }
  std::int64_t size_bytes() const override { return place_.size_bytes; }
  Result<Location> finish() override {
    TRY(usable());
    failed_ = true;  // until it is done
    TRY(seal_chunk(true));
    if (!own_file_ && is_large()) TRY(start_own_file());
    TRY(own_file_ ? finish_own_file() : finish_in_segment());
    finished_ = true;
    ++core_->documents_written;
    core_->bytes_written += place_.size_bytes;
    return to_location(place_);
  }

 private:
  bool is_large() const { return place_.size_bytes > core_->small_document_bytes; }

  Result<void> usable() const {
    if (!failed_ && !finished_) return {};
    return Error{Reason::internal, "document-closed", "The document is finished or failed. Begin a new one."};
  }

  Result<void> take_in(std::string_view bytes) {
    if (static_cast<std::int64_t>(bytes.size()) > document_bytes_max - place_.size_bytes)
      return Error{Reason::too_large, "document-too-large", "The document is larger than can be stored."};
    while (!bytes.empty()) {
      if (pending_.size() == chunk_plain_bytes) TRY(pass_chunk_on());
      const auto take = std::min(bytes.size(), static_cast<std::size_t>(chunk_plain_bytes) - pending_.size());
      pending_.append(bytes.substr(0, take));
      place_.size_bytes += static_cast<std::int64_t>(take);
      bytes.remove_prefix(take);
    }
    return {};
  }

  Result<void> pass_chunk_on() {
    TRY(seal_chunk(false));
    if (!own_file_ && is_large()) TRY(start_own_file());
    if (own_file_) TRY(write_own_file());
    return {};
  }

  Result<void> seal_chunk(bool last) {
    const auto nonce = chunk_nonce(chunks_);
    const auto binding = chunk_binding(place_.id, chunks_, last);
    char length[chunk_length_bytes];
    put_u32(length, static_cast<std::uint32_t>(pending_.size()));
    sealed_.append(length, sizeof length);
    TRY(seal(data_key_, {nonce.data(), nonce.size()}, {binding.data(), binding.size()}, pending_, sealed_));
    ++chunks_;
    pending_.clear();
    return {};
  }

  Result<void> start_own_file() {
    const std::string header = TRY(make_header(place_, core_->master, data_key_));
    std::copy(header.begin(), header.end(), sealed_.begin());
    own_file_ = TRY(File::create(*core_->disk, core_->path_of(place_)));
    core_->group_sync.mark_folder();
    return {};
  }

  Result<void> write_own_file() {
    TRY(own_file_->write_at(sealed_, written_));
    written_ += static_cast<std::int64_t>(sealed_.size());
    sealed_.clear();
    if (written_ - written_out_ >= write_out_bytes) {
      own_file_->start_writing_out(written_out_, written_ - written_out_);
      written_out_ = written_;
    }
    return {};
  }

  Result<void> finish_own_file() {
    TRY(write_own_file());
    core_->group_sync.mark(own_file_);
    return {};
  }

  Result<void> finish_in_segment() {
    const Space space = TRY(core_->segments.allocate(static_cast<std::int64_t>(sealed_.size())));
    Result<void> written = write_to(space);
    if (!written.ok()) core_->segments.give_back(space);
    sealed_ = {};
    return written;
  }

  Result<void> write_to(const Space& space) {
    place_.segment = space.segment;
    place_.offset = space.offset;
    const std::string header = TRY(make_header(place_, core_->master, data_key_));
    std::copy(header.begin(), header.end(), sealed_.begin());
    TRY(space.file->write_at(sealed_, space.offset));
    core_->group_sync.mark(space.file);
    return {};
  }

  const std::shared_ptr<Core> core_;
  const SecretKey data_key_;
  Place place_;
  std::string pending_;  // plain bytes of the chunk that fills
  std::string sealed_;   // the record so far, or what is not yet in the own file
  std::shared_ptr<File> own_file_;
  std::int64_t chunks_ = 0;
  std::int64_t written_ = 0;
  std::int64_t written_out_ = 0;
  bool failed_ = false;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<Writer> make_writer(std::shared_ptr<Core> core) {
  return std::make_unique<DocumentWriter>(std::move(core));
}

}  // namespace tsuke::vault
