// The sheet is rendered by poppler and its code read back by zbar, as a phone would.
#include "platform/sheet/sheet.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/qr/qr.h"
#include "platform/render/render.h"
#include "platform/sheet/read_back_testing.h"

namespace tsuke::sheet {
namespace {

const Sheet hall{
    "2階 複合機 <A&B>",
    "駅前コワーキング · Station Cowork",
    "https://print.example.com:8631/r/1234567890123456",
    {{"How to print", {"Scan this code with your phone.", "Choose your job.", "Press print."}},
     {"印刷のしかた", {"スマートフォンでコードを読み取ります。", "ジョブを選びます。", "印刷を押します。"}}}};

std::string program() { return render::find_program(std::filesystem::read_symlink("/proc/self/exe").string()); }

struct Rendered {
  Folder folder;
  std::string pdf = folder.file("sheet.pdf");
  explicit Rendered(const Sheet& sheet) {
    const auto drawn = draw(program(), sheet);
    EXPECT_TRUE(drawn.ok());
    if (drawn.ok()) std::ofstream(pdf, std::ios::binary) << drawn.value();
  }
  std::string code() const { return code_on(folder, pdf); }
};

TEST(Sheet, ItsCodeIsReadBack) { EXPECT_EQ(Rendered(hall).code(), hall.link + "\n"); }

TEST(Sheet, IsOneA4PageThatCarriesItsFontsAndItsWords) {
  const Rendered rendered(hall);
  const std::string facts = output_of({"pdfinfo", rendered.pdf});
  EXPECT_NE(facts.find("Pages:           1"), std::string::npos) << facts;
  EXPECT_NE(facts.find("(A4)"), std::string::npos) << facts;
  const std::string text = output_of({"pdftotext", rendered.pdf, "-"});
  for (const std::string& word : {std::string("2階 複合機 <A&B>"), std::string("駅前コワーキング"), hall.link,
                                  std::string("Choose your job."), std::string("印刷のしかた")})
    EXPECT_NE(text.find(word), std::string::npos) << word << " in " << text;
  std::istringstream fonts(output_of({"pdffonts", rendered.pdf}));
  std::string line;
  int listed = 0;
  while (std::getline(fonts, line)) {
    if (line.starts_with("name") || line.starts_with("---")) continue;
    EXPECT_NE(line.find(" yes yes "), std::string::npos) << line;  // embedded, and only what is used
    ++listed;
  }
  EXPECT_GT(listed, 0);
}

TEST(Sheet, ItsWordsGoOverWhole) {
  const auto told = from_text(to_text(hall));
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told.value().printer, hall.printer);
  EXPECT_EQ(told.value().place, hall.place);
  EXPECT_EQ(told.value().link, hall.link);
  ASSERT_EQ(told.value().how_to.size(), 2u);
  EXPECT_EQ(told.value().how_to[1].title, hall.how_to[1].title);
  EXPECT_EQ(told.value().how_to[1].steps, hall.how_to[1].steps);
  EXPECT_FALSE(from_text("no JSON").ok());
}

TEST(Sheet, WithoutTheProgramThereIsNone) { EXPECT_FALSE(draw("/nowhere/tsuke-render", hall).ok()); }

TEST(Sheet, LongNamesStayOnTheirPage) {
  Sheet sheet = hall;
  sheet.printer = std::string(200, 'W');
  for (int at = 0; at < 200; ++at) sheet.place += "場";
  const Rendered rendered(sheet);
  EXPECT_EQ(rendered.code(), hall.link + "\n");
  EXPECT_NE(output_of({"pdfinfo", rendered.pdf}).find("Pages:           1"), std::string::npos);
}

TEST(Sheet, ALinkThatFitsNoCodeIsRefused) {
  Sheet sheet = hall;
  sheet.link = std::string(600, 'x');
  EXPECT_EQ(draw(program(), sheet).error().code, "bad-qr-text");
  EXPECT_EQ(qr::encode("").error().code, "bad-qr-text");
}

}  // namespace
}  // namespace tsuke::sheet
