// A printer with its agent's credential, and the steps that every proxy takes, for the tests of the device queue.
#pragma once

#include <optional>
#include <string>

#include "doors/ipp/test_server.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::ippdoor {

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

}  // namespace tsuke::ippdoor
