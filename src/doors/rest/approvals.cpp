// Asking for a yes, and giving it. Whoever answers sees what is printed and what it costs, never the document.
#include "doors/rest/groups.h"
#include "doors/rest/refusal.h"
#include "doors/rest/shapes.h"
#include "flow/acting.h"
#include "flow/approve/approve.h"

namespace tsuke::doors {

namespace {

Json to_json(const flow::Approval& approval) {
  return Json::object(
      {{"id", to_string(approval.id)},
       {"job", to_string(approval.job)},
       {"state", flow::to_string(approval.state)},
       {"person", named(approval.person, approval.person_name)},
       {"asked_by", approval.asked_by.exists() ? named(approval.asked_by, approval.asked_by_name) : Json()},
       {"department", id_json(approval.department)},
       {"purpose", named(approval.purpose, approval.purpose_name)},
       {"printer", place_json(approval.printer, approval.printer_name, approval.site_name)},
       {"settings", registry::to_json(approval.settings)},
       {"impressions", approval.impressions},
       {"color_impressions", approval.color_impressions},
       {"sheets", approval.sheets},
       {"price", doors::to_json(approval.price)},
       {"note", approval.note},
       {"answer", approval.answer},
       {"asked_at", to_rfc3339(approval.asked_at)},
       {"expires_at", to_rfc3339(approval.expires_at)},
       {"answered_at", time_json(approval.answered_at)}});
}

Result<std::string> text_or_nothing(const Call& call, std::string_view member) {
  const auto text = TRY(optional_text(call.body, member));
  return text.value_or("");
}

Result<Answer> ask(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<JobId>("job"));
  TRY(flow::job_seen_by(in, caller.id(), id, call.now));
  const auto printer = TRY(visible_printer(in, caller.id(), TRY(id_member<PrinterId>(call.body, "printer"))));
  const std::string note = TRY(text_or_nothing(call, "note"));
  const auto outcome = TRY(flow::ask_approval(in, caller.id(), id, printer.id, note, call.now));
  if (const auto* asked = std::get_if<flow::Approval>(&outcome)) return Answer{201, to_json(*asked)};
  const rules::Decision& decision = std::get<flow::NotApprovable>(outcome).decision;
  if (!decision.permitted()) return refusal(decision, call);
  return Error{Reason::conflict, "approval-not-needed", "this job may be printed there as it is; release it"};
}

Result<Answer> show(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<JobId>("job"));
  const auto latest = TRY(flow::approval_seen_by(in, caller.id(), id, call.now));
  return Answer{200, Json::object({{"approval", latest ? to_json(*latest) : Json()}})};
}

Result<Answer> withdraw(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<JobId>("job"));
  TRY(flow::withdraw_approval(in, caller.id(), id, call.now));
  return no_content();
}

Result<Answer> reply(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<JobId>("job"));
  const std::string note = TRY(text_member(call.body, "note"));
  return Answer{200, to_json(TRY(flow::reply(in, caller.id(), id, note, call.now)))};
}

Result<Answer> list(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, registry::Role::approver));
  const std::string_view state = call.query_value("state");
  if (!state.empty() && state != "open" && state != "all")
    return Error{Reason::malformed, "bad-state", "state is open or all"};
  const Page page = TRY(page_of(call));
  const auto found = TRY(flow::approvals_for(in, caller.id(), id, state != "all", ApprovalId{page.before}, page.limit));
  Json items = Json::array();
  for (const auto& approval : found) items.push(to_json(approval));
  return Answer{200, page_json(std::move(items), page, found.empty() ? 0 : found.back().id.value)};
}

Result<Answer> answer(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<ApprovalId>("approval"));
  const flow::Answer given = TRY(flow::parse_answer(TRY(text_member(call.body, "answer"))));
  const std::string text = TRY(text_or_nothing(call, "text"));
  return Answer{200, to_json(TRY(flow::answer_approval(in, caller.id(), id, given, text, call.now)))};
}

}  // namespace

void add_approval_endpoints(Endpoints& endpoints) {
  endpoints.get("/jobs/{job}/approval", show);
  endpoints.change("POST", "/jobs/{job}/approval", ask);
  endpoints.change("DELETE", "/jobs/{job}/approval", withdraw);
  endpoints.change("POST", "/jobs/{job}/approval/reply", reply);
  endpoints.get("/organisations/{organisation}/approvals", list);
  endpoints.change("POST", "/approvals/{approval}/answer", answer);
}

}  // namespace tsuke::doors
