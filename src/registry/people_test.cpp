#include "registry/people.h"

#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class PeopleTest : public RegistryCase {
 protected:
  Person named(const std::string& name, const std::string& login) {
    Person person;
    person.name = name;
    person.login = login;
    person.created_at = now;
    return person;
  }
  Organisation company(const std::string& name, const std::string& slug = "") {
    Organisation organisation;
    organisation.name = name;
    organisation.slug = slug;
    return organisation;
  }
};
TSUKE_ON_EVERY_DATABASE(PeopleTest);

TEST_P(PeopleTest, APersonIsKeptAsGiven) {
  Person mika = named(" 三佳 ", "Mika@example.com");
  mika.language = "ja";
  mika.is_operator = true;
  const PersonId id = write(add_person, mika).take();
  const Person found = read(person, id).take();
  EXPECT_EQ(found.id, id);
  EXPECT_EQ(found.name, "三佳");
  EXPECT_EQ(found.login, "Mika@example.com");
  EXPECT_EQ(found.language, "ja");
  EXPECT_TRUE(found.is_operator);
  EXPECT_EQ(found.created_at, now);
  EXPECT_EQ(read(people).value().size(), 1u);
}

TEST_P(PeopleTest, ALoginIsFoundAndTakenWhateverItsCase) {
  const PersonId id = write(add_person, named("Mika", "Mika")).take();
  EXPECT_EQ(read(person_by_login, " mIKA").value()->id, id);
  EXPECT_FALSE(read(person_by_login, "mik").value().has_value());
  const auto second = write(add_person, named("Another", "MIKA"));
  EXPECT_EQ(code_of(second), "login-taken");
  EXPECT_EQ(reason_of(second), "conflict");
  EXPECT_EQ(read(people).value().size(), 1u);
}

TEST_P(PeopleTest, BadTextsAreRefused) {
  EXPECT_EQ(code_of(write(add_person, named("", "mika"))), "bad-name");
  EXPECT_EQ(code_of(write(add_person, named("Mi\x01ka", "mika"))), "bad-name");
  for (const std::string& login : {std::string(), std::string("a:b"), std::string("Device-12"), std::string(201, 'a'),
                                   std::string("a\0b", 3), std::string("\xff")}) {
    EXPECT_EQ(code_of(write(add_person, named("Mika", login))), "bad-login") << login;
    EXPECT_FALSE(read(person_by_login, login).value().has_value());
  }
  Person french = named("Mika", "mika");
  french.language = "fr";
  EXPECT_EQ(code_of(write(add_person, french)), "bad-language");
  EXPECT_TRUE(read(people).value().empty());
}

TEST_P(PeopleTest, ANewPersonHasAPrivatePurpose) {
  Person kenji = named("健二", "kenji");
  kenji.language = "ja";
  const PersonId mika = write(add_person, named("Mika", "mika")).take();
  const PersonId kenji_id = write(add_person, kenji).take();
  const auto english = read(purposes, mika).take();
  const auto japanese = read(purposes, kenji_id).take();
  ASSERT_EQ(english.size(), 1u);
  ASSERT_EQ(japanese.size(), 1u);
  EXPECT_EQ(english[0].name, "Private");
  EXPECT_EQ(japanese[0].name, "私用");
  EXPECT_EQ(japanese[0].slug, "private");
  EXPECT_EQ(japanese[0].payer, (Payer{{}, kenji_id}));
  EXPECT_EQ(japanese[0].payer_name, "健二");
  EXPECT_EQ(japanese[0].state, PurposeState::active);
}

TEST_P(PeopleTest, TheLanguageCanBeChanged) {
  const PersonId id = make_person(*store, "mika");
  EXPECT_TRUE(write(set_language, id, "ja").ok());
  EXPECT_EQ(read(person, id).value().language, "ja");
  EXPECT_EQ(code_of(write(set_language, id, "xx")), "bad-language");
  EXPECT_EQ(code_of(write(set_language, PersonId{5}, "ja")), "no-such-person");
  EXPECT_EQ(reason_of(read(person, PersonId{5})), "not-found");
  EXPECT_EQ(code_of(read(person, PersonId{})), "no-such-person");
}

TEST_P(PeopleTest, AnOrganisationIsKeptAndItsFounderIsAdmin) {
  const PersonId founder = make_person(*store, "aoi");
  Organisation wished = company("Company A 株式会社");
  wished.time_zone = "Europe/Berlin";
  wished.currency = Currency::parse("EUR").value();
  wished.created_at = now;
  const OrganisationId id = write(add_organisation, wished, founder).take();
  const Organisation found = read(organisation, id).take();
  EXPECT_EQ(found.name, "Company A 株式会社");
  EXPECT_EQ(found.slug, "company-a");
  EXPECT_EQ(found.time_zone, "Europe/Berlin");
  EXPECT_EQ(found.currency, wished.currency);
  EXPECT_EQ(found.created_at, now);
  EXPECT_FALSE(found.blocked_as_payer);
  EXPECT_TRUE(read(require_role, founder, id, Role::admin).ok());
}

TEST_P(PeopleTest, SlugsOfOrganisationsAreUnique) {
  EXPECT_TRUE(write(add_organisation, company("甲"), PersonId{}).ok());
  for (int i = 2; i <= 20; ++i) {
    const OrganisationId id = write(add_organisation, company("乙"), PersonId{}).take();
    EXPECT_EQ(read(organisation, id).value().slug, "organisation-" + std::to_string(i));
  }
  const OrganisationId late = write(add_organisation, company("丙"), PersonId{}).take();
  EXPECT_EQ(read(organisation, late).value().slug, "organisation-" + to_string(late));
  EXPECT_TRUE(write(add_organisation, company("A", "tsuke"), PersonId{}).ok());
  EXPECT_EQ(code_of(write(add_organisation, company("B", "tsuke"), PersonId{})), "slug-taken");
  EXPECT_EQ(code_of(write(add_organisation, company("B", "Not A Slug"), PersonId{})), "bad-slug");
}

TEST_P(PeopleTest, BadOrganisationsAreRefused) {
  EXPECT_EQ(code_of(write(add_organisation, company(" "), PersonId{})), "bad-name");
  for (const char* zone : {"", "Mars/Olympus", "../../etc/passwd"}) {
    Organisation elsewhere = company("A");
    elsewhere.time_zone = zone;
    EXPECT_EQ(code_of(write(add_organisation, elsewhere, PersonId{})), "bad-time-zone") << zone;
  }
  Organisation shells = company("A");
  shells.currency.code = {'y', 'e', 'n'};
  EXPECT_EQ(reason_of(write(add_organisation, shells, PersonId{})), "malformed");
  EXPECT_EQ(code_of(write(add_organisation, company("A"), PersonId{5})), "no-such-person");
  EXPECT_TRUE(read(organisations).value().empty());
}

TEST_P(PeopleTest, APayerCanBeBlockedAndUnblocked) {
  const OrganisationId id = make_organisation(*store, "Company A");
  EXPECT_TRUE(write(block_payer, id, true).ok());
  EXPECT_TRUE(read(organisation, id).value().blocked_as_payer);
  EXPECT_TRUE(write(block_payer, id, false).ok());
  EXPECT_FALSE(read(organisation, id).value().blocked_as_payer);
  EXPECT_EQ(code_of(write(block_payer, OrganisationId{5}, true)), "no-such-organisation");
}

}  // namespace
}  // namespace tsuke::registry
