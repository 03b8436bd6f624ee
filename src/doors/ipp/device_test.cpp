// The exchange with a device (PWG 5100.18), step by step as proxies do it: from release to counted sheets.
#include <future>

#include "doors/ipp/test_server.h"
#include "flow/deliver/deliver.h"
#include "flow/hold/hold.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::ippdoor {
namespace {

class DeviceTest : public IppDoorTest {
 protected:
  const std::string pdf = pages::make_pdf(2);
  PrinterId printer = registry::make_printer(server.store(), "Front desk", shop, registry::SiteKind::store);
  PrinterId second = registry::make_printer(server.store(), "Back room", shop, registry::SiteKind::store);
  std::string password = registry::make_device(server.store(), printer, server.now());
  std::string second_password = registry::make_device(server.store(), second, server.now());
  std::string path = "/ipp/device/" + to_string(printer);
  std::string uuid =
      server.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, printer); }).uuid;
  std::unique_ptr<ipp::Client> device = device_client();

  void SetUp() override {
    server.publish_prices(printer);
    server.publish_prices(second);
  }
  std::unique_ptr<ipp::Client> device_client() { return server.client(path, registry::device_user(printer), password); }

  ipp::Message of_device(std::uint16_t operation) {
    ipp::Message message = request(operation, path);
    message.groups.front().add(ipp::uri("output-device-uuid", uuid));
    return message;
  }
  ipp::Message of_job(std::uint16_t operation, std::int32_t job) {
    ipp::Message message = of_device(operation);
    message.groups.front().add(ipp::integer("job-id", job));
    return message;
  }
  std::int32_t subscribe() {
    ipp::Message message = request(ipp::op::create_printer_subscriptions, path);
    message.add_group(ipp::Tag::subscription)
        .add(ipp::keyword("notify-pull-method", "ippget"))
        .add(ipp::integer("notify-lease-duration", 0))
        .add(ipp::keywords("notify-events",
                           {"document-config-changed", "document-state-changed", "job-config-changed", "job-fetchable",
                            "job-state-changed", "printer-config-changed", "printer-state-changed"}));
    const ipp::Message answer = send(*device, message);
    EXPECT_EQ(answer.code, ipp::status::ok);
    return answer.group(ipp::Tag::subscription).integer("notify-subscription-id").value_or(0);
  }
  ipp::Message notifications(std::int32_t subscription, std::int32_t from, bool wait) {
    ipp::Message message = request(ipp::op::get_notifications, path);
    message.groups.front()
        .add(ipp::integers("notify-subscription-ids", {subscription}))
        .add(ipp::integers("notify-sequence-numbers", {from}))
        .add(ipp::boolean("notify-wait", wait));
    return message;
  }
  flow::Job submit() { return job_by_number(mika, print(token_path, pdf)); }
  flow::Attempt submit_and_release() { return server.release(mika, submit().id, printer); }
  ipp::Message report(std::int32_t job, std::int32_t state, std::optional<std::int32_t> impressions,
                      std::optional<std::int32_t> sheets) {
    ipp::Message message = of_job(ipp::op::update_job_status, job);
    ipp::Group& group = message.add_group(ipp::Tag::job);
    group.add(ipp::enumeration("output-device-job-state", state));
    if (impressions) group.add(ipp::integer("job-impressions-completed", *impressions));
    if (sheets) group.add(ipp::integer("job-media-sheets-completed", *sheets));
    return message;
  }
  std::string fetch_document(std::int32_t job, ipp::Message* answer = nullptr) {
    std::string bytes;
    Result<ipp::Message> got =
        device->send(of_job(ipp::op::fetch_document, job), {}, [&](std::string_view piece) -> Result<void> {
          bytes.append(piece);
          return {};
        });
    EXPECT_TRUE(got.ok());
    if (answer && got.ok()) *answer = got.value();
    return bytes;
  }
  flow::Attempt attempt(std::int32_t number) {
    return server.read<flow::Attempt>([&](store::Reader& in) { return flow::attempt_at_printer(in, printer, number); });
  }
  flow::Usage usage(std::int32_t number) {
    return server.read<flow::Usage>([&](store::Reader& in) { return flow::usage_of(in, attempt(number).id); });
  }
  void take(std::int32_t job) {
    EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_job, job))), "successful-ok");
    EXPECT_EQ(status(send(*device, of_job(ipp::op::acknowledge_job, job))), "successful-ok");
  }
};

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

TEST_F(DeviceTest, ReportsNeedAFetchedJobAndSaneCounts) {
  const flow::Attempt released = submit_and_release();
  const std::int32_t number = released.device_number;
  EXPECT_EQ(status(send(*device, report(number, 8, 1, 1))), "client-error-not-possible");
  take(number);
  EXPECT_EQ(status(send(*device, report(number, 5, -1, 1))), "client-error-attributes-or-values-not-supported");
  EXPECT_EQ(status(send(*device, report(number, 1, 1, 1))), "successful-ok");  // a state that is none
  EXPECT_EQ(attempt(number).state, flow::AttemptState::printing);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::update_job_status, number))), "client-error-bad-request");
  ipp::Message odd = of_job(ipp::op::update_job_status, number);
  odd.add_group(ipp::Tag::job)
      .add(ipp::keyword("job-impressions-completed", "many"))
      .add(ipp::text("output-device-job-state", "done"));
  EXPECT_EQ(status(send(*device, odd)), "successful-ok");
  EXPECT_EQ(attempt(number).state, flow::AttemptState::printing);
  EXPECT_EQ(usage(number).impressions(), 1);
}

TEST_F(DeviceTest, CountsSplitByColourAndByDocument) {
  const std::int32_t number = submit_and_release().device_number;
  take(number);
  ipp::Message split = of_job(ipp::op::update_job_status, number);
  split.add_group(ipp::Tag::job)
      .add(ipp::collection("job-impressions-completed-col",
                           {ipp::integer("monochrome", 3), ipp::integer("full-color", 2),
                            ipp::integer("highlight-color", 1), ipp::integer("blank", 9)}));
  EXPECT_EQ(status(send(*device, split)), "successful-ok");
  EXPECT_EQ(usage(number).monochrome_impressions, 3);
  EXPECT_EQ(usage(number).color_impressions, 3);
  ipp::Message document = of_job(ipp::op::update_document_status, number);
  document.groups.front().add(ipp::integer("document-number", 1));
  document.add_group(ipp::Tag::document)
      .add(ipp::integer("impressions-completed", 0))
      .add(ipp::enumeration("output-device-document-state", 1));
  EXPECT_EQ(status(send(*device, document)), "successful-ok");
  EXPECT_EQ(usage(number).impressions(), 6);
}

TEST_F(DeviceTest, ADeviceThatCannotTakeAJobGivesItBack) {
  const flow::Attempt released = submit_and_release();
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_job, released.device_number))), "successful-ok");
  ipp::Message refuse = of_job(ipp::op::acknowledge_job, released.device_number);
  refuse.groups.front().add(ipp::enumeration("fetch-status-code", 0x040B));
  EXPECT_EQ(status(send(*device, refuse)), "successful-ok");
  EXPECT_EQ(attempt(released.device_number).result, flow::AttemptResult::aborted);
  server.settle(released.job);
  EXPECT_TRUE(
      flow::is_waiting(server.read<flow::Job>([&](store::Reader& in) { return flow::job(in, released.job); }).state));
}

TEST_F(DeviceTest, CancelFromThePanelAndByTheOwner) {
  const std::int32_t subscription = subscribe();
  const flow::Attempt first = submit_and_release();
  EXPECT_EQ(status(send(*device, of_job(ipp::op::cancel_job, first.device_number))), "client-error-not-possible");
  take(first.device_number);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::cancel_job, first.device_number))), "successful-ok");
  EXPECT_EQ(attempt(first.device_number).result, flow::AttemptResult::cancelled);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::cancel_job, first.device_number))), "client-error-not-possible");

  const flow::Attempt second_attempt = submit_and_release();
  take(second_attempt.device_number);
  server.write<flow::Job>(
      [&](store::Transaction& in) { return flow::cancel_job(in, mika, second_attempt.job, server.now()); });
  const ipp::Message told = send(*device, notifications(subscription, 3, true));
  const ipp::Group& event = told.group(ipp::Tag::event_notification);
  EXPECT_EQ(event.text("notify-subscribed-event"), "job-state-changed");
  EXPECT_EQ(event.integer("notify-job-id"), second_attempt.device_number);
  EXPECT_EQ(event.texts("job-state-reasons"), std::vector<std::string>{"processing-to-stop-point"});
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
  EXPECT_EQ(status(send(*device, push)), "client-error-bad-request");
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

TEST_F(DeviceTest, CapabilitiesAndStateAreKept) {
  ipp::Message update = of_device(ipp::op::update_output_device_attributes);
  update.add_group(ipp::Tag::printer)
      .add(ipp::keywords("media-supported", {"iso_a4_210x297mm", "jis_b5_182x257mm", "Odd Name"}))
      .add(ipp::keywords("print-color-mode-supported", {"monochrome", "auto"}))
      .add(ipp::keywords("sides-supported", {"one-sided"}))
      .add(ipp::strings("document-format-supported", ipp::Tag::mime_type,
                        {"application/pdf", "image/PWG-raster", "\x01"}))
      .add(ipp::enumeration("printer-state", 5))
      .add(ipp::keywords("printer-state-reasons", {"media-empty-error"}));
  EXPECT_EQ(send(*device, update).code, ipp::status::ok);
  const auto known = [&] {
    return server.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, printer); });
  };
  EXPECT_EQ(known().capabilities,
            (registry::Capabilities{
                {"iso_a4_210x297mm", "jis_b5_182x257mm"}, false, false, {"application/pdf", "image/pwg-raster"}}));
  EXPECT_EQ(known().state, "stopped");
  const ipp::Group told = send(*device, of_device(ipp::op::get_output_device_attributes)).group(ipp::Tag::printer);
  EXPECT_EQ(told.integer("printer-state"), 5);
  EXPECT_EQ(told.texts("printer-state-reasons"), std::vector<std::string>{"media-empty-error"});

  ipp::Message partial = of_device(ipp::op::update_output_device_attributes);
  partial.add_group(ipp::Tag::printer)
      .add(ipp::enumeration("printer-state", 3))
      .add(ipp::keyword("printer-state-reasons", "none"));
  EXPECT_EQ(send(*device, partial).code, ipp::status::ok);
  EXPECT_EQ(known().state, "idle");
  EXPECT_EQ(known().capabilities.media.size(), 2u);
  EXPECT_EQ(status(send(*device, of_device(ipp::op::deregister_output_device))), "successful-ok");
  EXPECT_EQ(known().state, "unknown");
}

TEST_F(DeviceTest, ActiveJobsAfterARestartOfTheAgent) {
  EXPECT_EQ(send(*device, of_device(ipp::op::update_active_jobs)).code, ipp::status::ok);
  const std::int32_t number = submit_and_release().device_number;
  take(number);
  ipp::Message active = of_device(ipp::op::update_active_jobs);
  active.groups.front()
      .add(ipp::integers("job-ids", {number, 99}))
      .add(ipp::enumerations("output-device-job-states", {8, 5}));
  const ipp::Message answer = send(*device, active);
  EXPECT_EQ(answer.group(ipp::Tag::unsupported_group).integers("job-ids"), std::vector<std::int32_t>{99});
  EXPECT_EQ(attempt(number).result, flow::AttemptResult::aborted);
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
