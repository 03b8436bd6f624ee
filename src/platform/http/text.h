// Small words of HTTP's grammar.
#pragma once

#include <string_view>

namespace tsuke::http {

bool is_token(std::string_view text);  // 1*tchar
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // spaces and tabs at both ends
// Cuts the part up to the next separator off `rest`; the last part leaves it empty.
std::string_view cut(std::string_view& rest, char separator);

}  // namespace tsuke::http
