// The document of an attempt as its device wants it, piece by piece: as it is, laid out, or drawn.
#pragma once

#include <memory>
#include <string>

#include "flow/deliver/delivery.h"
#include "platform/jail/process.h"
#include "platform/vault/vault.h"

namespace tsuke::flow {

// What opens untrusted documents.
struct Programs {
  std::string self;    // our own executable, which is the impose-worker
  std::string render;  // tsuke-render; empty: there is none
};

// Every call waits, for seconds at worst: never on a network thread.
class DocumentStream {
 public:
  virtual ~DocumentStream() = default;
  // The next piece; empty at the end, and only then was the document whole. Fails when it cannot be made to its end:
  // what came before must not be printed.
  virtual Result<std::string> read() = 0;
};

// Lays the document out to its end and draws the first of it, so that what cannot be printed is known before anything
// is sent. Fails with malformed ("document-damaged", "-encrypted", "-too-large", "-timeout"): the document's doing;
// with unsupported ("format-not-supported": no program to draw with); with unavailable and internal: ours.
Result<std::unique_ptr<DocumentStream>> open_document(const Programs& programs, std::unique_ptr<vault::Reader> document,
                                                      const Delivery& delivery);

}  // namespace tsuke::flow
