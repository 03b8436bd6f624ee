#include "registry/print_settings.h"

#include <gtest/gtest.h>

namespace tsuke::registry {
namespace {

std::string code_of_json(std::string_view text) {
  const auto json = Json::parse(text);
  if (!json.ok()) return "not JSON";
  const auto change = settings_change_from_json(json.value());
  return change.ok() ? "" : change.error().code;
}

TEST(PrintSettings, ChangeOnlyWhatIsWished) {
  SettingsChange change;
  change.color_mode = ColorMode::color;
  const auto changed = apply({3, Sides::two_sided_long_edge, ColorMode::monochrome, "jis_b5_182x257mm"}, change);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed.value(), (PrintSettings{3, Sides::two_sided_long_edge, ColorMode::color, "jis_b5_182x257mm"}));
}

TEST(PrintSettings, BoundCopiesAndPaper) {
  for (const int copies : {0, -1, copies_max + 1}) {
    SettingsChange change;
    change.copies = copies;
    EXPECT_EQ(apply({}, change).error().code, "bad-print-settings") << copies;
  }
  SettingsChange most;
  most.copies = copies_max;
  EXPECT_TRUE(apply({}, most).ok());
  SettingsChange paper;
  paper.media = "iso_a0_841x1189mm";
  EXPECT_EQ(apply({}, paper).error().code, "bad-print-settings");
}

TEST(PrintSettings, AreTheSameAfterJson) {
  const PrintSettings settings{7, Sides::two_sided_short_edge, ColorMode::color, "jpn_hagaki_100x148mm"};
  EXPECT_EQ(to_json(settings).dump(),
            R"({"copies":7,"sides":"two-sided-short-edge","print-color-mode":"color","media":"jpn_hagaki_100x148mm",)"
            R"("page-ranges":[],"number-up":1,"orientation":"auto","print-scaling":"auto","print-quality":"normal",)"
            R"("finishings":[],"collate":true})");
  const auto change = settings_change_from_json(to_json(settings));
  ASSERT_TRUE(change.ok());
  EXPECT_EQ(apply({}, change.value()).value(), settings);
  EXPECT_EQ(apply(settings, settings_change_from_json(Json::object()).value()).value(), settings);
}

PrintSettings unusual() {
  PrintSettings settings{2, Sides::two_sided_long_edge, ColorMode::automatic, "iso_a3_297x420mm"};
  settings.page_ranges = {{1, 3}, {5, 5}};
  settings.number_up = 4;
  settings.orientation = Orientation::reverse_landscape;
  settings.scaling = Scaling::fill;
  settings.quality = Quality::high;
  settings.finishings = {"staple", "punch-dual-left"};
  settings.collate = false;
  return settings;
}

TEST(PrintSettings, AllOfThemAreTheSameAfterJsonAndRows) {
  const auto change = settings_change_from_json(to_json(unusual()));
  ASSERT_TRUE(change.ok());
  EXPECT_EQ(apply({}, change.value()).value(), unusual());
  for (const PrintSettings& each : {PrintSettings{}, unusual()})
    EXPECT_EQ(settings_from_row(each.copies, to_keyword(each.sides), to_keyword(each.color_mode), each.media,
                                rest_to_text(each)),
              each);
  EXPECT_EQ(rest_to_text({}), "{}");
}

TEST(PrintSettings, FinishingsAreKeptInOneOrderAndOnce) {
  SettingsChange change;
  change.finishings = {{"punch", "staple", "punch"}};
  EXPECT_EQ(apply({}, change).value().finishings, (std::vector<std::string>{"staple", "punch"}));
  for (const Finishing& known : known_finishings()) {
    EXPECT_EQ(find_finishing(known.keyword), &known);
    EXPECT_EQ(find_finishing(known.ipp_enum), &known);
  }
}

TEST(PrintSettings, RefuseHostileJson) {
  for (const char* text : {"[]",
                           "null",
                           "1",
                           R"({"copies":"2"})",
                           R"({"copies":0})",
                           R"({"copies":4294967297})",
                           R"({"copies":null})",
                           R"({"sides":"both"})",
                           R"({"sides":1})",
                           R"({"print-color-mode":"COLOR"})",
                           R"({"media":"a4"})",
                           R"({"media":["iso_a4_210x297mm"]})",
                           R"({"payer":"organisation:1"})",
                           R"({"":1})",
                           R"({"page-ranges":[[3,1]]})",
                           R"({"page-ranges":[[0,1]]})",
                           R"({"page-ranges":[[1,3],[3,4]]})",
                           R"({"page-ranges":[[1]]})",
                           R"({"page-ranges":[1,2]})",
                           R"({"page-ranges":[[1,99999999999]]})",
                           R"({"number-up":3})",
                           R"({"number-up":"2"})",
                           R"({"finishings":["glue"]})",
                           R"({"finishings":"staple"})",
                           R"({"finishings":[4]})",
                           R"({"collate":"yes"})",
                           R"({"orientation":"up"})",
                           R"({"print-scaling":1})",
                           R"({"print-quality":"best"})"})
    EXPECT_EQ(code_of_json(text), "bad-print-settings") << text;
  EXPECT_EQ(code_of_json("{}"), "");
}

TEST(PrintSettings, KnowEightPapersByTheirSizes) {
  EXPECT_EQ(known_media().size(), 8u);
  for (const Media& media : known_media()) {
    EXPECT_EQ(find_media(media.name), &media);
    EXPECT_LT(media.width_hmm, media.height_hmm) << media.name;
  }
  EXPECT_EQ(find_media("iso_a4_210x297mm")->width_hmm, 21000);
  EXPECT_EQ(find_media("na_letter_8.5x11in")->height_hmm, 27940);
  EXPECT_EQ(find_media(""), nullptr);
}

TEST(PrintSettings, SpeakKeywords) {
  for (const Sides sides : {Sides::one_sided, Sides::two_sided_long_edge, Sides::two_sided_short_edge})
    EXPECT_EQ(parse_sides(to_keyword(sides)).value(), sides);
  for (const ColorMode mode : {ColorMode::monochrome, ColorMode::color, ColorMode::automatic})
    EXPECT_EQ(parse_color_mode(to_keyword(mode)).value(), mode);
  EXPECT_EQ(parse_sides("").error().code, "bad-print-settings");
}

}  // namespace
}  // namespace tsuke::registry
