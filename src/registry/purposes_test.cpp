#include "registry/purposes.h"

#include "registry/credentials.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class PurposesTest : public RegistryCase {
 protected:
  PersonId admin = make_person(*store, "admin");
  PersonId mika = make_person(*store, "mika");
  PersonId stranger = make_person(*store, "stranger");
  OrganisationId company = make_organisation(*store, "Company A", admin);

  Purpose wish(const std::string& name, Payer payer) {
    Purpose purpose;
    purpose.person = mika;
    purpose.name = name;
    purpose.payer = payer;
    return purpose;
  }
  Purpose billed(const std::string& name) { return wish(name, {company, {}}); }
  Purpose get(PurposeId id) { return read(purpose_of, mika, id).take(); }
  PurposeState state(PurposeId id) { return get(id).state; }
};
TSUKE_ON_EVERY_DATABASE(PurposesTest);

TEST_P(PurposesTest, APurposeIsKeptAsGiven) {
  make_member(*store, mika, company);
  Purpose wished = billed(" Client A ");
  wished.defaults = {2, Sides::two_sided_long_edge, ColorMode::color, "iso_a3_297x420mm"};
  wished.hold_hours = 168;
  const PurposeId id = write(add_purpose, wished).take();
  const Purpose found = get(id);
  EXPECT_EQ(found.person, mika);
  EXPECT_EQ(found.name, "Client A");
  EXPECT_EQ(found.slug, "client-a");
  EXPECT_EQ(found.payer, (Payer{company, {}}));
  EXPECT_EQ(found.payer_name, "Company A");
  EXPECT_EQ(found.defaults, wished.defaults);
  EXPECT_EQ(found.hold_hours, 168);
  EXPECT_EQ(found.state, PurposeState::active);
}

TEST_P(PurposesTest, WithoutMembershipItIsPendingAndAsksForOne) {
  const PurposeId id = write(add_purpose, billed("Client A")).take();
  EXPECT_EQ(state(id), PurposeState::pending);
  EXPECT_FALSE(get(id).membership_was_accepted_once);
  const Membership asked = *read(membership_between, mika, company).value();
  EXPECT_EQ(asked.state, MembershipState::requested);
  EXPECT_TRUE(write(accept_membership, asked.id, admin).ok());
  EXPECT_EQ(state(id), PurposeState::active);
}

TEST_P(PurposesTest, ItLivesAndEndsWithTheMembership) {
  const MembershipId link = make_member(*store, mika, company);
  const PurposeId id = make_purpose(*store, mika, "Client A", company);
  EXPECT_EQ(state(id), PurposeState::active);
  EXPECT_TRUE(write(end_membership, link, admin).ok());
  EXPECT_EQ(state(id), PurposeState::pending);
  EXPECT_TRUE(get(id).membership_was_accepted_once);
  EXPECT_TRUE(write(request_membership, company, mika).ok());
  EXPECT_EQ(state(id), PurposeState::pending);
  EXPECT_FALSE(get(id).membership_was_accepted_once) << "it is asked for again: pending, not ended";
  EXPECT_TRUE(write(accept_membership, link, admin).ok());
  EXPECT_EQ(state(id), PurposeState::active);
}

TEST_P(PurposesTest, ADeclinedRequestIsPendingNotEnded) {
  const PurposeId id = write(add_purpose, billed("Client A")).take();
  EXPECT_TRUE(write(end_membership, read(membership_between, mika, company).value()->id, admin).ok());
  EXPECT_EQ(state(id), PurposeState::pending);
  EXPECT_FALSE(get(id).membership_was_accepted_once);
}

TEST_P(PurposesTest, AnothersMembershipDoesNotHelp) {
  make_member(*store, stranger, company);
  EXPECT_EQ(state(make_purpose(*store, mika, "Client A", company)), PurposeState::pending);
}

TEST_P(PurposesTest, OnlyOneselfCanBePrivatePayer) {
  EXPECT_EQ(code_of(write(add_purpose, wish("On them", {{}, stranger}))), "no-such-person");
  EXPECT_EQ(code_of(write(add_purpose, wish("Both", {company, mika}))), "bad-purpose");
  EXPECT_EQ(code_of(write(add_purpose, wish("Nobody", {}))), "bad-purpose");
  EXPECT_EQ(code_of(write(add_purpose, wish("Unknown", {OrganisationId{5}, {}}))), "no-such-organisation");
  Purpose nobodys = wish("Lost", {company, {}});
  nobodys.person = PersonId{5};
  EXPECT_EQ(code_of(write(add_purpose, nobodys)), "no-such-person");
  const PurposeId own = read(purposes, mika).value()[0].id;
  PurposeChange change;
  change.payer = Payer{{}, stranger};
  EXPECT_EQ(reason_of(write(change_purpose, mika, own, change)), "not-found");
  EXPECT_EQ(read(purposes, mika).value().size(), 1u);
  EXPECT_FALSE(read(membership_between, mika, company).value().has_value()) << "a refused purpose asks for nothing";
}

TEST_P(PurposesTest, BadValuesAreRefused) {
  EXPECT_EQ(code_of(write(add_purpose, billed(""))), "bad-purpose");
  EXPECT_EQ(code_of(write(add_purpose, billed("a\u202Eb"))), "bad-purpose");
  for (const int hours : {0, 169, -1}) {
    Purpose purpose = billed("Client A");
    purpose.hold_hours = hours;
    EXPECT_EQ(code_of(write(add_purpose, purpose)), "bad-purpose") << hours;
  }
  Purpose paper = billed("Client A");
  paper.defaults.media = "wallpaper";
  EXPECT_EQ(code_of(write(add_purpose, paper)), "bad-print-settings");
  Purpose slug = billed("Client A");
  slug.slug = "../x";
  EXPECT_EQ(code_of(write(add_purpose, slug)), "bad-slug");
}

TEST_P(PurposesTest, NamesAreUniqueAmongAPersonsLivePurposes) {
  const PurposeId first = make_purpose(*store, mika, "Client A", company);
  const auto again = write(add_purpose, billed("Client A "));
  EXPECT_EQ(code_of(again), "purpose-name-taken");
  EXPECT_EQ(reason_of(again), "conflict");
  const PurposeId other = make_purpose(*store, mika, "Client B", company);
  PurposeChange rename;
  rename.name = "Client A";
  EXPECT_EQ(code_of(write(change_purpose, mika, other, rename)), "purpose-name-taken");
  EXPECT_TRUE(write(change_purpose, mika, first, rename).ok()) << "its own name is no clash";
  make_purpose(*store, stranger, "Client A", company);
  EXPECT_TRUE(write(remove_purpose, mika, first).ok());
  EXPECT_TRUE(write(change_purpose, mika, other, rename).ok());
}

TEST_P(PurposesTest, SlugsAreNumberedAndNeverGivenOutAgain) {
  const PurposeId first = make_purpose(*store, mika, "経費");
  const PurposeId second = make_purpose(*store, mika, "交通費");
  EXPECT_EQ(get(first).slug, "purpose");
  EXPECT_EQ(get(second).slug, "purpose-2");
  const PurposeId old = make_purpose(*store, mika, "Client A", company);
  EXPECT_TRUE(write(remove_purpose, mika, old).ok());
  const PurposeId young = make_purpose(*store, mika, "Client A");
  EXPECT_EQ(get(young).slug, "client-a-2") << "an old queue must not charge a new payer";
  EXPECT_FALSE(read(purpose_by_slug, mika, "client-a").value().has_value());
  EXPECT_EQ(get(make_purpose(*store, mika, "Purpose")).slug, "purpose-3");
}

TEST_P(PurposesTest, ChangeTouchesWhatIsNamedAndKeepsTheSlug) {
  make_member(*store, mika, company);
  const PurposeId id = make_purpose(*store, mika, "Client A");
  PurposeChange change;
  change.name = "Client Z";
  change.payer = Payer{company, {}};
  change.hold_hours = 1;
  ASSERT_TRUE(write(change_purpose, mika, id, change).ok());
  Purpose found = get(id);
  EXPECT_EQ(found.name, "Client Z");
  EXPECT_EQ(found.slug, "client-a");
  EXPECT_EQ(found.payer, (Payer{company, {}}));
  EXPECT_EQ(found.hold_hours, 1);
  EXPECT_EQ(found.defaults, PrintSettings{});
  PurposeChange settings;
  settings.defaults = PrintSettings{1, Sides::one_sided, ColorMode::color, "iso_a5_148x210mm"};
  settings.switched_on = false;
  ASSERT_TRUE(write(change_purpose, mika, id, settings).ok());
  found = get(id);
  EXPECT_EQ(found.defaults, *settings.defaults);
  EXPECT_EQ(found.state, PurposeState::inactive);
  EXPECT_EQ(found.name, "Client Z");
  PurposeChange bad;
  bad.hold_hours = 500;
  EXPECT_EQ(code_of(write(change_purpose, mika, id, bad)), "bad-purpose");
}

TEST_P(PurposesTest, ChangingToAnOrganisationAsksForMembership) {
  const PurposeId id = make_purpose(*store, mika, "Client A");
  PurposeChange change;
  change.payer = Payer{company, {}};
  ASSERT_TRUE(write(change_purpose, mika, id, change).ok());
  EXPECT_EQ(state(id), PurposeState::pending);
  EXPECT_EQ(read(membership_between, mika, company).value()->state, MembershipState::requested);
}

TEST_P(PurposesTest, SomebodyElsesIsNotFound) {
  const PurposeId id = make_purpose(*store, mika, "Client A", company);
  PurposeChange change;
  change.name = "Mine now";
  for (const PersonId other : {stranger, admin, PersonId{}}) {
    EXPECT_EQ(code_of(read(purpose_of, other, id)), "no-such-purpose");
    EXPECT_EQ(code_of(write(change_purpose, other, id, change)), "no-such-purpose");
    EXPECT_EQ(code_of(write(remove_purpose, other, id)), "no-such-purpose");
    EXPECT_FALSE(read(purpose_by_slug, other, "client-a").value().has_value());
    EXPECT_FALSE(read(purpose_by_word, other, "Client A").value().has_value());
  }
  EXPECT_EQ(read(purposes, stranger).value().size(), 1u);
  EXPECT_EQ(get(id).name, "Client A");
  EXPECT_EQ(code_of(read(purpose, PurposeId{5})), "no-such-purpose");
}

TEST_P(PurposesTest, ARemovedOneVanishesWithItsTokensButStaysOnRecord) {
  const PurposeId id = make_purpose(*store, mika, "Client A", company);
  Credential wished;
  wished.kind = CredentialKind::queue_token;
  wished.purpose = id;
  const NewCredential token = write(add_credential, wished, now).take();
  ASSERT_TRUE(write(remove_purpose, mika, id).ok());
  EXPECT_EQ(code_of(write(remove_purpose, mika, id)), "no-such-purpose");
  EXPECT_EQ(code_of(read(purpose_of, mika, id)), "no-such-purpose");
  EXPECT_EQ(read(purposes, mika).value().size(), 1u);
  EXPECT_FALSE(read(purpose_by_word, mika, "Client A").value().has_value());
  EXPECT_FALSE(read(find_credential, CredentialKind::queue_token, token.secret, now).value().has_value());
  EXPECT_EQ(code_of(write(add_credential, wished, now)), "no-such-purpose");
  const Purpose record = read(purpose, id).take();
  EXPECT_TRUE(record.removed);
  EXPECT_EQ(record.name, "Client A");
  EXPECT_EQ(record.state, PurposeState::inactive);
}

TEST_P(PurposesTest, AWordIsASlugOrElseAName) {
  const PurposeId client = make_purpose(*store, mika, "Client A");
  const PurposeId named_as_slug = make_purpose(*store, mika, "client-a");
  EXPECT_EQ(read(purpose_by_word, mika, "client-a").value()->id, client);
  EXPECT_EQ(read(purpose_by_word, mika, " Client A ").value()->id, client);
  EXPECT_EQ(read(purpose_by_word, mika, "client-a-2").value()->id, named_as_slug);
  for (const std::string& word : {std::string(), std::string("nothing"), std::string("a\0b", 3), std::string("\xff"),
                                  std::string(100000, 'a'), std::string("' OR 1=1 --")})
    EXPECT_FALSE(read(purpose_by_word, mika, word).value().has_value());
}

TEST(PayerKey, IsReadAsItIsWritten) {
  const Payer company{OrganisationId{12}, {}};
  const Payer person{{}, PersonId{7}};
  EXPECT_EQ(payer_key(company), "organisation:12");
  EXPECT_EQ(payer_key(person), "person:7");
  EXPECT_EQ(parse_payer_key("organisation:12").value(), company);
  EXPECT_EQ(parse_payer_key("person:7").value(), person);
  for (const char* key : {"", "person:", "person:0", "person:-1", "person:7x", "organisation", "printer:1", "Person:7"})
    EXPECT_EQ(reason_of(parse_payer_key(key)), "malformed") << key;
}

}  // namespace
}  // namespace tsuke::registry
