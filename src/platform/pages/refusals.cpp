#include "platform/pages/inspect.h"

namespace tsuke::pages {

Error damaged() {
  return {Reason::malformed, "document-damaged",
          "This is not a readable PDF. Open it, save it as PDF again, and submit that."};
}

Error encrypted() {
  return {Reason::malformed, "document-encrypted",
          "This PDF needs a password to open. Save a copy without a password, and submit that."};
}

Error too_large(const std::string& which) {
  return {Reason::malformed, "document-too-large", which + " Split the document, and submit the parts."};
}

Error timed_out() {
  return {Reason::malformed, "document-timeout",
          "Reading this PDF took too long. Save it as PDF again, or print it in parts."};
}

}  // namespace tsuke::pages
