// For tests of the vault: a folder that vanishes, documents to write and read, and a disk that fails on command.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "base/bytes.h"
#include "platform/vault/core.h"
#include "platform/vault/vault.h"

namespace tsuke::vault::testing {

struct TestFolder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("tsuke-vault-" + to_hex(random_bytes(8)));
  TestFolder() { std::filesystem::create_directory(path); }
  ~TestFolder() { std::filesystem::remove_all(path); }
  Options options() const {
    return {.folder = (path / "vault").string(), .master_key_file = (path / "master.key").string()};
  }
  std::filesystem::path file(const std::string& name) const { return path / "vault" / name; }
  int count(const std::string& prefix) const {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path / "vault"))
      found += entry.path().filename().string().starts_with(prefix) ? 1 : 0;
    return found;
  }
};

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}
inline void spill(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Bytes that differ at every place, the same for the same seed.
inline std::string sample(std::size_t size, unsigned seed = 1) {
  std::string bytes(size, 0);
  std::uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;
  for (char& byte : bytes) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    byte = static_cast<char>(state >> 56);
  }
  return bytes;
}

inline Result<Location> store(Vault& vault, const std::string& bytes, std::size_t piece = 10'000) {
  auto writer = TRY(vault.begin());
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    TRY(writer->append(std::string_view(bytes).substr(at, piece)));
  return writer->finish();
}

inline Result<std::string> fetch(Vault& vault, const Location& location, std::size_t piece = 9'999) {
  auto reader = TRY(vault.open(location));
  std::string all;
  std::string room(piece, 0);
  for (;;) {
    const std::size_t got = TRY(reader->read(room));
    if (got == 0) return all;
    all.append(room, 0, got);
  }
}

// What the error is called, or "ok".
template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "ok" : result.error().code;
}

// A disk with a limit on what may still be written or reserved, and a sync that fails on command.
class FailingDisk : public Disk {
 public:
  std::atomic<std::int64_t> room_bytes = std::int64_t{1} << 50;
  std::atomic<bool> sync_fails = false;

  ssize_t write_at(int descriptor, std::string_view bytes, std::int64_t offset) override {
    if (room_bytes <= 0) return fail(ENOSPC);
    bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::int64_t>(room_bytes, bytes.size())));
    room_bytes -= static_cast<std::int64_t>(bytes.size());
    return Disk::write_at(descriptor, bytes, offset);
  }
  int reserve(int descriptor, std::int64_t bytes) override {
    return bytes > room_bytes ? static_cast<int>(fail(ENOSPC)) : Disk::reserve(descriptor, bytes);
  }
  int sync_data(int descriptor) override {
    return sync_fails ? static_cast<int>(fail(EIO)) : Disk::sync_data(descriptor);
  }

 private:
  static ssize_t fail(int problem) {
    errno = problem;
    return -1;
  }
};

}  // namespace tsuke::vault::testing
