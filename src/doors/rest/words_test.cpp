#include "doors/rest/words_ja.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "doors/rest/test_server.h"
#include "rules/permit.h"

namespace tsuke::doors {
namespace {

// What the API can answer comes from these; the agent, the command line and the IPP doors speak for themselves.
constexpr const char* folders[] = {"base",
                                   "platform/store",
                                   "platform/vault",
                                   "platform/net",
                                   "platform/http",
                                   "platform/pages",
                                   "platform/render",
                                   "platform/convert",
                                   "platform/qr",
                                   "platform/sheet",
                                   "platform/reach",
                                   "registry",
                                   "rules",
                                   "books",
                                   "flow",
                                   "doors/rest"};

bool is_source(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return (name.ends_with(".cpp") || name.ends_with(".h")) && !name.ends_with("_test.cpp") &&
         !name.starts_with("test_") && name.find("testing") == std::string::npos && name != "client.cpp" &&
         name != "test_cluster.cpp";
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> codes_in_sources() {
  const std::filesystem::path root = "src";  // tests run in the tree's own folder
  const std::regex direct(R"re(Reason::\w+,\s*"([a-z0-9-]+)")re");
  const std::regex passed(R"re((?:or_taken|checked_text|value_of|must_not_start_before)\([^;]*?"([a-z]+-[a-z-]+)")re");
  const std::regex missing(R"re((?:no_such\(|must_find\([^;]*, )"([a-z]+)")re");
  std::set<std::string> codes;
  const auto collect = [&](const std::string& text, const std::regex& pattern, const std::string& before) {
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
      codes.insert(before + (*at)[1].str());
  };
  const auto collect_all = [&](const std::filesystem::path& path) {
    if (!is_source(path)) return;
    const std::string text = text_of(path);
    collect(text, direct, "");
    collect(text, passed, "");
    collect(text, missing, "no-such-");
  };
  for (const char* folder : folders)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) collect_all(entry.path());
  // What all doors share; the IPP door's own codes never come to a web page.
  for (const auto& entry : std::filesystem::directory_iterator(root / "doors")) collect_all(entry.path());
  return codes;
}

TEST(Words, EveryCodeOfTheSourcesHasAJapaneseSentence) {
  std::set<std::string> codes = codes_in_sources();
  ASSERT_GT(codes.size(), 100U) << "the sources were not found";
  for (const char* known : {"purpose-in-use", "no-such-purpose", "slug-taken", "bad-site-kind", "document-empty"})
    EXPECT_TRUE(codes.contains(known)) << "the search misses " << known;
  codes.erase("no-such-");         // a beginning
  codes.erase("budget-above-");    // another
  codes.insert("too-many-tries");  // of doors/tries.h, which the IPP doors share
  for (const std::string& code : codes) EXPECT_FALSE(japanese_sentence(code).empty()) << code;
  for (const std::string_view code : rules::reason_codes) EXPECT_FALSE(japanese_sentence(code).empty()) << code;
}

TEST(Words, AreJapanese) {
  for (const std::string& code : codes_in_sources()) {
    const std::string_view sentence = japanese_sentence(code);
    EXPECT_TRUE(sentence.empty() || sentence.ends_with("。")) << code;
  }
  EXPECT_TRUE(japanese_sentence("no-such-code-at-all").empty());
}

class WordsTest : public RestTest {};

TEST_F(WordsTest, ProblemsSpeakTheCallersLanguage) {
  const auto detail = [&](const char* languages) {
    return Api(server).get("/me", {{"Accept-Language", languages}}).body;
  };
  for (const char* japanese : {"ja", "ja-JP,en;q=0.5", "fr, ja;q=0.8"}) {
    EXPECT_EQ(detail(japanese)["detail"].text(), japanese_sentence("not-authenticated")) << japanese;
    EXPECT_EQ(detail(japanese)["title"].text(), "サインインが必要です");
    EXPECT_EQ(detail(japanese)["code"].text(), "not-authenticated");
  }
  for (const char* english : {"en", "en-GB,ja", "fr", "*", ",,,", ""})
    EXPECT_TRUE(detail(english)["detail"].text().starts_with("sign in")) << english;
}

TEST_F(WordsTest, RefusalsAndDecisionsDoToo) {
  const JobId job = make_job(mika, purpose);
  Api mikas = browser(mika);
  const Api::Fields japanese{{"Accept-Language", "ja"}};
  const Reply refused =
      mikas.post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}}), japanese);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body["detail"].text(), japanese_sentence("printer-not-enrolled"));
  EXPECT_EQ(refused.body["reasons"].items().at(0)["detail"].text(), japanese_sentence("printer-not-enrolled"));
  const Reply offer = mikas.get("/jobs/" + to_string(job) + "/offers/" + to_string(printer), japanese);
  EXPECT_EQ(offer.body["decision"]["reasons"].items().at(0)["detail"].text(),
            japanese_sentence("printer-not-enrolled"));
}

}  // namespace
}  // namespace tsuke::doors
