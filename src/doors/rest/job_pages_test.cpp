// A job's pages, and who may see them.
#include "doors/rest/test_server.h"
#include "flow/hold/hold.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::doors {
namespace {

class JobPagesTest : public RestTest {
 protected:
  std::string at(JobId job, const std::string& rest = "") { return "/jobs/" + to_string(job) + "/pages" + rest; }
};

TEST_F(JobPagesTest, SayWhatEachPageIsLike) {
  Api me = browser(mika);
  const JobId job = make_job(mika, purpose, 5);
  const Reply all = me.get(at(job));
  ASSERT_EQ(all.status, 200);
  EXPECT_EQ(all.body["count"].integer(), 5);
  EXPECT_EQ(all.body["color_count"].integer(), 5);
  ASSERT_EQ(all.body["items"].items().size(), 5u);
  EXPECT_EQ(all.body["items"].items()[4]["number"].integer(), 5);
  EXPECT_EQ(all.body["items"].items()[4]["width_hmm"].integer(), 21000);
  EXPECT_TRUE(all.body["next"].is_null());
  const Reply some = me.get(at(job, "?limit=2"));
  EXPECT_EQ(some.body["items"].items().size(), 2u);
  const Reply next = me.get(at(job, "?limit=2&cursor=" + some.body["next"].text()));
  EXPECT_EQ(next.body["items"].items()[0]["number"].integer(), 3);
  EXPECT_TRUE(me.get(at(job, "?limit=2&cursor=4")).body["next"].is_null());
}

TEST_F(JobPagesTest, HavePictures) {
  Api me = browser(mika);
  const JobId job = make_job(mika, purpose, 2);
  const Reply first = me.get(at(job, "/1/preview?width=100"));
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(first.raw.header("content-type"), "image/png");
  EXPECT_EQ(first.raw.header("cache-control"), "private, max-age=300");
  EXPECT_TRUE(first.raw.body.starts_with("\x89PNG"));
  EXPECT_EQ(me.get(at(job, "/1/preview?width=100")).raw.body, first.raw.body) << "kept or drawn again, it is the same";
  EXPECT_NE(me.get(at(job, "/2/preview?width=100")).raw.body, first.raw.body);
  EXPECT_GT(me.get(at(job, "/1/preview?width=800")).raw.body.size(), first.raw.body.size());
  EXPECT_EQ(me.get(at(job, "/3/preview")).code(), "page-not-found");
  for (const char* bad : {"0", "x", "-1", "99999999999"})
    EXPECT_EQ(me.get(at(job, std::string("/") + bad + "/preview")).status, 404) << bad;
  for (const char* bad : {"31", "2001", "x", "1e3"})
    EXPECT_EQ(me.get(at(job, std::string("/1/preview?width=") + bad)).code(), "bad-width") << bad;
}

TEST_F(JobPagesTest, AreForTheOwnerAlone) {
  const JobId job = make_job(mika, purpose, 2);
  EXPECT_EQ(browser(mika).get(at(job, "/1/preview")).status, 200) << "drawn and kept";
  for (const PersonId other : {ken, admin_a, admin_s, oper}) {
    EXPECT_EQ(browser(other).get(at(job)).status, 404);
    EXPECT_EQ(browser(other).get(at(job, "/1/preview")).status, 404);
  }
  EXPECT_EQ(Api(server).get(at(job, "/1/preview")).status, 401);
}

TEST_F(JobPagesTest, AreNotThereBeforeCountingNorAfterTheEnd) {
  Api me = browser(mika);
  const Reply made = me.upload(purpose, pages::make_pdf(1));
  const JobId job = parse_id<JobId>(made.id()).take();
  for (const char* rest : {"", "/1/preview"}) EXPECT_EQ(me.get(at(job, rest)).code(), "document-not-ready");
  server.count_pages(job, 1);
  EXPECT_EQ(me.get(at(job, "/1/preview")).status, 200);
  EXPECT_EQ(me.remove("/jobs/" + to_string(job)).status, 200);
  server.change([&](store::Transaction& in) { return flow::document_shredded(in, job); });
  for (const char* rest : {"", "/1/preview"}) {
    const Reply gone = me.get(at(job, rest));
    EXPECT_EQ(gone.status, 410) << "though its picture may be kept";
    EXPECT_EQ(gone.code(), "document-destroyed");
  }
}

}  // namespace
}  // namespace tsuke::doors
