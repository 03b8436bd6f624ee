#include "doors/rest/problem.h"

#include "base/json.h"
#include "base/log.h"
#include "doors/rest/words_ja.h"

namespace tsuke::doors {

namespace {

constexpr std::string_view problem_type = "application/problem+json";

http::Response with_status(http::Response response, int status) {
  auto body = Json::parse(response.body);
  assert(body.ok());
  response.status = status;
  response.body = body.value().set("status", status).set("title", "Unprocessable Content").dump();
  return response;
}

}  // namespace

Language language_of(const http::Request& request) {
  std::string_view rest = request.headers.get("accept-language");
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    std::string_view tag = rest.substr(0, comma);
    while (tag.starts_with(' ')) tag.remove_prefix(1);
    if (tag.starts_with("ja")) return Language::japanese;
    if (tag.starts_with("en")) return Language::english;
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return Language::english;
}

http::Response problem(const Error& error) {
  if (error.reason == Reason::internal) {
    log::error("request-failed", {{"code", error.code}, {"what", error.what}});
    return http::problem_response({Reason::internal, "internal", "the server made a mistake; it is logged. Try again"});
  }
  http::Response response = http::problem_response(error);
  if (error.code == "purpose-needed") return with_status(std::move(response), 422);
  if (error.code == "too-many-tries") response.headers.set("Retry-After", "900");
  return response;
}

void put_into_words(http::Response& response, Language language) {
  if (language == Language::english || response.headers.get("content-type") != problem_type) return;
  auto parsed = Json::parse(response.body);
  if (!parsed.ok()) return;
  Json members = parsed.take();
  const std::string_view detail = japanese_sentence(members["code"].text());
  if (detail.empty()) return;
  members.set("title", japanese_title(response.status)).set("detail", detail);
  response.body = members.dump();
  response.headers.set("Content-Language", "ja");
}

std::string sentence_for(std::string_view code, std::string_view english, Language language) {
  const std::string_view japanese = language == Language::japanese ? japanese_sentence(code) : std::string_view();
  return std::string(japanese.empty() ? english : japanese);
}

}  // namespace tsuke::doors
