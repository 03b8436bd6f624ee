// Enrolment in the way of standard proxies, which go on with the very credentials by which they registered: the device
// brings its own secret, and the code proves that it may.
#pragma once

#include <string>
#include <string_view>

#include "registry/credentials.h"

namespace tsuke::registry {

// Whether a secret of the device's own making is worth keeping: 32 to 255 letters, at least 12 of them different. A
// shorter one could be guessed, since it is looked up by its hash alone.
bool is_strong_secret(std::string_view secret);

// True for what can only be an enrolment code, however it was typed; whether it is a live one is another question.
bool looks_like_code(std::string_view text);

// As enrol(), but the device's password is the one that it brought. Fails with not_authenticated
// ("code-used-or-expired"), malformed ("weak-secret"), conflict ("secret-taken").
Result<Credential> enrol_with_secret(store::Transaction& in, std::string_view code, std::string_view secret,
                                     Instant now);

}  // namespace tsuke::registry
