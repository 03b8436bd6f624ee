#include "doors/rest/amend_shapes.h"

#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

constexpr std::int64_t count_max = 10'000'000;

Json named(const std::string& id, const std::string& name) { return Json::object({{"id", id}, {"name", name}}); }

Json side_json(const registry::Payer& payer, const std::string& payer_name, PurposeId purpose,
               const std::string& purpose_name) {
  return Json::object({{"payer", payer_json(payer, payer_name)}, {"purpose", named(to_string(purpose), purpose_name)}});
}

Json place_of_print(const std::string& printer, const std::string& site, Instant released_at) {
  return Json::object({{"printer_name", printer}, {"site_name", site}, {"released_at", to_rfc3339(released_at)}});
}

Json counts_json(const flow::Usage& counts) {
  return Json::object({{"monochrome_impressions", counts.monochrome_impressions},
                       {"color_impressions", counts.color_impressions},
                       {"sheets", counts.sheets}});
}

Json attempt_json(const flow::Attempt& attempt) {
  const bool ended = attempt.result != flow::AttemptResult::none;
  return Json::object({{"number", attempt.number},
                       {"state", flow::to_string(attempt.state)},
                       {"result", ended ? Json(flow::to_string(attempt.result)) : Json()},
                       {"device_reasons", attempt.device_reasons},
                       {"fetched", !attempt.fetched_by.empty()},
                       {"expected_impressions", attempt.expected_impressions},
                       {"expected_sheets", attempt.expected_sheets},
                       {"released_at", to_rfc3339(attempt.released_at)},
                       {"ended_at", ended ? Json(to_rfc3339(attempt.deadline)) : Json()}});
}

Json nearby_json(const std::vector<flow::PrintNearby>& prints) {
  Json list = Json::array();
  for (const flow::PrintNearby& print : prints)
    list.push(Json::object(
        {{"released_at", to_rfc3339(print.released_at)},
         {"result", print.result == flow::AttemptResult::none ? Json() : Json(flow::to_string(print.result))},
         {"expected_impressions", print.expected_impressions},
         {"counts", counts_json(print.counts)}}));
  return list;
}

// The device or a person, without saying which person.
Json said_json(const flow::SaidByDevice& said) {
  return Json::object({{"by", said.source.starts_with("operator:") ? "person" : "device"},
                       {"received_at", to_rfc3339(said.received_at)},
                       {"counts", counts_json(said.counts)},
                       {"state", said.state}});
}

}  // namespace

Json own_reassignment_json(const flow::Reassignment& made) {
  return Json::object(
      {{"id", to_string(made.id)},
       {"job", to_string(made.job)},
       {"from", side_json(made.from, made.from_name, made.from_purpose, made.from_purpose_name)},
       {"to", side_json(made.to, made.to_name, made.to_purpose, made.to_purpose_name)},
       {"amount", to_json(made.amount)},
       {"category", made.category},
       {"reason", made.reason},
       {"asked_by", named(to_string(made.asked_by), made.asked_by_name)},
       {"decided_by", made.decided_by.exists() ? named(to_string(made.decided_by), made.decided_by_name) : Json()},
       {"at", to_rfc3339(made.at)}});
}

Json payers_reassignment_json(const flow::Reassignment& made, const registry::Payer& payer) {
  const bool came = made.to == payer;
  Json purpose, reason;
  if (came) {
    purpose = named(to_string(made.to_purpose), made.to_purpose_name);
    reason = made.reason;
  }
  return Json::object({{"id", to_string(made.id)},
                       {"job", to_string(made.job)},
                       {"direction", came ? "came" : "left"},
                       {"amount", to_json(made.amount)},
                       {"category", made.category},
                       {"reason", std::move(reason)},
                       {"purpose", std::move(purpose)},
                       {"at", to_rfc3339(made.at)}});
}

Json to_json(const flow::ReassignRequest& request) {
  return Json::object({{"id", to_string(request.id)},
                       {"job", to_string(request.job)},
                       {"payer", payer_json(request.to, request.to_name)},
                       {"purpose", named(to_string(request.to_purpose), request.to_purpose_name)},
                       {"amount", to_json(request.amount)},
                       {"category", request.category},
                       {"reason", request.reason},
                       {"asked_by", named(to_string(request.asked_by), request.asked_by_name)},
                       {"asked_at", to_rfc3339(request.asked_at)},
                       {"expires_at", to_rfc3339(request.expires_at)},
                       {"state", flow::to_string(request.state)},
                       {"note", request.note},
                       {"print", place_of_print(request.printer_name, request.site_name, request.released_at)}});
}

Json to_json(const flow::ReassignPolicy& policy) {
  return Json::object({{"hours", policy.hours}, {"needs_approval", policy.needs_approval}});
}

Json to_json(const flow::Notice& notice) {
  return Json::object({{"id", to_string(notice.id)},
                       {"kind", notice.kind},
                       {"job", to_string(notice.job)},
                       {"amount", to_json(notice.amount)},
                       {"category", notice.category},
                       {"at", to_rfc3339(notice.at)},
                       {"print", place_of_print(notice.printer_name, notice.site_name, notice.released_at)}});
}

Json to_json(const flow::Quantity& quantity) {
  return Json::object({{"monochrome_impressions", quantity.monochrome_impressions},
                       {"color_impressions", quantity.color_impressions},
                       {"sheets", quantity.sheets}});
}

Json to_json(const flow::Refund& made) {
  return Json::object({{"id", to_string(made.id)},
                       {"job", to_string(made.job)},
                       {"cause", made.cause},
                       {"quantity", to_json(made.quantity)},
                       {"amount", to_json(made.captured)},
                       {"in_hand", made.paid_by.exists()},
                       {"by_rule", !made.decided_by.exists()},
                       {"at", to_rfc3339(made.at)}});
}

Json to_json(const flow::RefundRequest& request) {
  return Json::object({{"id", to_string(request.id)},
                       {"job", to_string(request.job)},
                       {"cause", request.cause},
                       {"words", request.words},
                       {"has_photo", !request.photo.text.empty()},
                       {"quantity", to_json(request.quantity)},
                       {"amount", to_json(request.amount)},
                       {"state", flow::to_string(request.state)},
                       {"asked_at", to_rfc3339(request.asked_at)},
                       {"expires_at", to_rfc3339(request.expires_at)},
                       {"decided_at", time_json(request.decided_at)},
                       {"by_rule", request.decided_at.micros != 0 && !request.decided_by.exists()},
                       {"note", request.note},
                       {"print", place_of_print(request.printer_name, request.site_name, request.released_at)}});
}

Json to_json(const flow::Dispute& dispute) {
  return Json::object({{"id", to_string(dispute.id)},
                       {"job", to_string(dispute.job)},
                       {"opened_by", named(to_string(dispute.opened_by), dispute.opened_by_name)},
                       {"words", dispute.words},
                       {"opened_at", to_rfc3339(dispute.opened_at)},
                       {"state", flow::to_string(dispute.state)},
                       {"decided_at", time_json(dispute.decided_at)},
                       {"note", dispute.note}});
}

Json to_json(const flow::Loss& loss) {
  return Json::object({{"job", to_string(loss.job)},
                       {"quantity", to_json(loss.quantity)},
                       {"device_fee", to_json(loss.device_fee)},
                       {"commission", to_json(loss.commission)},
                       {"operator_percent", loss.operator_percent},
                       {"borne", to_json(loss.borne)},
                       {"at", to_rfc3339(loss.at)}});
}

Json to_json(const flow::Evidence& evidence) {
  Json attempts = Json::array(), said = Json::array(), reasons = Json::array();
  for (const flow::Attempt& attempt : evidence.attempts) attempts.push(attempt_json(attempt));
  for (const flow::SaidByDevice& word : evidence.said) said.push(said_json(word));
  for (const std::string& reason : evidence.printer_reasons) reasons.push(reason);
  return Json::object({{"job", to_string(evidence.job)},
                       {"charge", flow::to_string(evidence.charge)},
                       {"attempts", std::move(attempts)},
                       {"said", std::move(said)},
                       {"before", nearby_json(evidence.before)},
                       {"after", nearby_json(evidence.after)},
                       {"heard_before", time_json(evidence.heard_before)},
                       {"heard_after", time_json(evidence.heard_after)},
                       {"agent_was_alive", evidence.agent_was_alive},
                       {"printer_state", evidence.printer_state},
                       {"printer_reasons", std::move(reasons)},
                       {"printer_seen_at", time_json(evidence.printer_seen_at)}});
}

Json to_json(const flow::Audited& entry) {
  Json actor;
  if (entry.actor.exists()) actor = named(to_string(entry.actor), entry.actor_name);
  return Json::object({{"seq", entry.seq},
                       {"at", to_rfc3339(entry.at)},
                       {"actor", std::move(actor)},
                       {"act", entry.act},
                       {"subject", entry.subject},
                       {"was", entry.was},
                       {"became", entry.became}});
}

Result<flow::Quantity> quantity_from(const Json& json) {
  const flow::Quantity quantity{TRY(integer_or(json, "monochrome_impressions", 0)),
                                TRY(integer_or(json, "color_impressions", 0)), TRY(integer_or(json, "sheets", 0))};
  for (const std::int64_t count : {quantity.monochrome_impressions, quantity.color_impressions, quantity.sheets})
    if (count < 0 || count > count_max)
      return Error{Reason::malformed, "bad-quantity", "counts are whole numbers from 0 to 10,000,000"};
  return quantity;
}

Answer refusal_answer(const rules::Decision& decision, Language language, std::string_view title) {
  const rules::Reason& first = decision.reasons.front();
  Json problem = Json::object({{"type", "urn:tsuke:problem:" + first.code},
                               {"title", title},
                               {"status", 409},
                               {"detail", rules::explain(first.code)},
                               {"code", first.code},
                               {"reasons", decision_json(decision, language)["reasons"]}});
  return {409, std::move(problem), "application/problem+json"};
}

}  // namespace tsuke::doors
