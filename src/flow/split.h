// A print shared by several payers (按分): a purpose, or one job, names other purposes of its person, each with a part.
// So each payer is asked, and charged, as that purpose's own print would be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

inline constexpr std::size_t split_parts_max = 5;

struct Split {
  enum class Unit { percent, copies } unit = Unit::percent;
  struct Part {
    PurposeId purpose;
    std::int64_t weight = 0;  // percent, or copies
    friend bool operator==(const Part&, const Part&) = default;
  };
  std::vector<Part> parts;  // none: one payer pays all
  bool exists() const { return !parts.empty(); }
  std::int64_t total() const;  // of the weights
  std::vector<std::int64_t> weights() const;
  friend bool operator==(const Split&, const Split&) = default;
};
std::string_view to_string(Split::Unit unit);                 // "percent", "copies"
Result<Split::Unit> parse_split_unit(std::string_view text);  // malformed ("bad-split")
// "70 %", "3/5": a part as its payer reads it.
std::string part_text(Split::Unit unit, std::int64_t weight, std::int64_t total);

Result<Split> split_of_purpose(store::Reader& in, PurposeId purpose);
// Its own, else its purpose's. One of its own holds for the purpose under which it was set.
Result<Split> split_of(store::Reader& in, const Job& job);

// Shares all that is printed for the purpose from now on; one without parts ends that. Its own payer becomes the
// person, who sees the whole. Fails with not_found (not this person's purposes), malformed ("bad-split": parts,
// weights, a payer twice), conflict ("split-within-split"; "membership-ended": a part's payer was left).
Result<void> split_purpose(store::Transaction& in, PersonId person, PurposeId purpose, const Split& split);
// The same for one job that waits; fails also with conflict ("job-not-waiting", "purpose-needed").
Result<void> split_job(store::Transaction& in, PersonId person, JobId job, const Split& split);
// Whether others, or jobs that wait, share their prints with this purpose: then it cannot be removed, and neither be
// shared itself nor have another payer, who might stand there twice.
Result<bool> is_part_of_split(store::Reader& in, PurposeId purpose);

// The tables of splits and of the shares of charges (shares.h): a part of the schema of its own.
std::vector<store::Migration> split_migrations();

}  // namespace tsuke::flow
