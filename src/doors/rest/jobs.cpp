// Jobs of the caller: list, change, release, cancel.
#include "doors/rest/groups.h"
#include "doors/rest/refusal.h"
#include "doors/rest/shapes.h"
#include "flow/acting.h"
#include "flow/comment.h"
#include "flow/hold/hold.h"
#include "flow/release/release.h"

namespace tsuke::doors {

namespace {

Result<flow::Which> which_of(const Call& call) {
  const std::string_view state = call.query_value("state");
  if (state.empty() || state == "all") return flow::Which::all;
  if (state == "open") return flow::Which::open;
  if (state == "ended") return flow::Which::ended;
  return Error{Reason::malformed, "bad-state", "state is open, ended or all"};
}

Result<flow::Job> job_for(store::Reader& in, const Caller& caller, const Call& call) {
  return flow::job_seen_by(in, caller.id(), TRY(call.id<JobId>("job")), call.now);
}

Result<Answer> list(store::Reader& in, const Caller& caller, const Call& call) {
  const Page page = TRY(page_of(call));
  const auto jobs = TRY(flow::jobs_of(in, caller.id(), TRY(which_of(call)), JobId{page.before}, page.limit));
  Json items = Json::array();
  for (const flow::Job& job : jobs) items.push(TRY(job_json(in, job)));
  return Answer{200, page_json(std::move(items), page, jobs.empty() ? 0 : jobs.back().id.value)};
}

Result<Answer> show(store::Reader& in, const Caller& caller, const Call& call) {
  return Answer{200, TRY(job_json(in, TRY(job_for(in, caller, call)), caller.id()))};
}

// Absent: as it is. Null, or nothing: not any more.
Result<std::optional<std::string>> comment_from(const Json& body) {
  if (body.has("comment") && body["comment"].is_null()) return std::optional<std::string>{""};
  return optional_text(body, "comment");
}

Result<Answer> change(store::Transaction& in, const Caller& caller, const Call& call) {
  flow::JobChange change;
  if (!call.body["purpose"].is_null()) change.purpose = TRY(id_member<PurposeId>(call.body, "purpose"));
  if (!call.body["settings"].is_null())
    change.settings = TRY(registry::settings_change_from_json(call.body["settings"]));
  change.name = TRY(optional_text(call.body, "name"));
  change.comment = TRY(comment_from(call.body));
  const auto id = TRY(call.id<JobId>("job"));
  return Answer{200, TRY(job_json(in, TRY(flow::change_job(in, caller.id(), id, change, call.now))))};
}

Result<Answer> cancel(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<JobId>("job"));
  return Answer{200, TRY(job_json(in, TRY(flow::cancel_job(in, caller.id(), id, call.now))))};
}

// An answer, too, and so the wrong try is kept.
Answer not_opened(const std::string& code, Language language) {
  Json problem = Json::object({{"type", "urn:tsuke:problem:" + code},
                               {"title", "The job asks for its password"},
                               {"status", 403},
                               {"detail", sentence_for(code, rules::explain(code), language)},
                               {"code", code}});
  return {403, std::move(problem), "application/problem+json"};
}

Result<Answer> release(store::Transaction& in, const Caller& caller, const Call& call) {
  const flow::Job job = TRY(job_for(in, caller, call));
  // It stays with the job when the release is refused; but not from somebody who may not act on it.
  const rules::Acting acting = TRY(flow::acting(in, job, caller.id(), call.now));
  const bool may_act = acting == rules::Acting::owner || acting == rules::Acting::delegate;
  if (const auto comment = TRY(comment_from(call.body)); comment && may_act) TRY(flow::set_comment(in, job, *comment));
  const auto printer = TRY(visible_printer(in, caller.id(), TRY(id_member<PrinterId>(call.body, "printer"))));
  const std::string password = TRY(optional_text(call.body, "password")).value_or("");
  const std::string quote = TRY(optional_text(call.body, "quote")).value_or("");
  const bool accepts_overflow = TRY(optional_boolean(call.body, "accept_overflow")).value_or(false);
  const auto outcome =
      TRY(flow::release(in, job.person, job.id, printer.id, call.now, password, accepts_overflow, quote, caller.id()));
  if (const auto* shut = std::get_if<flow::NotOpened>(&outcome)) return not_opened(shut->code, call.language);
  if (const auto* refused = std::get_if<flow::Refused>(&outcome)) return refusal(*refused, call);
  return Answer{201, TRY(job_json(in, TRY(flow::job(in, job.id)), caller.id()))};
}

}  // namespace

void add_job_endpoints(Endpoints& endpoints) {
  endpoints.get("/jobs", list);
  endpoints.get("/jobs/{job}", show);
  endpoints.change("PATCH", "/jobs/{job}", change);
  endpoints.change("DELETE", "/jobs/{job}", cancel);
  endpoints.change("POST", "/jobs/{job}/release", release);
}

}  // namespace tsuke::doors
