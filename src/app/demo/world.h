// The demo's people, purposes and printers, with the secrets that only a demo keeps: it must show them again.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::app {

struct DemoPerson {
  std::string name;
  std::string role;  // "person", "company", "provider", "operator"
  std::string login;
  std::string password;
  std::string api_token;
  PersonId id;
};

struct DemoQueue {
  std::string purpose;  // name
  std::string payer;    // name
  std::string slug;
  std::string token;  // of /ipp/p/<token>
  PurposeId id;
  bool at_once = false;  // its jobs print without anybody at the printer
};

struct DemoPrinter {
  std::string name;
  std::string site_slug;
  std::string uuid;
  std::string enrolment_code;  // used up at the first start
  PrinterId id;
  ProviderId provider;
};

struct World {
  std::vector<DemoPerson> people;     // the first is the one with three purposes
  std::vector<DemoQueue> queues;      // of the first person
  std::string app_password;           // of the first person
  std::string mail_local_part;        // of the first queue's mail address; empty in folders of earlier versions
  std::vector<DemoPrinter> printers;  // office, shared office, home, store
  OrganisationId company_a, company_b;

  const DemoPerson& with_role(std::string_view role) const;  // asserts that there is one
};

Json to_json(const World& world);
Result<World> world_from_json(const Json& json);

// Makes them in an empty database: one person with purposes for two companies, private use and home, four providers
// with one printer each, prices, a budget for the second company, an operator. All or nothing.
Result<World> seed(store::Store& store, Instant now);

}  // namespace tsuke::app
