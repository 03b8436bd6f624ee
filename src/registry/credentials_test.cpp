#include "registry/credentials.h"

#include <atomic>
#include <cctype>
#include <functional>
#include <thread>

#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class CredentialsTest : public RegistryCase {
 protected:
  PersonId admin = make_person(*store, "admin");
  PersonId mika = make_person(*store, "mika");
  OrganisationId company = make_organisation(*store, "Company A", admin);
  PurposeId client = make_purpose(*store, mika, "Client A", company);
  PrinterId front = make_printer(*store, "Front desk", company, SiteKind::office);

  Credential of_person(CredentialKind kind, PersonId person, const std::string& label = "") {
    Credential credential;
    credential.kind = kind;
    credential.person = person;
    credential.label = label;
    return credential;
  }
  Credential of_purpose(PurposeId purpose) {
    Credential credential;
    credential.kind = CredentialKind::queue_token;
    credential.purpose = purpose;
    return credential;
  }
  Credential of_printer(CredentialKind kind, PrinterId printer) {
    Credential credential;
    credential.kind = kind;
    credential.printer = printer;
    return credential;
  }
  NewCredential add(const Credential& wished) { return write(add_credential, wished, now).take(); }
  bool lives(const NewCredential& made, Instant at = now) {
    return read(find_credential, made.credential.kind, made.secret, at).value().has_value();
  }
};
TSUKE_ON_EVERY_DATABASE(CredentialsTest);

TEST_P(CredentialsTest, SecretsTellWhatTheyAre) {
  EXPECT_TRUE(add(of_person(CredentialKind::app_password, mika)).secret.starts_with("tsuke_app_"));
  EXPECT_TRUE(add(of_purpose(client)).secret.starts_with("tsuke_q_"));
  EXPECT_TRUE(add(of_person(CredentialKind::session, mika)).secret.starts_with("tsuke_s_"));
  EXPECT_TRUE(add(of_person(CredentialKind::api_token, mika)).secret.starts_with("tsuke_api_"));
  EXPECT_TRUE(add(of_person(CredentialKind::sign_in_link, mika)).secret.starts_with("tsuke_link_"));
  EXPECT_TRUE(add(of_printer(CredentialKind::device, front)).secret.starts_with("tsuke_dev_"));
  EXPECT_EQ(add(of_person(CredentialKind::session, mika)).secret.size(), 8u + 43u);
}

TEST_P(CredentialsTest, OneIsFoundByItsSecretAndKind) {
  const NewCredential made = add(of_person(CredentialKind::app_password, mika, " MacBook "));
  add(of_person(CredentialKind::app_password, admin));
  const Credential found = *read(find_credential, CredentialKind::app_password, made.secret, now).value();
  EXPECT_EQ(found.id, made.credential.id);
  EXPECT_EQ(found.person, mika);
  EXPECT_EQ(found.label, "MacBook");
  EXPECT_EQ(found.created_at, now);
  EXPECT_FALSE(read(find_credential, CredentialKind::session, made.secret, now).value().has_value());
  for (const std::string& secret : {std::string(), made.secret + "x", made.secret.substr(1), std::string("\0\xff", 2)})
    EXPECT_FALSE(read(find_credential, CredentialKind::app_password, secret, now).value().has_value());
}

TEST_P(CredentialsTest, AQueueTokenNamesItsPurposeAndPerson) {
  const NewCredential made = add(of_purpose(client));
  const Credential found = *read(find_credential, CredentialKind::queue_token, made.secret, now).value();
  EXPECT_EQ(found.purpose, client);
  EXPECT_EQ(found.person, mika);
  EXPECT_EQ(read(queue_tokens_of, client).value().size(), 1u);
  Credential anothers = of_purpose(client);
  anothers.person = admin;
  EXPECT_EQ(code_of(write(add_credential, anothers, now)), "no-such-purpose");
}

TEST_P(CredentialsTest, EachKindHasExactlyItsOwner) {
  Credential both = of_purpose(client);
  both.printer = front;
  Credential device = of_printer(CredentialKind::device, front);
  device.person = mika;
  Credential label = of_person(CredentialKind::session, mika, "a\nb");
  for (const Credential& wrong :
       {both, device, label, of_person(CredentialKind::queue_token, mika), of_person(CredentialKind::device, mika),
        of_person(CredentialKind::session, {}), of_printer(CredentialKind::session, front)})
    EXPECT_EQ(code_of(write(add_credential, wrong, now)), "bad-credential");
  EXPECT_EQ(code_of(write(add_credential, of_person(CredentialKind::session, PersonId{5}), now)), "no-such-person");
  EXPECT_EQ(code_of(write(add_credential, of_purpose(PurposeId{5}), now)), "no-such-purpose");
  EXPECT_EQ(code_of(write(add_credential, of_printer(CredentialKind::device, PrinterId{5}), now)), "no-such-printer");
}

TEST_P(CredentialsTest, TheyExpireAtTheirInstant) {
  Credential wished = of_person(CredentialKind::session, mika);
  wished.expires_at = now + hours(1);
  const NewCredential session = add(wished);
  EXPECT_TRUE(lives(session, now + hours(1) - milliseconds(1)));
  EXPECT_FALSE(lives(session, now + hours(1)));
  const NewCredential eternal = add(of_person(CredentialKind::app_password, mika));
  EXPECT_EQ(eternal.credential.expires_at, Instant{});
  EXPECT_TRUE(lives(eternal, now + hours(24 * 365 * 50)));
  EXPECT_EQ(add(of_person(CredentialKind::sign_in_link, mika)).credential.expires_at, now + hours(1));
}

TEST_P(CredentialsTest, EnrolmentCodesAreEasyToTypeAndLast15Minutes) {
  Credential longer = of_printer(CredentialKind::enrolment, front);
  longer.expires_at = now + hours(5);
  EXPECT_EQ(add(longer).credential.expires_at, now + minutes(15));
  const NewCredential made = add(of_printer(CredentialKind::enrolment, front));
  ASSERT_EQ(made.secret.size(), 9u);
  EXPECT_EQ(made.secret[4], '-');
  EXPECT_EQ(made.secret.find_first_of("01IO"), std::string::npos);
  EXPECT_FALSE(lives(made, now + minutes(15)));
  std::string typed = " " + made.secret.substr(0, 4) + made.secret.substr(5) + " ";
  for (char& c : typed) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(write(use_once, CredentialKind::enrolment, typed, now).value().printer, front);
}

TEST_P(CredentialsTest, ASingleUseOneWorksOnce) {
  const NewCredential link = add(of_person(CredentialKind::sign_in_link, mika));
  EXPECT_EQ(write(use_once, CredentialKind::sign_in_link, link.secret, now).value().person, mika);
  const auto again = write(use_once, CredentialKind::sign_in_link, link.secret, now);
  EXPECT_EQ(code_of(again), "code-used-or-expired");
  EXPECT_EQ(reason_of(again), "not-authenticated");
  EXPECT_FALSE(lives(link));
  const NewCredential late = add(of_person(CredentialKind::sign_in_link, mika));
  EXPECT_EQ(code_of(write(use_once, CredentialKind::sign_in_link, late.secret, now + hours(1))),
            "code-used-or-expired");
  EXPECT_EQ(code_of(write(use_once, CredentialKind::enrolment, late.secret, now)), "code-used-or-expired");
  EXPECT_EQ(code_of(write(use_once, CredentialKind::enrolment, "", now)), "code-used-or-expired");
  EXPECT_TRUE(write(use_once, CredentialKind::sign_in_link, late.secret, now).ok()) << "the failures used nothing up";
}

// Two programs on one database: the committer of each puts its own writes in a row, and only the row stands between
// them.
TEST_P(CredentialsTest, OfTwoThatUseACodeAtOnceOneWins) {
  const auto other = store::Store::open({store.url(), migrations()}).take();
  for (int round = 0; round < 10; ++round) {
    const NewCredential code = add(of_printer(CredentialKind::enrolment, front));
    std::atomic<int> won = 0;
    std::atomic<int> refused = 0;
    const auto contend = [&](store::Store& through) {
      const auto used =
          through.write<NewCredential>([&](store::Transaction& in) { return enrol(in, code.secret, now); });
      if (used.ok()) ++won;
      if (code_of(used) == "code-used-or-expired") ++refused;
    };
    std::thread first(contend, std::ref(*store));
    std::thread second(contend, std::ref(*store));
    std::thread third(contend, std::ref(*other));
    for (std::thread* contender : {&first, &second, &third}) contender->join();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(refused, 2);
  }
}

TEST_P(CredentialsTest, EnrolmentGivesTheDeviceOneCredential) {
  const std::string first = make_device(*store, front, now);
  EXPECT_TRUE(read(printer, front).value().enrolled);
  const std::string second = make_device(*store, front, now);
  EXPECT_FALSE(read(find_credential, CredentialKind::device, first, now).value().has_value());
  const auto device = read(find_credential, CredentialKind::device, second, now).value();
  ASSERT_TRUE(device.has_value());
  EXPECT_EQ(device->printer, front);
  EXPECT_EQ(device_user(front), "device-" + to_string(front));
  EXPECT_TRUE(write(revoke_credential, admin, device->id).ok());
  EXPECT_FALSE(read(find_credential, CredentialKind::device, second, now).value().has_value());
  EXPECT_FALSE(read(printer, front).value().enrolled);
}

TEST_P(CredentialsTest, EnrolmentOfOnePrinterLeavesOthersAlone) {
  const PrinterId back = make_printer(*store, "Back", company, SiteKind::office);
  const std::string device = make_device(*store, back, now);
  make_device(*store, front, now);
  EXPECT_TRUE(read(find_credential, CredentialKind::device, device, now).value().has_value());
}

TEST_P(CredentialsTest, OnlyOnesOwnCanBeRevoked) {
  const NewCredential app = add(of_person(CredentialKind::app_password, mika));
  const NewCredential queue = add(of_purpose(client));
  const NewCredential code = add(of_printer(CredentialKind::enrolment, front));
  for (const NewCredential& mikas : {app, queue})
    EXPECT_EQ(code_of(write(revoke_credential, admin, mikas.credential.id)), "no-such-credential");
  EXPECT_EQ(code_of(write(revoke_credential, mika, code.credential.id)), "no-such-credential");
  EXPECT_EQ(code_of(write(revoke_credential, mika, CredentialId{5})), "no-such-credential");
  EXPECT_TRUE(lives(app) && lives(queue) && lives(code));
  EXPECT_TRUE(write(revoke_credential, mika, app.credential.id).ok());
  EXPECT_TRUE(write(revoke_credential, mika, app.credential.id).ok()) << "again has no further effect";
  EXPECT_TRUE(write(revoke_credential, mika, queue.credential.id).ok());
  EXPECT_TRUE(write(revoke_credential, admin, code.credential.id).ok());
  EXPECT_FALSE(lives(app) || lives(queue) || lives(code));
  EXPECT_EQ(code_of(write(enrol, code.secret, now)), "code-used-or-expired");
  EXPECT_TRUE(read(queue_tokens_of, client).value().empty());
}

TEST_P(CredentialsTest, SigningOutEndsOneSessionOnly) {
  const NewCredential here = add(of_person(CredentialKind::session, mika));
  const NewCredential there = add(of_person(CredentialKind::session, mika));
  const NewCredential app = add(of_person(CredentialKind::app_password, mika));
  EXPECT_TRUE(write(revoke_session, here.secret).ok());
  EXPECT_TRUE(write(revoke_session, app.secret).ok());
  EXPECT_TRUE(write(revoke_session, "unknown").ok());
  EXPECT_FALSE(lives(here));
  EXPECT_TRUE(lives(there));
  EXPECT_TRUE(lives(app)) << "what is no session is left alone";
}

TEST_P(CredentialsTest, ListsShowOnesOwnLiveOnesOfAKind) {
  const NewCredential first = add(of_person(CredentialKind::app_password, mika, "MacBook"));
  const NewCredential second = add(of_person(CredentialKind::app_password, mika, "iPad"));
  add(of_person(CredentialKind::session, mika));
  add(of_person(CredentialKind::app_password, admin));
  auto listed = read(credentials_of, mika, CredentialKind::app_password).take();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].label, "MacBook");
  EXPECT_EQ(listed[1].label, "iPad");
  EXPECT_TRUE(write(revoke_credential, mika, first.credential.id).ok());
  listed = read(credentials_of, mika, CredentialKind::app_password).take();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].id, second.credential.id);
}

TEST_P(CredentialsTest, UseIsNotedToTheHour) {
  const NewCredential app = add(of_person(CredentialKind::app_password, mika));
  const auto used_at = [&] { return read(credentials_of, mika, CredentialKind::app_password).value()[0].used_at; };
  EXPECT_EQ(used_at(), Instant{});
  EXPECT_TRUE(write(touch_credential, app.credential.id, now).ok());
  const Instant hour = used_at();
  EXPECT_EQ(hour.micros % hours(1).micros, 0);
  EXPECT_LE(hour, now);
  EXPECT_LT(now - hour, hours(1));
  EXPECT_TRUE(write(touch_credential, app.credential.id, now - hours(5)).ok());
  EXPECT_EQ(used_at(), hour) << "it never moves back";
}

TEST_P(CredentialsTest, DeadOnesAreForgottenAfterADayAndLiveOnesKept) {
  const NewCredential used = add(of_person(CredentialKind::sign_in_link, mika));
  const NewCredential live = add(of_person(CredentialKind::app_password, mika));
  EXPECT_TRUE(write(use_once, CredentialKind::sign_in_link, used.secret, now).ok());
  const auto rows = [&] {
    constexpr store::Query count{"count_credentials", "SELECT COUNT(*) FROM credential"};
    return store->read<std::int64_t>(
        [&](store::Reader& in) -> Result<std::int64_t> { return TRY(in.integer(count, {})).value_or(0); });
  };
  EXPECT_TRUE(write(forget_dead_credentials, now + hours(24)).ok());
  EXPECT_EQ(rows().value(), 2);
  EXPECT_TRUE(write(forget_dead_credentials, now + hours(25)).ok());
  EXPECT_EQ(rows().value(), 1);
  EXPECT_TRUE(lives(live));
}

TEST_P(CredentialsTest, SecretsAreNotInTheRows) {
  const NewCredential app = add(of_person(CredentialKind::app_password, mika));
  constexpr store::Query hashes{"credential_hashes", "SELECT secret_hash FROM credential"};
  const auto stored = store->read<std::vector<std::string>>([&](store::Reader& in) {
    return in.list<std::string>(hashes, {}, [](const store::Row& row) { return row.blob(0); });
  });
  ASSERT_EQ(stored.value().size(), 1u);
  EXPECT_EQ(stored.value()[0].size(), 32u);
  EXPECT_EQ(stored.value()[0].find(app.secret.substr(0, 8)), std::string::npos);
}

}  // namespace
}  // namespace tsuke::registry
