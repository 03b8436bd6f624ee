// Why a job waits, in JSON: beside its state.
#pragma once

#include <optional>

#include "base/json.h"
#include "flow/mailed.h"
#include "flow/purpose_lost.h"

namespace tsuke::doors {

Json mailed_json(const std::optional<flow::Mailed>& mailed);   // null for what came another way
Json lost_json(const std::optional<flow::PurposeLost>& lost);  // null for a job that has a purpose, or never had one
// Codes of the decision and of the document: ["purpose-needed","membership-ended"].
Json state_reasons(const flow::Job& job, const std::optional<flow::Mailed>& mailed,
                   const std::optional<flow::PurposeLost>& lost, bool misses_comment);

}  // namespace tsuke::doors
