// A document on its way into the vault.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "flow/submit/submit.h"
#include "platform/vault/vault.h"

namespace tsuke::doors {

Error not_a_pdf();

struct Stored {
  flow::StoredDocument document;
  std::string digest;  // of the bytes, however they were cut into pieces
};

// The vault's writer, with a look at the first bytes before anything else is believed. Dropped unfinished, it leaves
// nothing.
class Intake {
 public:
  explicit Intake(vault::Vault& vault) : vault_(vault) {}

  // Fails with unsupported ("document-format-not-supported"), too_large ("document-too-large"), unavailable.
  Result<void> append(std::string_view piece);
  // Fails with malformed ("document-empty"), and as append.
  Result<Stored> finish();

 private:
  Result<void> sniff();
  void digest(std::string_view piece);

  vault::Vault& vault_;
  std::unique_ptr<vault::Writer> writer_;
  std::string first_;
  std::string block_;   // what the chain of digests does not cover yet
  std::string digest_;  // SHA-256 of the digest before and a block, block by block
  bool sniffed_ = false;
};

}  // namespace tsuke::doors
