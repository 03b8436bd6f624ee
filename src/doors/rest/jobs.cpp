// Jobs of the caller: list, change, price at a printer, release, cancel; and what they cost.
#include "doors/rest/groups.h"
#include "doors/rest/refusal.h"
#include "doors/rest/shapes.h"
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
  return flow::job_of(in, caller.id(), TRY(call.id<JobId>("job")));
}

Result<Answer> list(store::Reader& in, const Caller& caller, const Call& call) {
  const Page page = TRY(page_of(call));
  const auto jobs = TRY(flow::jobs_of(in, caller.id(), TRY(which_of(call)), JobId{page.before}, page.limit));
  Json items = Json::array();
  for (const flow::Job& job : jobs) items.push(TRY(job_json(in, job)));
  return Answer{200, page_json(std::move(items), page, jobs.empty() ? 0 : jobs.back().id.value)};
}

Result<Answer> show(store::Reader& in, const Caller& caller, const Call& call) {
  return Answer{200, TRY(job_json(in, TRY(job_for(in, caller, call))))};
}

Result<Answer> change(store::Transaction& in, const Caller& caller, const Call& call) {
  flow::JobChange change;
  if (!call.body["purpose"].is_null()) change.purpose = TRY(id_member<PurposeId>(call.body, "purpose"));
  if (!call.body["settings"].is_null())
    change.settings = TRY(registry::settings_change_from_json(call.body["settings"]));
  change.name = TRY(optional_text(call.body, "name"));
  const auto id = TRY(call.id<JobId>("job"));
  return Answer{200, TRY(job_json(in, TRY(flow::change_job(in, caller.id(), id, change, call.now))))};
}

Result<Answer> cancel(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<JobId>("job"));
  return Answer{200, TRY(job_json(in, TRY(flow::cancel_job(in, caller.id(), id, call.now))))};
}

// The job, with ?settings=… as if it were changed so: what a change would cost is known before it is made.
Result<flow::Job> job_to_price(store::Reader& in, const Caller& caller, const Call& call) {
  flow::Job job = TRY(job_for(in, caller, call));
  const std::string_view wished = call.query_value("settings");
  if (wished.empty()) return job;
  const auto change = TRY(registry::settings_change_from_json(TRY(Json::parse(wished))));
  job.settings = TRY(registry::apply(job.settings, change));
  return job;
}

Result<Answer> list_offers(store::Reader& in, const Caller& caller, const Call& call) {
  Json items = Json::array();
  for (const flow::Offer& offer : TRY(flow::make_offers(in, TRY(job_to_price(in, caller, call)), call.now)))
    items.push(TRY(offer_json(in, offer, call)));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> show_offer(store::Reader& in, const Caller& caller, const Call& call) {
  const flow::Job job = TRY(job_to_price(in, caller, call));
  const auto printer = TRY(visible_printer(in, caller.id(), TRY(call.id<PrinterId>("printer"))));
  const flow::Offer offer = TRY(flow::make_offer(in, job, printer, call.now));
  Json shown = TRY(offer_json(in, offer, call));
  shown.set("trace", trace_json(offer.decision));
  return Answer{200, std::move(shown)};
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
  const auto id = TRY(call.id<JobId>("job"));
  const flow::Job job = TRY(flow::job_of(in, caller.id(), id));
  const auto printer = TRY(visible_printer(in, caller.id(), TRY(id_member<PrinterId>(call.body, "printer"))));
  const std::string password = TRY(optional_text(call.body, "password")).value_or("");
  const bool accepts_overflow = TRY(optional_boolean(call.body, "accept_overflow")).value_or(false);
  const auto outcome = TRY(flow::release(in, caller.id(), job.id, printer.id, call.now, password, accepts_overflow));
  if (const auto* shut = std::get_if<flow::NotOpened>(&outcome)) return not_opened(shut->code, call.language);
  if (const auto* refused = std::get_if<flow::Refused>(&outcome)) return refusal(*refused, call.language);
  return Answer{201, TRY(job_json(in, TRY(flow::job(in, id))))};
}

Result<Answer> my_charges(store::Reader& in, const Caller& caller, const Call& call) {
  const Page page = TRY(page_of(call));
  const auto charges = TRY(flow::charges_of_person(in, caller.id(), JobId{page.before}, page.limit));
  const std::int64_t last = charges.empty() ? 0 : charges.back().job.value;
  return Answer{200, page_json(TRY(charges_json(in, charges, Eyes::owner)), page, last)};
}

}  // namespace

void add_job_endpoints(Endpoints& endpoints) {
  endpoints.get("/jobs", list);
  endpoints.get("/jobs/{job}", show);
  endpoints.change("PATCH", "/jobs/{job}", change);
  endpoints.change("DELETE", "/jobs/{job}", cancel);
  endpoints.get("/jobs/{job}/offers", list_offers);
  endpoints.get("/jobs/{job}/offers/{printer}", show_offer);
  endpoints.change("POST", "/jobs/{job}/release", release);
  endpoints.get("/charges", my_charges);
}

}  // namespace tsuke::doors
