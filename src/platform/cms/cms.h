// Signed bytes: CMS SignedData (RFC 5652) around what it signs, as iOS and macOS want a configuration profile.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke::cms {

class Signer {
 public:
  virtual ~Signer() = default;
  // From a PEM chain, the signer's own certificate first, and its PEM key. The chain goes along with each signature,
  // so that who checks it can reach an authority that it knows. Fails with unavailable ("file-refused"), malformed
  // ("bad-signing-certificate": no certificate, no key, or not each other's).
  static Result<std::unique_ptr<Signer>> create(const std::string& certificate_file, const std::string& key_file);
  // DER, the content inside. From any thread; about a millisecond. Fails with internal ("signing-failed").
  virtual Result<std::string> sign(std::string_view content) const = 0;
};

}  // namespace tsuke::cms
