#include "flow/split.h"

#include <algorithm>
#include <numeric>

#include "flow/purpose_lost.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query parts_of_purpose{
    "split_of_purpose", "SELECT part_id, weight, unit FROM purpose_split WHERE purpose_id = $1 ORDER BY position"};
constexpr Query parts_of_job{"split_of_job", R"sql(
    SELECT part_id, weight, unit, position FROM job_split WHERE job_id = $1 AND purpose_id = $2
    UNION ALL
    SELECT part_id, weight, unit, position FROM purpose_split WHERE purpose_id = $2
       AND NOT EXISTS (SELECT 1 FROM job_split WHERE job_id = $1 AND purpose_id = $2)
     ORDER BY 4)sql"};
constexpr Query drop_purpose_split{"drop_purpose_split", "DELETE FROM purpose_split WHERE purpose_id = $1"};
constexpr Query drop_job_split{"drop_job_split", "DELETE FROM job_split WHERE job_id = $1"};
constexpr Query insert_purpose_part{"insert_purpose_split", R"sql(
    INSERT INTO purpose_split (purpose_id, position, part_id, weight, unit) VALUES ($1, $2, $3, $4, $5))sql"};
constexpr Query insert_job_part{"insert_job_split", R"sql(
    INSERT INTO job_split (job_id, position, purpose_id, part_id, weight, unit) VALUES ($1, $2, $3, $4, $5, $6))sql"};
constexpr Query named_as_part{"named_as_part", R"sql(
    SELECT 1 FROM purpose_split WHERE part_id = $1
    UNION ALL
    SELECT 1 FROM job_split JOIN job ON job.id = job_split.job_id
     WHERE job_split.part_id = $1 AND job.state IN ('held', 'purpose-needed')
     LIMIT 1)sql"};

constexpr std::int64_t copies_max = 999;

Result<Split> read_split(store::Reader& in, const Query& query, const store::Values& values) {
  Split split;
  TRY(in.each(query, values, [&](const store::Row& row) -> Result<void> {
    split.parts.push_back({row.id<PurposeId>(0), row.integer(1)});
    split.unit = row.text(2) == "copies" ? Split::Unit::copies : Split::Unit::percent;
    return {};
  }));
  return split;
}

Error bad_split(std::string what) { return {Reason::malformed, "bad-split", std::move(what)}; }

Result<void> check_weights(const Split& split) {
  if (split.parts.size() < 2 || split.parts.size() > split_parts_max)
    return bad_split("name 2 to 5 purposes, each with another payer");
  for (const Split::Part& part : split.parts)
    if (part.weight < 1 || part.weight > copies_max) return bad_split("each part is at least 1");
  if (split.unit == Split::Unit::percent && split.total() != 100) return bad_split("the percentages make 100 together");
  if (split.total() > copies_max) return bad_split("the copies make at most 999 together");
  return {};
}

Error within_split() {
  return {Reason::conflict, "split-within-split",
          "a purpose that is shared cannot be a part of another; name the purposes that pay"};
}

Error lost_payer(const registry::Purpose& part) {
  return {Reason::conflict, "membership-ended",
          "you no longer belong to " + part.payer_name + ", which would pay a part; leave out its purpose"};
}

// Each part is another purpose of the same person, with one payer whom they have not left, and no payer stands there
// twice.
Result<void> check_parts(store::Reader& in, PersonId person, const Split& split) {
  TRY(check_weights(split));
  std::vector<registry::Payer> payers;
  for (const Split::Part& part : split.parts) {
    const registry::Purpose purpose = TRY(registry::purpose_of(in, person, part.purpose));
    if (TRY(split_of_purpose(in, part.purpose)).exists()) return within_split();
    if (is_lost(purpose)) return lost_payer(purpose);
    if (std::find(payers.begin(), payers.end(), purpose.payer) != payers.end())
      return bad_split("name each payer once: two of these purposes have the same");
    payers.push_back(purpose.payer);
  }
  return {};
}

}  // namespace

std::int64_t Split::total() const {
  return std::accumulate(parts.begin(), parts.end(), std::int64_t{0},
                         [](std::int64_t sum, const Part& part) { return sum + part.weight; });
}

std::vector<std::int64_t> Split::weights() const {
  std::vector<std::int64_t> all;
  for (const Part& part : parts) all.push_back(part.weight);
  return all;
}

std::string_view to_string(Split::Unit unit) { return unit == Split::Unit::copies ? "copies" : "percent"; }

Result<Split::Unit> parse_split_unit(std::string_view text) {
  if (text == "percent") return Split::Unit::percent;
  if (text == "copies") return Split::Unit::copies;
  return bad_split("share by percent or by copies");
}

std::string part_text(Split::Unit unit, std::int64_t weight, std::int64_t total) {
  if (unit == Split::Unit::percent) return std::to_string(weight) + " %";
  return std::to_string(weight) + "/" + std::to_string(total);
}

Result<Split> split_of_purpose(store::Reader& in, PurposeId purpose) {
  return read_split(in, parts_of_purpose, {purpose});
}

Result<Split> split_of(store::Reader& in, const Job& job) {
  if (!job.purpose.exists()) return Split{};
  return read_split(in, parts_of_job, {job.id, job.purpose});
}

Result<bool> is_part_of_split(store::Reader& in, PurposeId purpose) {
  return TRY(in.integer(named_as_part, {purpose})).has_value();
}

Result<void> split_purpose(store::Transaction& in, PersonId person, PurposeId id, const Split& split) {
  const registry::Purpose purpose = TRY(registry::purpose_of(in, person, id));
  TRY(in.run(drop_purpose_split, {id}));
  if (!split.exists()) return {};
  TRY(check_parts(in, person, split));
  const bool names_itself =
      std::any_of(split.parts.begin(), split.parts.end(), [&](const Split::Part& part) { return part.purpose == id; });
  if (names_itself || TRY(is_part_of_split(in, id))) return within_split();
  if (!purpose.payer.is_private()) {
    registry::PurposeChange change;
    change.payer = registry::Payer{{}, person};
    TRY(registry::change_purpose(in, person, id, change));
  }
  std::int64_t position = 1;
  for (const Split::Part& part : split.parts)
    TRY(in.run(insert_purpose_part, {id, position++, part.purpose, part.weight, to_string(split.unit)}));
  return {};
}

Result<void> split_job(store::Transaction& in, PersonId person, JobId id, const Split& split) {
  const Job job = TRY(job_of(in, person, id));
  if (!is_waiting(job.state))
    return Error{Reason::conflict, "job-not-waiting", "this job is being printed or has ended; look at its state"};
  if (!job.purpose.exists())
    return Error{Reason::conflict, "purpose-needed", "choose a purpose first: the job stays under it"};
  TRY(in.run(drop_job_split, {id}));
  if (!split.exists()) return {};
  TRY(check_parts(in, person, split));
  std::int64_t position = 1;
  for (const Split::Part& part : split.parts)
    TRY(in.run(insert_job_part, {id, position++, job.purpose, part.purpose, part.weight, to_string(split.unit)}));
  return {};
}

}  // namespace tsuke::flow
