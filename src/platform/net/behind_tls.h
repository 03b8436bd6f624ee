// A proxy speaks TLS with clients, and plainly with us.
#pragma once

#include <memory>

#include "platform/net/net.h"

namespace tsuke::net {

// The same stream, said to be secure: what is made of its requests (addresses, cookies) is for the client's side of the
// proxy. For streams that can come from nobody but that proxy; a listener takes plain ones from loopback alone.
std::unique_ptr<Stream> behind_tls(std::unique_ptr<Stream> stream);

}  // namespace tsuke::net
