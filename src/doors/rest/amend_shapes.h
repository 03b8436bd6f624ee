// How what was put right looks in JSON.
#pragma once

#include "base/json.h"
#include "doors/rest/endpoint.h"
#include "flow/amend/dispute.h"
#include "flow/amend/evidence.h"
#include "flow/amend/loss.h"
#include "flow/amend/notices.h"
#include "flow/amend/policy.h"
#include "flow/amend/reassign.h"
#include "flow/amend/refund_request.h"
#include "flow/audit.h"

namespace tsuke::doors {

// For the job's person: both payers and purposes.
Json own_reassignment_json(const flow::Reassignment& made);
// For one payer: whether the line left it or came to it; of one that left nothing but the reason's category.
Json payers_reassignment_json(const flow::Reassignment& made, const registry::Payer& payer);
// For its person and for the payer that is asked; neither is told of the other's other purposes.
Json to_json(const flow::ReassignRequest& request);
Json to_json(const flow::ReassignPolicy& policy);
Json to_json(const flow::Notice& notice);
Json to_json(const flow::Quantity& quantity);
Json to_json(const flow::Refund& made);
// For its person, the provider and the operator.
Json to_json(const flow::RefundRequest& request);
Json to_json(const flow::Dispute& dispute);
Json to_json(const flow::Loss& loss);
Json to_json(const flow::Evidence& evidence);
Json to_json(const flow::Audited& entry);

// {"monochrome_impressions","color_impressions","sheets"}, each 0 when absent. Fails with malformed ("bad-quantity").
Result<flow::Quantity> quantity_from(const Json& json);
// A refusal with the reasons of the decision, as a problem with status 409.
Answer refusal_answer(const rules::Decision& decision, Language language, std::string_view title);

}  // namespace tsuke::doors
