#include "platform/fetch/fetch.h"

#include <curl/curl.h>

#include <memory>

namespace tsuke::fetch {

namespace {

constexpr std::size_t answer_bytes_max = 1 << 20;

std::size_t take(char* data, std::size_t, std::size_t count, void* context) {
  auto& body = *static_cast<std::string*>(context);
  if (body.size() + count > answer_bytes_max) return 0;
  body.append(data, count);
  return count;
}

using Fields = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Fields fields_of(const Request& request) {
  curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
  if (!request.bearer.empty()) list = curl_slist_append(list, ("Authorization: Bearer " + request.bearer).c_str());
  return {list, &curl_slist_free_all};
}

}  // namespace

Result<Answer> send(const Request& request) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  const Fields fields = fields_of(request);
  Answer answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, fields.get());
  if (!request.body.empty()) curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 30'000L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  if (!request.ca_file.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, request.ca_file.c_str());
  const CURLcode code = curl_easy_perform(curl.get());
  // Without the path: it may be a secret.
  const std::string where = request.url.substr(0, request.url.find('/', request.url.find("://") + 3));
  if (code != CURLE_OK) return Error{Reason::unavailable, "no-connection", where + ": " + curl_easy_strerror(code)};
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

}  // namespace tsuke::fetch
