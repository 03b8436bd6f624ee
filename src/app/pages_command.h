// `tsuke pages`: what the service knows of a document's pages, by hand.
#pragma once

#include <string>
#include <vector>

namespace tsuke::app {

// Runs the worker on each file and prints how many pages it has, and how large each is and whether it has colour; as
// JSON one object a line. 0 when every file could be read; else 1, with what to do about it on standard error (as JSON:
// in the object).
int show_pages(const std::string& program, const std::vector<std::string>& files, bool as_json);

}  // namespace tsuke::app
