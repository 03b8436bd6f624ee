// What those who want to print somewhere hear when they may not.
#pragma once

#include "doors/rest/endpoint.h"
#include "flow/release/release.h"
#include "registry/printers.h"
#include "rules/permit.h"

namespace tsuke::doors {

// The printer, for somebody who wants to print there. One that others keep to themselves is not there: fails with
// not_found ("printer-not-found"). One that is switched off is: the decision says so.
Result<registry::Printer> visible_printer(store::Reader& in, PersonId person, PrinterId id);

// 409 with the reasons, the budgets that have no room, and what the person would pay instead. It is an answer, kept
// under the idempotency key like any other.
Answer refusal(const flow::Refused& refused, const Call& call);
Answer refusal(const rules::Decision& decision, const Call& call);

}  // namespace tsuke::doors
