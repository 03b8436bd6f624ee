// The exchange with a device (PWG 5100.18), step by step as proxies do it: from release to counted sheets.
#include <future>

#include "doors/ipp/device_fixture.h"
#include "flow/attempts.h"
#include "flow/deliver/deliver.h"
#include "registry/direct.h"

namespace tsuke::ippdoor {
namespace {

TEST_F(DeviceTest, FromReleaseToCountedSheets) {
  const std::int32_t subscription = subscribe();
  const flow::Job job = submit();
  const auto waiting = device_client();
  auto parked = std::async(std::launch::async, [&] { return send(*waiting, notifications(subscription, 1, true)); });
  const flow::Attempt released = server.release(mika, job.id, printer);
  const ipp::Message woken = parked.get();
  ASSERT_EQ(status(woken), "successful-ok");
  EXPECT_EQ(woken.operation().integer("notify-get-interval"), 1);
  const ipp::Group& event = woken.group(ipp::Tag::event_notification);
  EXPECT_EQ(event.text("notify-subscribed-event"), "job-fetchable");
  EXPECT_EQ(event.integer("notify-sequence-number"), 1);
  EXPECT_EQ(event.integer("job-state"), 3);
  const std::int32_t number = event.integer("job-id").value_or(0);
  EXPECT_EQ(number, released.device_number);

  const ipp::Message fetched = send(*device, of_job(ipp::op::fetch_job, number));
  ASSERT_EQ(status(fetched), "successful-ok");
  const ipp::Group& told = fetched.group(ipp::Tag::job);
  EXPECT_EQ(told.text("job-name"), "job-" + std::to_string(number));
  EXPECT_EQ(told.text("media"), "iso_a4_210x297mm");
  EXPECT_EQ(told.integer("copies"), 1);
  const std::string bytes = ipp::encode(fetched);
  for (const char* secret : {"mika", "report.pdf", "Client A", "client-a", "Company A"})
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;

  EXPECT_EQ(status(send(*device, of_job(ipp::op::acknowledge_job, number))), "successful-ok");
  EXPECT_EQ(job_by_number(mika, job.number).state, flow::JobState::printing);
  ipp::Message document;
  EXPECT_EQ(fetch_document(number, &document), pdf);
  EXPECT_EQ(document.operation().text("document-format"), "application/pdf");
  EXPECT_EQ(document.operation().text("compression"), "none");
  EXPECT_EQ(status(send(*device, of_job(ipp::op::acknowledge_document, number))), "successful-ok");
  EXPECT_EQ(status(send(*device, report(number, 5, 1, 1))), "successful-ok");
  EXPECT_EQ(status(send(*device, report(number, 9, 2, 2))), "successful-ok");
  EXPECT_EQ(status(send(*device, report(number, 9, 2, 2))), "successful-ok");
  EXPECT_EQ(usage(number).impressions(), 2);
  EXPECT_EQ(usage(number).sheets, 2);
  server.settle(job.id);
  EXPECT_EQ(job_by_number(mika, job.number).state, flow::JobState::printed);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_document, number))), "client-error-not-possible");
}

TEST_F(DeviceTest, FetchableJobsHaveTheFiveAttributes) {
  const flow::Attempt released = submit_and_release();
  ipp::Message list = of_device(ipp::op::get_jobs);
  list.groups.front().add(ipp::keyword("which-jobs", "fetchable"));
  const ipp::Message answer = send(*device, list);
  const ipp::Group& job = answer.group(ipp::Tag::job);
  EXPECT_EQ(job.integer("job-id"), released.device_number);
  EXPECT_EQ(job.integer("job-state"), 3);
  EXPECT_EQ(job.texts("job-state-reasons"), std::vector<std::string>{"job-fetchable"});
  for (const char* name : {"job-name", "job-originating-user-name", "job-uuid"})
    EXPECT_NE(job.find(name), nullptr) << name;
  take(released.device_number);
  EXPECT_EQ(send(*device, list).group(ipp::Tag::job).find("job-id"), nullptr);
  EXPECT_EQ(send(*device, of_job(ipp::op::get_job_attributes, released.device_number))
                .group(ipp::Tag::job)
                .integer("job-state"),
            5);
}

TEST_F(DeviceTest, TheLoserOfAFetchHearsNotFetchable) {
  const flow::Attempt released = submit_and_release();
  take(released.device_number);
  const auto other = device_client();
  EXPECT_EQ(send(*other, of_job(ipp::op::fetch_job, released.device_number)).code, 0x0420);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_job, 77))), "client-error-not-found");
}

TEST_F(DeviceTest, AnotherDeviceHasNoWayIn) {
  const flow::Attempt released = submit_and_release();
  const auto foreign = server.client(path, "x", second_password);
  EXPECT_FALSE(foreign->send(of_job(ipp::op::fetch_job, released.device_number)).ok());
  const auto wrong = server.client(path, registry::device_user(printer), "wrong");
  EXPECT_FALSE(wrong->send(of_job(ipp::op::fetch_job, released.device_number)).ok());
  const auto person = server.client(path, "mika", server.add_app_password(mika));
  EXPECT_FALSE(person->send(of_job(ipp::op::fetch_job, released.device_number)).ok());
  // At its own queue the number means nothing.
  const std::string own = "/ipp/device/" + to_string(second);
  const auto at_own = server.client(own, "any name is good", second_password);
  ipp::Message steal = job_request(ipp::op::fetch_job, own, released.device_number);
  const auto second_uuid =
      server.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, second); }).uuid;
  steal.groups.front().add(ipp::uri("output-device-uuid", second_uuid));
  EXPECT_EQ(status(send(*at_own, steal)), "client-error-not-found");
  EXPECT_EQ(attempt(released.device_number).state, flow::AttemptState::fetchable);
}

TEST_F(DeviceTest, TheUuidMustBeThePrintersOrTheOneTold) {
  const flow::Attempt released = submit_and_release();
  ipp::Message fetch = job_request(ipp::op::fetch_job, path, released.device_number);
  EXPECT_EQ(status(send(*device, fetch)), "client-error-bad-request");
  fetch.groups.front().add(ipp::uri("output-device-uuid", "urn:uuid:00000000-0000-0000-0000-000000000001"));
  EXPECT_EQ(status(send(*device, fetch)), "client-error-not-authorized");
  ipp::Message tell = ipp::make_request(ipp::op::register_output_device, server.uri("/ipp/system"), "system-uri");
  tell.groups.front().add(ipp::uri("output-device-uuid", "urn:uuid:00000000-0000-0000-0000-000000000001"));
  const auto at_system = server.client("/ipp/system", registry::device_user(printer), password);
  const ipp::Message registered = send(*at_system, tell);
  ASSERT_EQ(status(registered), "successful-ok");
  const auto* xri = registered.group(ipp::Tag::printer).collection("printer-xri-supported");
  ASSERT_NE(xri, nullptr);
  EXPECT_EQ(registered.group(ipp::Tag::printer).text("printer-uuid"), uuid);
  EXPECT_EQ(status(send(*device, fetch)), "successful-ok");
}

TEST_F(DeviceTest, AnAgentGetsNothingOfAPrinterThatTheServiceServes) {
  const auto direct = [&](bool on) {
    ASSERT_TRUE(server.store()
                    .write<void>([&](store::Transaction& in) {
                      if (!on) return registry::end_direct(in, printer);
                      return registry::set_direct(in, printer, "ipp://192.168.10.9/ipp/print", server.now());
                    })
                    .ok());
  };
  const std::int32_t before = submit_and_release().device_number;
  take(before);
  direct(true);
  const std::int32_t number = submit_and_release().device_number;
  const ipp::Message refused = send(*device, of_job(ipp::op::fetch_job, number));
  EXPECT_EQ(refused.code, 0x0420);
  EXPECT_EQ(refused.operation().text("status-message"), "the service prints the jobs of this printer by itself");
  // Nor does it say how the printer is; what it had in hand it finishes.
  ipp::Message tell = of_device(ipp::op::update_output_device_attributes);
  tell.add_group(ipp::Tag::printer).add(ipp::enumeration("printer-state", ipp::printer_state::stopped));
  EXPECT_EQ(status(send(*device, tell)), "successful-ok");
  const auto state = [&] {
    return server.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, printer); }).state;
  };
  EXPECT_EQ(state(), "idle");
  EXPECT_EQ(status(send(*device, report(before, 9, 2, 2))), "successful-ok");
  EXPECT_EQ(attempt(before).result, flow::AttemptResult::completed);
  direct(false);
  take(number);
  EXPECT_EQ(status(send(*device, tell)), "successful-ok");
  EXPECT_EQ(state(), "stopped");
}

// Two programs behind one credential, as happens when a proxy is started twice.
class TwoProxiesTest : public DeviceTest {
 protected:
  const std::string other = "urn:uuid:00000000-0000-0000-0000-000000000002";
  void SetUp() override {
    DeviceTest::SetUp();
    ipp::Message tell = request(ipp::op::update_output_device_attributes, path);
    tell.groups.front().add(ipp::uri("output-device-uuid", other));
    ASSERT_EQ(status(send(*device, tell)), "successful-ok");
  }
  static Money yen_of(std::int64_t amount) { return {amount, yen}; }
  int expire() {
    return server.write<int>([&](store::Transaction& in) { return flow::expire_attempts(in, server.now()); });
  }
  flow::Charge charge(JobId job) {
    const auto found =
        server.read<std::optional<flow::Charge>>([&](store::Reader& in) { return flow::charge_of(in, job); });
    return found.value_or(flow::Charge{});
  }
  std::vector<std::int32_t> fetchable_jobs() {
    ipp::Message list = by_other(of_device(ipp::op::get_jobs));
    list.groups.front().add(ipp::keyword("which-jobs", "fetchable"));
    std::vector<std::int32_t> numbers;
    for (const ipp::Group& group : send(*device, list).groups)
      if (group.tag == ipp::Tag::job) numbers.push_back(group.integer("job-id").value_or(0));
    return numbers;
  }
  ipp::Message by_other(ipp::Message message) {
    for (ipp::Attribute& attribute : message.groups.front().attributes)
      if (attribute.name == "output-device-uuid") attribute = ipp::uri("output-device-uuid", other);
    return message;
  }
};

TEST_F(TwoProxiesTest, OnlyTheWinnerIsHeard) {
  const std::int32_t number = submit_and_release().device_number;
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_job, number))), "successful-ok");
  EXPECT_EQ(send(*device, by_other(of_job(ipp::op::fetch_job, number))).code, 0x0420);
  EXPECT_EQ(send(*device, by_other(of_job(ipp::op::acknowledge_job, number))).code, 0x0420);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::acknowledge_job, number))), "successful-ok");
  EXPECT_EQ(status(send(*device, by_other(of_job(ipp::op::fetch_document, number)))), "client-error-not-authorized");
  EXPECT_EQ(status(send(*device, by_other(report(number, 8, 0, 0)))), "client-error-not-authorized");
  EXPECT_EQ(status(send(*device, by_other(report(number, 9, 500, 500)))), "client-error-not-authorized");
  ipp::Message active = by_other(of_device(ipp::op::update_active_jobs));
  active.groups.front().add(ipp::integers("job-ids", {number})).add(ipp::enumerations("output-device-job-states", {8}));
  EXPECT_EQ(send(*device, active).group(ipp::Tag::unsupported_group).integers("job-ids"), std::vector{number});
  EXPECT_EQ(attempt(number).state, flow::AttemptState::printing);
  EXPECT_EQ(usage(number).impressions(), 0);
  EXPECT_EQ(status(send(*device, report(number, 9, 2, 2))), "successful-ok");
  EXPECT_EQ(usage(number).impressions(), 2);
}

// One that fetches and vanishes: while its lease runs nobody else has the job, then another may, and nothing is charged
// until somebody's sheets are counted.
TEST_F(TwoProxiesTest, AfterTheLeaseTheOtherMayWin) {
  const flow::Attempt released = submit_and_release();
  const std::int32_t number = released.device_number;
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_job, number))), "successful-ok");
  EXPECT_FALSE(fetch_document(number).empty());
  server.let_pass(flow::fetch_lease - seconds(5));
  EXPECT_EQ(expire(), 0);
  EXPECT_EQ(send(*device, by_other(of_job(ipp::op::fetch_job, number))).code, 0x0420);
  server.let_pass(seconds(5));
  EXPECT_EQ(expire(), 1);
  EXPECT_EQ(attempt(number).state, flow::AttemptState::fetchable);
  EXPECT_EQ(charge(released.job).state, flow::ChargeState::reserved);
  EXPECT_EQ(charge(released.job).captured, yen_of(0));
  EXPECT_EQ(fetchable_jobs(), std::vector{number});
  EXPECT_EQ(status(send(*device, by_other(of_job(ipp::op::fetch_job, number)))), "successful-ok");
  EXPECT_EQ(send(*device, of_job(ipp::op::acknowledge_job, number)).code, 0x0420) << "its lease has gone to another";
  EXPECT_EQ(status(send(*device, report(number, 8, 0, 0))), "client-error-not-authorized");
  EXPECT_EQ(status(send(*device, report(number, 9, 2, 2))), "client-error-not-authorized");
  EXPECT_EQ(status(send(*device, by_other(of_job(ipp::op::acknowledge_job, number)))), "successful-ok");
  EXPECT_EQ(status(send(*device, by_other(report(number, 9, 2, 2)))), "successful-ok");
  server.settle(released.job);
  EXPECT_EQ(charge(released.job).captured, yen_of(26)) << "one print of two sides on two sheets";
}

TEST_F(TwoProxiesTest, WhatNobodyFetchesAfterTheLeaseIsHeldAgainAndCostsNothing) {
  const flow::Attempt released = submit_and_release();
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_job, released.device_number))), "successful-ok");
  server.let_pass(flow::fetch_lease);
  EXPECT_EQ(expire(), 1);
  server.let_pass(flow::fetch_patience);
  EXPECT_EQ(expire(), 1);
  server.settle(released.job);
  EXPECT_EQ(attempt(released.device_number).result, flow::AttemptResult::not_fetched);
  EXPECT_EQ(charge(released.job).state, flow::ChargeState::voided);
  EXPECT_EQ(charge(released.job).captured, yen_of(0));
  EXPECT_TRUE(
      flow::is_waiting(server.read<flow::Job>([&](store::Reader& in) { return flow::job(in, released.job); }).state));
}

TEST_F(DeviceTest, SubscriptionsAreListedCancelledAndForgotten) {
  const std::int32_t first = subscribe(), second_id = subscribe();
  ASSERT_NE(first, second_id);
  const auto about = [&](std::uint16_t operation, std::int32_t id) {
    ipp::Message message = request(operation, path);
    message.groups.front().add(ipp::integer("notify-subscription-id", id));
    return send(*device, message);
  };
  EXPECT_EQ(
      about(ipp::op::get_subscription_attributes, first).group(ipp::Tag::subscription).texts("notify-events").size(),
      7u);
  EXPECT_EQ(status(about(ipp::op::renew_subscription, first)), "successful-ok");
  const ipp::Message list = send(*device, request(ipp::op::get_subscriptions, path));
  EXPECT_EQ(list.groups.size(), 3u);  // operation attributes and two subscriptions
  EXPECT_EQ(status(about(ipp::op::cancel_subscription, first)), "successful-ok");
  EXPECT_EQ(status(about(ipp::op::cancel_subscription, first)), "client-error-not-found");
  EXPECT_EQ(status(send(*device, notifications(first, 1, false))), "client-error-not-found");
  EXPECT_EQ(status(send(*device, notifications(second_id, 1, false))), "successful-ok");
  for (int i = 0; i < 20; ++i) subscribe();
  EXPECT_EQ(status(send(*device, notifications(second_id, 1, false))), "client-error-not-found");
  ipp::Message push = request(ipp::op::create_printer_subscriptions, path);
  push.add_group(ipp::Tag::subscription).add(ipp::uri("notify-recipient-uri", "mailto:a@example.com"));
  EXPECT_EQ(status(send(*device, push)), "client-error-ignored-all-subscriptions");
  EXPECT_EQ(status(send(*device, request(ipp::op::create_printer_subscriptions, path))), "client-error-bad-request");
}

TEST_F(DeviceTest, ACancelledSubscriptionEndsItsLongPoll) {
  const std::int32_t subscription = subscribe();
  const auto waiting = device_client();
  auto parked = std::async(std::launch::async, [&] { return send(*waiting, notifications(subscription, 1, true)); });
  ipp::Message cancel = request(ipp::op::cancel_subscription, path);
  cancel.groups.front().add(ipp::integer("notify-subscription-id", subscription));
  EXPECT_EQ(status(send(*device, cancel)), "successful-ok");
  EXPECT_EQ(status(parked.get()), "client-error-not-found");
}

TEST_F(DeviceTest, NoJobsAreTakenAtADevicesQueue) {
  EXPECT_EQ(status(send(*device, request(ipp::op::validate_job, path))), "client-error-not-authorized");
  EXPECT_EQ(status(send(*device, request(ipp::op::print_job, path), pdf)), "client-error-not-authorized");
  EXPECT_EQ(status(send(*device, request(0x0012, path))), "server-error-operation-not-supported");
  const ipp::Group about = send(*device, request(ipp::op::get_printer_attributes, path)).group(ipp::Tag::printer);
  EXPECT_EQ(about.text("printer-uuid"), uuid);
  EXPECT_EQ(about.texts("ipp-features-supported"), std::vector<std::string>{"infrastructure-printer"});
}

}  // namespace
}  // namespace tsuke::ippdoor
