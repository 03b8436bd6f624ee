// A question to the print log, as it comes in at the door.
#pragma once

#include "doors/rest/endpoint.h"
#include "flow/log/print_log.h"

namespace tsuke::doors {

// Whose log is asked for, when the caller may read it: fails as the roles' checks do.
using Whose = Result<flow::LogView> (*)(store::Reader& in, const Caller& caller, const Call& call);

// From the query; fails with malformed ("bad-filter") also on a filter that does not exist: it would choose nothing.
Result<flow::LogFilter> log_filter_from(const Call& call);

// The rows as CSV, streamed. `whose` is asked again for each piece: who may not read any more gets no more.
Task<http::Response> log_as_csv(Service& service, http::Request& request, Whose whose);

}  // namespace tsuke::doors
