// What the checks hand to one another. Not for other folders.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "books/verify/verify.h"

namespace tsuke::books::verifying {

using Wide = __int128;  // sums of what may have been tampered with

std::string digits(Wide value);

class Findings {
 public:
  void add(std::string_view code, std::string row, std::string what);
  Report report;
};

struct Sides {
  Wide debits = 0, credits = 0, debits_pending = 0, credits_pending = 0;
  friend bool operator==(const Sides&, const Sides&) = default;
};

struct AccountRow {
  std::string name, unit, limit;
  Sides stored;  // the cached balances
  Sides folded;  // what the transfers make, so far
};
using Accounts = std::unordered_map<std::int64_t, AccountRow>;

// What the journal says about one reference (a job or a payment). The key of `moved` is (what, debit name, credit
// name).
struct Postings {
  std::map<std::tuple<std::string, std::string, std::string>, Wide> moved;
  int captures = 0;              // transfers that took money from the payer
  int open_reservations = 0;     // of money
  std::int64_t reserved_at = 0;  // event_at of the newest reservation of money
  std::int64_t reserved_amount = 0;
  std::string reserved_from;                        // its debit account
  std::map<std::string, Wide> reserved_by_payer;    // at that time, by debit account
  std::map<std::string, Wide> reserved_of_budgets;  // by account: what is reserved and not resolved
  Wide sum(std::string_view what) const;
};
using PostingsByReference = std::unordered_map<std::int64_t, Postings>;

Result<Accounts> read_accounts(store::Reader& in);
// Walks the journal once: its own invariants, and what it says about charges and payments.
Result<PostingsByReference> check_journal(store::Reader& in, Accounts& accounts, Findings& findings);
Result<void> check_derived(store::Reader& in, const Accounts& accounts, Findings& findings);
Result<void> check_charges(store::Reader& in, const PostingsByReference& postings, Findings& findings);
Result<void> check_shares(store::Reader& in, const PostingsByReference& postings, Findings& findings);
// Our own arithmetic of shares.
std::vector<std::int64_t> apportion(std::int64_t whole, const std::vector<std::int64_t>& weights);
Result<void> check_metered(store::Reader& in, const PostingsByReference& postings, Findings& findings);
Result<void> check_budgets(store::Reader& in, const PostingsByReference& postings, const Accounts& accounts,
                           Findings& findings);
// An organisation's budget that refuses; one that only warns has no limit to hold.
bool is_hard_budget(const std::string& name, const std::string& unit);
Result<void> check_ratings(store::Reader& in, Findings& findings);
Result<void> check_usage(store::Reader& in, Findings& findings);
Result<void> check_amendments(store::Reader& in, const PostingsByReference& postings, const Accounts& accounts,
                              Findings& findings);
Result<void> check_audit(store::Reader& in, Findings& findings);
Result<void> check_payments(store::Reader& in, const PostingsByReference& postings, Findings& findings);

}  // namespace tsuke::books::verifying
