#include "platform/pages/wire.h"

#include "base/json.h"
#include "platform/pages/inspect.h"

namespace tsuke::pages {

namespace {

constexpr std::int64_t side_hmm_max = 1'000'000;

bool is_side(std::int64_t hmm) { return hmm > 0 && hmm <= side_hmm_max; }

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
  const auto& pages = outcome.value().pages;
  Json runs = Json::array();
  for (std::size_t start = 0; start < pages.size();) {
    std::size_t end = start;
    while (end < pages.size() && pages[end] == pages[start]) ++end;
    runs.push(Json::array({end - start, pages[start].width_hmm, pages[start].height_hmm}));
    start = end;
  }
  answer.set("pages", std::move(runs));
  return answer.dump();
}

Result<Summary> from_wire(std::string_view text, int page_count_max) {
  const auto parsed = Json::parse(text);
  if (!parsed.ok()) return damaged();
  const Json& answer = parsed.value();
  if (answer.has("refused")) return refusal(answer);
  Summary summary;
  for (const Json& run : answer["pages"].items()) {
    if (run.items().size() != 3) return damaged();
    const std::int64_t count = run.items()[0].integer();
    const std::int64_t width = run.items()[1].integer();
    const std::int64_t height = run.items()[2].integer();
    if (count < 1 || !is_side(width) || !is_side(height)) return damaged();
    if (count > page_count_max - summary.count()) return too_large("The document has too many pages.");
    const PageSize size{static_cast<int>(width), static_cast<int>(height)};
    summary.pages.insert(summary.pages.end(), static_cast<std::size_t>(count), size);
  }
  if (summary.pages.empty()) return damaged();
  return summary;
}

}  // namespace tsuke::pages
