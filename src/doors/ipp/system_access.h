// Who is calling at the system service, and what they may do there.
#pragma once

#include <string>
#include <vector>

#include "doors/ipp/access.h"
#include "doors/tries.h"

namespace tsuke::ippdoor {

// One bit per role, so that an operation can say for whom it is.
enum Role : unsigned {
  enrolling = 1,        // by an enrolment code: a device that is about to become one of a printer's
  device = 2,           // by a device's password
  person = 4,           // by an app password
  provider_admin = 8,   // the same, of somebody who administers a provider
  system_operator = 16  // the same, of somebody who works for the operator of the service
};
inline constexpr unsigned managers = provider_admin | system_operator;
inline constexpr unsigned people = person | managers;
inline constexpr unsigned signed_in = device | people;
inline constexpr unsigned anyone = enrolling | signed_in;

struct SystemCaller {
  Role role = person;
  PersonId of;                        // of people
  PrinterId printer;                  // of a device
  std::vector<ProviderId> providers;  // that they administer
  std::string code, secret;           // of one who enrols; the secret may be empty: then one is made

  // Operators administer what every provider has, and the system's own (no provider).
  bool administers(ProviderId provider) const;
};

// By Basic authentication: a device's password, an app password, or an enrolment code. The code is the password, or it
// is the user name and the password is the secret by which the device will go on (see registry/enrolment.h). 401
// otherwise; 429 for an address that has tried too many wrong codes.
Task<Admitted<SystemCaller>> admit_to_system(doors::Service& service, doors::Tries& tries, http::Request& request);

}  // namespace tsuke::ippdoor
