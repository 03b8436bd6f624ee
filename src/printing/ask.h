// One IPP exchange whose error statuses are errors.
#pragma once

#include "platform/ipp/client.h"
#include "printing/sides.h"

namespace tsuke::printing {

// As Client::send; an IPP error status becomes an Error whose code is the status' name: unavailable for server errors,
// not_found, gone, conflict (not-possible, not-fetchable), not_permitted, not_authenticated, else unsupported. What is
// no proper answer (no IPP, another request's, without end) is unavailable: the same question may be answered later.
Result<ipp::Message> ask(ipp::Client& client, const ipp::Message& request, Source document = {}, Sink into = {});

Error as_error(std::uint16_t status, const ipp::Message& answer);

}  // namespace tsuke::printing
