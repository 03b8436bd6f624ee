// Who is calling, and which queue is meant by it: decided before anything of the body is read.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/task.h"
#include "doors/ipp/remembered.h"
#include "doors/service.h"
#include "registry/credentials.h"
#include "registry/people.h"
#include "registry/printer_numbers.h"
#include "registry/printers.h"
#include "registry/purposes.h"

namespace tsuke::ippdoor {

// A person's queue, opened by a token (one purpose, and only what came by that token) or by an app password.
struct Queue {
  registry::Credential credential;
  std::optional<registry::Purpose> purpose;  // none on /ipp/print: job-account-id names it
  registry::PrinterDescription said;         // of a purpose's queue, when it was created
  std::string path;                          // "/ipp/p/<token>", "/ipp/print/company-a"
  std::string uri;                           // the same with scheme and host, as the client sees it

  bool by_token() const { return credential.kind == registry::CredentialKind::queue_token; }
  PersonId person() const { return credential.person; }
  bool prints_at_once() const { return purpose && purpose->at_once; }
};

// A device's queue, opened by that device's credential.
struct DeviceQueue {
  registry::Credential credential;
  PrinterId printer;
  std::string path, uri;
};

// The queue, or the answer: 404 for a token that opens nothing, or that opens a
// purpose whose payer its person has left (CUPS then stops its queue and says so, where a 401
// would make it ask for a password), 401 with a challenge for a missing or wrong password, 403 for a password over a
// plain connection from elsewhere, 404 for another printer's queue or an unknown purpose.
template <typename T>
using Admitted = std::variant<T, http::Response>;

// The same token or password comes many times in a row.
using KnownQueues = Remembered<Queue>;

Task<Admitted<Queue>> admit_by_token(doors::Service& service, KnownQueues& known, http::Request& request);
Task<Admitted<Queue>> admit_by_password(doors::Service& service, KnownQueues& known, http::Request& request);
Task<Admitted<DeviceQueue>> admit_device(doors::Service& service, http::Request& request);

// Passwords travel over TLS, or not at all beyond this machine. Nothing when the way is safe and a password is there.
std::optional<http::Response> unsafe_or_missing(const http::Request& request);
// The row of a credential says once an hour that it is used; no answer waits for it.
void note_use(doors::Service& service, const registry::Credential& credential);

}  // namespace tsuke::ippdoor
