#include "printing/counting.h"

#include "platform/ipp/codes.h"
#include "printing/ask.h"

namespace tsuke::printing {

Result<Counting> counting(const std::string& ipp_uri) {
  const auto client = TRY(ipp::Client::create({.uri = ipp_uri, .timeout = seconds(15)}));
  ipp::Message request = ipp::make_request(ipp::op::get_jobs, ipp_uri);
  ipp::Group& operation = request.groups.front();
  operation.add(ipp::name("requesting-user-name", "tsuke")).add(ipp::integer("limit", 20));
  operation.add(ipp::keyword("which-jobs", "completed"));
  operation.add(ipp::keywords("requested-attributes",
                              {"job-id", "job-state", "job-impressions-completed", "job-media-sheets-completed"}));
  const ipp::Message answer = TRY(ask(*client, request));
  Counting seen;
  for (const ipp::Group& job : answer.groups) {
    if (job.tag != ipp::Tag::job) continue;
    seen.has_jobs = true;
    seen.impressions = seen.impressions || job.integer("job-impressions-completed").has_value();
    seen.sheets = seen.sheets || job.integer("job-media-sheets-completed").has_value();
  }
  return seen;
}

}  // namespace tsuke::printing
