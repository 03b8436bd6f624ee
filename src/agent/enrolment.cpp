#include "agent/enrolment.h"

#include "agent/named_device.h"
#include "base/json.h"
#include "platform/fetch/fetch.h"
#include "platform/ipp/client.h"
#include "printing/files.h"

namespace tsuke::agent {
namespace {

using printing::read_file;
using printing::write_private_file;

// Ids may stand as text or number.
std::string as_text(const Json& value) { return value.is_integer() ? std::to_string(value.integer()) : value.text(); }

Result<Enrolment> from_json(const Json& json) {
  Enrolment made{json["uri"].text(),        json["user"].text(),         json["password"].text(),
                 json["uuid"].text(),       as_text(json["printer_id"]), json["printer"].text(),
                 json["device_uri"].text(), json["ca_file"].text()};
  if (made.uri.empty() || made.user.empty() || made.password.empty() || made.uuid.empty())
    return Error{Reason::malformed, "no-credential", "there is no device credential in it"};
  return made;
}

}  // namespace

Result<Enrolment> load_enrolment(const std::string& path) {
  Enrolment loaded = TRY(from_json(TRY(Json::parse(TRY(read_file(path))))));
  if (loaded.device_uri.empty()) return Error{Reason::malformed, "no-printer", path + " does not name the printer"};
  return loaded;
}

Result<void> save_enrolment(const std::string& path, const Enrolment& enrolment) {
  Json json;
  json.set("uri", enrolment.uri).set("user", enrolment.user).set("password", enrolment.password);
  json.set("uuid", enrolment.uuid).set("printer_id", enrolment.printer_id).set("printer", enrolment.printer);
  json.set("device_uri", enrolment.device_uri).set("ca_file", enrolment.ca_file);
  return write_private_file(path, json.dump() + "\n");
}

Result<std::string> web_address(const std::string& server) {
  TRY(ipp::Client::create({.uri = server}));
  std::string rest = server.substr(server.find("://"));
  const std::size_t path = rest.find('/', 3);
  rest.resize(path == std::string::npos ? rest.size() : path);
  const bool names_port = rest.find(':', rest.starts_with("://[") ? rest.find(']') : 3) != std::string::npos;
  return (server.starts_with("ipps") ? "https" : "http") + rest + (names_port ? "" : ":631");
}

Result<Enrolment> enrol(const EnrolRequest& request) {
  TRY(check_device_uri(request.device_uri));
  const std::string url = TRY(web_address(request.server)) + "/api/v1/enrolments";
  Json body;
  body.set("code", request.code).set("device_uri", request.device_uri);
  const fetch::Answer answer = TRY(fetch::send({url, body.dump(), {}, request.ca_file}));
  if (answer.status >= 500)
    return Error{Reason::unavailable, "http-status", url + " answered HTTP " + std::to_string(answer.status)};
  if (answer.status >= 300) {
    const auto problem = Json::parse(answer.body);
    const std::string detail = problem.ok() ? problem.value()["detail"].text() : "";
    return Error{Reason::not_permitted, "enrolment-refused",
                 "the service refuses this code (HTTP " + std::to_string(answer.status) + ") " + detail};
  }
  Enrolment made = TRY(from_json(TRY(Json::parse(answer.body))));
  made.device_uri = request.device_uri;
  made.ca_file = request.ca_file;
  return made;
}

}  // namespace tsuke::agent
