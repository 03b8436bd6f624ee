// A printer that answers wrongly, byte by byte: each wrong answer is "ask again later", never a fact.
#include "printing/ipp_device.h"

#include <gtest/gtest.h>

#include "platform/ipp/codes.h"
#include "platform/ipp/loopback_server_testing.h"

namespace tsuke::printing {
namespace {

using ipp::Tag;

ipp::Message read_request(ipp::LoopbackConnection& connection) {
  const std::string head = connection.read_until("\r\n\r\n");
  const std::string body = connection.read_exactly(std::stoul(head.substr(head.find("Content-Length: ") + 16)));
  return ipp::decode(body).value()->message;
}
void write_body(ipp::LoopbackConnection& connection, const std::string& body) {
  connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

// A printer that answers so many questions as the script makes of the proper answer.
class OddPrinter {
 public:
  explicit OddPrinter(std::function<std::string(ipp::Message answer)> script, int questions = 1)
      : server_({[script = std::move(script), questions](ipp::LoopbackConnection& connection) {
          for (int asked = 0; asked < questions; ++asked)
            write_body(connection, script(ipp::make_response(read_request(connection), ipp::status::ok)));
        }}),
        device(make_ipp_device(server_.uri()).take()) {}

 private:
  ipp::LoopbackServer server_;

 public:
  std::unique_ptr<Device> device;
};

std::string job_with(ipp::Message answer, std::int32_t state, std::int32_t id = 9) {
  ipp::Group& job = answer.add_group(Tag::job);
  job.add(ipp::integer("job-id", id)).add(ipp::enumeration("job-state", state));
  job.add(ipp::integer("job-impressions-completed", 3));
  return ipp::encode(answer);
}

TEST(OddPrinters, WhatIsNoIppIsNoAnswer) {
  OddPrinter page([](const ipp::Message&) { return std::string("<html>Log in to the hotel's network</html>"); });
  const auto told = page.device->look_at(9);
  ASSERT_FALSE(told.ok());
  EXPECT_EQ(told.error().reason, Reason::unavailable);
}

TEST(OddPrinters, ATruncatedAnswerIsNone) {
  OddPrinter cut([](const ipp::Message& answer) { return job_with(answer, 9).substr(0, 40); });
  EXPECT_EQ(cut.device->look_at(9).error().reason, Reason::unavailable);
}

TEST(OddPrinters, TheAnswerToAnotherRequestIsNone) {
  OddPrinter stale([](ipp::Message answer) {
    ++answer.request_id;
    return job_with(answer, ipp::job_state::aborted);
  });
  const auto told = stale.device->look_at(9);
  ASSERT_FALSE(told.ok());
  EXPECT_EQ(told.error().code, "wrong-request-id");
  EXPECT_EQ(told.error().reason, Reason::unavailable);
}

TEST(OddPrinters, AnotherJobsStateIsNotThisOnes) {
  OddPrinter mixed([](const ipp::Message& answer) { return job_with(answer, ipp::job_state::completed, 8); });
  EXPECT_EQ(mixed.device->look_at(9).error().code, "wrong-job");
}

TEST(OddPrinters, AStateThatDoesNotExistEndsNothing) {
  for (const std::int32_t state : {-1, 0, 2, 10, 4711}) {
    OddPrinter odd([state](const ipp::Message& answer) { return job_with(answer, state); });
    const auto told = odd.device->look_at(9);
    ASSERT_FALSE(told.ok()) << state;
    EXPECT_EQ(told.error().reason, Reason::unavailable) << state;
  }
}

TEST(OddPrinters, ThousandsOfAttributesAreCutToWhatWasAsked) {
  OddPrinter chatty([](ipp::Message answer) {
    ipp::Group& printer = answer.add_group(Tag::printer);
    printer.add(ipp::enumeration("printer-state", ipp::printer_state::stopped));
    for (int at = 0; at < 5000; ++at) printer.add(ipp::integer("vendor-" + std::to_string(at), at));
    printer.add(ipp::keywords("media-supported", std::vector<std::string>(4000, "iso_a4_210x297mm")));
    printer.add(ipp::text("printer-state-message", std::string(20'000, 'x')));
    printer.add(ipp::keywords("printer-state-reasons", {"media-empty-error"}));
    return ipp::encode(answer);
  });
  const auto told = chatty.device->describe();
  ASSERT_TRUE(told.ok()) << told.error().what;
  const ipp::Group kept{Tag::printer, told.value().attributes};
  EXPECT_EQ(told.value().state, ipp::printer_state::stopped);
  EXPECT_EQ(kept.texts("media-supported").size(), 512u);
  EXPECT_EQ(kept.texts("printer-state-reasons"), std::vector<std::string>{"media-empty-error"});
  EXPECT_EQ(kept.attributes.size(), 3u);
}

TEST(OddPrinters, AJobWithoutANumberIsNoJob) {
  // It is asked what it can do first.
  OddPrinter odd([](const ipp::Message& answer) { return job_with(answer, 3, -4); }, 2);
  EXPECT_EQ(odd.device->create_job({}).error().code, "no-job-id");
}

TEST(OddPrinters, ThatAreOffMayComeBack) {
  const auto device = make_ipp_device("ipp://127.0.0.1:9/ipp/print").take();
  EXPECT_EQ(device->describe().error().code, "no-connection");
  EXPECT_EQ(device->describe().error().reason, Reason::unavailable);
}

}  // namespace
}  // namespace tsuke::printing
