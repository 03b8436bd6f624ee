// Makes the site's printers visible to phones and computers of the local network, where who runs the agent wants it.
#pragma once

#include <string>
#include <vector>

#include "agent/enrolment.h"
#include "agent/state.h"
#include "platform/dnssd/announce.h"

namespace tsuke::agent {

inline constexpr const char* announced_model = "Tsuke purpose queue";  // as the queue calls itself

// The announcement of one printer. It leads to the queue that everybody has at the service, /ipp/print: the device asks
// for login and app password, and so the job is its sender's, who chooses the purpose and releases the job at the
// printer. A printer's own queue is announced to nobody. Fails with unsupported: "announce-without-tls" (passwords go
// over TLS alone), "announce-without-name" (a service that is known by its address).
Result<dnssd::Announced> announcement_of(const Enrolment& enrolment);

// Of all printers that are enrolled and can be announced; the others are logged and left out.
std::vector<dnssd::Announced> announcements_of(const State& state);

}  // namespace tsuke::agent
