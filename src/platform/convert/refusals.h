// How a document that cannot be converted is refused: as an error, and as the exit code by which a worker says so.
#pragma once

#include <string>

#include "base/result.h"

namespace tsuke::convert {

Error damaged();          // malformed "document-damaged"
Error too_large();        // malformed "document-too-large": more pixels, pages or bytes than are printed
Error not_convertible();  // malformed "document-not-convertible": a kind of picture or document that is not printed
Error encrypted();        // malformed "document-encrypted"
Error timed_out();        // malformed "document-timeout"

inline constexpr int exit_jail = 3;    // the system cannot jail the worker
inline constexpr int exit_output = 4;  // nobody reads what it writes
// 10 and more; 0 for any other error.
int exit_code_of(const Error& error);
// Of a code that exit_code_of() gives.
bool is_refusal(int exit_code);
Error refusal_of(int exit_code);

}  // namespace tsuke::convert
