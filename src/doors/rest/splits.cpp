// Prints that several payers share: of a purpose, or of one job.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "doors/rest/split_shapes.h"

namespace tsuke::doors {

namespace {

Result<Answer> put_purpose(store::Transaction& in, const Caller& caller, const Call& call, const flow::Split& split) {
  const auto id = TRY(call.id<PurposeId>("purpose"));
  TRY(flow::split_purpose(in, caller.id(), id, split));
  return Answer{200, TRY(purpose_json(in, TRY(registry::purpose(in, id))))};
}

Result<Answer> share_purpose(store::Transaction& in, const Caller& caller, const Call& call) {
  return put_purpose(in, caller, call, TRY(split_from(call.body)));
}

Result<Answer> unshare_purpose(store::Transaction& in, const Caller& caller, const Call& call) {
  return put_purpose(in, caller, call, {});
}

Result<Answer> put_job(store::Transaction& in, const Caller& caller, const Call& call, const flow::Split& split) {
  const auto id = TRY(call.id<JobId>("job"));
  TRY(flow::split_job(in, caller.id(), id, split));
  return Answer{200, TRY(job_json(in, TRY(flow::job(in, id))))};
}

Result<Answer> share_job(store::Transaction& in, const Caller& caller, const Call& call) {
  return put_job(in, caller, call, TRY(split_from(call.body)));
}

Result<Answer> unshare_job(store::Transaction& in, const Caller& caller, const Call& call) {
  return put_job(in, caller, call, {});
}

}  // namespace

void add_split_endpoints(Endpoints& endpoints) {
  endpoints.change("PUT", "/purposes/{purpose}/split", share_purpose);
  endpoints.change("DELETE", "/purposes/{purpose}/split", unshare_purpose);
  endpoints.change("PUT", "/jobs/{job}/split", share_job);
  endpoints.change("DELETE", "/jobs/{job}/split", unshare_job);
}

}  // namespace tsuke::doors
