#include "platform/convert/refusals.h"

#include <iterator>

namespace tsuke::convert {

namespace {

constexpr int exit_refusal = 10;
constexpr Error (*refusals[])() = {damaged, too_large, not_convertible, encrypted, timed_out};

}  // namespace

Error damaged() {
  return {Reason::malformed, "document-damaged", "The document is damaged. Open it, save it again, and submit that."};
}

Error too_large() {
  return {Reason::malformed, "document-too-large",
          "The document is too large to print. Make the picture smaller, or split the document."};
}

Error not_convertible() {
  return {Reason::malformed, "document-not-convertible",
          "This kind of document cannot be printed here. Save or print it to PDF, and submit that."};
}

Error encrypted() {
  return {Reason::malformed, "document-encrypted",
          "The document needs a password to open. Save a copy without a password, and submit that."};
}

Error timed_out() {
  return {Reason::malformed, "document-timeout",
          "Making a PDF of the document took too long. Save it as PDF yourself, or print it in parts."};
}

int exit_code_of(const Error& error) {
  for (std::size_t i = 0; i < std::size(refusals); ++i)
    if (refusals[i]().code == error.code) return exit_refusal + static_cast<int>(i);
  return 0;
}

bool is_refusal(int exit_code) {
  return exit_code >= exit_refusal && exit_code < exit_refusal + static_cast<int>(std::size(refusals));
}

Error refusal_of(int exit_code) { return refusals[exit_code - exit_refusal](); }

}  // namespace tsuke::convert
