#include "agent/ipp_service.h"

#include <gtest/gtest.h>

#include "platform/ipp/codes.h"
#include "platform/ipp/loopback_server_testing.h"

namespace tsuke::agent {
namespace {

using ipp::Tag;

// Answers each request with the next message, and keeps what was asked.
class ScriptedService {
 public:
  explicit ScriptedService(std::vector<ipp::Message> answers, std::string document = {})
      : server_({[this, answers = std::move(answers), document](ipp::LoopbackConnection& connection) {
          for (const ipp::Message& answer : answers) {
            head_ = connection.read_until("\r\n\r\n");
            const std::size_t at = head_.find("Content-Length: ");
            const std::string body = connection.read_exactly(std::stoul(head_.substr(at + 16)));
            asked_.push_back(ipp::decode(body).value()->message);
            ipp::Message numbered = answer;
            numbered.request_id = asked_.back().request_id;
            const std::string bytes = ipp::encode(numbered) + document;
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n\r\n" + bytes);
          }
        }}) {
    Enrolment enrolment{server_.uri(), "device-7", "secret", "urn:uuid:1-2-3", "7", "Café", "ipp://printer/", ""};
    service = make_ipp_service(enrolment).take();
  }
  const ipp::Message& asked(std::size_t at = 0) const { return asked_.at(at); }
  const std::string& head() const { return head_; }

 private:
  std::string head_;
  std::vector<ipp::Message> asked_;
  ipp::LoopbackServer server_;

 public:
  std::unique_ptr<InfraService> service;
};

ipp::Message answer(std::uint16_t status = 0) { return ipp::make_response({}, status); }

TEST(IppService, SubscribesAsInfraClientsDo) {
  ipp::Message with_id = answer();
  with_id.add_group(Tag::subscription).add(ipp::integer("notify-subscription-id", 42));
  ScriptedService scripted({with_id});
  EXPECT_EQ(scripted.service->subscribe().value(), 42);
  EXPECT_EQ(scripted.asked().code, ipp::op::create_printer_subscriptions);
  const ipp::Group& subscription = scripted.asked().group(Tag::subscription);
  EXPECT_EQ(subscription.text("notify-pull-method"), "ippget");
  EXPECT_EQ(subscription.integer("notify-lease-duration"), 0);
  EXPECT_EQ(subscription.texts("notify-events").size(), 7u);
  EXPECT_EQ(scripted.asked().operation().text("output-device-uuid"), "urn:uuid:1-2-3");
  EXPECT_NE(scripted.head().find("Authorization: Basic ZGV2aWNlLTc6c2VjcmV0"), std::string::npos);
}

// The service says "processing" until the printer has stopped: the reason is the only word of the wish.
TEST(IppService, AJobOnItsWayToAStopIsToBeCancelled) {
  ipp::Message told = answer();
  told.add_group(Tag::event_notification)
      .add(ipp::keyword("notify-subscribed-event", "job-state-changed"))
      .add(ipp::integer("job-id", 4))
      .add(ipp::enumeration("job-state", ipp::job_state::processing))
      .add(ipp::keywords("job-state-reasons", {"job-printing", "processing-to-stop-point"}));
  ipp::Message stopping = answer(), printing = answer();
  stopping.add_group(Tag::job)
      .add(ipp::enumeration("job-state", ipp::job_state::processing))
      .add(ipp::keyword("job-state-reasons", "processing-to-stop-point"));
  printing.add_group(Tag::job)
      .add(ipp::enumeration("job-state", ipp::job_state::processing))
      .add(ipp::keyword("job-state-reasons", "job-printing"));
  ScriptedService scripted({told, stopping, printing});
  EXPECT_EQ(scripted.service->wait_for_events(42, 1).take().at(0).job_state, ipp::job_state::canceled);
  EXPECT_EQ(scripted.service->job_state(4).value(), ipp::job_state::canceled);
  EXPECT_EQ(scripted.service->job_state(4).value(), ipp::job_state::processing);
}

TEST(IppService, ReadsEventsAndTheEndOfASubscription) {
  ipp::Message two = answer();
  two.add_group(Tag::event_notification)
      .add(ipp::keyword("notify-subscribed-event", "job-fetchable"))
      .add(ipp::integer("notify-job-id", 5))
      .add(ipp::integer("notify-sequence-number", 9));
  two.add_group(Tag::event_notification)
      .add(ipp::keyword("notify-subscribed-event", "job-state-changed"))
      .add(ipp::integer("job-id", 4))
      .add(ipp::enumeration("job-state", 7))
      .add(ipp::integer("notify-sequence-number", 10));
  ScriptedService scripted({two, answer(ipp::status::ok_events_complete), answer(ipp::status::not_found)});
  const auto events = scripted.service->wait_for_events(42, 9).take();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].keyword, "job-fetchable");
  EXPECT_EQ(events[0].job_id, 5);
  EXPECT_EQ(events[1].job_id, 4);
  EXPECT_EQ(events[1].job_state, 7);
  EXPECT_EQ(events[1].sequence, 10);
  EXPECT_EQ(scripted.asked().operation().boolean("notify-wait"), true);
  EXPECT_EQ(scripted.asked().operation().integer("notify-sequence-numbers"), 9);
  EXPECT_EQ(scripted.service->wait_for_events(42, 11).error().reason, Reason::gone);
  EXPECT_EQ(scripted.service->wait_for_events(42, 11).error().reason, Reason::not_found);
}

ipp::Message job_answer(std::int32_t impressions, std::int32_t sheets) {
  ipp::Message job = answer();
  job.add_group(Tag::job)
      .add(ipp::name("job-name", "job-7"))
      .add(ipp::integer("copies", 2))
      .add(ipp::keyword("sides", "two-sided-long-edge"))
      .add(ipp::keyword("print-color-mode", "color"))
      .add(ipp::keyword("media", "iso_a4_210x297mm"))
      .add(ipp::integer("job-impressions", impressions))
      .add(ipp::integer("job-media-sheets", sheets));
  return job;
}

TEST(IppService, FetchesATicketWhoseEstimateIsOfOneCopy) {
  ScriptedService scripted({job_answer(5, 6), job_answer(10, 6), answer(ipp::status::not_fetchable)});
  const Ticket expected{7, "job-7", 2, "two-sided-long-edge", "color", "iso_a4_210x297mm", "", 5};
  EXPECT_EQ(scripted.service->fetch_job(7).value(), expected);
  EXPECT_EQ(scripted.service->fetch_job(7).value(), expected);
  const auto lost = scripted.service->fetch_job(7);
  EXPECT_EQ(lost.error().reason, Reason::conflict);
  EXPECT_EQ(lost.error().code, "client-error-not-fetchable");
}

TEST(IppService, TakesTheDocumentBehindTheAnswer) {
  ipp::Message described = answer();
  described.groups.front().add(ipp::strings("document-format", Tag::mime_type, {"application/pdf"}));
  ScriptedService scripted({described}, "%PDF-1.4");
  std::string document;
  const auto format = scripted.service->fetch_document(7, [&](std::string_view piece) -> Result<void> {
    document.append(piece);
    return {};
  });
  EXPECT_EQ(format.value(), "application/pdf");
  EXPECT_EQ(document, "%PDF-1.4");
}

TEST(IppService, ReportsCountsOnlyWhenThereAreSome) {
  ScriptedService scripted({answer(), answer(), answer(ipp::status::internal_error)});
  ASSERT_TRUE(scripted.service->report_job(7, {9, {}, {}}).ok());
  const ipp::Group bare = scripted.asked(0).group(Tag::job);
  EXPECT_EQ(bare.integer("output-device-job-state"), 9);
  EXPECT_EQ(bare.texts("output-device-job-state-reasons"), std::vector<std::string>{"none"});
  EXPECT_FALSE(bare.find("job-impressions-completed"));
  EXPECT_FALSE(bare.find("job-media-sheets-completed"));
  ASSERT_TRUE(scripted.service->report_job(7, {8, {"media-jam"}, {3, 2, true}}).ok());
  const ipp::Group counted = scripted.asked(1).group(Tag::job);
  EXPECT_EQ(counted.integer("job-impressions-completed"), 3);
  EXPECT_EQ(counted.integer("job-media-sheets-completed"), 2);
  EXPECT_EQ(counted.boolean("tsuke-media-sheets-derived"), true);
  EXPECT_EQ(scripted.service->report_job(7, {}).error().reason, Reason::unavailable);
}

}  // namespace
}  // namespace tsuke::agent
