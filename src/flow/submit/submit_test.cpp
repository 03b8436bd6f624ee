#include "flow/submit/submit.h"

#include "flow/test_flow.h"

namespace tsuke::flow {
namespace {

class SubmitTest : public testing::TestWithParam<std::string> {
 protected:
  Submission submission(const std::string& name = "plan") {
    Submission submission;
    submission.person = house.mika;
    submission.purpose = house.purpose;
    submission.name = name;
    submission.channel = "ipp";
    return submission;
  }
  Result<Job> submit_it(const Submission& submission) {
    return house.write<Job>(
        [&](store::Transaction& in) { return submit(in, submission, {{"somewhere"}, 20'000}, house.now()); });
  }
  Result<Job> attach(JobId id) {
    return house.write<Job>(
        [&](store::Transaction& in) { return attach_document(in, id, {{"elsewhere"}, 9}, house.now()); });
  }
  void record(JobId id, const Result<pages::Summary>& counted) {
    EXPECT_TRUE(
        house.store->write<void>([&](store::Transaction& in) { return record_pages(in, id, counted, house.now()); })
            .ok());
  }

  TestFlow house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, SubmitTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(SubmitTest, NamesAreMadeSafe) {
  const auto named = [&](const std::string& name) { return house.done(submit_it(submission(name))).name; };
  EXPECT_EQ(named("請求書.pdf"), "請求書.pdf");
  EXPECT_EQ(named(""), "untitled");
  EXPECT_EQ(named("\xff\xfe"), "untitled");
  EXPECT_EQ(named("a\x1b[2Jb\n"), "a[2Jb");
  EXPECT_EQ(named(std::string("a\0b", 3)), "ab");
  EXPECT_EQ(named(std::string(5000, 'x')).size(), 600u);
  std::string wide = "x";
  for (int each = 0; each < 500; ++each) wide += "紙";
  EXPECT_EQ(named(wide).size(), 598u);  // whole letters only
}

TEST_P(SubmitTest, NumbersCountPerPerson) {
  EXPECT_EQ(house.done(submit_it(submission())).number, 1);
  EXPECT_EQ(house.done(submit_it(submission())).number, 2);
  Submission hers = submission();
  hers.person = house.mallory;
  hers.purpose = {};
  EXPECT_EQ(house.done(submit_it(hers)).number, 1);
  const auto by_number = house.read<Job>([&](store::Reader& in) { return job_by_number(in, house.mallory, 2); });
  EXPECT_EQ(code_of(by_number), "job-not-found");
}

TEST_P(SubmitTest, AnothersPurposeIsNotFound) {
  Submission stolen = submission();
  stolen.person = house.mallory;
  EXPECT_EQ(submit_it(stolen).error().reason, Reason::not_found);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM job"), 0);
}

TEST_P(SubmitTest, NobodyHoldsMoreThanFiveMillionJobs) {
  house.done(submit_it(submission()));
  house.tamper("UPDATE person_jobs SET open_jobs = 4999999");
  house.done(submit_it(submission()));
  EXPECT_EQ(code_of(submit_it(submission())), "too-many-jobs");
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM job"), 2);
}

TEST_P(SubmitTest, AJobTakesOneDocument) {
  const Job opened =
      house.done(house.write<Job>([&](store::Transaction& in) { return open_job(in, submission(), house.now()); }));
  EXPECT_EQ(opened.document, DocumentState::awaited);
  EXPECT_EQ(opened.expires_at, house.now() + document_patience);
  const Job whole = house.done(attach(opened.id));
  EXPECT_EQ(whole.document, DocumentState::counting);
  EXPECT_EQ(whole.expires_at, house.now() + hours(24));
  EXPECT_EQ(code_of(attach(opened.id)), "document-there");
  EXPECT_EQ(attach(JobId{42}).error().reason, Reason::not_found);
}

TEST_P(SubmitTest, PagesAreRecordedOnce) {
  const JobId id = house.done(submit_it(submission())).id;
  pages::Summary three, four;
  three.pages.resize(3);
  four.pages.resize(4);
  record(id, three);
  record(id, four);
  record(id, Error{Reason::malformed, "document-damaged", ""});
  EXPECT_EQ(house.job(id).pages, 3);
  EXPECT_EQ(house.job(id).state, JobState::held);
}

TEST_P(SubmitTest, CountingTheEndedLeavesTheirEndAlone) {
  const JobId id = house.done(submit_it(submission())).id;
  const Instant ended = house.now();
  EXPECT_TRUE(house.store
                  ->write<void>([&](store::Transaction& in) -> Result<void> {
                    return set_job_state(in, TRY(job(in, id)), JobState::cancelled, ended);
                  })
                  .ok());
  house.clock.advance(minutes(1));
  pages::Summary three;
  three.pages.resize(3);
  record(id, three);
  EXPECT_EQ(house.job(id).state, JobState::cancelled);
  EXPECT_EQ(house.job(id).ended_at, ended);
}

}  // namespace
}  // namespace tsuke::flow
