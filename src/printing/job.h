// A job as the agent sees it: what is wanted, how far it is, and what came out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tsuke::printing {

// What the service asks for. `id` is the attempt's number at this device.
struct Ticket {
  std::int32_t id = 0;
  std::string name;  // an opaque reference, never the document's title
  std::int32_t copies = 1;
  std::string sides, color_mode, media, format;  // empty: the printer's default
  std::int32_t impressions = 0;                  // of one copy, as estimated; 0: not known
  std::int32_t quality = 0;                      // print-quality; 0: the printer's default
  std::string scaling, handling;                 // print-scaling, multiple-document-handling; empty: as above
  std::vector<std::int32_t> finishings;

  friend bool operator==(const Ticket&, const Ticket&) = default;
};

// What came out so far. A count that the printer does not give is absent, never guessed.
struct Counts {
  std::optional<std::int32_t> impressions, sheets;
  bool sheets_derived = false;  // from impressions and sides, for a printer that counts no sheets

  friend bool operator==(const Counts&, const Counts&) = default;
};

struct Progress {
  std::int32_t state = 5;  // ipp::job_state
  std::vector<std::string> reasons;
  Counts counts;

  friend bool operator==(const Progress&, const Progress&) = default;
};

// The job as the printer tells it.
struct DeviceJob {
  std::int32_t id = 0;
  std::int32_t state = 3;
  std::vector<std::string> reasons;
  std::optional<std::int32_t> impressions, sheets;
};

bool is_final(std::int32_t state);

// The name under which the printer knows this attempt: an earlier attempt of the same job has another.
std::string name_at_printer(const Ticket& ticket);

// Takes over what the printer says. Counts only grow, for printers that start again at 0 in the last answer exist.
void absorb(Progress& progress, const DeviceJob& seen, const Ticket& ticket);

// Sheets of paper that carry this many impressions: in duplex each copy begins a new sheet.
std::int32_t sheets_of(std::int32_t impressions, const Ticket& ticket);

}  // namespace tsuke::printing
