// A document on its way into the vault.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "doors/block_digest.h"
#include "doors/service.h"
#include "flow/submit/submit.h"
#include "platform/convert/formats.h"
#include "platform/vault/vault.h"

namespace tsuke::doors {

struct Stored {
  flow::StoredDocument document;
  std::string digest;  // of the bytes, however they were cut into pieces
};

// The vault's writer, with a look at the first bytes before anything else is believed. Dropped unfinished, it leaves
// nothing.
class Intake {
 public:
  // `declared` is the document's Content-Type; empty: by its bytes.
  Intake(Service& service, std::string_view declared) : service_(service), declared_(declared) {}

  // Fails with unsupported ("document-format-not-supported"), malformed ("document-format-error": not what it is
  // declared to be), too_large ("document-too-large"), unavailable.
  Result<void> append(std::string_view piece);
  // Fails with malformed ("document-empty"), and as append.
  Result<Stored> finish();

 private:
  Result<void> recognise();

  Service& service_;
  const std::string declared_;
  std::unique_ptr<vault::Writer> writer_;
  std::string first_;
  BlockDigest digest_;
  const convert::Format* format_ = nullptr;
};

}  // namespace tsuke::doors
