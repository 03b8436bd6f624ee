// A purpose queue after submission: who sees which job, what the queue says of itself, and what becomes of a job.
#include <algorithm>

#include "doors/ipp/test_server.h"
#include "flow/deliver/deliver.h"
#include "flow/report/report.h"
#include "flow/submit/submit.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::ippdoor {
namespace {

class QueueTest : public IppDoorTest {
 protected:
  const std::string pdf = pages::make_pdf(2);
  std::unique_ptr<ipp::Client> client = server.client(token_path);

  std::vector<std::int32_t> job_ids(ipp::Client& from, const ipp::Message& message) {
    const ipp::Message answer = send(from, message);
    EXPECT_EQ(status(answer), "successful-ok");
    std::vector<std::int32_t> ids;
    for (const ipp::Group& group : answer.groups)
      if (group.tag == ipp::Tag::job) ids.push_back(group.integer("job-id").value_or(0));
    return ids;
  }
  ipp::Message list(const std::string& path, std::vector<std::string> asked = {}) {
    ipp::Message message = request(ipp::op::get_jobs, path);
    if (!asked.empty()) message.groups.front().add(ipp::keywords("requested-attributes", std::move(asked)));
    return message;
  }
  ipp::Group attributes_of(std::int32_t job) {
    return send(*client, job_request(ipp::op::get_job_attributes, token_path, job)).group(ipp::Tag::job);
  }
};

TEST_F(QueueTest, GetPrinterAttributesTellsThePurposesDefaults) {
  registry::PurposeChange change;
  change.defaults =
      registry::PrintSettings{2, registry::Sides::two_sided_long_edge, registry::ColorMode::color, "jis_b5_182x257mm"};
  ASSERT_TRUE(
      server.store()
          .write<void>([&](store::Transaction& in) { return registry::change_purpose(in, mika, purpose_a, change); })
          .ok());
  print(token_path, pdf);
  const ipp::Message answer = send(*client, request(ipp::op::get_printer_attributes, token_path));
  ASSERT_EQ(status(answer), "successful-ok");
  const ipp::Group& printer = answer.group(ipp::Tag::printer);
  EXPECT_EQ(printer.text("printer-name"), "Client A");
  EXPECT_EQ(printer.integer("copies-default"), 2);
  EXPECT_EQ(printer.text("sides-default"), "two-sided-long-edge");
  EXPECT_EQ(printer.text("print-color-mode-default"), "color");
  EXPECT_EQ(printer.text("media-default"), "jis_b5_182x257mm");
  EXPECT_EQ(printer.text("job-account-id-default"), "client-a");
  EXPECT_EQ(printer.texts("job-account-type-supported"), (std::vector<std::string>{"group"}));
  EXPECT_EQ(printer.integer("queued-job-count"), 1);
  EXPECT_EQ(printer.text("printer-uri-supported"), server.uri(token_path));
  EXPECT_EQ(printer.text("uri-authentication-supported"), "none");
  EXPECT_EQ(printer.text("uri-security-supported"), "none");
  EXPECT_EQ(printer.texts("print-color-mode-supported"), (std::vector<std::string>{"auto", "monochrome", "color"}));
  EXPECT_EQ(printer.find("media-col-database"), nullptr);
}

TEST_F(QueueTest, EveryPrintSettingHasADefaultAndIsSettable) {
  registry::PurposeChange change;
  change.defaults.emplace();
  change.defaults->number_up = 2;
  change.defaults->orientation = registry::Orientation::landscape;
  change.defaults->scaling = registry::Scaling::fill;
  change.defaults->quality = registry::Quality::draft;
  change.defaults->finishings = {"staple"};
  change.defaults->collate = false;
  change.defaults->color_mode = registry::ColorMode::automatic;
  const auto ask = [&] { return send(*client, request(ipp::op::get_printer_attributes, token_path)); };
  const ipp::Message before = ask();
  const ipp::Attribute* usual = before.group(ipp::Tag::printer).find("orientation-requested-default");
  ASSERT_NE(usual, nullptr);
  EXPECT_EQ(usual->tag, ipp::Tag::no_value);
  ASSERT_TRUE(
      server.store()
          .write<void>([&](store::Transaction& in) { return registry::change_purpose(in, mika, purpose_a, change); })
          .ok());
  const ipp::Message answer = ask();
  const ipp::Group& printer = answer.group(ipp::Tag::printer);
  EXPECT_EQ(printer.integer("number-up-default"), 2);
  EXPECT_EQ(printer.integer("orientation-requested-default"), 4);
  EXPECT_EQ(printer.text("print-scaling-default"), "fill");
  EXPECT_EQ(printer.integer("print-quality-default"), 3);
  EXPECT_EQ(printer.integers("finishings-default"), std::vector{4});
  EXPECT_EQ(printer.text("multiple-document-handling-default"), "separate-documents-uncollated-copies");
  EXPECT_EQ(printer.text("sheet-collate-default"), "uncollated");
  EXPECT_EQ(printer.text("print-color-mode-default"), "auto");
  EXPECT_EQ(printer.boolean("page-ranges-supported"), true);
  const auto creation = printer.texts("job-creation-attributes-supported");
  const auto settable = printer.texts("job-settable-attributes-supported");
  for (const char* name : {"number-up", "page-ranges", "orientation-requested", "print-scaling", "print-quality",
                           "finishings", "finishings-col", "multiple-document-handling", "print-color-mode"}) {
    EXPECT_EQ(std::count(creation.begin(), creation.end(), name), 1) << name;
    EXPECT_EQ(std::count(settable.begin(), settable.end(), name), 1) << name;
    const std::string supported = std::string(name) + "-supported";
    EXPECT_NE(printer.find(supported), nullptr) << supported;
  }
  EXPECT_EQ(std::count(settable.begin(), settable.end(), "job-hold-until"), 0);
}

TEST_F(QueueTest, AJobShowsTheSettingsThatItWasGiven) {
  const std::int32_t number = print(token_path, pdf);
  ipp::Message change = job_request(ipp::op::set_job_attributes, token_path, number);
  ipp::Attribute ranges{"page-ranges", ipp::Tag::range, {ipp::Range{2, 2}}};
  change.add_group(ipp::Tag::job)
      .add(ranges)
      .add(ipp::integer("number-up", 2))
      .add(ipp::enumeration("finishings", 20))
      .add(ipp::enumeration("orientation-requested", 6));
  ASSERT_EQ(status(send(*client, change)), "successful-ok");
  const ipp::Group job = attributes_of(number);
  ASSERT_NE(job.find("page-ranges"), nullptr);
  EXPECT_EQ(*job.find("page-ranges"), ranges);
  EXPECT_EQ(job.integer("number-up"), 2);
  EXPECT_EQ(job.integers("finishings"), std::vector{20});
  EXPECT_EQ(job.integer("orientation-requested"), 6);
  EXPECT_EQ(job.text("multiple-document-handling"), "separate-documents-collated-copies");
  EXPECT_EQ(job.integer("print-quality"), 4);
  EXPECT_EQ(job.text("print-scaling"), "auto");
}

TEST_F(QueueTest, RequestedAttributesAndTheirGroups) {
  const auto ask = [&](std::vector<std::string> words) {
    ipp::Message message = request(ipp::op::get_printer_attributes, token_path);
    message.groups.front().add(ipp::keywords("requested-attributes", std::move(words)));
    return send(*client, message).group(ipp::Tag::printer);
  };
  EXPECT_EQ(ask({"printer-state", "copies-default"}).attributes.size(), 2u);
  EXPECT_TRUE(ask({"none"}).attributes.empty());
  const ipp::Group description = ask({"printer-description"});
  EXPECT_NE(description.find("printer-name"), nullptr);
  EXPECT_EQ(description.find("copies-default"), nullptr);
  const ipp::Group job_template = ask({"job-template"});
  EXPECT_EQ(job_template.find("printer-name"), nullptr);
  EXPECT_NE(job_template.find("copies-default"), nullptr);
  const ipp::Group with_database = ask({"all", "media-col-database"});
  ASSERT_NE(with_database.find("media-col-database"), nullptr);
  EXPECT_EQ(with_database.find("media-col-database")->values.size(), registry::known_media().size());
  const ipp::Group all = ask({"all"});
  std::set<std::string> names;
  for (const ipp::Attribute& attribute : all.attributes)
    EXPECT_TRUE(names.insert(attribute.name).second) << attribute.name;
}

TEST_F(QueueTest, AJobsAttributes) {
  const std::int32_t number = print(token_path, pdf);
  const ipp::Group job = attributes_of(number);
  EXPECT_EQ(job.text("job-name"), "report.pdf");
  EXPECT_EQ(job.text("job-originating-user-name"), "mika");
  EXPECT_EQ(job.text("job-account-id"), "client-a");
  EXPECT_EQ(job.text("job-account-type"), "group");
  EXPECT_EQ(job.text("job-accounting-user-id"), "mika");
  EXPECT_EQ(job.integer("job-state"), 4);
  EXPECT_EQ(job.text("job-hold-until"), "indefinite");
  EXPECT_EQ(job.integer("job-impressions-completed"), 0);
  EXPECT_EQ(job.text("job-printer-uri"), server.uri(token_path));
  ipp::Message by_uri = ipp::make_request(ipp::op::get_job_attributes, *job.text("job-uri"), "job-uri");
  EXPECT_EQ(send(*client, by_uri).group(ipp::Tag::job).integer("job-id"), number);
  EXPECT_EQ(status(send(*client, job_request(ipp::op::get_job_attributes, token_path, 99))), "client-error-not-found");
  EXPECT_EQ(status(send(*client, job_request(ipp::op::get_job_attributes, token_path, -1))),
            "client-error-bad-request");
  EXPECT_EQ(status(send(*client, request(ipp::op::get_job_attributes, token_path))), "client-error-bad-request");
}

TEST_F(QueueTest, TokensSeeAndCancelOnlyWhatCameByThem) {
  const std::int32_t mine = print(token_path, pdf);
  const std::string second_path = "/ipp/p/" + server.add_token(purpose_a);
  const std::string ken_path = "/ipp/p/" + server.add_token(purpose_ken);
  const std::int32_t other = print(second_path, pdf);
  const std::int32_t kens = print(ken_path, pdf);
  ASSERT_NE(mine, other);
  EXPECT_EQ(job_ids(*client, list(token_path)), std::vector<std::int32_t>{mine});
  EXPECT_EQ(status(send(*client, job_request(ipp::op::get_job_attributes, token_path, other))),
            "client-error-not-found");
  EXPECT_EQ(status(send(*client, job_request(ipp::op::cancel_job, token_path, other))), "client-error-not-found");
  // Ken's number is also one of mika's: the number means mika's own job, never his.
  const auto at_ken = server.client(ken_path);
  EXPECT_EQ(job_ids(*at_ken, list(ken_path)), std::vector<std::int32_t>{kens});
  EXPECT_EQ(status(send(*client, job_request(ipp::op::cancel_job, token_path, mine))), "successful-ok");
  EXPECT_EQ(status(send(*client, job_request(ipp::op::cancel_job, token_path, mine))), "client-error-not-possible");
  EXPECT_EQ(job_by_number(mika, mine).state, flow::JobState::cancelled);
  EXPECT_EQ(job_by_number(mika, other).state, flow::JobState::held);
  EXPECT_EQ(job_by_number(ken, kens).state, flow::JobState::held);
}

TEST_F(QueueTest, GetJobsByStateLimitAndStart) {
  std::vector<std::int32_t> numbers;
  for (int i = 0; i < 4; ++i) numbers.push_back(print(token_path, pdf));
  send(*client, job_request(ipp::op::cancel_job, token_path, numbers[0]));
  EXPECT_EQ(job_ids(*client, list(token_path)), (std::vector{numbers[3], numbers[2], numbers[1]}));
  ipp::Message completed = list(token_path);
  completed.groups.front().add(ipp::keyword("which-jobs", "completed"));
  EXPECT_EQ(job_ids(*client, completed), std::vector{numbers[0]});
  ipp::Message all = list(token_path);
  all.groups.front().add(ipp::keyword("which-jobs", "all")).add(ipp::integer("limit", 2));
  EXPECT_EQ(job_ids(*client, all), (std::vector{numbers[3], numbers[2]}));
  all.groups.front().add(ipp::integer("first-job-id", numbers[1]));
  EXPECT_EQ(job_ids(*client, all), (std::vector{numbers[1], numbers[0]}));
  ipp::Message unknown = list(token_path);
  unknown.groups.front().add(ipp::keyword("which-jobs", "aborted"));
  EXPECT_EQ(status(send(*client, unknown)), "client-error-attributes-or-values-not-supported");
}

TEST_F(QueueTest, ManyJobsAreStreamedWhole) {
  const CredentialId via = server.credential_of(registry::CredentialKind::queue_token, token);
  constexpr int many = 1234;
  for (int i = 0; i < many; i += 200) {
    ASSERT_TRUE(server.store()
                    .write<void>([&](store::Transaction& in) -> Result<void> {
                      for (int j = i; j < std::min(many, i + 200); ++j) {
                        flow::Submission submission;
                        submission.person = mika;
                        submission.purpose = purpose_a;
                        submission.name = "job " + std::to_string(j);
                        submission.via = via;
                        TRY(flow::open_job(in, submission, server.now()));
                      }
                      return {};
                    })
                    .ok());
  }
  const auto ids = job_ids(*client, list(token_path, {"all"}));
  ASSERT_EQ(ids.size(), static_cast<std::size_t>(many));
  for (int i = 0; i < many; ++i) EXPECT_EQ(ids[i], many - i);
}

TEST_F(QueueTest, MyJobsOfANameThatNeverSubmittedAreNone) {
  ipp::Message submit = request(ipp::op::print_job, token_path);
  submit.groups.front().add(ipp::name("requesting-user-name", "mika-laptop"));
  ASSERT_EQ(status(send(*client, submit, pdf)), "successful-ok");
  ipp::Message mine = list(token_path);
  mine.groups.front().add(ipp::boolean("my-jobs", true)).add(ipp::name("requesting-user-name", "mika-laptop"));
  EXPECT_EQ(job_ids(*client, mine).size(), 1u);
  ipp::Message foreign = list(token_path);
  foreign.groups.front().add(ipp::boolean("my-jobs", true)).add(ipp::name("requesting-user-name", "somebody"));
  EXPECT_TRUE(job_ids(*client, foreign).empty());
}

TEST_F(QueueTest, CancelMyJobsCancelsThisQueuesJobsAlone) {
  const std::int32_t first = print(token_path, pdf), second = print(token_path, pdf);
  const std::string second_path = "/ipp/p/" + server.add_token(purpose_a);
  const std::int32_t other = print(second_path, pdf);
  ipp::Message one = request(ipp::op::cancel_my_jobs, token_path);
  one.groups.front().add(ipp::integers("job-ids", {first, other}));
  EXPECT_EQ(status(send(*client, one)), "client-error-not-found");
  EXPECT_EQ(job_by_number(mika, first).state, flow::JobState::held);
  EXPECT_EQ(status(send(*client, request(ipp::op::cancel_my_jobs, token_path))), "successful-ok");
  EXPECT_EQ(job_by_number(mika, first).state, flow::JobState::cancelled);
  EXPECT_EQ(job_by_number(mika, second).state, flow::JobState::cancelled);
  EXPECT_EQ(job_by_number(mika, other).state, flow::JobState::held);
}

TEST_F(QueueTest, HoldIsGrantedAndReleaseNeedsAPrinter) {
  const std::int32_t number = print(token_path, pdf);
  EXPECT_EQ(status(send(*client, job_request(ipp::op::hold_job, token_path, number))), "successful-ok");
  const ipp::Message released = send(*client, job_request(ipp::op::release_job, token_path, number));
  EXPECT_EQ(status(released), "client-error-not-possible");
  EXPECT_NE(released.operation().text("status-message")->find("printer"), std::string::npos);
}

TEST_F(QueueTest, SetJobAttributesChangesAllOrNothing) {
  const std::int32_t number = print(token_path, pdf);
  ipp::Message change = job_request(ipp::op::set_job_attributes, token_path, number);
  change.add_group(ipp::Tag::job).add(ipp::integer("copies", 5)).add(ipp::name("job-name", "better name"));
  ASSERT_EQ(status(send(*client, change)), "successful-ok");
  EXPECT_EQ(job_by_number(mika, number).settings.copies, 5);
  EXPECT_EQ(job_by_number(mika, number).name, "better name");
  change.groups.back().add(ipp::keyword("sides", "four-sided")).add(ipp::integer("job-priority", 50));
  EXPECT_EQ(status(send(*client, change)), "client-error-attributes-or-values-not-supported");
  ipp::Message payer = job_request(ipp::op::set_job_attributes, token_path, number);
  payer.add_group(ipp::Tag::job).add(ipp::name("job-account-id", "private"));
  EXPECT_EQ(status(send(*client, payer)), "client-error-attributes-not-settable");
  EXPECT_EQ(job_by_number(mika, number).purpose, purpose_a);
}

TEST_F(QueueTest, StatesAndCountsFollowTheAttempt) {
  const PrinterId printer = registry::make_printer(server.store(), "Front desk", shop, registry::SiteKind::store);
  registry::make_device(server.store(), printer, server.now());
  server.publish_prices(printer);
  const std::int32_t number = print(token_path, pdf);
  const JobId job = job_by_number(mika, number).id;
  const flow::Attempt attempt = server.release(mika, job, printer);
  EXPECT_EQ(attributes_of(number).integer("job-state"), 3);
  const auto step = [&](auto function) {
    server.write<flow::Attempt>([&](store::Transaction& in) { return function(in); });
  };
  step([&](store::Transaction& in) { return flow::fetch(in, printer, attempt.device_number, server.now()); });
  step([&](store::Transaction& in) { return flow::acknowledge(in, printer, attempt.device_number, server.now()); });
  EXPECT_EQ(attributes_of(number).integer("job-state"), 5);
  EXPECT_EQ(attributes_of(number).text("job-state-reasons"), "job-printing");
  EXPECT_EQ(status(send(*client, job_request(ipp::op::cancel_job, token_path, number))), "successful-ok");
  EXPECT_EQ(attributes_of(number).text("job-state-reasons"), "processing-to-stop-point");
  flow::DeviceReport report;
  report.impressions = 1;
  report.sheets = 1;
  report.state = flow::DeviceReport::State::completed;
  step([&](store::Transaction& in) {
    return flow::record_report(in, printer, attempt.device_number, report, server.now());
  });
  server.settle(job);
  const ipp::Group done = attributes_of(number);
  EXPECT_EQ(done.integer("job-impressions-completed"), 1);
  EXPECT_EQ(done.integer("job-media-sheets-completed"), 1);
  EXPECT_GE(done.integer("job-state").value_or(0), 7);
}

TEST_F(QueueTest, GetJobAttributesSaysWhyAJobCannotPrint) {
  const std::int32_t number = print(token_path, pdf);
  ASSERT_TRUE(server.store()
                  .write<void>([&](store::Transaction& in) { return registry::block_payer(in, company_a, true); })
                  .ok());
  const ipp::Group job = attributes_of(number);
  EXPECT_EQ(job.texts("job-state-reasons"), std::vector<std::string>{"account-closed"});
  EXPECT_FALSE(job.text("job-state-message").value_or("").empty());
}

}  // namespace
}  // namespace tsuke::ippdoor
