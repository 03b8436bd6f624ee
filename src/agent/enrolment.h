// What an agent was given when it enrolled: the credential of one device, and where both sides are.
#pragma once

#include <string>

#include "base/result.h"

namespace tsuke::agent {

struct Enrolment {
  std::string uri;   // the device queue at the service: ipps://host:8631/ipp/device/<id>
  std::string user;  // of the device credential
  std::string password;
  std::string uuid;  // output-device-uuid
  std::string printer_id;
  std::string printer;     // its name, for people
  std::string device_uri;  // the real printer: ipp://printer/ipp/print or dnssd://…
  std::string ca_file;     // authority of the service, when it is not one of the system's
};

// Fails with malformed when a member that run needs is missing.
Result<Enrolment> load_enrolment(const std::string& path);
Result<void> save_enrolment(const std::string& path, const Enrolment& enrolment);

struct EnrolRequest {
  std::string server;  // ipp://host:8631 or ipps://host:8631
  std::string code;    // single use
  std::string device_uri;
  std::string ca_file;
};

// Trades the code for a credential, over HTTP or HTTPS as the server's scheme says. Fails with not_permitted (the code
// is wrong or used up), malformed (addresses, or an answer without a credential), unavailable.
Result<Enrolment> enrol(const EnrolRequest& request);

// "https://host:8631" of "ipps://host:8631". Fails with malformed.
Result<std::string> web_address(const std::string& server);

}  // namespace tsuke::agent
