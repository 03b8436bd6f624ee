// Knows a document's pages. Untrusted bytes are opened only in a worker process of their own, which has limits on time
// and memory, no network use and no file but its input.
// For documents to try it on see sample_pdf.h.
#pragma once

#include <string>

#include "base/page.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/vault/vault.h"

namespace tsuke::pages {

struct Summary {
  Pages pages;
  int count() const { return static_cast<int>(pages.size()); }
};

struct Limits {
  Duration cpu_time = seconds(10);  // whole seconds, rounded up; others may have the processor five times as long
  std::int64_t memory_bytes = 512LL << 20;
  std::int64_t document_bytes = 1LL << 30;
  int page_count_max = 100'000;
};

// Runs the worker and waits: seconds at worst, so never on a network thread. `program` is the executable to start as
// `program pages-worker` (our own binary).
// Fails with malformed: "document-damaged" (no PDF, or beyond repair), "document-encrypted" (needs a password),
// "document-too-large" (past a limit), "document-timeout". Each sentence says what the person can do.
// Fails besides as the reader does, with unavailable ("worker-not-started") when there is no room for a process, and
// with internal ("pages-worker-failed") when `program` is no worker or the system cannot jail it.
Result<Summary> analyse(const std::string& program, vault::Reader& document, const Limits& limits = {});

// The worker's own main: limits itself, reads the document from standard input, writes the summary to standard output.
// Never returns: it ends the process at once, for its memory has seen hostile bytes. Linux on x86-64 and AArch64.
int worker_main(const Limits& limits = {});

}  // namespace tsuke::pages
