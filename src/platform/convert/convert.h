// Makes a PDF of what people send: one form inside, so that everything behind it knows one kind of document.
//
// Untrusted bytes are opened only in a process of its own, which is jailed before it reads the first of them.
#pragma once

#include <string>

#include "base/page.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/convert/formats.h"
#include "platform/vault/vault.h"

namespace tsuke::convert {

// The programs that convert.
struct Tools {
  std::string program;         // our own, started as `program convert-worker …`
  std::string render_program;  // tsuke-render, for text; empty where there is none
  std::string office_program;  // LibreOffice's; empty where there is none

  Accepted accepted() const { return Accepted(!render_program.empty(), !office_program.empty()); }
};

// What this machine has: tsuke-render beside `program` unless `render` names it, and LibreOffice where packages put it
// unless `office` names it ("none": not even then), if it starts (a warning in the log tells why not).
Tools find_tools(const std::string& program, const std::string& render = "", const std::string& office = "");

struct Limits {
  // A person waits for a small document; a large one may take longer than to read it at 2 MiB each second.
  Duration cpu_time = seconds(10);
  std::int64_t memory_bytes = 512LL << 20;
  std::int64_t pdf_bytes = 1LL << 30;
  std::int64_t pixels = 200'000'000;  // of one picture: A3 at 1200 per inch is more, at 900 less
  int page_count_max = 100'000;
};

// Appends the PDF to the writer, which is the caller's to finish. Pictures without a size of their own are made to fit
// the sheet. Runs a worker and waits: seconds, or a minute for an office document, so never on a network thread.
// Fails with malformed: "document-damaged", "document-too-large", "document-not-convertible", "document-encrypted",
// "document-timeout"; as reader and writer do; with unavailable ("worker-not-started"); with internal
// ("convert-worker-failed") when the program is no worker or the system cannot jail it.
Result<void> to_pdf(const Tools& tools, const Format& format, PageSize sheet, vault::Reader& document,
                    vault::Writer& pdf, const Limits& limits = {});

// The worker's own main, with the arguments after its name: format and sheet ("image/png", "21000", "29700"). Locks
// itself in, reads the document from standard input and writes the PDF to standard output. Never returns.
int worker_main(int count, char** arguments);

}  // namespace tsuke::convert
