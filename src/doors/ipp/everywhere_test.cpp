// What a purpose queue claims beyond RFC 8011: documents as objects, identification, and a queue that prints at once.
#include <algorithm>
#include <atomic>

#include "doors/ipp/test_server.h"
#include "flow/submit/submit.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::ippdoor {
namespace {

class EverywhereTest : public IppDoorTest {
 protected:
  const std::string pdf = pages::make_pdf(2);
  std::unique_ptr<ipp::Client> client = server.client(token_path);

  ipp::Group queue() {
    return send(*client, request(ipp::op::get_printer_attributes, token_path)).group(ipp::Tag::printer);
  }
  bool lists(std::uint16_t operation) {
    const auto codes = queue().integers("operations-supported");
    return std::find(codes.begin(), codes.end(), operation) != codes.end();
  }
  ipp::Group job(std::int32_t number) {
    return send(*client, job_request(ipp::op::get_job_attributes, token_path, number)).group(ipp::Tag::job);
  }
  void print_at_once() {
    const PrinterId desk = registry::make_printer(server.store(), "Desk", shop, registry::SiteKind::home);
    registry::PurposeChange change;
    change.at_once = std::optional(registry::AtOnce{desk, std::nullopt, std::nullopt});
    ASSERT_TRUE(
        server.store()
            .write<void>([&](store::Transaction& in) { return registry::change_purpose(in, mika, purpose_a, change); })
            .ok());
  }
};

TEST_F(EverywhereTest, TheDocumentIsAnObjectOfItsOwn) {
  const std::int32_t number = print(token_path, pdf);
  server.count_pages(job_by_number(mika, number).id, 2);
  const ipp::Message list = send(*client, job_request(ipp::op::get_documents, token_path, number));
  ASSERT_EQ(status(list), "successful-ok");
  EXPECT_EQ(list.group(ipp::Tag::document).integer("document-number"), 1);
  ipp::Message ask = job_request(ipp::op::get_document_attributes, token_path, number);
  EXPECT_EQ(status(send(*client, ask)), "client-error-bad-request");
  ask.groups.front().add(ipp::integer("document-number", 1));
  const ipp::Group document = send(*client, ask).group(ipp::Tag::document);
  EXPECT_EQ(document.text("document-format"), "application/pdf");
  EXPECT_EQ(document.text("document-name"), "report.pdf");
  EXPECT_EQ(document.integer("impressions"), 2);
  EXPECT_EQ(document.integer("document-state"), 3);
  EXPECT_EQ(document.integer("document-job-id"), number);
  ipp::Message second = job_request(ipp::op::get_document_attributes, token_path, number);
  second.groups.front().add(ipp::integer("document-number", 2));
  EXPECT_EQ(status(send(*client, second)), "client-error-not-found");
}

TEST_F(EverywhereTest, AJobWithoutADocumentHasNone) {
  const ipp::Message made = send(*client, request(ipp::op::create_job, token_path));
  const std::int32_t number = made.group(ipp::Tag::job).integer("job-id").value_or(0);
  EXPECT_EQ(send(*client, job_request(ipp::op::get_documents, token_path, number)).groups.size(), 1u);
  const std::string second_path = "/ipp/p/" + server.add_token(purpose_a);
  EXPECT_EQ(status(send(*client, job_request(ipp::op::get_documents, token_path, 99))), "client-error-not-found");
  const auto other = server.client(second_path);
  EXPECT_EQ(status(send(*other, job_request(ipp::op::get_documents, second_path, number))), "client-error-not-found");
}

TEST_F(EverywhereTest, ValidateDocumentSaysWhatWouldBeTaken) {
  ipp::Message ask = request(ipp::op::validate_document, token_path);
  ask.groups.front().add(ipp::strings("document-format", ipp::Tag::mime_type, {"application/pdf"}));
  EXPECT_EQ(status(send(*client, ask)), "successful-ok");
  ipp::Message other = request(ipp::op::validate_document, token_path);
  other.groups.front().add(ipp::strings("document-format", ipp::Tag::mime_type, {"application/postscript"}));
  EXPECT_EQ(status(send(*client, other)), "client-error-document-format-not-supported");
}

TEST_F(EverywhereTest, IdentifyPrinterReachesItsPersonsPages) {
  std::atomic<int> heard = 0;
  server.on_event = [&](const store::Event& event) {
    heard += event.topic == "identify" && event.audience == flow::audience(mika) &&
             event.payload.find("Client A") != std::string::npos;
  };
  ipp::Message ask = request(ipp::op::identify_printer, token_path);
  ask.groups.front().add(ipp::keyword("identify-actions", "display")).add(ipp::text("message", "here"));
  EXPECT_EQ(status(send(*client, ask)), "successful-ok");
  EXPECT_EQ(heard, 1);
  ipp::Message loud = request(ipp::op::identify_printer, token_path);
  loud.groups.front().add(ipp::keywords("identify-actions", {"display", "sound"}));
  const ipp::Message answer = send(*client, loud);
  EXPECT_EQ(answer.code, ipp::status::ok_ignored_or_substituted);
  EXPECT_EQ(answer.group(ipp::Tag::unsupported_group).text("identify-actions"), "sound");
}

TEST_F(EverywhereTest, AClaimStandsOnlyWithItsFormats) {
  const ipp::Group printer = queue();
  const auto formats = printer.texts("document-format-supported");
  const auto takes = [&](std::string_view format) {
    return std::find(formats.begin(), formats.end(), format) != formats.end();
  };
  const auto features = printer.texts("ipp-features-supported");
  const bool claims = std::find(features.begin(), features.end(), "ipp-everywhere") != features.end();
  EXPECT_EQ(claims, takes("image/jpeg") && takes("image/pwg-raster"));
  EXPECT_EQ(printer.find("pwg-raster-document-type-supported") != nullptr, takes("image/pwg-raster"));
  EXPECT_EQ(printer.find("urf-supported") != nullptr, takes("image/urf"));
  EXPECT_EQ(printer.find("printer-geo-location")->tag, ipp::Tag::unknown);
  EXPECT_EQ(printer.texts("printer-icons").size(), 3u);
}

TEST_F(EverywhereTest, AnOverrideOfNothingIsTakenAndAnyOtherIsReported) {
  const auto validate = [&](ipp::Collection part) {
    ipp::Message ask = request(ipp::op::validate_job, token_path);
    ask.add_group(ipp::Tag::job).add(ipp::collection("overrides", std::move(part)));
    return send(*client, ask);
  };
  EXPECT_EQ(status(validate({ipp::range("pages", 1, 2)})), "successful-ok");
  const ipp::Message refused = validate({ipp::range("pages", 1, 2), ipp::keyword("media", "iso_a3_297x420mm")});
  EXPECT_EQ(refused.code, ipp::status::ok_ignored_or_substituted);
  const ipp::Collection* rest = refused.group(ipp::Tag::unsupported_group).collection("overrides");
  ASSERT_NE(rest, nullptr);
  EXPECT_EQ(rest->front().name, "media");
}

TEST_F(EverywhereTest, AQueueThatPrintsAtOnceBehavesLikeAPrinter) {
  EXPECT_FALSE(lists(ipp::op::release_job));
  print_at_once();
  EXPECT_TRUE(lists(ipp::op::hold_job));
  EXPECT_TRUE(lists(ipp::op::release_job));
  EXPECT_EQ(queue().text("job-hold-until-default"), "no-hold");
  const std::int32_t number = print(token_path, pdf);
  EXPECT_EQ(job(number).integer("job-state"), 3);
  EXPECT_EQ(job(number).text("job-state-reasons"), "none");
  EXPECT_EQ(job(number).text("job-hold-until"), "no-hold");
  EXPECT_EQ(status(send(*client, job_request(ipp::op::hold_job, token_path, number))), "successful-ok");
  EXPECT_EQ(job(number).integer("job-state"), 4);
  EXPECT_EQ(status(send(*client, job_request(ipp::op::release_job, token_path, number))), "successful-ok");
  EXPECT_EQ(job(number).integer("job-state"), 3);
}

TEST_F(EverywhereTest, APasswordIsKeptSealedAndNeverShown) {
  const auto send_with = [&](const char* encryption, const char* password) {
    ipp::Message message = request(ipp::op::print_job, token_path);
    if (password) message.groups.front().add(ipp::strings("job-password", ipp::Tag::octets, {password}));
    if (encryption) message.groups.front().add(ipp::keyword("job-password-encryption", encryption));
    return send(*client, message, pdf);
  };
  const ipp::Message accepted = send_with("none", "4711");
  ASSERT_EQ(status(accepted), "successful-ok");
  const std::int32_t number = accepted.group(ipp::Tag::job).integer("job-id").value_or(0);
  const std::string kept = job_by_number(mika, number).password;
  EXPECT_FALSE(kept.empty());
  EXPECT_EQ(kept.find("4711"), std::string::npos);
  EXPECT_EQ(job(number).find("job-password"), nullptr);
  EXPECT_EQ(status(send_with("none", nullptr)), "client-error-bad-request");
  EXPECT_EQ(status(send_with(nullptr, "4711")), "client-error-bad-request");
  EXPECT_EQ(status(send_with("md5", "0123456789abcdef")), "client-error-attributes-or-values-not-supported");
}

TEST_F(EverywhereTest, OnlyAQueueThatPrintsAtOnceLetsGoWithoutItsOwner) {
  const auto validate = [&] {
    ipp::Message ask = request(ipp::op::validate_job, token_path);
    ask.add_group(ipp::Tag::job).add(ipp::keyword("job-release-action", "none"));
    return status(send(*client, ask));
  };
  EXPECT_EQ(queue().text("job-release-action-default"), "owner-authorized");
  EXPECT_EQ(validate(), "successful-ok-ignored-or-substituted-attributes");
  print_at_once();
  EXPECT_EQ(queue().text("job-release-action-default"), "none");
  EXPECT_EQ(validate(), "successful-ok");
}

TEST_F(EverywhereTest, AClientMayHoldWhatWouldPrintAtOnce) {
  print_at_once();
  ipp::Message message = request(ipp::op::print_job, token_path);
  message.add_group(ipp::Tag::job).add(ipp::keyword("job-hold-until", "indefinite"));
  const ipp::Message accepted = send(*client, message, pdf);
  EXPECT_EQ(accepted.group(ipp::Tag::job).integer("job-state"), 4);
  EXPECT_FALSE(job_by_number(mika, accepted.group(ipp::Tag::job).integer("job-id").value_or(0)).at_once);
}

}  // namespace
}  // namespace tsuke::ippdoor
