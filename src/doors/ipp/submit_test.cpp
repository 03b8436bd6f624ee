// Documents coming in on a purpose queue: what is kept, what is refused, and what the answer says.
#include <zlib.h>

#include "doors/ipp/test_server.h"
#include "doors/ipp/wire.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::ippdoor {
namespace {

std::string packed(std::string_view plain, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, plain.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}
std::string gzipped(std::string_view plain) { return packed(plain, 15 + 16); }

class SubmitTest : public IppDoorTest {
 protected:
  const std::string pdf = pages::make_pdf(3);
  std::unique_ptr<ipp::Client> client = server.client(token_path);

  ipp::Message print_request() {
    ipp::Message message = request(ipp::op::print_job, token_path);
    message.groups.front().add(ipp::name("requesting-user-name", "root")).add(ipp::name("job-name", "Plan.pdf"));
    return message;
  }
  std::size_t job_count(PersonId person) {
    return server
        .read<std::vector<flow::Job>>(
            [&](store::Reader& in) { return flow::jobs_of(in, person, flow::Which::all, {}, 1000); })
        .size();
  }
};

TEST_F(SubmitTest, PrintJobIsHeldWithItsDocument) {
  const ipp::Message answer = send(*client, print_request(), pdf);
  ASSERT_EQ(status(answer), "successful-ok");
  const ipp::Group& group = answer.group(ipp::Tag::job);
  EXPECT_EQ(group.integer("job-state"), 4);
  EXPECT_EQ(group.texts("job-state-reasons"),
            (std::vector<std::string>{"job-hold-until-specified", "job-release-wait"}));
  const auto number = group.integer("job-id");
  EXPECT_EQ(group.text("job-uri"), server.uri(token_path) + "/jobs/" + std::to_string(*number));
  EXPECT_TRUE(group.text("job-uuid")->starts_with("urn:uuid:"));

  const flow::Job job = job_by_number(mika, *number);
  EXPECT_EQ(job.purpose, purpose_a);
  EXPECT_EQ(job.name, "Plan.pdf");
  EXPECT_EQ(job.channel, "ipp");
  EXPECT_EQ(job.via, server.credential_of(registry::CredentialKind::queue_token, token));
  EXPECT_EQ(document_of(job), pdf);
}

TEST_F(SubmitTest, SettingsComeFromTheRequestAndElseFromThePurpose) {
  ipp::Message message = print_request();
  message.add_group(ipp::Tag::job)
      .add(ipp::integer("copies", 3))
      .add(ipp::keyword("sides", "two-sided-short-edge"))
      .add(ipp::keyword("print-color-mode", "color"))
      .add(ipp::collection("media-col", {ipp::collection("media-size", {ipp::integer("x-dimension", 29700),
                                                                        ipp::integer("y-dimension", 42000)})}));
  const ipp::Message answer = send(*client, message, pdf);
  ASSERT_EQ(status(answer), "successful-ok");
  const flow::Job job = job_by_number(mika, *answer.group(ipp::Tag::job).integer("job-id"));
  EXPECT_EQ(job.settings, (registry::PrintSettings{3, registry::Sides::two_sided_short_edge, registry::ColorMode::color,
                                                   "iso_a3_297x420mm"}));
}

ipp::Attribute page_ranges(std::vector<ipp::Range> ranges) {
  ipp::Attribute attribute{"page-ranges", ipp::Tag::range, {}};
  for (const ipp::Range& range : ranges) attribute.values.emplace_back(range);
  return attribute;
}

TEST_F(SubmitTest, EveryPrintSettingComesFromTheRequest) {
  ipp::Message message = print_request();
  message.add_group(ipp::Tag::job)
      .add(page_ranges({{1, 3}, {5, 5}}))
      .add(ipp::integer("number-up", 4))
      .add(ipp::enumeration("orientation-requested", 4))
      .add(ipp::keyword("print-scaling", "fit"))
      .add(ipp::enumeration("print-quality", 5))
      .add(ipp::enumerations("finishings", {5, 4}))
      .add(ipp::keyword("multiple-document-handling", "separate-documents-uncollated-copies"))
      .add(ipp::keyword("print-color-mode", "auto"));
  const ipp::Message answer = send(*client, message, pdf);
  ASSERT_EQ(status(answer), "successful-ok");
  registry::PrintSettings wished;
  wished.color_mode = registry::ColorMode::automatic;
  wished.page_ranges = {{1, 3}, {5, 5}};
  wished.number_up = 4;
  wished.orientation = registry::Orientation::landscape;
  wished.scaling = registry::Scaling::fit;
  wished.quality = registry::Quality::high;
  wished.finishings = {"staple", "punch"};
  wished.collate = false;
  EXPECT_EQ(job_by_number(mika, *answer.group(ipp::Tag::job).integer("job-id")).settings, wished);
}

TEST_F(SubmitTest, FinishingsMayComeAsCollections) {
  ipp::Message message = print_request();
  message.add_group(ipp::Tag::job)
      .add(ipp::collections("finishings-col", {{ipp::keyword("finishing-template", "staple-dual-left")}}))
      .add(ipp::no_value("orientation-requested"))
      .add(ipp::keyword("sheet-collate", "uncollated"));
  const ipp::Message answer = send(*client, message, pdf);
  ASSERT_EQ(status(answer), "successful-ok");
  const auto settings = job_by_number(mika, *answer.group(ipp::Tag::job).integer("job-id")).settings;
  EXPECT_EQ(settings.finishings, std::vector<std::string>{"staple-dual-left"});
  EXPECT_FALSE(settings.collate);
}

TEST_F(SubmitTest, SettingsThatMakeNoSenseAreUnsupported) {
  const ipp::Attribute senseless[] = {
      page_ranges({{0, 3}}),
      page_ranges({{3, 1}}),
      page_ranges({{4, 5}, {1, 2}}),
      ipp::integer("page-ranges", 3),
      ipp::integer("number-up", 3),
      ipp::enumeration("orientation-requested", 7),
      ipp::keyword("print-scaling", "stretch"),
      ipp::enumeration("print-quality", 6),
      ipp::enumerations("finishings", {3, 4}),
      ipp::keyword("finishings", "staple"),
      ipp::collections("finishings-col", {{ipp::keyword("finishing-template", "glue")}}),
      ipp::collections("finishings-col", {{ipp::keyword("media-sheets-supported", "x")}}),
      ipp::keyword("multiple-document-handling", "single-document-new-sheet"),
      ipp::keyword("print-color-mode", "highlight"),
  };
  for (const ipp::Attribute& attribute : senseless) {
    ipp::Message message = request(ipp::op::validate_job, token_path);
    message.add_group(ipp::Tag::job).add(attribute);
    const ipp::Message answer = send(*client, message);
    EXPECT_EQ(status(answer), "successful-ok-ignored-or-substituted-attributes") << attribute.name;
    EXPECT_NE(answer.group(ipp::Tag::unsupported_group).find(attribute.name), nullptr) << attribute.name;
  }
}

TEST_F(SubmitTest, WhatCannotBeHonouredIsSaidAndOnlyFidelityRefuses) {
  ipp::Message message = print_request();
  message.add_group(ipp::Tag::job)
      .add(ipp::integer("copies", 0))
      .add(ipp::keyword("x-staple", "yes"))
      .add(ipp::enumeration("finishings", 9999));
  const ipp::Message answer = send(*client, message, pdf);
  EXPECT_EQ(status(answer), "successful-ok-ignored-or-substituted-attributes");
  const ipp::Group& unsupported = answer.group(ipp::Tag::unsupported_group);
  EXPECT_EQ(unsupported.integer("copies"), 0);
  EXPECT_EQ(unsupported.integer("finishings"), 9999);
  ASSERT_NE(unsupported.find("x-staple"), nullptr);
  EXPECT_EQ(unsupported.find("x-staple")->tag, ipp::Tag::unsupported);

  message.groups.front().add(ipp::boolean("ipp-attribute-fidelity", true));
  const ipp::Message refused = send(*client, message, pdf);
  EXPECT_EQ(status(refused), "client-error-attributes-or-values-not-supported");
  EXPECT_NE(refused.group(ipp::Tag::unsupported_group).find("finishings"), nullptr);
  EXPECT_EQ(job_count(mika), 1u);
}

TEST_F(SubmitTest, AnotherAccountNeverChangesThePayerOfAQueue) {
  ipp::Message message = print_request();
  message.add_group(ipp::Tag::job).add(ipp::name("job-account-id", "private"));
  const ipp::Message answer = send(*client, message, pdf);
  EXPECT_EQ(status(answer), "successful-ok-ignored-or-substituted-attributes");
  EXPECT_EQ(answer.group(ipp::Tag::unsupported_group).text("job-account-id"), "private");
  EXPECT_EQ(job_by_number(mika, *answer.group(ipp::Tag::job).integer("job-id")).purpose, purpose_a);

  ipp::Message same = print_request();
  same.add_group(ipp::Tag::job).add(ipp::name("job-account-id", "client-a"));
  same.groups.back().add(ipp::keyword("job-account-type", "group")).add(ipp::name("job-accounting-user-id", "mallory"));
  EXPECT_EQ(status(send(*client, same, pdf)), "successful-ok");
  ipp::Message private_use = print_request();
  private_use.add_group(ipp::Tag::job).add(ipp::keyword("job-account-type", "general"));
  const ipp::Message other = send(*client, private_use, pdf);
  EXPECT_EQ(other.group(ipp::Tag::unsupported_group).text("job-account-type"), "general");
}

TEST_F(SubmitTest, DocumentsAreLookedAt) {
  const auto refused = [&](const std::string& format, std::string_view document) {
    ipp::Message message = print_request();
    if (!format.empty()) message.groups.front().add(ipp::strings("document-format", ipp::Tag::mime_type, {format}));
    return status(send(*client, message, document));
  };
  const std::string text = "Dear all, this is no PDF but a long letter." + std::string(5000, '.');
  EXPECT_EQ(refused("application/pdf", text), "client-error-document-format-error");
  EXPECT_EQ(refused("application/pdf", "short"), "client-error-document-format-error");
  EXPECT_EQ(refused("application/octet-stream", text), "client-error-document-format-not-supported");
  EXPECT_EQ(refused("", text), "client-error-document-format-not-supported");
  EXPECT_EQ(refused("image/jpeg", pdf), "client-error-document-format-error");
  EXPECT_EQ(refused("image/png", "\xFF\xD8\xFF\xE0"), "client-error-document-format-error");
  EXPECT_EQ(refused("application/postscript", "%!PS"), "client-error-document-format-not-supported");
  EXPECT_EQ(refused("text/plain", "no renderer here"), "client-error-document-format-not-supported");
  EXPECT_EQ(refused("application/pdf", ""), "client-error-bad-request");
  EXPECT_EQ(refused("application/octet-stream", pdf), "successful-ok");
  EXPECT_EQ(refused("Application/PDF; version=1.7", pdf), "successful-ok");
  EXPECT_EQ(job_count(mika), 2u);
}

TEST_F(SubmitTest, OtherFormatsAreKeptAsWhatTheyAre) {
  const auto format_of = [&](const std::string& declared, std::string_view document) {
    ipp::Message message = print_request();
    message.groups.front().add(ipp::strings("document-format", ipp::Tag::mime_type, {declared}));
    const ipp::Message answer = send(*client, message, document);
    EXPECT_EQ(status(answer), "successful-ok");
    const flow::Job job = job_by_number(mika, *answer.group(ipp::Tag::job).integer("job-id"));
    EXPECT_EQ(document_of(job), document);
    return job.format;
  };
  const std::string jpeg = "\xFF\xD8\xFF\xE0 and more", raster("RaS2PwgRaster\0 and more", 23);
  EXPECT_EQ(format_of("image/jpeg", jpeg), "image/jpeg");
  EXPECT_EQ(format_of("application/octet-stream", jpeg), "image/jpeg");
  EXPECT_EQ(format_of("image/pwg-raster", raster), "image/pwg-raster");
  EXPECT_EQ(format_of("application/octet-stream", std::string("UNIRAST\0 and more", 17)), "image/urf");
}

TEST_F(SubmitTest, GzipIsUndone) {
  ipp::Message message = print_request();
  message.groups.front().add(ipp::keyword("compression", "gzip"));
  const std::string small = gzipped(pdf);
  const ipp::Message answer = send(*client, message, small);
  ASSERT_EQ(status(answer), "successful-ok");
  EXPECT_EQ(document_of(job_by_number(mika, *answer.group(ipp::Tag::job).integer("job-id"))), pdf);

  EXPECT_EQ(status(send(*client, message, small.substr(0, small.size() / 2))), "client-error-compression-error");
  EXPECT_EQ(status(send(*client, message, pdf)), "client-error-compression-error");
  EXPECT_EQ(status(send(*client, message, small + "more")), "client-error-compression-error");
  EXPECT_EQ(status(send(*client, message, gzipped(pdf + std::string(100 << 20, ' ')))),
            "client-error-compression-error");
  ipp::Message compress = print_request();
  compress.groups.front().add(ipp::keyword("compression", "compress"));
  EXPECT_EQ(status(send(*client, compress, pdf)), "client-error-compression-not-supported");
  EXPECT_EQ(job_count(mika), 1u);
}

TEST_F(SubmitTest, DeflateIsUndoneWithAndWithoutItsWrapping) {
  ipp::Message message = print_request();
  message.groups.front().add(ipp::keyword("compression", "deflate"));
  for (const int window_bits : {15, -15}) {
    const ipp::Message answer = send(*client, message, packed(pdf, window_bits));
    ASSERT_EQ(status(answer), "successful-ok") << window_bits;
    EXPECT_EQ(document_of(job_by_number(mika, *answer.group(ipp::Tag::job).integer("job-id"))), pdf);
  }
  EXPECT_EQ(status(send(*client, message, packed(pdf, -15).substr(0, 100))), "client-error-compression-error");
}

TEST_F(SubmitTest, TooLargeIsRefusedBeforeItIsRead) {
  ipp::Message message = print_request();
  message.groups.front().add(ipp::integer("job-k-octets", 2'000'000));
  EXPECT_EQ(status(send(*client, message, pdf)), "client-error-request-entity-too-large");
  EXPECT_EQ(status(send(*client, print_request(), pdf)), "successful-ok");

  http::Client raw = server.http();
  const std::string head =
      "POST " + token_path +
      " HTTP/1.1\r\nHost: x\r\nContent-Type: application/ipp\r\nContent-Length: 3000000000\r\n\r\n";
  ASSERT_TRUE(raw.send_raw(head + ipp::encode(print_request())).ok());
  const auto answer = raw.read_response();
  ASSERT_TRUE(answer.ok());
  const auto decoded = ipp::decode(answer.value().body);
  ASSERT_TRUE(decoded.ok() && decoded.value());
  EXPECT_EQ(status(decoded.value()->message), "client-error-request-entity-too-large");
}

TEST_F(SubmitTest, ValidateJobKeepsNothing) {
  ipp::Message message = request(ipp::op::validate_job, token_path);
  message.groups.front().add(ipp::strings("document-format", ipp::Tag::mime_type, {"application/pdf"}));
  message.add_group(ipp::Tag::job).add(ipp::integer("copies", 2));
  EXPECT_EQ(status(send(*client, message)), "successful-ok");
  message.groups.back().add(ipp::keyword("sides", "three-sided"));
  EXPECT_EQ(status(send(*client, message)), "successful-ok-ignored-or-substituted-attributes");
  EXPECT_EQ(job_count(mika), 0u);
}

TEST_F(SubmitTest, CreateJobThenSendDocument) {
  ipp::Message create = request(ipp::op::create_job, token_path);
  create.groups.front().add(ipp::name("job-name", "two steps"));
  const ipp::Message created = send(*client, create);
  ASSERT_EQ(status(created), "successful-ok");
  const std::int32_t number = *created.group(ipp::Tag::job).integer("job-id");
  EXPECT_EQ(created.group(ipp::Tag::job).texts("job-state-reasons"), std::vector<std::string>{"job-incoming"});
  EXPECT_EQ(status(send(*client, job_request(ipp::op::close_job, token_path, number))), "client-error-not-possible");

  ipp::Message document = job_request(ipp::op::send_document, token_path, number);
  EXPECT_EQ(status(send(*client, document, pdf)), "client-error-bad-request");  // last-document is missing
  document.groups.front().add(ipp::boolean("last-document", true));
  EXPECT_EQ(status(send(*client, document)), "client-error-bad-request");  // and here the document
  ASSERT_EQ(status(send(*client, document, pdf)), "successful-ok");
  EXPECT_EQ(document_of(job_by_number(mika, number)), pdf);
  EXPECT_EQ(status(send(*client, document, pdf)), "server-error-multiple-document-jobs-not-supported");
  EXPECT_EQ(status(send(*client, document)), "successful-ok");  // "no more documents"
  EXPECT_EQ(status(send(*client, job_request(ipp::op::close_job, token_path, number))), "successful-ok");
}

TEST_F(SubmitTest, ALargeDocumentComesWhole) {
  std::string large = pdf;
  while (large.size() < (5 << 20))
    large += "% filler that a PDF reader passes over, line " + std::to_string(large.size()) + "\n";
  const std::int32_t number = print(token_path, large);
  EXPECT_EQ(document_of(job_by_number(mika, number)), large);
}

TEST_F(SubmitTest, PendingAndInactivePurposesHoldTheJobAndSayWhy) {
  const OrganisationId company_b =
      registry::make_organisation(server.store(), "Company B", registry::make_person(server.store(), "admin-b"));
  const PurposeId pending = registry::make_purpose(server.store(), mika, "Client B", company_b);
  const std::string path = "/ipp/p/" + server.add_token(pending);
  const auto at_pending = server.client(path);
  const ipp::Message answer = send(*at_pending, request(ipp::op::print_job, path), pdf);
  ASSERT_EQ(status(answer), "successful-ok");
  EXPECT_EQ(answer.group(ipp::Tag::job).integer("job-state"), 4);
  EXPECT_EQ(answer.group(ipp::Tag::job).texts("job-state-reasons"),
            std::vector<std::string>{"account-authorization-failed"});

  registry::PurposeChange off;
  off.switched_on = false;
  ASSERT_TRUE(
      server.store()
          .write<void>([&](store::Transaction& in) { return registry::change_purpose(in, mika, purpose_a, off); })
          .ok());
  const ipp::Message held = send(*client, print_request(), pdf);
  ASSERT_EQ(status(held), "successful-ok");
  EXPECT_EQ(held.group(ipp::Tag::job).texts("job-state-reasons"), std::vector<std::string>{"account-closed"});
}

}  // namespace
}  // namespace tsuke::ippdoor
