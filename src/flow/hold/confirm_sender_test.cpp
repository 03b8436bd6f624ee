#include "flow/hold/confirm_sender.h"

#include "flow/hold/hold.h"
#include "flow/mailed.h"
#include "flow/offer.h"
#include "flow/submit/submit_mail.h"
#include "flow/test_flow.h"
#include "registry/mail_addresses.h"

namespace tsuke::flow {
namespace {

class ConfirmSenderTest : public testing::TestWithParam<std::string> {
 protected:
  MailedMessage message(const std::string& sender, int documents = 1) {
    MailedMessage message;
    message.recipient = address;
    message.sender = sender;
    message.authenticated = true;
    message.size_bytes = 1000;
    for (int i = 0; i < documents; ++i) message.documents.push_back({"plan.pdf", {{"somewhere"}, 9}});
    return message;
  }
  Result<MailSubmitted> submit_it(const MailedMessage& message) {
    return house.write<MailSubmitted>([&](store::Transaction& in) { return submit_mail(in, message, house.now()); });
  }
  Result<Job> confirm(PersonId person, JobId job, Trust trust = Trust::this_once) {
    return house.write<Job>(
        [&](store::Transaction& in) { return confirm_sender(in, person, job, trust, house.now()); });
  }
  bool waits(JobId id) {
    return house.done(house.read<bool>(
        [&](store::Reader& in) -> Result<bool> { return waits_for_confirmation(in, TRY(flow::job(in, id))); }));
  }
  std::string main_reason(JobId id) {
    const Offer offer = house.done(house.read<Offer>([&](store::Reader& in) -> Result<Offer> {
      return make_offer(in, TRY(flow::job(in, id)), TRY(registry::printer(in, house.printer)), house.now());
    }));
    return offer.decision.permitted() ? "" : offer.decision.reasons.front().code;
  }

  TestFlow house{GetParam()};
  const std::string address = house
                                  .done(house.write<registry::MailAddress>([&](store::Transaction& in) {
                                    return registry::renew_mail_address(in, house.mika, house.purpose, house.now());
                                  }))
                                  .local_part;
};
INSTANTIATE_TEST_SUITE_P(Databases, ConfirmSenderTest, testing::ValuesIn(store::test_databases()),
                         store::database_name);

TEST_P(ConfirmSenderTest, UntilThenNoReleaseIsPermitted) {
  const auto jobs = house.done(submit_it(message("x@y.example", 2))).jobs;
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_TRUE(waits(jobs[0]));
  EXPECT_EQ(main_reason(jobs[0]), "sender-unconfirmed");
  EXPECT_LE(house.job(jobs[0]).expires_at, house.now() + unconfirmed_life);
  house.done(confirm(house.mika, jobs[0]));
  EXPECT_FALSE(waits(jobs[0]));
  EXPECT_FALSE(waits(jobs[1])) << "of the same message";
  EXPECT_EQ(main_reason(jobs[0]), "document-not-ready") << "as any other job";
  house.done(confirm(house.mika, jobs[0]));
}

TEST_P(ConfirmSenderTest, IsForItsOwnerWhileItWaits) {
  const JobId job = house.done(submit_it(message("x@y.example"))).jobs.at(0);
  EXPECT_EQ(code_of(confirm(house.mallory, job)), "job-not-found");
  house.done(house.write<Job>([&](store::Transaction& in) { return cancel_job(in, house.mika, job, house.now()); }));
  EXPECT_EQ(code_of(confirm(house.mika, job)), "job-not-waiting");
}

TEST_P(ConfirmSenderTest, TrustIsForTheNextMessages) {
  const JobId first = house.done(submit_it(message("Boss@Example.org"))).jobs.at(0);
  house.done(confirm(house.mika, first, Trust::always));
  EXPECT_FALSE(waits(house.done(submit_it(message("boss@example.org"))).jobs.at(0)));
  MailedMessage unvouched = message("boss@example.org");
  unvouched.authenticated = false;
  EXPECT_TRUE(waits(house.done(submit_it(unvouched)).jobs.at(0)));
}

TEST_P(ConfirmSenderTest, TheSameMessageCountsOnceForAWeek) {
  MailedMessage named = message("x@y.example");
  named.digest = std::string(32, '\xD1');
  EXPECT_FALSE(house.done(submit_it(named)).repeated);
  EXPECT_TRUE(house.done(submit_it(named)).repeated);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM job"), 1);
  house.clock.advance(hours(8 * 24));
  EXPECT_TRUE(house.store->write<void>([&](store::Transaction& in) { return forget_messages(in, house.now()); }).ok());
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM mail_message"), 0);
  EXPECT_FALSE(house.done(submit_it(named)).repeated);
}

TEST_P(ConfirmSenderTest, ADayHasBoundsThatMoveAlong) {
  MailedMessage large = message("x@y.example");
  large.size_bytes = mail_bytes_per_day;
  house.done(submit_it(large));
  EXPECT_EQ(code_of(submit_it(message("x@y.example"))), "mail-limit-reached");
  const auto check = [&](std::int64_t size) {
    return code_of(
        house.store->read_with([&](store::Reader& in) { return check_mailbox(in, address, size, house.now()); }));
  };
  EXPECT_EQ(check(1), "mail-limit-reached");
  house.clock.advance(hours(25));
  EXPECT_EQ(check(1), "");
  EXPECT_EQ(check(mail_bytes_per_day + 1), "mail-limit-reached");
}

TEST_P(ConfirmSenderTest, UnconfirmedOnesAreFewAndEndByThemselves) {
  house.done(submit_it(message("x@y.example", unconfirmed_jobs_max)));
  EXPECT_EQ(code_of(submit_it(message("x@y.example"))), "mail-unconfirmed-limit");
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM mail_message"), 1) << "nothing of it is left";
  house.clock.advance(hours(25));
  house.done(house.write<int>([&](store::Transaction& in) { return expire_jobs(in, house.now()); }));
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM job WHERE state = 'expired'"), unconfirmed_jobs_max);
  house.done(submit_it(message("x@y.example")));
}

}  // namespace
}  // namespace tsuke::flow
