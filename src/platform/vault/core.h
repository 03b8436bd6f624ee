// What the vault, its writers and its readers share.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "platform/vault/crypto.h"
#include "platform/vault/file.h"
#include "platform/vault/group_sync.h"
#include "platform/vault/segments.h"
#include "platform/vault/vault.h"

namespace tsuke::vault {

// Documents that lay in the folder when it was opened.
struct Inventory {
  std::vector<std::int64_t> segments;
  std::set<std::string> own_files;
};

struct Core {
  Core(std::shared_ptr<Disk> disk_given, const Options& options, const SecretKey& key, int folder_descriptor,
       Inventory found)
      : disk(std::move(disk_given)),
        folder(options.folder),
        small_document_bytes(std::min(options.own_file_bytes, options.segment_bytes)),
        master(key),
        inventory(std::move(found)),
        group_sync(*disk, folder_descriptor),
        segments(*disk, group_sync, options.folder, options.segment_bytes, inventory.segments) {}

  std::string path_of(const Place& place) const { return folder + "/" + place.file_name(); }

  const std::shared_ptr<Disk> disk;
  const std::string folder;
  const std::int64_t small_document_bytes;  // a larger one gets a file of its own
  const SecretKey master;
  Inventory inventory;  // emptied by keep_only()
  GroupSync group_sync;
  Segments segments;
  std::mutex destroying;  // guards headers of documents being destroyed
  std::atomic<std::int64_t> documents_written = 0;
  std::atomic<std::int64_t> bytes_written = 0;
};

// As Vault::open, upon a disk that a test can make fail.
Result<std::unique_ptr<Vault>> open_on(std::shared_ptr<Disk> disk, Options options);

std::unique_ptr<Writer> make_writer(std::shared_ptr<Core> core);
Result<std::unique_ptr<Reader>> make_reader(std::shared_ptr<Core> core, const Location& location);
// As the functions of Vault.
Result<void> destroy_documents(Core& core, std::span<const Location> locations);
Result<void> sweep(Core& core, std::span<const Location> live);

}  // namespace tsuke::vault
