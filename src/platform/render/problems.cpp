#include <array>

#include "platform/render/request.h"

namespace tsuke::render {

Error damaged() {
  return {Reason::malformed, "document-damaged",
          "This is not a readable PDF. Open it, save it as PDF again, and submit that."};
}

Error encrypted() {
  return {Reason::malformed, "document-encrypted",
          "This PDF needs a password to open. Save a copy without a password, and submit that."};
}

Error timed_out() {
  return {Reason::malformed, "document-timeout",
          "Reading this PDF took too long. Save it as PDF again, or print it in parts."};
}

Error takes_too_much() {
  return {Reason::malformed, "document-too-large",
          "Reading the document takes too much memory. Split the document, and submit the parts."};
}

Error more_than_one_page() {
  return {Reason::malformed, "document-one-page",
          "A JPEG has one page. Choose one page of the document, or another printer."};
}

Error no_such_page() { return {Reason::not_found, "page-not-found", "The document has no such page."}; }

Error no_text() {
  return {Reason::malformed, "document-no-text",
          "This is no text that can be read. Save it as UTF-8 text or as PDF, and submit that."};
}

Error failed() {
  return {Reason::internal, "render-failed", "The document could not be rendered. Tell the operator."};
}

namespace {

struct Status {
  int exit_status;
  Error (*error)();
};
constexpr std::array statuses{Status{10, damaged},  Status{11, encrypted},         Status{12, takes_too_much},
                              Status{13, no_text},  Status{14, more_than_one_page}, Status{15, no_such_page},
                              Status{16, timed_out}};
constexpr int failed_status = 9;

}  // namespace

int exit_status_of(const Error& error) {
  for (const Status& status : statuses)
    if (status.error().code == error.code) return status.exit_status;
  return failed_status;
}

Error error_of(int exit_status) {
  for (const Status& status : statuses)
    if (status.exit_status == exit_status) return status.error();
  return failed();
}

}  // namespace tsuke::render
