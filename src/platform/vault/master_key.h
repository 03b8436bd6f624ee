// The master key: 32 random bytes as 64 hex letters in a file of mode 0600.
#pragma once

#include <string>

#include "base/result.h"
#include "platform/vault/crypto.h"

namespace tsuke::vault {

// Reads the key file, or makes one when there is none and `may_create`. A crash never leaves half a key file.
// Fails with malformed: "master-key-missing", "master-key-exposed" (group or others may read it), "master-key-wrong"
// (not 64 hex letters); with unavailable when the file cannot be read or made.
Result<SecretKey> load_master_key(const std::string& path, bool may_create);

// Remembers in `path` which key this folder is sealed with, by a one-way digest.
// Fails with malformed ("master-key-wrong") when it is another one than before.
Result<void> check_master_key(const std::string& path, const SecretKey& key);

}  // namespace tsuke::vault
