// The device queue at the service, over IPP: the INFRA client's half of PWG 5100.18.
#pragma once

#include <memory>

#include "agent/enrolment.h"
#include "agent/sides.h"

namespace tsuke::agent {

// Does not connect yet. Fails with malformed on an address that is no IPP URI.
Result<std::unique_ptr<InfraService>> make_ipp_service(const Enrolment& enrolment);

}  // namespace tsuke::agent
