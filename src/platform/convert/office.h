// Office documents, by LibreOffice: a large program of others, in a jail that fits it.
//
// It runs as `program office-worker …`, which gives up what it can before it becomes LibreOffice: it may read the
// system's own folders and fonts, write below one folder that is made for this document and removed with it, and has no
// network: no socket that it makes has an address or reaches one, and where the system allows it stands in an empty
// network namespace besides. Its profile turns macros, active content and links to other documents off.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "platform/convert/formats.h"
#include "platform/vault/vault.h"

namespace tsuke::convert {

inline constexpr Duration office_time = minutes(2);
inline constexpr std::int64_t office_memory_bytes = 4LL << 30;

// LibreOffice's executable: `named`, or where packages put it. Empty when there is none.
std::string find_office_program(const std::string& named);

struct OfficePrograms {
  std::string program;  // our own
  std::string office;   // as find_office_program() gives it
};
// Whether LibreOffice starts in its jail here: an installation that lacks a part, or has one where the jail does not
// let it read, is a warning in the log and no. Takes a fraction of a second.
bool office_starts(const OfficePrograms& programs);

// Appends the PDF. One at a time is the caller's to see to: each takes seconds and hundreds of megabytes. Fails with
// malformed: "document-damaged" (LibreOffice cannot read it, or it needs a password), "document-timeout",
// "document-too-large"; as reader and writer do; with unavailable ("worker-not-started"); with internal
// ("convert-worker-failed") when LibreOffice itself does not start.
Result<void> office_to_pdf(const OfficePrograms& programs, const Format& format, vault::Reader& document,
                           vault::Writer& pdf, std::int64_t pdf_bytes_max, Duration wall_time = office_time);

// The worker's own main, with the arguments after its name: LibreOffice's executable, the folder, the document's name
// in it; without the name it tells its version. Never returns.
int office_worker_main(int count, char** arguments);

}  // namespace tsuke::convert
