#include "flow/mailed.h"

#include "base/json.h"

namespace tsuke::flow {

namespace {

constexpr store::Query mailed_by_job{
    "mailed_by_job",
    "SELECT message_id, sender, is_authenticated, is_confirmed, left_out FROM mailed_job WHERE job_id = $1"};

std::vector<std::string> names_from(const std::string& text) {
  std::vector<std::string> names;
  const auto parsed = Json::parse(text);
  if (!parsed.ok()) return names;
  for (const Json& name : parsed.value().items()) names.push_back(name.text());
  return names;
}

Mailed mailed_from(const store::Row& row) {
  return {row.integer(0), row.text(1), row.boolean(2), row.boolean(3), names_from(row.text(4))};
}

}  // namespace

Result<std::optional<Mailed>> mailed(store::Reader& in, const Job& job) {
  if (job.channel != mail_channel) return std::optional<Mailed>{};
  return in.find<Mailed>(mailed_by_job, {job.id}, mailed_from);
}

Result<bool> waits_for_confirmation(store::Reader& in, const Job& job) {
  const auto found = TRY(mailed(in, job));
  return found && !found->confirmed;
}

}  // namespace tsuke::flow
