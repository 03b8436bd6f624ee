#include "platform/pages/pages.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "platform/pages/sample_pdf.h"
#include "platform/pages/testing.h"

// The test program is its own worker: `pages_test pages-worker`. Other words stand for workers gone wrong.
int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "pages-worker") return tsuke::pages::worker_main();
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

namespace tsuke::pages {
namespace {

using namespace testing;

constexpr PageSize a3_landscape{42000, 29700};

TEST(Analyse, CountsAndMeasuresPages) {
  for (const int pages : {1, 2, 12, 100}) {
    for (const bool compressed : {false, true}) {
      const auto summary = look_at(make_pdf(pages, a4, compressed));
      ASSERT_TRUE(summary.ok()) << summary.error().what;
      EXPECT_EQ(summary.value().count(), pages);
      for (const Page& page : summary.value().pages) EXPECT_EQ(page.size, a4);
    }
  }
  EXPECT_EQ(sizes_of(look_at(make_pdf(1, a3_landscape)).take()), std::vector{a3_landscape});
}

TEST(Analyse, TakesAPdfAfterLeadingBytes) {
  EXPECT_EQ(look_at("@PJL SET COPIES=1\r\n" + make_pdf(3)).take().count(), 3);
}

struct Shape {
  std::string tree, page;
  PageSize size;
};

TEST(Analyse, HonoursBoxesRotationAndInheritance) {
  constexpr PageSize letter{21590, 27940}, inch_by_two{2540, 5080}, two_by_inch{5080, 2540};
  const Shape shapes[] = {
      {"", "", letter},  // no box at all
      {"/MediaBox [0 0 72 144]", "", inch_by_two},
      {"/MediaBox [0 0 612 792]", "/MediaBox [0 0 72 144]", inch_by_two},
      {"/MediaBox [0 0 612 792]", "/MediaBox [82 154 10 10]", inch_by_two},  // corners in any order
      {"/MediaBox [-36 -72 36 72]", "", inch_by_two},
      {"/MediaBox [0 0 612 792]", "/CropBox [100 100 172 244]", inch_by_two},
      {"/CropBox [100 100 172 244]", "/MediaBox [0 0 612 792]", inch_by_two},
      {"/MediaBox [0 0 72 144]", "/CropBox [0 0 1000 1000]", inch_by_two},  // never past the medium
      {"/MediaBox [0 0 72 144]", "/CropBox [500 500 600 600]", inch_by_two},
      {"/MediaBox [0 0 72 144]", "/CropBox [9 9 9 9]", inch_by_two},
      {"/MediaBox [0 0 72 144]", "/MediaBox [0 0 (a) 5]", letter},
      {"/MediaBox [0 0 72 144] /Rotate 90", "", two_by_inch},
      {"/MediaBox [0 0 72 144] /Rotate 90", "/Rotate 0", inch_by_two},
      {"/MediaBox [0 0 72 144]", "/Rotate -90", two_by_inch},
      {"/MediaBox [0 0 72 144]", "/Rotate 450", two_by_inch},
      {"/MediaBox [0 0 72 144]", "/Rotate 180", inch_by_two},
      {"/MediaBox [0 0 72 144]", "/Rotate 45", inch_by_two},
      {"/MediaBox [0 0 36 72]", "/UserUnit 2.0", inch_by_two},
      {"/MediaBox [0 0 72 144]", "/UserUnit -3", inch_by_two},
      {"/MediaBox [0 0 72.0 144.000]", "", inch_by_two},
      {"/MediaBox [0 0 595 842]", "", {20990, 29704}},
  };
  for (const Shape& shape : shapes) {
    const auto summary = look_at(
        pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] " + shape.tree + " >>",
                "<< /Type /Page /Parent 2 0 R " + shape.page + " >>"}));
    ASSERT_TRUE(summary.ok()) << shape.tree << shape.page;
    EXPECT_EQ(sizes_of(summary.value()), std::vector{shape.size}) << shape.tree << " | " << shape.page;
  }
}

TEST(Analyse, KeepsTheOrderOfMixedSizesAcrossTheTree) {
  const auto summary = look_at(pdf_of(
      {"<< /Type /Catalog /Pages 2 0 R >>",
       "<< /Type /Pages /Count 9 /Kids [3 0 R 4 0 R 5 0 R] /MediaBox [0 0 72 72] >>", "<< /Type /Page /Parent 2 0 R >>",
       "<< /Type /Pages /Kids [6 0 R 7 0 R] /MediaBox [0 0 144 144] >>", "<< /Type /Page /Parent 2 0 R >>",
       "<< /Type /Page /Parent 4 0 R >>", "<< /Type /Page /Parent 4 0 R /MediaBox [0 0 216 216] >>"}));
  EXPECT_EQ(sizes_of(summary.value()), (std::vector<PageSize>{{2540, 2540}, {5080, 5080}, {7620, 7620}, {2540, 2540}}));
}

TEST(Analyse, GivesTheReadersOwnErrorBack) {
  TextReader reader("");
  reader.failure = Error{Reason::gone, "document-destroyed", "gone"};
  EXPECT_EQ(code_of(analyse(this_program(), reader)), "document-destroyed");
}

TEST(Analyse, LimitsBytesAndPages) {
  Limits limits;
  limits.document_bytes = 100;
  EXPECT_EQ(code_of(look_at(make_pdf(1), limits)), "document-too-large");
  limits = {};
  limits.page_count_max = 9;
  EXPECT_EQ(code_of(look_at(make_pdf(10), limits)), "document-too-large");
  EXPECT_EQ(code_of(look_at(make_pdf(9), limits)), "ok");
}

TEST(Analyse, SaysWhenTheProgramCannotBeStarted) {
  TextReader reader(make_pdf(1));
  const auto absent = analyse("/nonexistent/program", reader);
  EXPECT_EQ(code_of(absent), "worker-not-started");
  EXPECT_EQ(absent.error().reason, Reason::unavailable);
}

TEST(Analyse, AWorkerThatSaysNothingIsOurFault) {
  TextReader reader(make_pdf(1));
  const auto silent = analyse("/bin/true", reader);
  EXPECT_EQ(code_of(silent), "pages-worker-failed");
  EXPECT_EQ(silent.error().reason, Reason::internal);
}

// A program that stands in for the worker.
std::string script(const std::string& name, const std::string& body) {
  const std::string path = ::testing::TempDir() + "tsuke-" + std::to_string(::getpid()) + "-" + name;
  std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
  ::chmod(path.c_str(), 0700);
  return path;
}

// Whoever guesses passwords in a loop must not make others' documents unreadable.
TEST(Analyse, WaitsForAWorkerThatTheMachineKeepsWaiting) {
  const std::string late = script("late", "/bin/sleep 2.2; exec " + this_program() + " pages-worker");
  Limits limits;
  limits.cpu_time = seconds(2);
  TextReader reader(make_pdf(2));
  const auto counted = analyse(late, reader, limits);
  std::filesystem::remove(late);
  ASSERT_EQ(code_of(counted), "ok");
  EXPECT_EQ(counted.value().count(), 2);
}

TEST(Analyse, EndsAWorkerThatDoesNotEnd) {
  const std::string silent = script("silent", "exec /bin/sleep 1000");
  const std::string closed = script("closed", "exec >&-; exec /bin/sleep 1000");
  const std::string chatty = script("chatty", "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done");
  Limits limits;
  limits.cpu_time = milliseconds(300);
  for (const std::string& program : {silent, closed, chatty}) {
    TextReader reader(make_pdf(1));
    EXPECT_EQ(code_of(analyse(program, reader, limits)), "document-timeout") << program;
    std::filesystem::remove(program);
  }
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "no child stays, not even a dead one";
}

TEST(Analyse, BelievesNoNonsense) {
  for (const std::string answer : {"", "{}", "[]", "{\"pages\":[]}", "{\"pages\":\"\"}", "{\"pages\":\"1:2\"}",
                                   "{\"pages\":\"0:1x1\"}", "{\"pages\":\"-5:1x1\"}", "{\"pages\":\"1:0x1\"}",
                                   "{\"pages\":\"1:1x1000001\"}", "{\"pages\":\"1:ax1\"}", "not json"}) {
    const std::string program = script("liar", "/bin/cat >/dev/null; printf '%s' '" + answer + "'");
    TextReader reader(make_pdf(1));
    EXPECT_EQ(code_of(analyse(program, reader)), answer.empty() ? "pages-worker-failed" : "document-damaged") << answer;
    std::filesystem::remove(program);
  }
  const std::string program = script("liar", "echo '{\"pages\":\"2147483647:1x1\"}'");
  TextReader reader(make_pdf(1));
  EXPECT_EQ(code_of(analyse(program, reader)), "document-too-large");
  std::filesystem::remove(program);
}

TEST(Analyse, GivesTheWorkerNothingButItsInput) {
  ::setenv("TSUKE_TEST_SECRET", "visible", 1);
  const int open_file = ::open("/etc/passwd", O_RDONLY);  // inheritable, as a library might leave one
  const std::string program = script("nosy",
                                     "[ -n \"$TSUKE_TEST_SECRET\" ] && exit 7\n"
                                     "[ -e /proc/self/fd/" +
                                         std::to_string(open_file) +
                                         " ] && exit 8\n"
                                         "echo '{\"pages\":\"1:100x200\"}'");
  TextReader reader(make_pdf(1));
  EXPECT_EQ(code_of(analyse(program, reader)), "ok");
  ::close(open_file);
  std::filesystem::remove(program);
}

TEST(Analyse, RunsManyAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 1; t <= 4; ++t)
    threads.emplace_back([t] {
      for (int i = 0; i < 5; ++i) EXPECT_EQ(look_at(make_pdf(t)).take().count(), t);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

}  // namespace
}  // namespace tsuke::pages
