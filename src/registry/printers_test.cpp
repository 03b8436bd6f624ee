#include "registry/printers.h"

#include <set>

#include "registry/credentials.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class PrintersTest : public RegistryCase {
 protected:
  PersonId admin = make_person(*store, "admin");
  PersonId mika = make_person(*store, "mika");
  OrganisationId company = make_organisation(*store, "Company A", admin);
  ProviderId provider_id = make_provider(*store, "Company A printing", company);
  PrinterId front = make_printer(*store, "Front desk", provider_id, SiteKind::shared_office);

  Printer get() { return read(printer, front).take(); }
  auto report(const std::string& state, const std::vector<std::string>& reasons = {},
              std::optional<Capabilities> capabilities = {}, Instant at = now) {
    return write(device_reported, front, state, reasons, capabilities, at);
  }
  std::vector<store::Event> events() {
    const std::vector<std::string> audience{"printer:" + to_string(front)};
    return store->events_after(0, audience, 100).take();
  }
  bool sees(PersonId person) { return read(printers_for, person).value().size() == 1; }
};
TSUKE_ON_EVERY_DATABASE(PrintersTest);

TEST_P(PrintersTest, AProviderHasExactlyOneOwner) {
  EXPECT_EQ(code_of(write(add_provider, Provider{{}, "Both", company, mika})), "bad-provider");
  EXPECT_EQ(code_of(write(add_provider, Provider{{}, "None", {}, {}})), "bad-provider");
  EXPECT_EQ(code_of(write(add_provider, Provider{{}, "", company, {}})), "bad-name");
  EXPECT_EQ(code_of(write(add_provider, Provider{{}, "A", OrganisationId{5}, {}})), "no-such-organisation");
  EXPECT_EQ(code_of(write(add_provider, Provider{{}, "A", {}, PersonId{5}})), "no-such-person");
  const ProviderId home = make_home_provider(*store, "Mika's home", mika);
  const Provider found = read(provider, home).take();
  EXPECT_EQ(found.person, mika);
  EXPECT_FALSE(found.organisation.exists());
  EXPECT_EQ(code_of(read(provider, ProviderId{5})), "no-such-provider");
  EXPECT_EQ(read(providers).value().size(), 2u);
}

TEST_P(PrintersTest, AdminsAndPersonsAdministerTheirProviders) {
  const ProviderId home = make_home_provider(*store, "Mika's home", mika);
  const PersonId accountant = make_person(*store, "accountant");
  make_member(*store, accountant, company, Role::accountant);
  EXPECT_TRUE(read(require_provider_admin, admin, provider_id).ok());
  EXPECT_TRUE(read(require_provider_admin, mika, home).ok());
  EXPECT_EQ(code_of(read(require_provider_admin, accountant, provider_id)), "no-such-provider");
  EXPECT_EQ(code_of(read(require_provider_admin, mika, provider_id)), "no-such-provider");
  EXPECT_EQ(code_of(read(require_provider_admin, admin, home)), "no-such-provider");
  EXPECT_EQ(code_of(read(require_provider_admin, admin, ProviderId{5})), "no-such-provider");
  EXPECT_EQ(read(providers_administered_by, admin).value().at(0).id, provider_id);
  EXPECT_EQ(read(providers_administered_by, mika).value().at(0).id, home);
  EXPECT_TRUE(read(providers_administered_by, accountant).value().empty());
  EXPECT_TRUE(read(belongs_to_provider, accountant, provider_id).value());
  EXPECT_TRUE(read(belongs_to_provider, mika, home).value());
  EXPECT_FALSE(read(belongs_to_provider, mika, provider_id).value());
}

TEST_P(PrintersTest, AnOperatorDoesNotAdministerByThat) {
  Person person;
  person.name = person.login = "operator";
  person.is_operator = true;
  const PersonId id = write(add_person, person).take();
  EXPECT_EQ(reason_of(read(require_provider_admin, id, provider_id)), "not-found");
}

TEST_P(PrintersTest, SitesHaveUniqueSlugs) {
  Site wished{{}, provider_id, "駅前", "", SiteKind::store};
  const Site first = read(site, write(add_site, wished).value()).take();
  const Site second = read(site, write(add_site, wished).value()).take();
  EXPECT_EQ(first.slug, "site");
  EXPECT_EQ(second.slug, "site-2");
  EXPECT_EQ(first.kind, SiteKind::store);
  EXPECT_EQ(first.name, "駅前");
  wished.slug = "site";
  EXPECT_EQ(code_of(write(add_site, wished)), "slug-taken");
  wished.slug = "Not a slug";
  EXPECT_EQ(code_of(write(add_site, wished)), "bad-slug");
  wished.slug = "";
  wished.name = "\x7f";
  EXPECT_EQ(code_of(write(add_site, wished)), "bad-name");
  wished.name = "Lost";
  wished.provider = ProviderId{5};
  EXPECT_EQ(code_of(write(add_site, wished)), "no-such-provider");
  EXPECT_EQ(code_of(read(site, SiteId{5})), "no-such-site");
  EXPECT_EQ(read(sites).value().size(), 3u);
  EXPECT_EQ(read(sites_of, provider_id).value().size(), 3u);
  EXPECT_TRUE(read(sites_of, ProviderId{5}).value().empty());
}

TEST_P(PrintersTest, APrinterKnowsItsPlace) {
  const Printer found = get();
  EXPECT_EQ(found.name, "Front desk");
  EXPECT_EQ(found.provider, provider_id);
  EXPECT_EQ(found.provider_name, "Company A printing");
  EXPECT_EQ(found.site_name, "Front desk");
  EXPECT_EQ(found.site_slug, "front-desk");
  EXPECT_EQ(found.site_kind, SiteKind::shared_office);
  EXPECT_TRUE(found.capabilities.color);
  EXPECT_EQ(found.state, "unknown");
  EXPECT_TRUE(found.switched_on);
  EXPECT_FALSE(found.enrolled);
  EXPECT_EQ(found.seen_at, Instant{});
  EXPECT_EQ(code_of(read(printer, PrinterId{5})), "no-such-printer");
}

TEST_P(PrintersTest, UuidsAreOfVersion4AndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 5; ++i) {
    const PrinterId id = make_printer(*store, "P" + std::to_string(i), provider_id, SiteKind::office);
    const std::string uuid = read(printer, id).value().uuid;
    ASSERT_EQ(uuid.size(), 45u) << uuid;
    EXPECT_TRUE(uuid.starts_with("urn:uuid:"));
    EXPECT_EQ(uuid[9 + 14], '4') << uuid;
    EXPECT_NE(std::string("89ab").find(uuid[9 + 19]), std::string::npos) << uuid;
    seen.insert(uuid);
  }
  EXPECT_EQ(seen.size(), 5u);
}

TEST_P(PrintersTest, BadPrintersAreRefused) {
  Printer wished;
  wished.site = get().site;
  EXPECT_EQ(code_of(write(add_printer, wished)), "bad-name");
  wished.name = "Second";
  wished.capabilities.media = {"A4 paper"};
  EXPECT_EQ(code_of(write(add_printer, wished)), "bad-capabilities");
  wished.capabilities = {};
  wished.site = SiteId{5};
  EXPECT_EQ(code_of(write(add_printer, wished)), "no-such-site");
  EXPECT_EQ(read(printers).value().size(), 1u);
}

TEST_P(PrintersTest, ChangeTouchesWhatIsNamed) {
  using Text = std::optional<std::string>;
  using Flag = std::optional<bool>;
  EXPECT_TRUE(write(change_printer, front, Text{" Back door "}, Flag{}, Flag{true}).ok());
  EXPECT_EQ(get().name, "Back door");
  EXPECT_TRUE(get().owner_only);
  EXPECT_TRUE(get().switched_on);
  EXPECT_TRUE(write(change_printer, front, Text{}, Flag{false}, Flag{}).ok());
  EXPECT_EQ(get().name, "Back door");
  EXPECT_FALSE(get().switched_on);
  EXPECT_EQ(events().size(), 2u);
  EXPECT_EQ(code_of(write(change_printer, front, Text{""}, Flag{}, Flag{})), "bad-name");
  EXPECT_EQ(code_of(write(change_printer, PrinterId{5}, Text{}, Flag{}, Flag{})), "no-such-printer");
}

TEST_P(PrintersTest, OwnerOnlyPrintersShowToTheirOwnersAlone) {
  const MembershipId link = write(invite, company, mika, Role::member).take();
  using Text = std::optional<std::string>;
  EXPECT_TRUE(sees(mika));
  EXPECT_TRUE(write(change_printer, front, Text{}, std::nullopt, std::optional<bool>{true}).ok());
  EXPECT_FALSE(sees(mika)) << "an invitation is no membership";
  EXPECT_TRUE(sees(admin));
  EXPECT_TRUE(write(accept_membership, link, mika).ok());
  EXPECT_TRUE(sees(mika));
  EXPECT_TRUE(write(end_membership, link, mika).ok());
  EXPECT_FALSE(sees(mika));
  EXPECT_TRUE(write(change_printer, front, Text{}, std::optional<bool>{false}, std::optional<bool>{false}).ok());
  EXPECT_FALSE(sees(admin)) << "it is switched off";
  EXPECT_EQ(read(printers_of, provider_id).value().size(), 1u);
}

TEST_P(PrintersTest, AReportIsKeptAndPublishedOnlyWhenItChangesSomething) {
  ASSERT_TRUE(report("stopped", {"none", "media-empty-error", "media-empty-error", "door-open"}).ok());
  EXPECT_EQ(get().state, "stopped");
  EXPECT_EQ(get().state_reasons, (std::vector<std::string>{"media-empty-error", "door-open"}));
  EXPECT_EQ(get().seen_at, now);
  ASSERT_EQ(events().size(), 1u);
  EXPECT_EQ(events()[0].topic, "printer");
  EXPECT_EQ(events()[0].subject, to_string(front));
  const Json payload = Json::parse(events()[0].payload).take();
  EXPECT_EQ(payload["state"].text(), "stopped");
  EXPECT_EQ(payload["state-reasons"].items().size(), 2u);
  ASSERT_TRUE(report("stopped", {"media-empty-error", "door-open"}).ok());
  EXPECT_EQ(events().size(), 1u);
  ASSERT_TRUE(report("idle", {"none"}).ok());
  EXPECT_TRUE(get().state_reasons.empty());
  EXPECT_EQ(events().size(), 2u);
  Capabilities poorer;
  ASSERT_TRUE(report("idle", {}, poorer).ok());
  EXPECT_EQ(get().capabilities, poorer);
  EXPECT_EQ(events().size(), 3u);
  ASSERT_TRUE(report("idle", {}).ok());
  EXPECT_EQ(get().capabilities, poorer) << "absent capabilities stay";
}

TEST_P(PrintersTest, SeenAtMovesOnceAMinuteAndNeverBack) {
  ASSERT_TRUE(report("idle").ok());
  ASSERT_TRUE(report("idle", {}, {}, now + seconds(59)).ok());
  EXPECT_EQ(get().seen_at, now);
  ASSERT_TRUE(report("idle", {}, {}, now + seconds(60)).ok());
  EXPECT_EQ(get().seen_at, now + seconds(60));
  ASSERT_TRUE(report("idle", {}, {}, now - hours(1)).ok());
  ASSERT_TRUE(report("processing", {}, {}, now - hours(1)).ok());
  EXPECT_EQ(get().seen_at, now + seconds(60));
  EXPECT_EQ(events().size(), 2u);
}

TEST_P(PrintersTest, HostileReportsChangeNothing) {
  EXPECT_EQ(code_of(report("on fire")), "bad-printer-report");
  EXPECT_EQ(code_of(report("")), "bad-printer-report");
  EXPECT_EQ(code_of(report("idle", {"<script>"})), "bad-printer-report");
  EXPECT_EQ(code_of(report("idle", {std::string(128, 'a')})), "bad-printer-report");
  Capabilities bad;
  bad.formats = {"application"};
  EXPECT_EQ(code_of(report("idle", {}, bad)), "bad-capabilities");
  EXPECT_EQ(code_of(write(device_reported, PrinterId{5}, "idle", std::vector<std::string>{},
                          std::optional<Capabilities>{}, now)),
            "no-such-printer");
  EXPECT_EQ(get().state, "unknown");
  std::vector<std::string> many;
  for (int i = 0; i < 1000; ++i) many.push_back("reason-" + std::to_string(i));
  ASSERT_TRUE(report("idle", many).ok());
  EXPECT_EQ(get().state_reasons.size(), 32u);
}

TEST(SiteKinds, HaveWords) {
  for (const SiteKind kind : {SiteKind::office, SiteKind::shared_office, SiteKind::home, SiteKind::store})
    EXPECT_EQ(parse_site_kind(to_string(kind)).value(), kind);
  EXPECT_EQ(to_string(SiteKind::shared_office), "shared_office");
  EXPECT_EQ(code_of(parse_site_kind("Home")), "bad-site-kind");
}

}  // namespace
}  // namespace tsuke::registry
