// What refusals say in Japanese. A test holds the table to the codes that the sources can produce.
#pragma once

#include <string_view>

namespace tsuke::doors {

// Says what to do; empty for a code that has no sentence.
std::string_view japanese_sentence(std::string_view code);
// Its part about money that is put right, in a file of its own.
std::string_view japanese_of_putting_right(std::string_view code);
// Its part about comments on jobs and about delegates.
std::string_view japanese_of_delegates(std::string_view code);
// Its part about trials.
std::string_view japanese_of_trials(std::string_view code);
// The heading for a status.
std::string_view japanese_title(int status);

}  // namespace tsuke::doors
