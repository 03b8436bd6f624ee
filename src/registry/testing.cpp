#include "registry/testing.h"

#include <cstdio>
#include <cstdlib>

#include "registry/credentials.h"

namespace tsuke::registry {

namespace {

template <typename T>
T made(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "registry/testing: %s: %s\n", result.error().code.c_str(), result.error().what.c_str());
    std::abort();
  }
  return result.take();
}

Capabilities able() {
  Capabilities capabilities;
  capabilities.media = {"iso_a4_210x297mm", "iso_a3_297x420mm"};
  capabilities.color = true;
  capabilities.two_sided = true;
  return capabilities;
}

ProviderId add(store::Store& store, const Provider& provider) {
  return made(store.write<ProviderId>([&](store::Transaction& in) { return add_provider(in, provider); }));
}

}  // namespace

PersonId make_person(store::Store& store, const std::string& login) {
  Person person;
  person.name = login;
  person.login = login;
  return made(store.write<PersonId>([&](store::Transaction& in) { return add_person(in, person); }));
}

OrganisationId make_organisation(store::Store& store, const std::string& name, PersonId founder) {
  Organisation organisation;
  organisation.name = name;
  return made(
      store.write<OrganisationId>([&](store::Transaction& in) { return add_organisation(in, organisation, founder); }));
}

MembershipId make_member(store::Store& store, PersonId person, OrganisationId organisation, Role role) {
  return made(store.write<MembershipId>([&](store::Transaction& in) -> Result<MembershipId> {
    const MembershipId id = TRY(invite(in, organisation, person, role));
    TRY(accept_membership(in, id, person));
    return id;
  }));
}

PurposeId make_purpose(store::Store& store, PersonId person, const std::string& name, OrganisationId payer) {
  Purpose purpose;
  purpose.person = person;
  purpose.name = name;
  purpose.payer = payer.exists() ? Payer{payer, {}} : Payer{{}, person};
  return made(store.write<PurposeId>([&](store::Transaction& in) { return add_purpose(in, purpose); }));
}

ProviderId make_provider(store::Store& store, const std::string& name, OrganisationId organisation) {
  return add(store, {{}, name, organisation, {}});
}

ProviderId make_home_provider(store::Store& store, const std::string& name, PersonId person) {
  return add(store, {{}, name, {}, person});
}

PrinterId make_printer(store::Store& store, const std::string& name, ProviderId provider, SiteKind kind) {
  return made(store.write<PrinterId>([&](store::Transaction& in) -> Result<PrinterId> {
    Site site;
    site.provider = provider;
    site.name = name;
    site.kind = kind;
    Printer printer;
    printer.site = TRY(add_site(in, site));
    printer.name = name;
    printer.capabilities = able();
    return add_printer(in, printer);
  }));
}

PrinterId make_printer(store::Store& store, const std::string& name, OrganisationId organisation, SiteKind kind) {
  return make_printer(store, name, make_provider(store, name, organisation), kind);
}

std::string make_device(store::Store& store, PrinterId printer, Instant now) {
  return made(store.write<std::string>([&](store::Transaction& in) -> Result<std::string> {
    Credential code;
    code.kind = CredentialKind::enrolment;
    code.printer = printer;
    const NewCredential made_code = TRY(add_credential(in, code, now));
    const NewCredential device = TRY(enrol(in, made_code.secret, now));
    TRY(device_reported(in, printer, "idle", {}, std::nullopt, now));
    return device.secret;
  }));
}

}  // namespace tsuke::registry
