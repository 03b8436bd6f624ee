#include "flow/comment.h"

#include "registry/purpose_marks.h"
#include "registry/text.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query put_comment{"put_job_comment", R"sql(
    INSERT INTO job_comment (job_id, payer, comment) VALUES ($1, $2, $3)
    ON CONFLICT (job_id) DO UPDATE SET payer = excluded.payer, comment = excluded.comment)sql"};
constexpr Query drop_comment{"drop_job_comment", "DELETE FROM job_comment WHERE job_id = $1"};
constexpr Query select_comment{"select_job_comment",
                               "SELECT comment FROM job_comment WHERE job_id = $1 AND payer = $2"};

}  // namespace

Result<void> set_comment(store::Transaction& in, const Job& job, const std::string& comment) {
  if (!is_waiting(job.state))
    return Error{Reason::conflict, "job-not-waiting", "this job is being printed or has ended; look at its state"};
  if (comment.empty()) return in.run(drop_comment, {job.id});
  if (!job.purpose.exists())
    return Error{Reason::conflict, "purpose-needed", "choose a purpose first: it decides who reads the comment"};
  const std::string written = TRY(registry::checked_note(comment, "bad-comment", "the comment"));
  const registry::Purpose purpose = TRY(registry::purpose(in, job.purpose));
  return in.run(put_comment, {job.id, registry::payer_key(purpose.payer), written});
}

Result<std::string> comment_of(store::Reader& in, const Job& job) {
  if (!job.purpose.exists()) return std::string();
  const registry::Purpose purpose = TRY(registry::purpose(in, job.purpose));
  const auto text = [](const store::Row& row) { return row.text(0); };
  return TRY(in.find<std::string>(select_comment, {job.id, registry::payer_key(purpose.payer)}, text)).value_or("");
}

Result<bool> misses_comment(store::Reader& in, const Job& job) {
  if (!job.purpose.exists() || !TRY(registry::purpose_marks(in, job.purpose)).comment_needed) return false;
  return TRY(comment_of(in, job)).empty();
}

}  // namespace tsuke::flow
