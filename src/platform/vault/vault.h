// Document bytes: encrypted, durable under group commit, destroyed by shredding the key.
//
// Promises:
//   1. Bytes are never whole in memory: a writer takes pieces of any size, a reader gives pieces.
//   2. After finish() and a later successful sync() the document survives kill -9 and power loss.
//   3. Reading finds truncation and alteration (AES-256-GCM per chunk, chunk number and last-chunk mark bound in).
//   4. destroy() overwrites the wrapped data key on the disk and syncs before it returns, then frees the space; nobody
//      can read the document afterwards, the holder of the master key included. Destroying twice succeeds.
//   5. A full disk fails the one append or finish with unavailable ("disk-full") and harms no other document.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke::vault {

// Where a document lies: opaque to all but the vault, kept in the job's row as text.
struct Location {
  std::string text;
  friend bool operator==(const Location&, const Location&) = default;
};

class Writer {
 public:
  virtual ~Writer() = default;  // an unfinished document is dropped and its space reused
  // Fails with unavailable ("disk-full").
  virtual Result<void> append(std::string_view bytes) = 0;
  virtual std::int64_t size_bytes() const = 0;  // plain bytes appended so far
  // No appending afterwards. The document can be read at once; it is durable after the next sync().
  virtual Result<Location> finish() = 0;
};

class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::int64_t size_bytes() const = 0;  // of the plain document
  // Fills as much as it can; 0 at the end. Fails with internal ("document-damaged") when bytes are missing or altered.
  virtual Result<std::size_t> read(std::span<char> into) = 0;
};

struct Options {
  std::string folder;           // made when absent, mode 0700
  std::string master_key_file;  // 32 random bytes as hex, made when absent, mode 0600
  std::int64_t segment_bytes = 64 << 20;
  std::int64_t own_file_bytes = 1 << 20;  // documents that grow past this get a file of their own
};

class Vault {
 public:
  // Fails with unavailable when the folder cannot be used, with malformed when the key file is not ours or is readable
  // by others.
  static Result<std::unique_ptr<Vault>> open(Options options);
  virtual ~Vault() = default;

  // All thread-safe; one writer or reader object belongs to one thread at a time.
  virtual Result<std::unique_ptr<Writer>> begin() = 0;
  // Everything finished before this call is on the disk when it returns: what the committer calls before its commit.
  // Calls at the same time share one fdatasync. After a failure the documents it covered must be given up: the kernel
  // may have dropped their bytes, and no later sync vouches for them; later documents go to a fresh segment.
  virtual Result<void> sync() = 0;
  // Fails with gone ("document-destroyed") after destroy(), with internal ("document-damaged") when it is not there. A
  // file that is missing counts as destroyed: the vault removes none before what was in it is shredded.
  virtual Result<std::unique_ptr<Reader>> open(const Location& location) = 0;
  virtual Result<void> destroy(const Location& location) = 0;
  // Destroys many with one sync for every 256. Goes on after a failure, and returns the last one.
  virtual Result<void> destroy_all(std::span<const Location> locations);
  // Drops what no row speaks of (bytes of writers that never committed): call at start, before the first begin(), with
  // every live location. Only what lay there at open() is dropped. Fails with internal ("document-damaged") when a
  // location cannot be understood, dropping nothing; with unavailable ("vault-in-use") while another vault object or
  // process has the folder open.
  virtual Result<void> keep_only(std::span<const Location> live) = 0;

  struct Counters {
    std::int64_t documents_written = 0;
    std::int64_t bytes_written = 0;
    std::int64_t syncs = 0;
  };
  virtual Counters counters() const = 0;
};

}  // namespace tsuke::vault
