// job-password and job-password-encryption among a request's operation attributes (PWG 5100.11).
#pragma once

#include <string>

#include "doors/ipp/requested.h"
#include "platform/ipp/message.h"

namespace tsuke::ippdoor {

// What flow keeps of it; empty when none came. Fails with the status to answer: one of the two alone, an encryption
// that is not offered, a wrong length.
Result<std::string> job_password(const ipp::Group& operation);

void add_password_attributes(Picker& put);

}  // namespace tsuke::ippdoor
