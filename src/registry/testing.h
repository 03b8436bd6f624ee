// People, organisations and printers that a test begins with, one line each: for the tests of this folder and of those
// above it. Each is one write of its own and ends the program with a message when it is refused.
//
//   store::TestStore store{GetParam(), registry::migrations()};
//   const PersonId mika = registry::make_person(*store, "mika");
//   const OrganisationId company = registry::make_organisation(*store, "Company A", make_person(*store, "admin-a"));
//   registry::make_member(*store, mika, company);
//   const PurposeId purpose = registry::make_purpose(*store, mika, "Client A", company);
//   const PrinterId printer = registry::make_printer(*store, "Front desk", company, SiteKind::office);
#pragma once

#include <string>

#include "platform/store/store.h"
#include "registry/people.h"
#include "registry/printers.h"
#include "registry/purposes.h"

namespace tsuke::registry {

PersonId make_person(store::Store& store, const std::string& login);
OrganisationId make_organisation(store::Store& store, const std::string& name, PersonId founder = {});
// Invited and accepted.
MembershipId make_member(store::Store& store, PersonId person, OrganisationId organisation, Role role = Role::member);
// Charged to the organisation, or privately when none is named.
PurposeId make_purpose(store::Store& store, PersonId person, const std::string& name, OrganisationId payer = {});
ProviderId make_provider(store::Store& store, const std::string& name, OrganisationId organisation);
ProviderId make_home_provider(store::Store& store, const std::string& name, PersonId person);
// With colour, both sides, A4 and A3, at a new site of the provider.
PrinterId make_printer(store::Store& store, const std::string& name, ProviderId provider, SiteKind kind);
// At a new site of a new provider of that organisation.
PrinterId make_printer(store::Store& store, const std::string& name, OrganisationId organisation, SiteKind kind);
// Enrols an agent and lets it report that it is idle; returns the device's password.
std::string make_device(store::Store& store, PrinterId printer, Instant now);

}  // namespace tsuke::registry
