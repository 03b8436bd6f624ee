// Every route with the roles that may call it, and the things of a person that its path and body name: for the tests
// that go through all of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "doors/rest/test_server.h"

namespace tsuke::doors {

// One line of the table in routes_test.cpp.
struct Rule {
  std::string method, path, roles, body;
  bool open() const { return roles == "*"; }
  bool allows(char role) const {
    return open() || (role != 'N' && (roles == "-" || roles.find(role) != std::string::npos));
  }
};
const std::vector<Rule>& route_rules();

// A name in a path or body ("{job}") and the id that stands for it.
using Names = std::map<std::string, std::string>;
std::string filled(std::string text, const Names& names);

// Somebody whose things are named, the company that pays for their work, and its admin.
struct Tenant {
  PersonId person, admin;
  OrganisationId company;
  MembershipId membership;
  PurposeId purpose, hobby;
  ProviderId provider;
  PrinterId home_printer;
  std::string name;  // in the names and words that they give
};

class ThingsTest : public RestTest {
 protected:
  Tenant mikas() const { return {mika, admin_a, company, membership, purpose, hobby, provider, home_printer, {}}; }
  // One thing of each kind, made as its owner would.
  Names make_things(const Tenant& of);
  Reply call(Api& caller, const Rule& rule, const Names& names);

 private:
  std::string offer_delegation(const Tenant& of);
  std::string add_credential(const Tenant& of, registry::CredentialKind kind);
  std::string make_link(const Tenant& of);
  void make_amendments(const Tenant& of, Names& names);
  ApprovalId make_approval(const Tenant& of);
  std::int64_t ask_for_more(const Tenant& of);
  std::string make_trial(const Tenant& of);
};

}  // namespace tsuke::doors
