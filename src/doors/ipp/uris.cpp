#include "doors/ipp/uris.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/uuid_from.h"

namespace tsuke::ippdoor {
namespace {

bool is_host_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == ':' || c == '-' || c == '_' || c == '[' ||
         c == ']';
}

std::string host_and_port(const doors::Service& service, const http::Request& request) {
  std::string host = service.host_of(request);
  if (host.empty() || host.size() > 255 || !std::all_of(host.begin(), host.end(), is_host_letter)) host = "localhost";
  const std::size_t colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  return has_port ? host : host + (request.secure ? ":443" : ":80");
}

}  // namespace

std::string ipp_base(const doors::Service& service, const http::Request& request) {
  return (request.secure ? "ipps://" : "ipp://") + host_and_port(service, request);
}

std::string web_base(const doors::Service& service, const http::Request& request) {
  return (request.secure ? "https://" : "http://") + host_and_port(service, request);
}

std::string job_uri(std::string_view printer_uri, std::int32_t number) {
  return std::string(printer_uri) + "/jobs/" + std::to_string(number);
}

Result<std::int32_t> target_job(const ipp::Group& operation) {
  const Error missing{Reason::malformed, "bad-ipp", "name the job, by job-uri or by printer-uri and job-id"};
  if (const auto uri = operation.text("job-uri")) {
    const std::string_view digits = std::string_view(*uri).substr(uri->rfind('/') + 1);
    std::int32_t number = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (wrong != std::errc{} || end != digits.data() + digits.size() || number < 1) return missing;
    return number;
  }
  const auto number = operation.integer("job-id");
  if (!number || *number < 1) return missing;
  return *number;
}

std::string stable_uuid(std::string_view kind, std::int64_t id_value) {
  return "urn:uuid:" + uuid_from(std::string(kind) + ":" + to_string(id_value));
}

}  // namespace tsuke::ippdoor
