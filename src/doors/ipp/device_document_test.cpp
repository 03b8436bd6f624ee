// Fetch-Document: the document as the device takes it, and what happens when it cannot be made.
#include "doors/ipp/device_fixture.h"
#include "flow/hold/hold.h"
#include "platform/impose/imposition.h"

// The test program is the impose-worker, too.
int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "impose-worker")
    return tsuke::impose::worker_main({argv + 2, argv + argc});
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

namespace tsuke::ippdoor {
namespace {

class DeviceDocumentTest : public DeviceTest {
 protected:
  void tell(std::vector<std::string> formats, std::int32_t copies = 1) {
    ipp::Message update = of_device(ipp::op::update_output_device_attributes);
    update.add_group(ipp::Tag::printer)
        .add(ipp::strings("document-format-supported", ipp::Tag::mime_type, std::move(formats)))
        .add(ipp::range("copies-supported", 1, copies))
        .add(ipp::enumerations("finishings-supported", {3, 4}));
    EXPECT_EQ(send(*device, update).code, ipp::status::ok);
  }
  // A job of that many pages with these settings, released; as many pages are counted, whatever the document has.
  flow::Attempt released_with(const registry::SettingsChange& settings, int counted = 2) {
    const flow::Job job = submit();
    server.write<JobId>([&](store::Transaction& in) -> Result<JobId> {
      TRY(flow::change_job(in, mika, job.id, {{}, settings, {}}, server.now()));
      return job.id;
    });
    const flow::Attempt attempt = server.release(mika, job.id, printer, counted);
    return attempt;
  }
  ipp::Message fetch_job(std::int32_t number) { return send(*device, of_job(ipp::op::fetch_job, number)); }
};

TEST_F(DeviceDocumentTest, TheTicketHasWhatIsLeftToThePrinter) {
  tell({"application/pdf"}, 99);
  registry::SettingsChange wish;
  wish.copies = 2;
  wish.number_up = 2;
  wish.finishings = {"staple"};
  wish.quality = registry::Quality::high;
  const flow::Attempt released = released_with(wish);
  const ipp::Message fetched = fetch_job(released.device_number);
  const ipp::Group& ticket = fetched.group(ipp::Tag::job);
  EXPECT_EQ(ticket.integer("copies"), 2);
  EXPECT_EQ(ticket.text("multiple-document-handling"), "separate-documents-collated-copies");
  EXPECT_EQ(ticket.text("print-color-mode"), "monochrome");
  EXPECT_EQ(ticket.integer("print-quality"), 5);
  EXPECT_EQ(ticket.integers("finishings"), std::vector<std::int32_t>{4});
  EXPECT_EQ(ticket.text("print-scaling"), "none");
  EXPECT_EQ(ticket.text("document-format-supported"), "application/pdf");
  for (const char* done : {"page-ranges", "number-up", "orientation-requested"})
    EXPECT_EQ(ticket.find(done), nullptr) << done;
}

TEST_F(DeviceDocumentTest, APrinterThatCannotRepeatIsToldOneCopyAndGetsThemAll) {
  registry::SettingsChange wish;
  wish.copies = 3;
  const flow::Attempt released = released_with(wish);
  EXPECT_EQ(fetch_job(released.device_number).group(ipp::Tag::job).integer("copies"), 1);
  const std::string sent = fetch_document(released.device_number);
  std::size_t pages = 0;
  for (std::size_t at = sent.find("/Type /Page "); at != std::string::npos; at = sent.find("/Type /Page ", at + 1))
    ++pages;
  EXPECT_EQ(pages, 6u);
}

TEST_F(DeviceDocumentTest, WhatARequestDoesNotAcceptItCanAskForAgain) {
  tell({"application/pdf", "image/urf"});
  const flow::Attempt released = released_with({});
  fetch_job(released.device_number);
  ipp::Message narrow = of_job(ipp::op::fetch_document, released.device_number);
  narrow.groups.front().add(ipp::strings("document-format-accepted", ipp::Tag::mime_type, {"image/tiff"}));
  EXPECT_EQ(status(send(*device, narrow)), "client-error-document-format-not-supported");
  EXPECT_EQ(fetch_document(released.device_number), pdf);
}

TEST_F(DeviceDocumentTest, WhatCannotBeMadeEndsTheAttemptAndCostsNothing) {
  registry::SettingsChange wish;
  wish.number_up = 2;
  const flow::Attempt released = released_with(wish, 7);  // not the pages that the document has
  fetch_job(released.device_number);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_document, released.device_number))),
            "client-error-document-format-error");
  const flow::Attempt ended = attempt(released.device_number);
  EXPECT_EQ(ended.result, flow::AttemptResult::aborted);
  EXPECT_EQ(ended.device_reasons, "document-unprintable-error document-damaged");
  server.settle(ended.job);
  const auto charge =
      server.read<std::optional<flow::Charge>>([&](store::Reader& in) { return flow::charge_of(in, ended.job); });
  EXPECT_EQ(charge->state, flow::ChargeState::voided);
  EXPECT_EQ(server.read<flow::Job>([&](store::Reader& in) { return flow::job(in, ended.job); }).state,
            flow::JobState::held);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_document, released.device_number))),
            "client-error-not-possible");
}

TEST_F(DeviceDocumentTest, ADeviceThatTakesNothingOfOursEndsTheAttempt) {
  tell({"application/postscript"});
  const flow::Attempt released = released_with({});
  fetch_job(released.device_number);
  EXPECT_EQ(status(send(*device, of_job(ipp::op::fetch_document, released.device_number))),
            "client-error-document-format-not-supported");
  EXPECT_EQ(attempt(released.device_number).device_reasons, "document-unprintable-error format-not-supported");
}

}  // namespace
}  // namespace tsuke::ippdoor
