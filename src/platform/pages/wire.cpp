#include "platform/pages/wire.h"

#include "base/json.h"
#include "platform/pages/inspect.h"

namespace tsuke::pages {

namespace {

Error refusal(const Json& answer) {
  const std::string& code = answer["refused"].text();
  if (code == "document-encrypted") return encrypted();
  if (code != "document-too-large") return damaged();
  return {Reason::malformed, code, answer["what"].text().substr(0, 200)};
}

}  // namespace

std::string to_wire(const Result<Summary>& outcome) {
  Json answer;
  if (!outcome.ok()) {
    answer.set("refused", outcome.error().code).set("what", outcome.error().what);
    return answer.dump();
  }
  answer.set("pages", to_text(outcome.value().pages));
  return answer.dump();
}

Result<Summary> from_wire(std::string_view text, int page_count_max) {
  const auto parsed = Json::parse(text);
  if (!parsed.ok()) return damaged();
  const Json& answer = parsed.value();
  if (answer.has("refused")) return refusal(answer);
  auto pages = pages_from_text(answer["pages"].text(), page_count_max);
  if (!pages.ok() && pages.error().code == "too-many-pages") return too_large("The document has too many pages.");
  if (!pages.ok() || pages.value().empty()) return damaged();
  return Summary{pages.take()};
}

}  // namespace tsuke::pages
