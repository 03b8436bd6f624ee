// The print log (印刷ログ): one row for each job that was released, as it was then, beside what became of it. Who reads
// it decides what a row shows: hiding is done here, so that no door can forget it.
//
//   person    everything of theirs
//   payer     its own lines; the title only where the person shows titles to this payer; comments written for it; of a
//             print that it shares its share, and nothing of who pays the rest; once a charge has moved away, nothing
//   provider  what its printers did and earned: no title, no comment, no person, no purpose, no payer
//   operator  every line, without titles, comments and purposes
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

// What became of a release.
enum class LogResult { printing, printed, partly_printed, failed, cancelled, unconfirmed };
std::string_view to_string(LogResult result);               // "partly-printed", …
Result<LogResult> parse_log_result(std::string_view text);  // malformed ("bad-filter")

// Whose eyes, and on whose rows. The caller has checked that they are the reader's.
struct LogView {
  enum class Eyes { person, payer, provider, operating } eyes;
  PersonId person;        // of eyes person
  registry::Payer payer;  // of eyes payer
  ProviderId provider;    // of eyes provider
};
LogView log_of_person(PersonId person);
LogView log_of_payer(const registry::Payer& payer);
LogView log_of_provider(ProviderId provider);
LogView log_of_all();

// All that is named must hold. An amount is in minor units of the row's own currency: of the total, or of the device
// fee where the view shows no total.
struct LogFilter {
  std::optional<Instant> from;           // released at or after
  std::optional<Instant> to;             // released before
  PersonId person;                       // in a payer's view
  PurposeId purpose;                     // in a person's view
  std::optional<registry::Payer> payer;  // in the operator's view
  ProviderId provider;
  SiteId site;
  PrinterId printer;
  std::optional<LogResult> result;
  std::optional<registry::ColorMode> color;  // color: something in colour came out; monochrome: came out without any
  std::optional<std::int64_t> amount_min, amount_max;
};

struct LogCounts {
  std::int64_t monochrome_impressions = 0;
  std::int64_t color_impressions = 0;
  std::int64_t sheets = 0;
};

// What was given back since, of what the row shows. Nothing: all of it is zero.
struct LogRefund {
  Money device_fee;
  std::optional<Money> service_fee;  // hidden from the provider
  std::optional<Money> total;        // of what the payer pays: hidden from the provider
  std::optional<Money> commission;   // between provider and operator, as the next
  std::optional<Money> borne;        // of the provider's loss by the operator
};

// One payer of a print that several share.
struct LogShare {
  registry::Payer payer;
  std::string payer_name;
  std::string share;  // "70 %", "3/5"
  Money total;
  Money refunded;
  bool paid = false;
};

// What a print in a trial would have cost; nothing until it is known what came out.
struct LogWouldBe {
  Money device_fee;
  std::optional<Money> service_fee, total;  // hidden from the provider
  std::optional<Money> commission;          // between provider and operator
};

// What the view hides is empty.
struct LogRow {
  JobId job;
  Instant released_at{};
  Instant settled_at{};  // 0: not yet
  std::string title;
  bool has_title = false;
  std::string comment;            // what the person wrote to it for its payer
  bool comment_is_shown = false;  // to whoever pays for it now
  PersonId person;                // whose print it is
  std::string person_name;
  PersonId released_by, submitted_by;  // for them, by a delegate; none: they did
  std::string released_by_name, submitted_by_name;
  bool at_once = false;  // the service did, by the purpose's rule
  PurposeId purpose;
  std::string purpose_name;
  std::optional<registry::Payer> payer;
  std::string payer_name;
  ProviderId provider;
  std::string provider_name;
  SiteId site;
  std::string site_name;
  PrinterId printer;
  std::string printer_name;
  int attempt = 1;  // how often it was released so far
  LogCounts asked;
  LogCounts printed;
  std::string media;
  registry::Sides sides = registry::Sides::one_sided;
  LogResult result = LogResult::printing;
  Money device_fee;
  std::optional<Money> service_fee;  // hidden from the provider
  std::optional<Money> total;        // what the payer pays: hidden from the provider
  std::optional<Money> commission;   // between provider and operator: for their eyes
  LogRefund refunded;
  std::optional<LogWouldBe> would_be;  // exists when it was released in a trial: nothing of it is charged
  bool reassigned = false;  // charged to another payer than at release, at least once: hidden from the provider
  bool paid = false;
  std::string share;             // a payer's line: how much of the print it pays, "70 %"; empty: all
  std::vector<LogShare> shares;  // for the person and the operator: who pays it, when it is several
  int share_count = 0;

  // What remains: of what the payer pays; of the provider's device fee less commission. None where the view hides it.
  std::optional<Money> net() const;
  std::optional<Money> provider_net() const;
};

// Where a page ended, the newest being first.
struct LogPlace {
  Instant released_at{};
  JobId job;
  friend bool operator==(const LogPlace&, const LogPlace&) = default;
};
std::string to_string(const LogPlace& place);               // "1732333157123000-123456"
Result<LogPlace> parse_log_place(std::string_view cursor);  // malformed ("bad-cursor")

struct LogPage {
  std::vector<LogRow> rows;
  std::optional<LogPlace> next;  // where to go on; none: there is nothing older
};

inline constexpr int log_looks_max = 2000;

// The newest rows after `after`, at most `limit`. No more than `looks_max` rows are looked at, whatever is filtered: a
// page may have fewer rows than asked for, even none, and yet say where to go on. Fails with malformed ("bad-filter":
// this view has no such filter).
Result<LogPage> print_log(store::Reader& in, const LogView& view, const LogFilter& filter,
                          const std::optional<LogPlace>& after, int limit, int looks_max = log_looks_max);

}  // namespace tsuke::flow
