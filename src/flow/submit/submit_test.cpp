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

TEST_P(SubmitTest, APdfTakesThePlaceOfWhatWasSubmitted) {
  const Job photo = house.done(house.write<Job>([&](store::Transaction& in) {
    return submit(in, submission(), {{"original"}, 20'000, "image/jpeg"}, house.now());
  }));
  const auto waiting = [&](const std::string& format) {
    return house.read<std::vector<Job>>([&](store::Reader& in) { return jobs_to_count(in, format, 10); }).take().size();
  };
  EXPECT_EQ(waiting("image/jpeg"), 1u);
  EXPECT_EQ(waiting("application/pdf"), 0u);
  pages::Summary one;
  one.pages.resize(1);
  const auto put = [&](const std::string& location) {
    return house.done(house.write<bool>(
        [&](store::Transaction& in) { return record_pdf(in, photo, {{location}, 30'000}, one, house.now()); }));
  };
  EXPECT_TRUE(put("pdf"));
  EXPECT_FALSE(put("another pdf")) << "made twice: the second is not wanted";
  const Job ready = house.job(photo.id);
  EXPECT_EQ(ready.document, DocumentState::ready);
  EXPECT_EQ(ready.location.text, "pdf");
  EXPECT_EQ(ready.size_bytes, 30'000);
  EXPECT_EQ(ready.pages, 1);
  EXPECT_EQ(ready.format, "image/jpeg") << "what was submitted";
  EXPECT_EQ(waiting("image/jpeg"), 0u);
}

TEST_P(SubmitTest, AJobThatEndedMeanwhileTakesNoPdf) {
  const Job photo = house.done(house.write<Job>([&](store::Transaction& in) {
    return submit(in, submission(), {{"original"}, 20'000, "image/jpeg"}, house.now());
  }));
  house.done(house.write<bool>([&](store::Transaction& in) -> Result<bool> {
    TRY(set_job_state(in, TRY(job(in, photo.id)), JobState::cancelled, house.now()));
    return true;
  }));
  EXPECT_FALSE(house.done(house.write<bool>(
      [&](store::Transaction& in) { return record_pdf(in, photo, {{"pdf"}, 30'000}, {}, house.now()); })));
  EXPECT_EQ(house.job(photo.id).location.text, "original") << "what the vault has to destroy";
  EXPECT_TRUE(house.read<std::vector<Job>>([&](store::Reader& in) { return jobs_to_count(in, "image/jpeg", 10); })
                  .take()
                  .empty());
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
