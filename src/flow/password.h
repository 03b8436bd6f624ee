// What a job asks for when it is released: job-password of PWG 5100.11, a PIN that its sender chose. It keeps a page
// from coming out before its owner stands at the printer, even by somebody at the owner's own screen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke::flow {

inline constexpr const char* password_encryptions[] = {"none", "sha2-256"};
inline constexpr std::size_t password_bytes_max = 64;
inline constexpr int password_tries_max = 5;  // then the job can only be deleted: a PIN's few digits are soon guessed

// The text to keep with the job, from what came over the wire: the password itself ("none"), or its SHA-256. Fails with
// malformed ("bad-job-password").
Result<std::string> keep_password(std::string_view encryption, std::string_view octets);

// Whether what was typed opens it.
bool opens(std::string_view kept, std::string_view typed);

// How often it was typed wrongly, and the text to keep after one more time.
int wrong_tries(std::string_view kept);
std::string after_wrong_try(std::string_view kept);

}  // namespace tsuke::flow
