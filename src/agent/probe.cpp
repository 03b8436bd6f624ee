#include "agent/probe.h"

#include <curl/curl.h>

#include <memory>
#include <string_view>

namespace tsuke::agent {
namespace {

using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

std::optional<Instant> instant_of(const std::string& text) {
  const time_t at = curl_getdate(text.c_str(), nullptr);
  if (at < 0) return {};
  return Instant{static_cast<std::int64_t>(at) * 1'000'000};
}

// "Date: Sun, 06 Nov 1994 08:49:37 GMT"
std::size_t take_header(char* data, std::size_t, std::size_t count, void* context) {
  std::string_view line(data, count);
  constexpr std::string_view name = "date:";
  if (line.size() > name.size() && curl_strnequal(data, name.data(), name.size()))
    static_cast<Probe*>(context)->date = instant_of(std::string(line.substr(name.size())));
  return count;
}

void read_certificate(CURL* curl, Probe& seen) {
  curl_certinfo* chain = nullptr;
  if (curl_easy_getinfo(curl, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain || chain->num_of_certs < 1) return;
  for (const curl_slist* each = chain->certinfo[0]; each; each = each->next) {
    const std::string_view line = each->data;
    if (line.starts_with("Start date:")) seen.valid_from = instant_of(std::string(line.substr(11)));
    if (line.starts_with("Expire date:")) seen.valid_until = instant_of(std::string(line.substr(12)));
  }
}

Probe::Outcome outcome_of(CURLcode code) {
  switch (code) {
    case CURLE_OK: return Probe::Outcome::answered;
    case CURLE_COULDNT_RESOLVE_HOST: return Probe::Outcome::name_unknown;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return Probe::Outcome::not_trusted;
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT: return Probe::Outcome::unreachable;
    default: return Probe::Outcome::no_http;
  }
}

Probe look(const std::string& url, const std::string& ca_file, bool any_certificate) {
  const Curl curl(curl_easy_init(), &curl_easy_cleanup);
  Probe seen;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_NOBODY, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CERTINFO, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 15'000L);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &seen);
  if (!ca_file.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, ca_file.c_str());
  if (any_certificate) {
    curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  }
  const CURLcode code = curl_easy_perform(curl.get());
  seen.outcome = outcome_of(code);
  if (code != CURLE_OK) seen.what = curl_easy_strerror(code);
  read_certificate(curl.get(), seen);
  return seen;
}

}  // namespace

// Whom we do not trust we still ask for its dates: they tell a wrong clock from a wrong certificate.
Probe probe(const std::string& url, const std::string& ca_file) {
  Probe seen = look(url, ca_file, false);
  if (seen.outcome != Probe::Outcome::not_trusted) return seen;
  const Probe stranger = look(url, {}, true);
  seen.valid_from = stranger.valid_from;
  seen.valid_until = stranger.valid_until;
  seen.date = stranger.date;
  return seen;
}

}  // namespace tsuke::agent
