// What the two sides of the worker share: how it is asked, and how its exit status says what went wrong.
//
//   arguments = document-pages number-up orientation scaling width height margin copies collate two-sided pages
//   pages     = run *("," run)      run = first ["-" last]      numbers from 0; sizes in hundredths of a millimetre
#pragma once

#include <string>
#include <vector>

#include "platform/impose/imposition.h"

namespace tsuke::impose {

std::vector<std::string> to_arguments(const Imposition& imposition);
// Fails with internal ("impose-failed") on a wrong count of arguments or a number out of its range.
Result<Imposition> from_arguments(const std::vector<std::string>& arguments);

// The exit status for each error that the worker ends with, and back. An unknown one is "impose-failed".
int exit_status_of(const Error& error);
Error error_of(int exit_status);

Error damaged();
Error encrypted();
Error too_large();
Error timed_out();
Error failed();

}  // namespace tsuke::impose
