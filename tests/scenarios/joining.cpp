// The ways into an organisation: a link, a mail domain, and an administrator's word.
#include "registry/joining.h"
#include "commands.h"

namespace tsuke::scenarios {

namespace {

using registry::Role;
using store::Transaction;

// Where a person stands with a company: "accepted, member", "none".
Result<std::string> standing(World& world, PersonId person, OrganisationId company) {
  const auto link = TRY(world.read<std::optional<registry::Membership>>(
      [&](store::Reader& in) { return registry::membership_between(in, person, company); }));
  if (!link) return "none"s;
  std::string text = std::string(to_string(link->state)) + ", " + std::string(to_string(link->role));
  for (const auto& [name, id] : world.departments.ids)
    if (id == link->department) text += ", in " + name;
  return text;
}

Result<OrganisationId> take_company(World& world, Words& words) {
  return world.organisations.at(TRY(words.take("a company")));
}
Result<PersonId> take_person(World& world, Words& words) { return world.people.at(TRY(words.take("a person"))); }

Result<DepartmentId> take_department(World& world, Words& words) {
  if (!words.accept("in")) return DepartmentId{};
  return world.departments.at(TRY(words.take("a department")));
}

Result<Role> take_role(Words& words) {
  if (!words.accept("as")) return Role::member;
  return registry::parse_role(TRY(words.take("a role")));
}

// invitation <name> of <company> by <person> [as <role>] [in <department>] <n> people <time>
Result<std::string> invitation(World& world, Words& words) {
  const std::string name = TRY(words.take("a name"));
  registry::InvitationLink wanted;
  wanted.label = name;
  if (!words.accept("of")) return mistake("say whose invitation it is: of <company>");
  wanted.organisation = TRY(take_company(world, words));
  if (!words.accept("by")) return mistake("say who makes it: by <person>");
  wanted.made_by = TRY(take_person(world, words));
  wanted.role = TRY(take_role(words));
  wanted.department = TRY(take_department(world, words));
  wanted.uses_max = static_cast<int>(words.accept_count("people").value_or(1));
  wanted.expires_at = world.now() + TRY(words.take_duration());
  const auto made = TRY(world.write<registry::NewInvitationLink>(
      [&](Transaction& in) { return registry::add_invitation_link(in, wanted, world.now()); }));
  world.invitations[name] = {made.link.id, wanted.organisation, made.secret};
  return "made"s;
}

Result<NamedInvitation> take_invitation(World& world, Words& words) {
  const std::string name = TRY(words.take("an invitation"));
  const auto found = world.invitations.find(name);
  if (found == world.invitations.end()) return mistake("there is no invitation called " + name);
  return found->second;
}

// withdraw-invitation <name>
Result<std::string> withdraw(World& world, Words& words) {
  const NamedInvitation link = TRY(take_invitation(world, words));
  TRY(world.write<void>(
      [&](Transaction& in) { return registry::revoke_invitation_link(in, link.organisation, link.id); }));
  return "withdrawn"s;
}

// join <person> by <invitation> | at <company>: the latter by the domain of their address
Result<std::string> join(World& world, Words& words) {
  const PersonId person = TRY(take_person(world, words));
  if (words.accept("at")) {
    const OrganisationId company = TRY(take_company(world, words));
    TRY(world.write<MembershipId>([&](Transaction& in) { return registry::join_by_domain(in, company, person); }));
    return standing(world, person, company);
  }
  if (!words.accept("by")) return mistake("say how: by <invitation>, or at <company>");
  const NamedInvitation link = TRY(take_invitation(world, words));
  TRY(world.write<MembershipId>(
      [&](Transaction& in) { return registry::accept_invitation(in, link.secret, person, world.now()); }));
  return standing(world, person, link.organisation);
}

// mail-domain <company> <domain> [waits] | none
Result<std::string> mail_domain(World& world, Words& words) {
  const OrganisationId company = TRY(take_company(world, words));
  const std::string domain = words.accept("none") ? ""s : TRY(words.take("a domain"));
  const bool waits = words.accept("waits");
  TRY(world.write<void>([&](Transaction& in) { return registry::set_mail_domain(in, company, domain, waits); }));
  const auto kept =
      TRY(world.read<registry::MailDomain>([&](store::Reader& in) { return registry::mail_domain(in, company); }));
  return kept.confirmed ? "confirmed"s : "unconfirmed"s;
}

// confirm-domain <company> <domain>: the operator's word
Result<std::string> confirm_domain(World& world, Words& words) {
  const OrganisationId company = TRY(take_company(world, words));
  const std::string domain = TRY(words.take("a domain"));
  TRY(world.write<void>([&](Transaction& in) { return registry::confirm_mail_domain(in, company, domain, true); }));
  return "confirmed"s;
}

// accept <person> at <company> by <person> [as <role>] [in <department>]: what was asked for, or invited to
Result<std::string> accept(World& world, Words& words) {
  const PersonId person = TRY(take_person(world, words));
  if (!words.accept("at")) return mistake("say where: at <company>");
  const OrganisationId company = TRY(take_company(world, words));
  if (!words.accept("by")) return mistake("say who accepts: by <person>");
  const PersonId by = TRY(take_person(world, words));
  const Role role = TRY(take_role(words));
  const DepartmentId department = TRY(take_department(world, words));
  TRY(world.write<void>([&](Transaction& in) -> Result<void> {
    const auto link = TRY(registry::membership_between(in, person, company));
    if (!link) return Error{Reason::not_found, "no-such-membership", "nobody asked"};
    TRY(registry::accept_membership(in, link->id, by));
    if (role != Role::member) TRY(registry::change_role(in, link->id, role));
    return department.exists() ? registry::put_in_department(in, link->id, department) : Result<void>();
  }));
  return standing(world, person, company);
}

// invite <person> to <company> [as <role>]: by name
Result<std::string> invite(World& world, Words& words) {
  const PersonId person = TRY(take_person(world, words));
  if (!words.accept("to")) return mistake("say where to: to <company>");
  const OrganisationId company = TRY(take_company(world, words));
  const Role role = TRY(take_role(words));
  TRY(world.write<MembershipId>([&](Transaction& in) { return registry::invite(in, company, person, role); }));
  return standing(world, person, company);
}

// membership <person> <company>
Result<std::string> ask_membership(World& world, Words& words) {
  const PersonId person = TRY(take_person(world, words));
  return standing(world, person, TRY(take_company(world, words)));
}

}  // namespace

Commands joining_commands() {
  return {{"invitation", invitation},   {"withdraw-invitation", withdraw},  {"join", join},
          {"mail-domain", mail_domain}, {"confirm-domain", confirm_domain}, {"accept", accept},
          {"invite", invite},           {"membership", ask_membership}};
}

}  // namespace tsuke::scenarios
