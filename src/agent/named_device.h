// The printer of an enrolment: at an address, or under a DNS-SD name that is looked up at each connect.
#pragma once

#include <memory>

#include "agent/sides.h"

namespace tsuke::agent {

using LookUp = std::function<Result<std::string>()>;  // the ipp URI of now
using MakeIppDevice = std::function<Result<std::unique_ptr<Device>>(const std::string&)>;

// A printer whose address is looked up before its first use, and again after it could not be connected to. A look-up
// that fails is "no-connection": the printer has not heard of anything.
std::unique_ptr<Device> make_named_device(LookUp look_up, MakeIppDevice make);

// ipp://…, ipps://… or dnssd://…. Does not connect yet. Fails with malformed on anything else.
Result<std::unique_ptr<Device>> make_device(const std::string& device_uri);
// The ipp URI at which this printer is now. Fails as dnssd::resolve does.
Result<std::string> address_of(const std::string& device_uri);
Result<void> check_device_uri(const std::string& device_uri);

}  // namespace tsuke::agent
