// A job and its attempts: the rows that every stage of the flow reads and writes. submit makes them, hold keeps them,
// release makes one attempt for one printer, deliver hands the document to exactly that device, report keeps the
// largest counts, charge rates them, distribute shares what was paid.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/money.h"
#include "base/page.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"
#include "platform/vault/vault.h"
#include "registry/print_settings.h"
#include "registry/purposes.h"

namespace tsuke::flow {

enum class JobState {
  purpose_needed,
  held,
  awaiting_approval,
  releasing,
  printing,  // open
  printed,
  partly_printed,
  failed,
  unconfirmed,
  cancelled,
  expired,  // ended
};
std::string_view to_string(JobState state);       // "purpose-needed", …
JobState parse_job_state(std::string_view text);  // asserts: it comes from our own rows
bool is_open(JobState state);
bool is_waiting(JobState state);  // may be changed, released, moved to another purpose: purpose-needed or held

enum class DocumentState {
  awaited,   // Create-Job came, Send-Document has not
  counting,  // stored; its pages are being counted
  ready,
  unreadable,  // the pages cannot be counted: see document_problem
  destroyed,   // key shredded
};
std::string_view to_string(DocumentState state);

struct Job {
  JobId id;
  std::int32_t number = 0;  // per person, from 1: the IPP job-id on that person's queues
  PersonId person;
  PurposeId purpose;  // none while purpose-needed
  std::string name;
  JobState state = JobState::held;
  DocumentState document = DocumentState::awaited;
  std::string document_problem;  // code of why it is unreadable: "document-encrypted"
  registry::PrintSettings settings;
  std::string format = "application/pdf";
  vault::Location location;
  std::int64_t size_bytes = 0;
  int pages = 0;                // 0 until counted
  std::string page_list;        // what each is like: see pages_of()
  std::string channel = "web";  // "web", "ipp", "mail" (flow/mailed.h)
  CredentialId via;             // the queue token or app password it came by
  std::string account_word;     // job-account-id as the client wrote it, when it named no purpose
  Instant submitted_at{};
  Instant expires_at{};
  Instant ended_at{};
  bool at_once = false;  // to be released as soon as it is ready, at its purpose's printer
  std::string
      at_once_problem;   // why that was refused and the job is held: a reason code of the decision, or of the cap
  std::string password;  // what opens it at release (flow/password.h); empty: nothing is asked for
};

enum class AttemptState {
  fetchable,
  fetched,
  printing,
  stopping,
  ended
};  // stopping: cancel was asked for while printing
std::string_view to_string(AttemptState state);

// How a device's work on an attempt ended.
enum class AttemptResult {
  none,
  completed,
  aborted,
  cancelled,    // the device's word
  lost,         // the device fell silent while printing
  withdrawn,    // cancelled before a device took it
  not_fetched,  // no device came for it in time
};
std::string_view to_string(AttemptResult result);

// One try to print one job at one printer. The number on the device's queue is the fencing token: an old one moves
// nothing.
struct Attempt {
  AttemptId id;
  JobId job;
  int number = 1;  // per job
  PrinterId printer;
  std::int32_t device_number = 0;  // per printer, from 1: the IPP job-id on that device's queue
  AttemptState state = AttemptState::fetchable;
  AttemptResult result = AttemptResult::none;
  std::string device_reasons;        // job-state-reasons that the device sent last, space-separated
  bool cancel_asked = false;         // by the job's owner
  std::string fetched_by;            // output-device-uuid of the program that fetched it last; empty: none, or unnamed
  registry::PrintSettings settings;  // frozen at release
  int pages = 0;
  std::int64_t expected_impressions = 0;
  std::int64_t expected_sheets = 0;
  Instant released_at{};
  Instant deadline{};  // of the current state: lease, or silence
};

// Cumulative counts, the largest that the device reported. None is above count_max: no job is that long.
inline constexpr std::int64_t count_max = 10'000'000;
struct Usage {
  std::int64_t monochrome_impressions = 0;
  std::int64_t color_impressions = 0;
  std::int64_t sheets = 0;
  bool reported = false;  // at least one positive count came
  std::int64_t impressions() const { return monochrome_impressions + color_impressions; }
  friend bool operator==(const Usage&, const Usage&) = default;
};

enum class ChargeState { reserved, captured, voided, unconfirmed, metered };  // metered: printed in a trial
std::string_view to_string(ChargeState state);

// What a print in a trial would have cost: nothing of it is charged (flow/metered.h).
struct WouldBe {
  Money authorised, device_fee, service_fee, captured, absorbed, commission;
};

// One per released job. Names are kept as they were.
struct Charge {
  JobId job;
  AttemptId attempt;
  PersonId person;
  PurposeId purpose;
  std::string purpose_name;
  registry::Payer payer;
  std::string payer_name;
  ProviderId provider;
  std::string provider_name;
  PrinterId printer;
  std::string printer_name;
  std::string site_name;
  TariffId tariff;
  FeePlanId fee_plan;
  Money authorised, device_fee, service_fee, captured, absorbed, commission;
  ChargeState state = ChargeState::reserved;
  Instant released_at{};
  Instant settled_at{};
  PaymentId paid_by;  // exists when paid, by its present payer
  // What was given back, of each amount; `borne` is the operator's expense for what the provider kept.
  struct Refunded {
    Money captured, device_fee, service_fee, commission, absorbed, borne;
  } refunded;
  PaymentId shared_by;    // the payment that made its shares payable, when another payer owes it since; or none
  int reassignments = 0;  // how often it was moved to another payer
  int shares = 0;         // how many payers share it (flow/shares.h): then the one named here is its person
  std::optional<WouldBe> would_be;  // exists when it was released in a trial: then its own amounts stay zero
  Usage usage;
  std::string person_name;
  std::string job_name;  // for its owner's eyes only

  // What the payer owes for it, or has paid: what was captured and not given back.
  Money owed() const { return captured - refunded.captured; }
};
struct ChargeLine {
  std::string part;  // "device", "service"
  std::string what;
  std::int64_t quantity = 0;
  std::int64_t unit_price_milli = 0;
  Money amount;
};

// The job's pages, as far as they are known: each that nothing is known of is taken for one with colour.
Pages pages_of(const Job& job);

// Readers. Each that takes a person gives not_found ("job-not-found") for another's job.
Result<Job> job(store::Reader& in, JobId id);
Result<Job> job_of(store::Reader& in, PersonId person, JobId id);
Result<Job> job_by_number(store::Reader& in, PersonId person, std::int32_t number);
enum class Which { open, ended, all };
// Newest first; `before` is the last id of the page before (none: from the newest).
Result<std::vector<Job>> jobs_of(store::Reader& in, PersonId person, Which which, JobId before, int limit);
Result<std::vector<Job>> jobs_via(store::Reader& in, CredentialId via, Which which, JobId before, int limit);
Result<std::vector<Job>> jobs_of_purpose(store::Reader& in, PurposeId purpose, Which which, JobId before, int limit);
Result<std::int64_t> held_count(store::Reader& in, PurposeId purpose);  // open jobs
Result<std::optional<Attempt>> latest_attempt(store::Reader& in, JobId job);
Result<Attempt> attempt(store::Reader& in, AttemptId id);
Result<Attempt> attempt_at_printer(store::Reader& in, PrinterId printer, std::int32_t device_number);
Result<Usage> usage_of(store::Reader& in, AttemptId attempt);
Result<std::optional<Charge>> charge_of(store::Reader& in, JobId job);
Result<std::vector<ChargeLine>> charge_lines(store::Reader& in, JobId job);
// Of every payer and provider, newest first, `before` as above. What each of them sees is in flow/log.
Result<std::vector<Charge>> all_charges(store::Reader& in, std::optional<ChargeState> state, JobId before, int limit);

// The tables of the flow: job, attempt, usage, usage_event, charge, rated_line, payment; and those of its other parts.
std::vector<store::Migration> migrations();
// All that the flow stands on, in the order of the house, and its own.
std::vector<store::Migration> house_migrations();

// For the stages: writes the state and publishes the "job" event for the job's person (rows.h, publish_job). Whether
// the job waits to be released at once, and why it was not, is written as the job says; both end with its waiting.
Result<void> set_job_state(store::Transaction& in, const Job& job, JobState state, Instant now);

// Event audiences.
std::string audience(PersonId person);               // "person:7"
std::string audience(const registry::Payer& payer);  // "organisation:3" or "person:7"
std::string audience(ProviderId provider);
std::string device_audience(PrinterId printer);  // "device:5": for that printer's agent

}  // namespace tsuke::flow
