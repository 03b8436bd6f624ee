// The checker: proves from the rows alone that the books are right. It shares no code with posting or rating: it has
// its own SQL, its own arithmetic and its own reading of price versions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::books {

struct Fault {
  std::string code;  // one of fault_codes
  std::string row;   // which row shows it: "transfer 17", "charge 4711"
  std::string what;  // a sentence with the figures
};

// Stable codes, in the order of the checks.
inline constexpr std::string_view fault_codes[] = {
    // The journal, in the order of seq.
    "seq-gap",                // a transfer is missing before this one
    "hash-broken",            // a row is not what was written: the next one carries another hash
    "head-differs",           // the journal does not end where its head says
    "chain-incomplete",       // a part of a chain is missing, or booked at another time
    "amount-not-positive",    //
    "same-account",           // debit and credit are one account
    "account-missing",        //
    "unit-differs",           // an account is kept in another unit than the transfer
    "reservation-missing",    // a post or release names no reservation
    "resolved-twice",         // a reservation has two resolutions
    "posted-above-reserved",  //
    "resolution-differs",     // a resolution on other accounts than its reservation, or a release of another amount
    "limit-broken",           // a limit did not hold after this transfer, reservations counted
    "clearing-not-zero",      // a chain left something on clearing:usage
    // Derived rows.
    "limit-missing",       // a budget's account without its limit
    "balance-differs",     // a stored balance is not the sum of its transfers
    "unit-unbalanced",     // the debits of a unit are not its credits
    "pending-differs",     // a reservation's state is not what its transfers say
    "refused-but-posted",  // a burned id stands in the journal
    // Charges.
    "charge-missing",             // an attempt or a posting without a charge
    "attempt-differs",            // the charge's attempt is missing, or another job's or printer's
    "captured-twice",             //
    "captured-without-report",    // money was taken, and no device said that anything came out
    "reservation-left-open",      // the charge is settled, its reservation is not
    "reservation-differs",        // what was reserved is not what the charge authorised
    "capture-differs",            // what was posted from the payer is not what the charge captured
    "distribution-differs",       // the fees or the commission posted are not the charge's
    "budget-differs",             // what a budget bore is not what was captured, or reserved
    "payer-differs",              // posted from another payer than the charge's
    "provider-differs",           // posted to another provider than the charge's
    "captured-above-authorised",  //
    "fees-differ",             // device fee + service fee is not captured + absorbed, or the commission exceeds the fee
    "amount-without-capture",  // an uncaptured charge has amounts
    "version-not-in-force",  // rated by a price version that was not in force at release or when it was quoted, or that
                             // does not exist
    "rating-differs",        // the fees are not what the stored versions make of the reported counts
    "lines-differ",          // the lines are not those of the rating
    "usage-differs",         // the counts are not the largest that were reported
    "shares-differ",         // the lines of a charge that several pay are not what their weights make of it
    // Prints in a trial.
    "metered-but-charged",  // money was set aside, taken or given for what nobody pays
    "metered-differs",      // what it would have cost is not what its versions, counts and weights make of it
    "not-in-trial",         // it was metered outside a trial that both sides had agreed to
    // Budgets.
    "grant-differs",   // a budget's limit is not what was granted, or what it counts of before is not what was posted
    "budget-unborne",  // a budget in force has not borne all that its scope has cost in the period
    // Payments.
    "payment-missing",  // a charge or posting names a payment that does not exist
    "payment-differs",  // the payment is not the sum of its charges, or not what was posted
    "paid-by-other",    // a charge was paid by another payer's payment
    "payable-differs",  // a provider's payable is not the sum of its shares in what was paid
    // What was put right.
    "reassignments-broken",   // a charge's reassignments do not lead one after the other to its payer
    "reassignment-differs",   // what was posted of a reassignment is not what its row says
    "refund-above-captured",  // more was given back than was taken, of one of the amounts
    "refund-differs",         // the refunds, their postings and the charge do not say the same
    "refund-rating-differs",  // a refund is not what the stored versions make of what remains
    "loss-differs",           // a loss that was shared is not the contract's part of its rating, or was not posted so
    "credit-differs",         // what a payer has in hand is not what was given back and not used
    "audit-broken",           // a row of the audit is missing or is not what was written
};

inline constexpr std::size_t faults_max = 1000;

struct Report {
  std::vector<Fault> faults;  // at most faults_max
  std::int64_t faults_left_out = 0;
  std::int64_t transfers = 0;
  std::int64_t accounts = 0;
  std::int64_t charges = 0;
  std::int64_t payments = 0;
  bool clean() const { return faults.empty(); }
};

// Reads everything once, in one snapshot. Fails only when the database does, or when a stored word or price version
// cannot be read at all.
Result<Report> verify(store::Reader& in);

// {"ok":false,"transfers":7,"accounts":9,"charges":1,"payments":0,"faults":[{"code":"hash-broken","row":"transfer 3",
//   "what":"…"}],"faults_left_out":0}
Json to_json(const Report& report);

}  // namespace tsuke::books
