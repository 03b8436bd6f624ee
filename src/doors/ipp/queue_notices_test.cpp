// Subscriptions at a purpose queue: a client hears of its own jobs, and of nobody else's.
#include <future>

#include "doors/ipp/notice_board.h"
#include "doors/ipp/test_server.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::uint16_t ignored_all_subscriptions = 0x0414;

class QueueNoticesTest : public IppDoorTest {
 protected:
  const std::string pdf = pages::make_pdf(2);
  std::unique_ptr<ipp::Client> client = server.client(token_path);

  static ipp::Group& add_wish(ipp::Message& message, std::vector<std::string> events) {
    return message.add_group(ipp::Tag::subscription)
        .add(ipp::keyword("notify-pull-method", "ippget"))
        .add(ipp::keywords("notify-events", std::move(events)));
  }
  ipp::Message subscription(const std::string& path, std::vector<std::string> events = {"job-state-changed"}) {
    ipp::Message message = request(ipp::op::create_printer_subscriptions, path);
    add_wish(message, std::move(events));
    return message;
  }
  static std::int32_t id_in(const ipp::Message& answer) {
    return answer.group(ipp::Tag::subscription).integer("notify-subscription-id").value_or(0);
  }
  ipp::Message ask(const std::string& path, std::int32_t id, std::int32_t from = 1, bool wait = false) {
    ipp::Message message = request(ipp::op::get_notifications, path);
    message.groups.front()
        .add(ipp::integers("notify-subscription-ids", {id}))
        .add(ipp::integers("notify-sequence-numbers", {from}))
        .add(ipp::boolean("notify-wait", wait));
    return message;
  }
  ipp::Message about(std::uint16_t operation, std::int32_t id) {
    ipp::Message message = request(operation, token_path);
    message.groups.front().add(ipp::integer("notify-subscription-id", id));
    return send(*client, message);
  }
  static std::vector<std::int32_t> jobs_told(const ipp::Message& answer) {
    std::vector<std::int32_t> jobs;
    for (const ipp::Group& group : answer.groups)
      if (group.tag == ipp::Tag::event_notification) jobs.push_back(group.integer("notify-job-id").value_or(0));
    return jobs;
  }
};

TEST_F(QueueNoticesTest, AWaitingClientIsWokenByItsJob) {
  const std::int32_t id = id_in(send(*client, subscription(token_path, {"job-created", "job-completed"})));
  ASSERT_GT(id, 0);
  const auto waiting = server.client(token_path);
  auto parked = std::async(std::launch::async, [&] { return send(*waiting, ask(token_path, id, 1, true)); });
  const std::int32_t job = print(token_path, pdf);
  const ipp::Message woken = parked.get();
  EXPECT_EQ(status(woken), "successful-ok");
  const ipp::Group& event = woken.group(ipp::Tag::event_notification);
  EXPECT_EQ(event.text("notify-subscribed-event"), "job-created");
  EXPECT_EQ(event.integer("notify-job-id"), job);
  EXPECT_EQ(event.integer("job-state"), 4);
  EXPECT_EQ(event.text("notify-printer-uri"), server.uri(token_path));
  ASSERT_EQ(status(send(*client, job_request(ipp::op::cancel_job, token_path, job))), "successful-ok");
  const std::int32_t next = event.integer("notify-sequence-number").value_or(0) + 1;
  const ipp::Message ended = send(*client, ask(token_path, id, next, true));
  EXPECT_EQ(ended.group(ipp::Tag::event_notification).text("notify-subscribed-event"), "job-completed");
  EXPECT_EQ(ended.group(ipp::Tag::event_notification).integer("job-state"), 7);
}

TEST_F(QueueNoticesTest, OnlyTheTokensOwnJobsAreTold) {
  const std::int32_t id = id_in(send(*client, subscription(token_path)));
  const std::string second_path = "/ipp/p/" + server.add_token(purpose_a);
  const auto second = server.client(second_path);
  const std::int32_t second_id = id_in(send(*second, subscription(second_path)));
  print(second_path, pdf);
  const std::int32_t mine = print(token_path, pdf);
  EXPECT_EQ(jobs_told(send(*client, ask(token_path, id, 1, true))), std::vector<std::int32_t>{mine});
  EXPECT_EQ(status(send(*client, ask(token_path, second_id))), "client-error-not-found");
  EXPECT_EQ(status(about(ipp::op::cancel_subscription, second_id)), "client-error-not-found");
}

TEST_F(QueueNoticesTest, AJobsSubscriptionComesWithItAndEndsWithIt) {
  ipp::Message message = request(ipp::op::print_job, token_path);
  add_wish(message, {"job-completed"}).add(ipp::strings("notify-user-data", ipp::Tag::octets, {"my-cookie"}));
  const ipp::Message accepted = send(*client, message, pdf);
  ASSERT_EQ(status(accepted), "successful-ok");
  const std::int32_t id = id_in(accepted);
  const std::int32_t job = accepted.group(ipp::Tag::job).integer("job-id").value_or(0);
  ASSERT_GT(id, 0);
  EXPECT_EQ(accepted.group(ipp::Tag::subscription).find("notify-lease-duration"), nullptr);
  print(token_path, pdf);  // another job, which is none of its business
  EXPECT_TRUE(jobs_told(send(*client, ask(token_path, id))).empty());
  EXPECT_EQ(status(about(ipp::op::renew_subscription, id)), "client-error-not-possible");
  send(*client, job_request(ipp::op::cancel_job, token_path, job));
  const ipp::Message ended = send(*client, ask(token_path, id, 1, true));
  EXPECT_EQ(ended.code, ipp::status::ok_events_complete);
  EXPECT_EQ(jobs_told(ended), std::vector<std::int32_t>{job});
  EXPECT_EQ(ended.group(ipp::Tag::event_notification).text("notify-user-data"), "my-cookie");
}

TEST_F(QueueNoticesTest, CreateJobSubscriptionsNeedsAJobOfThisQueue) {
  const std::int32_t job = print(token_path, pdf);
  const auto wish = [&](std::int32_t number) {
    ipp::Message message = request(ipp::op::create_job_subscriptions, token_path);
    message.groups.front().add(ipp::integer("notify-job-id", number));
    add_wish(message, {"job-completed"});
    return send(*client, message);
  };
  EXPECT_GT(id_in(wish(job)), 0);
  EXPECT_EQ(status(wish(99)), "client-error-not-found");
  send(*client, job_request(ipp::op::cancel_job, token_path, job));
  EXPECT_EQ(status(wish(job)), "client-error-not-possible");
}

TEST_F(QueueNoticesTest, TheirNumberIsBoundedForEachToken) {
  for (std::size_t i = 0; i < NoticeBoard::subscriptions_max; ++i)
    ASSERT_EQ(status(send(*client, subscription(token_path))), "successful-ok");
  const ipp::Message refused = send(*client, subscription(token_path));
  EXPECT_EQ(refused.code, ignored_all_subscriptions);
  EXPECT_EQ(refused.group(ipp::Tag::subscription).integer("notify-status-code"),
            std::int32_t{ipp::status::too_many_subscriptions});
  const std::string second_path = "/ipp/p/" + server.add_token(purpose_a);
  EXPECT_EQ(status(send(*server.client(second_path), subscription(second_path))), "successful-ok");
}

TEST_F(QueueNoticesTest, OneRequestCannotAskForTheSameThousandsOfTimes) {
  const std::int32_t id = id_in(send(*client, subscription(token_path)));
  ipp::Message many = request(ipp::op::get_notifications, token_path);
  many.groups.front().add(ipp::integers("notify-subscription-ids", std::vector<std::int32_t>(5000, id)));
  EXPECT_EQ(status(send(*client, many)), "client-error-bad-request");
}

TEST_F(QueueNoticesTest, LeasesAreBoundedRenewedAndCancelled) {
  ipp::Message wish = subscription(token_path);
  wish.groups.back().add(ipp::integer("notify-lease-duration", 0));
  const ipp::Message made = send(*client, wish);
  const std::int32_t id = id_in(made);
  EXPECT_EQ(made.group(ipp::Tag::subscription).integer("notify-lease-duration"), 7 * 24 * 3600);
  const ipp::Group shown = about(ipp::op::get_subscription_attributes, id).group(ipp::Tag::subscription);
  EXPECT_EQ(shown.text("notify-pull-method"), "ippget");
  EXPECT_EQ(shown.text("notify-events"), "job-state-changed");
  const ipp::Message renewed = about(ipp::op::renew_subscription, id);
  EXPECT_EQ(renewed.group(ipp::Tag::subscription).integer("notify-lease-duration"), 24 * 3600);
  EXPECT_EQ(send(*client, request(ipp::op::get_subscriptions, token_path)).groups.size(), 2u);
  EXPECT_EQ(status(about(ipp::op::cancel_subscription, id)), "successful-ok");
  EXPECT_EQ(status(about(ipp::op::get_subscription_attributes, id)), "client-error-not-found");
  EXPECT_EQ(status(send(*client, ask(token_path, id))), "client-error-not-found");
}

TEST_F(QueueNoticesTest, NothingIsPushedAndUnknownEventsAreRefused) {
  ipp::Message push = request(ipp::op::create_printer_subscriptions, token_path);
  push.add_group(ipp::Tag::subscription).add(ipp::uri("notify-recipient-uri", "http://inside.example/"));
  const ipp::Message refused = send(*client, push);
  EXPECT_EQ(refused.code, ignored_all_subscriptions);
  EXPECT_EQ(refused.group(ipp::Tag::subscription).integer("notify-status-code"),
            std::int32_t{ipp::status::uri_scheme_not_supported});
  EXPECT_EQ(send(*client, subscription(token_path, {"printer-on-fire"})).code, ignored_all_subscriptions);
  EXPECT_EQ(status(send(*client, request(ipp::op::create_printer_subscriptions, token_path))),
            "client-error-bad-request");
}

}  // namespace
}  // namespace tsuke::ippdoor
