// Refusals as RFC 9457 problems: codes are for programs and the same everywhere, sentences are in the caller's
// language.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/http/http.h"

namespace tsuke::doors {

enum class Language { english, japanese };

// The first language of Accept-Language that we speak; English when there is none.
Language language_of(const http::Request& request);

// As http::problem_response, but: 422 where a purpose is missing, Retry-After where guessing is slowed down, and
// nothing about our own mistakes beyond that they are ours (they are logged).
http::Response problem(const Error& error);

// Puts title and detail of a problem into the language. Leaves every other response alone.
void put_into_words(http::Response& response, Language language);

// The sentence for a reason code: ours in Japanese where we have one, else the English one given.
std::string sentence_for(std::string_view code, std::string_view english, Language language);

}  // namespace tsuke::doors
