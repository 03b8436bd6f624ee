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
  const Capabilities rich{{"iso_a4_210x297mm", "na_letter_8.5x11in"}, true, true, {"application/pdf", "image/urf"}};
  EXPECT_EQ(to_json(rich).dump(), R"({"media":["iso_a4_210x297mm","na_letter_8.5x11in"],"color":true,"two-sided":true,)"
                                  R"("formats":["application/pdf","image/urf"]})");
  EXPECT_EQ(capabilities_from_json(to_json(rich)).value(), rich);
  EXPECT_EQ(capabilities_from_json(Json::object()).value(), Capabilities{});
}

TEST(Capabilities, PassOverWhatIsUnknownAndDropRepetitions) {
  const auto json = Json::parse(R"({"staple":true,"media":["iso_a4_210x297mm","iso_a4_210x297mm"]})");
  EXPECT_EQ(capabilities_from_json(json.value()).value(), Capabilities{});
}

TEST(Capabilities, RefuseHostileJson) {
  for (const char* text :
       {"[]", "null", R"("media")", R"({"media":"iso_a4_210x297mm"})", R"({"media":[]})", R"({"media":[1]})",
        R"({"media":[""]})", R"({"media":["ISO A4"]})", R"({"media":["../../etc"]})", R"({"media":{"a":1}})",
        R"({"color":1})", R"({"color":"true"})", R"({"two-sided":null})", R"({"formats":["pdf"]})",
        R"({"formats":["/"]})", R"({"formats":["a/b/c"]})", R"({"formats":["application/pdf\r\nX: y"]})",
        R"({"formats":["text/html<script>"]})"})
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
