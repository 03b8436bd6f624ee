// Charges that move to another payer: the person asks, the new payer answers, everybody hears their own part.
#include "doors/rest/amend_shapes.h"
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

constexpr int requests_max = 200;
constexpr std::string_view refused_title = "The new payer does not take this charge";

// What became of it: {"outcome":"moved","reassignment":…} or {"outcome":"asked","request":…}; or the refusal.
Answer outcome_answer(const flow::ReassignOutcome& outcome, Language language) {
  if (const auto* refused = std::get_if<flow::NotMovable>(&outcome))
    return refusal_answer(refused->decision, language, refused_title);
  Json moved, asked;
  if (const auto* made = std::get_if<flow::Reassignment>(&outcome)) moved = own_reassignment_json(*made);
  if (const auto* request = std::get_if<flow::ReassignRequest>(&outcome)) asked = to_json(*request);
  const char* word = moved.is_null() ? "asked" : "moved";
  return {201, Json::object({{"outcome", word}, {"reassignment", std::move(moved)}, {"request", std::move(asked)}})};
}

Result<Answer> reassign(store::Transaction& in, const Caller& caller, const Call& call) {
  flow::ReassignWish wish;
  wish.job = TRY(call.id<JobId>("job"));
  wish.to = TRY(id_member<PurposeId>(call.body, "purpose"));
  wish.category = TRY(text_member(call.body, "category"));
  wish.reason = TRY(text_member(call.body, "reason"));
  return outcome_answer(TRY(flow::reassign(in, caller.id(), wish, call.now)), call.language);
}

Json requests_json(const std::vector<flow::ReassignRequest>& requests) {
  Json items = Json::array();
  for (const flow::ReassignRequest& request : requests) items.push(to_json(request));
  return list_json(std::move(items));
}

Result<Answer> my_requests(store::Reader& in, const Caller& caller, const Call&) {
  return Answer{200, requests_json(TRY(flow::reassign_requests_of_person(in, caller.id(), requests_max)))};
}

Result<flow::ReassignRequestId> request_in(const Call& call) {
  return call.id<flow::ReassignRequestId>("reassign_request");
}

Result<Answer> withdraw(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(flow::withdraw_reassignment(in, TRY(request_in(call)), caller.id(), call.now));
  return no_content();
}

// The payer that took the charge hears its own part of it.
Result<Answer> accept(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(request_in(call));
  const auto outcome = TRY(flow::accept_reassignment(in, id, caller.id(), call.now));
  if (const auto* refused = std::get_if<flow::NotMovable>(&outcome))
    return refusal_answer(refused->decision, call.language, refused_title);
  return Answer{200, to_json(TRY(flow::reassign_request(in, id)))};
}

Result<Answer> refuse(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(request_in(call));
  const std::string note = TRY(optional_text(call.body, "note")).value_or("");
  TRY(flow::refuse_reassignment(in, id, caller.id(), note, call.now));
  return Answer{200, to_json(TRY(flow::reassign_request(in, id)))};
}

Result<registry::Payer> payer_for(store::Reader& in, const Caller& caller, const Call& call, registry::Role at_least) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  TRY(registry::require_role(in, caller.id(), id, at_least));
  return registry::Payer{id, {}};
}

Result<Answer> requests_to(store::Reader& in, const Caller& caller, const Call& call) {
  const auto payer = TRY(payer_for(in, caller, call, registry::Role::accountant));
  return Answer{200, requests_json(TRY(flow::reassign_requests_to(in, payer, requests_max)))};
}

Result<Answer> payers_list(store::Reader& in, const Caller& caller, const Call& call) {
  const auto payer = TRY(payer_for(in, caller, call, registry::Role::accountant));
  const Page page = TRY(page_of(call));
  const auto made = TRY(flow::reassignments_of_payer(in, payer, flow::ReassignmentId{page.before}, page.limit));
  Json items = Json::array();
  for (const flow::Reassignment& one : made) items.push(payers_reassignment_json(one, payer));
  return Answer{200, page_json(std::move(items), page, made.empty() ? 0 : made.back().id.value)};
}

Result<Answer> notices_page(store::Reader& in, const Call& call, const std::string& audience) {
  const Page page = TRY(page_of(call));
  const auto told = TRY(flow::notices(in, audience, flow::NoticeId{page.before}, page.limit));
  Json items = Json::array();
  for (const flow::Notice& notice : told) items.push(to_json(notice));
  return Answer{200, page_json(std::move(items), page, told.empty() ? 0 : told.back().id.value)};
}

Result<Answer> my_notices(store::Reader& in, const Caller& caller, const Call& call) {
  return notices_page(in, call, flow::audience(caller.id()));
}

Result<Answer> payers_notices(store::Reader& in, const Caller& caller, const Call& call) {
  return notices_page(in, call, flow::audience(TRY(payer_for(in, caller, call, registry::Role::accountant))));
}

Result<Answer> show_policy(store::Reader& in, const Caller& caller, const Call& call) {
  const auto payer = TRY(payer_for(in, caller, call, registry::Role::member));
  return Answer{200, to_json(TRY(flow::reassign_policy(in, payer)))};
}

Result<Answer> put_policy(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto payer = TRY(payer_for(in, caller, call, registry::Role::admin));
  flow::ReassignPolicy policy = TRY(flow::reassign_policy(in, payer));
  const std::int64_t hours = TRY(integer_or(call.body, "hours", policy.hours));
  policy.hours = hours < 0 || hours > INT32_MAX ? -1 : static_cast<int>(hours);
  policy.needs_approval = TRY(optional_boolean(call.body, "needs_approval")).value_or(policy.needs_approval);
  TRY(flow::set_reassign_policy(in, payer.organisation, policy, caller.id(), call.now));
  return Answer{200, to_json(TRY(flow::reassign_policy(in, payer)))};
}

// All that was put right about a job of the caller's, and what can still be given back.
Result<Answer> amendments(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<JobId>("job"));
  TRY(flow::job_of(in, caller.id(), id));
  const auto charge = TRY(flow::charge_of(in, id));
  Json moved = Json::array(), refunds = Json::array(), disputes = Json::array(), left;
  for (const flow::Reassignment& made : TRY(flow::reassignments_of(in, id))) moved.push(own_reassignment_json(made));
  for (const flow::Refund& made : TRY(flow::refunds_of(in, id))) refunds.push(to_json(made));
  for (const flow::Dispute& dispute : TRY(flow::disputes_of(in, id))) disputes.push(to_json(dispute));
  if (charge && charge->state == flow::ChargeState::captured) left = to_json(TRY(flow::left_to_refund(in, *charge)));
  Json asked, refund_asked;
  for (const auto& request : TRY(flow::reassign_requests_of_person(in, caller.id(), requests_max)))
    if (request.job == id && asked.is_null()) asked = to_json(request);
  for (const auto& request : TRY(flow::refund_requests_of_person(in, caller.id(), requests_max)))
    if (request.job == id && refund_asked.is_null()) refund_asked = to_json(request);
  return Answer{200, Json::object({{"reassignments", std::move(moved)},
                                   {"refunds", std::move(refunds)},
                                   {"disputes", std::move(disputes)},
                                   {"left", std::move(left)},
                                   {"reassign_request", std::move(asked)},
                                   {"refund_request", std::move(refund_asked)}})};
}

}  // namespace

void add_reassignment_endpoints(Endpoints& endpoints) {
  endpoints.change("POST", "/jobs/{job}/reassign", reassign);
  endpoints.get("/jobs/{job}/amendments", amendments);
  endpoints.get("/reassign-requests", my_requests);
  endpoints.change("DELETE", "/reassign-requests/{reassign_request}", withdraw);
  endpoints.change("POST", "/reassign-requests/{reassign_request}/accept", accept);
  endpoints.change("POST", "/reassign-requests/{reassign_request}/refuse", refuse);
  endpoints.get("/notices", my_notices);
  endpoints.get("/organisations/{organisation}/notices", payers_notices);
  endpoints.get("/organisations/{organisation}/reassign-requests", requests_to);
  endpoints.get("/organisations/{organisation}/reassignments", payers_list);
  endpoints.get("/organisations/{organisation}/reassign-policy", show_policy);
  endpoints.change("PUT", "/organisations/{organisation}/reassign-policy", put_policy);
}

}  // namespace tsuke::doors
