// What devices report: counts, ends, capabilities, and what is not to be believed.
#include "doors/ipp/device_fixture.h"
#include "flow/hold/hold.h"

namespace tsuke::ippdoor {
namespace {

class DeviceReportsTest : public DeviceTest {};

TEST_F(DeviceReportsTest, ReportsNeedAFetchedJobAndSaneCounts) {
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

TEST_F(DeviceReportsTest, CountsSplitByColourAndByDocument) {
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

TEST_F(DeviceReportsTest, ADeviceThatCannotTakeAJobGivesItBack) {
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

TEST_F(DeviceReportsTest, CancelFromThePanelAndByTheOwner) {
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

TEST_F(DeviceReportsTest, CapabilitiesAndStateAreKept) {
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

TEST_F(DeviceReportsTest, WhatADeviceCanDoIsReadAndBounded) {
  ipp::Attribute resolutions = ipp::resolution("pwg-raster-document-resolution-supported", 300);
  resolutions.values.push_back(ipp::Resolution{600, 600, 3});
  resolutions.values.push_back(ipp::Resolution{600, 1200, 3});
  resolutions.values.push_back(ipp::Resolution{-5, -5, 3});
  resolutions.values.push_back(ipp::Resolution{2'000'000'000, 2'000'000'000, 4});
  ipp::Message update = of_device(ipp::op::update_output_device_attributes);
  update.add_group(ipp::Tag::printer)
      .add(ipp::keywords("print-color-mode-supported", {"auto", "color", "monochrome"}))
      .add(ipp::strings("document-format-supported", ipp::Tag::mime_type,
                        {"image/urf", "a b/c", "x/y/z", "/", "image/<b>"}))
      .add(ipp::enumerations("finishings-supported", {3, 4, 20, 4, 9999}))
      .add(ipp::range("copies-supported", 1, 100'000))
      .add(ipp::integers("media-left-margin-supported", {0, 340}))
      .add(ipp::integers("media-bottom-margin-supported", {635, -7}))
      .add(ipp::keywords("pwg-raster-document-type-supported", {"sgray_8", "srgb_8"}))
      .add(std::move(resolutions))
      .add(ipp::keyword("pwg-raster-document-sheet-back", "rotated"))
      .add(ipp::keywords("urf-supported", {"V1.4", "W8", "SRGB24", "RS300-600", "DM3", "odd word"}));
  EXPECT_EQ(send(*device, update).code, ipp::status::ok);
  const registry::Capabilities able =
      server.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, printer); }).capabilities;
  EXPECT_TRUE(able.color && able.auto_color);
  EXPECT_EQ(able.formats, std::vector<std::string>{"image/urf"});
  EXPECT_EQ(able.finishings, (std::vector<std::string>{"staple", "staple-top-left"}));
  EXPECT_EQ(able.copies_max, 999);
  EXPECT_EQ(able.margin_hmm, 635);
  EXPECT_EQ(able.raster_types, (std::vector<std::string>{"sgray_8", "srgb_8"}));
  EXPECT_EQ(able.raster_dpi, (std::vector{300, 600}));
  EXPECT_EQ(able.raster_sheet_back, "rotated");
  EXPECT_EQ(able.urf, (std::vector<std::string>{"v1.4", "w8", "srgb24", "rs300-600", "dm3"}));
}

TEST_F(DeviceReportsTest, ActiveJobsAfterARestartOfTheAgent) {
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

}  // namespace
}  // namespace tsuke::ippdoor
