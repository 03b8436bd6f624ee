// The real printer, over IPP. Never raw bytes to port 9100: without IPP nobody says what came out.
#pragma once

#include <memory>

#include "platform/ipp/client.h"
#include "printing/sides.h"

namespace tsuke::printing {

// Does not connect yet. Fails with malformed on an address that is no IPP URI.
Result<std::unique_ptr<Device>> make_ipp_device(const std::string& device_uri);
// Through a client of the caller's making.
std::unique_ptr<Device> device_over(std::unique_ptr<ipp::Client> client);

}  // namespace tsuke::printing
