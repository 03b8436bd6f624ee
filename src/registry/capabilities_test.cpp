#include <gtest/gtest.h>

#include "registry/printers.h"

namespace tsuke::registry {
namespace {

std::string code_of_json(std::string_view text) {
  const auto json = Json::parse(text);
  if (!json.ok()) return "not JSON";
  const auto read = capabilities_from_json(json.value());
  return read.ok() ? "" : read.error().code;
}

TEST(Capabilities, AreTheSameAfterJson) {
  Capabilities rich{{"iso_a4_210x297mm", "na_letter_8.5x11in"}, true, true, {"application/pdf", "image/urf"}};
  EXPECT_EQ(
      to_json(rich).dump(),
      R"({"media":["iso_a4_210x297mm","na_letter_8.5x11in"],"color":true,"two-sided":true,)"
      R"("formats":["application/pdf","image/urf"],"finishings":[],"auto-color":false,"copies-max":1,"margin-hmm":423,)"
      R"("raster-types":[],"raster-dpi":[],"raster-sheet-back":"normal","urf":[]})");
  rich.finishings = {"staple", "punch"};
  rich.auto_color = true;
  rich.copies_max = 999;
  rich.margin_hmm = 300;
  rich.raster_types = {"sgray_8", "srgb_8"};
  rich.raster_dpi = {300, 600};
  rich.raster_sheet_back = "rotated";
  rich.urf = {"v1.4", "w8", "rs300-600"};
  EXPECT_EQ(capabilities_from_json(to_json(rich)).value(), rich);
  EXPECT_EQ(capabilities_from_json(Json::object()).value(), Capabilities{});
}

TEST(Capabilities, PassOverWhatIsUnknownAndDropRepetitions) {
  const auto json = Json::parse(R"({"staple":true,"media":["iso_a4_210x297mm","iso_a4_210x297mm"]})");
  EXPECT_EQ(capabilities_from_json(json.value()).value(), Capabilities{});
}

TEST(Capabilities, RefuseHostileJson) {
  for (const char* text : {"[]",
                           "null",
                           R"("media")",
                           R"({"media":"iso_a4_210x297mm"})",
                           R"({"media":[]})",
                           R"({"media":[1]})",
                           R"({"media":[""]})",
                           R"({"media":["ISO A4"]})",
                           R"({"media":["../../etc"]})",
                           R"({"media":{"a":1}})",
                           R"({"color":1})",
                           R"({"color":"true"})",
                           R"({"two-sided":null})",
                           R"({"formats":["pdf"]})",
                           R"({"formats":["/"]})",
                           R"({"formats":["a/b/c"]})",
                           R"({"formats":["application/pdf\r\nX: y"]})",
                           R"({"formats":["text/html<script>"]})",
                           R"({"formats":[]})",
                           R"({"finishings":["stapel"]})",
                           R"({"finishings":[4]})",
                           R"({"auto-color":1})",
                           R"({"copies-max":0})",
                           R"({"copies-max":1000000})",
                           R"({"copies-max":"2"})",
                           R"({"margin-hmm":-1})",
                           R"({"margin-hmm":50000})",
                           R"({"raster-types":["a b"]})",
                           R"({"raster-dpi":[0]})",
                           R"({"raster-dpi":[100000]})",
                           R"({"raster-dpi":300})",
                           R"({"raster-dpi":["300"]})",
                           R"({"raster-sheet-back":"up"})",
                           R"({"raster-sheet-back":1})",
                           R"({"urf":"w8"})",
                           R"({"urf":["W 8"]})"})
    EXPECT_EQ(code_of_json(text), "bad-capabilities") << text;
}

TEST(Capabilities, BoundLengths) {
  Json many = Json::array();
  for (int i = 0; i < 256; ++i) many.push("media-" + std::to_string(i));
  EXPECT_EQ(capabilities_from_json(Json::object({{"media", many}})).value().media.size(), 256u);
  many.push("one-more");
  EXPECT_EQ(capabilities_from_json(Json::object({{"media", many}})).error().code, "bad-capabilities");
  const Json format = Json::array({"application/" + std::string(128, 'a')});
  EXPECT_EQ(capabilities_from_json(Json::object({{"formats", format}})).error().code, "bad-capabilities");
}

}  // namespace
}  // namespace tsuke::registry
