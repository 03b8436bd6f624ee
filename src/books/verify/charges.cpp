// One charge per released job, and what the journal says about it.
#include <set>

#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

// With the payer and the budget that it had when it was captured: what came later is looked at in amendments.cpp.
constexpr Query all_charges{"verify_charges", R"sql(
    SELECT c.job_id, CASE WHEN r.id IS NULL THEN c.payer ELSE r.from_payer END, c.provider_id, c.authorised,
           c.device_fee, c.service_fee, c.captured, c.absorbed, c.commission, c.state, c.released_at, a.id, a.job_id,
           a.printer_id, a.released_at,
           c.printer_id, COALESCE(u.reports, 0), COALESCE(u.monochrome_impressions + u.color_impressions, 0), c.shares
      FROM charge c
      LEFT JOIN attempt a ON a.id = c.attempt_id
      LEFT JOIN usage u ON u.attempt_id = c.attempt_id
      LEFT JOIN reassignment r ON r.job_id = c.job_id AND r.position = 1
     ORDER BY c.job_id)sql"};
constexpr Query attempts_without_charge{"verify_attempts_without_charge", R"sql(
    SELECT a.id, a.job_id FROM attempt a
     WHERE NOT EXISTS (SELECT 1 FROM charge c WHERE c.job_id = a.job_id) ORDER BY a.id)sql"};

constexpr const char* charge_words[] = {"reserve",     "capture",    "capture-budget", "device-fee",
                                        "service-fee", "commission", "absorbed"};

struct ChargeRow {
  std::int64_t job;
  std::string payer;
  std::int64_t provider, authorised, device_fee, service_fee, captured, absorbed, commission;
  std::string state;
  std::int64_t released_at;
  bool attempt_matches;
  std::int64_t reports, impressions;
  bool is_shared;  // its payers are looked at in shares.cpp
};

ChargeRow charge_from(const store::Row& row) {
  const bool attempt_matches = !row.is_null(11) && row.integer(12) == row.integer(0) &&
                               row.integer(13) == row.integer(15) && row.integer(14) == row.integer(10);
  return {row.integer(0),  row.text(1),     row.integer(2),  row.integer(3),  row.integer(4),
          row.integer(5),  row.integer(6),  row.integer(7),  row.integer(8),  row.text(9),
          row.integer(10), attempt_matches, row.integer(16), row.integer(17), row.integer(18) != 0};
}

class ChargeCheck {
 public:
  ChargeCheck(const ChargeRow& charge, const Postings& posted, Findings& findings)
      : charge_(charge), posted_(posted), findings_(findings) {}

  void run() {
    if (!charge_.attempt_matches)
      fault("attempt-differs", "its attempt is not one of this job at this printer at that time");
    check_amounts();
    if (!charge_.is_shared) check_reservation();
    check_capture();
    check_distribution();
    check_parties();
  }

 private:
  void fault(std::string_view code, std::string what) {
    findings_.add(code, "charge " + std::to_string(charge_.job), std::move(what));
  }
  void compare(std::string_view code, std::string_view what, std::int64_t stored) {
    const Wide posted = posted_.sum(what);
    if (posted != stored)
      fault(code,
            std::string(what) + " was posted with " + digits(posted) + ", the charge says " + std::to_string(stored));
  }
  std::string unbilled() const { return "payer:" + charge_.payer + ":unbilled"; }
  std::string accrued() const { return "provider:" + std::to_string(charge_.provider) + ":accrued"; }

  void check_amounts() {
    const bool is_captured = charge_.state == "captured";
    const Wide fees = Wide{charge_.device_fee} + charge_.service_fee;
    if (fees != Wide{charge_.captured} + charge_.absorbed || charge_.commission > charge_.device_fee)
      fault("fees-differ", "device " + std::to_string(charge_.device_fee) + " + service " +
                               std::to_string(charge_.service_fee) + ", captured " + std::to_string(charge_.captured) +
                               " + absorbed " + std::to_string(charge_.absorbed) + ", commission " +
                               std::to_string(charge_.commission));
    if (charge_.captured > charge_.authorised)
      fault("captured-above-authorised",
            std::to_string(charge_.captured) + " captured of " + std::to_string(charge_.authorised) + " authorised");
    if (!is_captured && (fees != 0 || charge_.captured != 0 || charge_.absorbed != 0 || charge_.commission != 0))
      fault("amount-without-capture", "it is " + charge_.state + " and has amounts");
    if (is_captured && (charge_.reports <= 0 || charge_.impressions <= 0))
      fault("captured-without-report", "no device reported anything printed");
  }

  void check_reservation() {
    const bool waits = charge_.state == "reserved" && charge_.authorised > 0;
    if (posted_.open_reservations > (waits ? 1 : 0))
      fault("reservation-left-open",
            "it is " + charge_.state + " with " + std::to_string(posted_.open_reservations) + " open reservations");
    const bool made = posted_.reserved_at == charge_.released_at && posted_.open_reservations >= (waits ? 1 : 0);
    const std::int64_t reserved = made ? posted_.reserved_amount : 0;
    if (reserved != charge_.authorised)
      fault("reservation-differs",
            std::to_string(reserved) + " was reserved, the charge authorised " + std::to_string(charge_.authorised));
    else if (reserved > 0 && posted_.reserved_from != unbilled())
      fault("payer-differs", "reserved on " + posted_.reserved_from + ", the payer is " + charge_.payer);
  }

  void check_capture() {
    if (posted_.captures > 1 && !charge_.is_shared)
      fault("captured-twice", std::to_string(posted_.captures) + " transfers took money from the payer");
    else
      compare("capture-differs", "capture", charge_.captured);
  }

  void check_distribution() {
    compare("distribution-differs", "device-fee", charge_.device_fee);
    compare("distribution-differs", "service-fee", charge_.service_fee);
    compare("distribution-differs", "commission", charge_.commission);
    compare("distribution-differs", "absorbed", charge_.absorbed);
  }

  void check_parties() {
    for (const auto& [key, amount] : posted_.moved) {
      const auto& [what, debit, credit] = key;
      if (what == "capture" && debit != unbilled() && !charge_.is_shared)
        fault("payer-differs", "taken from " + debit + ", the payer is " + charge_.payer);
      if ((what == "device-fee" && credit != accrued()) || (what == "commission" && debit != accrued()))
        fault("provider-differs", what + " on " + debit + " and " + credit + ", the provider is " + accrued());
      const bool to_operator = (what == "service-fee" && credit == "operator:fee") ||
                               (what == "commission" && credit == "operator:commission") ||
                               (what == "absorbed" && debit == "operator:absorbed");
      if ((what == "service-fee" || what == "commission" || what == "absorbed") && !to_operator)
        fault("distribution-differs", what + " was posted on " + debit + " and " + credit);
    }
  }

  const ChargeRow& charge_;
  const Postings& posted_;
  Findings& findings_;
};

// Postings about a charge that does not exist.
void check_orphans(const PostingsByReference& postings, const std::set<std::int64_t>& jobs, Findings& findings) {
  for (const auto& [reference, posted] : postings) {
    if (jobs.contains(reference)) continue;
    bool about_charge = posted.reserved_at != 0;
    for (const char* word : charge_words) about_charge = about_charge || posted.sum(word) != 0;
    if (about_charge)
      findings.add("charge-missing", "reference " + std::to_string(reference),
                   "it was posted about a job without a charge");
  }
}
}  // namespace

Result<void> check_charges(store::Reader& in, const PostingsByReference& postings, Findings& findings) {
  std::set<std::int64_t> jobs;
  const Postings none;
  TRY(in.each(all_charges, {}, [&](const store::Row& row) -> Result<void> {
    const ChargeRow charge = charge_from(row);
    jobs.insert(charge.job);
    const auto posted = postings.find(charge.job);
    ChargeCheck(charge, posted == postings.end() ? none : posted->second, findings).run();
    return {};
  }));
  findings.report.charges = static_cast<std::int64_t>(jobs.size());
  check_orphans(postings, jobs, findings);
  return in.each(attempts_without_charge, {}, [&](const store::Row& row) -> Result<void> {
    findings.add("charge-missing", "attempt " + std::to_string(row.integer(0)),
                 "job " + std::to_string(row.integer(1)) + " was released without a charge");
    return {};
  });
}

}  // namespace tsuke::books::verifying
