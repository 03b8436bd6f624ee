// What AirPrint and Mopria clients read of a queue says the same thing wherever it is said: a client that finds two
// answers hides the choice, or the printer.
#include <algorithm>
#include <map>
#include <set>

#include "doors/ipp/test_server.h"

namespace tsuke::ippdoor {
namespace {

using Words = std::vector<std::string>;

bool holds(const Words& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

const ipp::Attribute* member(const ipp::Collection& collection, std::string_view name) {
  for (const ipp::Attribute& each : collection)
    if (each.name == name) return &each;
  return nullptr;
}

class CoherenceTest : public IppDoorTest {
 protected:
  const ipp::Group printer = ask();

  ipp::Group ask() {
    ipp::Message message = request(ipp::op::get_printer_attributes, token_path);
    message.groups.front().add(ipp::keywords("requested-attributes", {"all", "media-col-database"}));
    return send(*server.client(token_path), message).group(ipp::Tag::printer);
  }
  Words words(const std::string& name) const { return printer.texts(name); }
  std::vector<ipp::Collection> collections(const std::string& name) const {
    std::vector<ipp::Collection> all;
    if (const ipp::Attribute* found = printer.find(name))
      for (const ipp::Value& value : found->values) all.push_back(std::get<ipp::Collection>(value));
    return all;
  }
  std::set<std::int32_t> resolutions(const std::string& name) const {
    std::set<std::int32_t> all;
    if (const ipp::Attribute* found = printer.find(name))
      for (const ipp::Value& value : found->values) all.insert(std::get<ipp::Resolution>(value).x);
    return all;
  }
  // urf-supported by its letters: {"RS", {300, 600}}, {"W", {8}}.
  std::map<std::string, std::set<std::int32_t>> urf() const {
    std::map<std::string, std::set<std::int32_t>> all;
    for (const std::string& word : words("urf-supported")) {
      const std::size_t digits = std::min(word.find_first_of("0123456789"), word.size());
      std::set<std::int32_t>& numbers = all[word.substr(0, digits)];
      for (std::size_t at = digits; at < word.size();) {
        const std::size_t end = std::min(word.find_first_of("-.", at), word.size());
        numbers.insert(std::stoi(word.substr(at, end - at)));
        at = end + 1;
      }
    }
    return all;
  }
  // Each member's value is one that <member>-supported has.
  void members_are_supported(const ipp::Collection& media_col) const {
    for (const ipp::Attribute& each : media_col) {
      EXPECT_TRUE(holds(words("media-col-supported"), each.name)) << each.name;
      if (each.name == "media-size-name") {
        EXPECT_TRUE(holds(words("media-supported"), std::get<std::string>(each.values.front())));
      } else if (each.name == "media-size") {
        const auto sizes = collections("media-size-supported");
        const auto& size = std::get<ipp::Collection>(each.values.front());
        EXPECT_NE(std::find(sizes.begin(), sizes.end(), size), sizes.end());
      } else if (const auto* word = std::get_if<std::string>(&each.values.front())) {
        EXPECT_TRUE(holds(words(each.name + "-supported"), *word)) << each.name << " " << *word;
      } else {
        const auto numbers = printer.integers(each.name + "-supported");
        const auto number = std::get<std::int32_t>(each.values.front());
        EXPECT_NE(std::find(numbers.begin(), numbers.end(), number), numbers.end()) << each.name << " " << number;
      }
    }
  }
};

TEST_F(CoherenceTest, EverythingThatTheseClientsAskForIsThere) {
  for (const char* name : {"color-supported",
                           "copies-default",
                           "copies-supported",
                           "document-format-default",
                           "document-format-preferred",
                           "document-format-supported",
                           "finishings-supported",
                           "identify-actions-supported",
                           "ipp-features-supported",
                           "ipp-versions-supported",
                           "job-creation-attributes-supported",
                           "media-bottom-margin-supported",
                           "media-col-database",
                           "media-col-default",
                           "media-col-ready",
                           "media-col-supported",
                           "media-default",
                           "media-left-margin-supported",
                           "media-ready",
                           "media-right-margin-supported",
                           "media-size-supported",
                           "media-source-supported",
                           "media-supported",
                           "media-top-margin-supported",
                           "media-type-supported",
                           "operations-supported",
                           "output-bin-default",
                           "output-bin-supported",
                           "print-color-mode-default",
                           "print-color-mode-supported",
                           "print-quality-default",
                           "print-quality-supported",
                           "print-scaling-supported",
                           "printer-device-id",
                           "printer-dns-sd-name",
                           "printer-firmware-name",
                           "printer-firmware-string-version",
                           "printer-icons",
                           "printer-info",
                           "printer-is-accepting-jobs",
                           "printer-kind",
                           "printer-location",
                           "printer-make-and-model",
                           "printer-more-info",
                           "printer-name",
                           "printer-resolution-default",
                           "printer-resolution-supported",
                           "printer-state",
                           "printer-state-reasons",
                           "printer-uri-supported",
                           "printer-uuid",
                           "sides-default",
                           "sides-supported",
                           "urf-supported",
                           "uri-authentication-supported",
                           "uri-security-supported"}) {
    const ipp::Attribute* found = printer.find(name);
    EXPECT_TRUE(found && !found->values.empty()) << name;
  }
  EXPECT_EQ(printer.find("mopria-certified"), nullptr) << "nobody certified it";
}

TEST_F(CoherenceTest, EveryDefaultIsSupported) {
  for (const char* name : {"sides", "print-color-mode", "media", "output-bin", "print-scaling",
                           "print-content-optimize", "print-rendering-intent", "identify-actions", "document-format"})
    EXPECT_TRUE(
        holds(words(std::string(name) + "-supported"), printer.text(std::string(name) + "-default").value_or("")))
        << name;
  for (const char* name : {"print-quality", "number-up", "finishings"}) {
    const auto supported = printer.integers(std::string(name) + "-supported");
    for (const std::int32_t number : printer.integers(std::string(name) + "-default"))
      EXPECT_NE(std::find(supported.begin(), supported.end(), number), supported.end()) << name;
  }
  EXPECT_TRUE(holds(words("document-format-supported"), printer.text("document-format-preferred").value_or("")));
  for (const std::int32_t dpi : resolutions("printer-resolution-default"))
    EXPECT_TRUE(resolutions("printer-resolution-supported").contains(dpi));
}

TEST_F(CoherenceTest, WhatIsReadyIsSupportedAndInTheDatabase) {
  const auto database = collections("media-col-database"), ready = collections("media-col-ready");
  const Words names = words("media-ready");
  ASSERT_EQ(ready.size(), names.size());
  for (std::size_t i = 0; i < ready.size(); ++i) {
    EXPECT_NE(std::find(database.begin(), database.end(), ready[i]), database.end()) << names[i];
    const ipp::Attribute* name = member(ready[i], "media-size-name");
    ASSERT_NE(name, nullptr);
    EXPECT_EQ(std::get<std::string>(name->values.front()), names[i]) << "both lists in the same order";
    EXPECT_TRUE(holds(words("media-supported"), names[i]));
  }
  for (const ipp::Collection& each : database) members_are_supported(each);
  const auto standard = collections("media-col-default");
  ASSERT_EQ(standard.size(), 1u);
  EXPECT_NE(std::find(database.begin(), database.end(), standard[0]), database.end());
  EXPECT_EQ(std::get<std::string>(member(standard[0], "media-size-name")->values.front()),
            printer.text("media-default"));
  EXPECT_EQ(collections("media-size-supported").size(), words("media-supported").size());
}

TEST_F(CoherenceTest, UrfSaysWhatTheOtherAttributesSay) {
  ASSERT_TRUE(holds(words("document-format-supported"), "image/urf"));
  const auto said = urf();
  const auto* copies = std::get_if<ipp::Range>(&printer.find("copies-supported")->values.front());
  ASSERT_NE(copies, nullptr);
  EXPECT_EQ(said.at("CP"), std::set{copies->upper});
  EXPECT_EQ(said.contains("W"), holds(words("print-color-mode-supported"), "monochrome"));
  EXPECT_EQ(said.contains("SRGB"), printer.boolean("color-supported"));
  EXPECT_EQ(said.contains("SRGB"), holds(words("print-color-mode-supported"), "color"));
  EXPECT_EQ(said.contains("DM"), holds(words("sides-supported"), "two-sided-long-edge"));
  EXPECT_EQ(said.contains("DM"), holds(words("sides-supported"), "two-sided-short-edge"));
  EXPECT_EQ(said.at("DM") == std::set{1}, printer.text("pwg-raster-document-sheet-back") == "normal");
  const auto qualities = printer.integers("print-quality-supported");
  EXPECT_EQ(said.at("PQ"), std::set(qualities.begin(), qualities.end()));
}

TEST_F(CoherenceTest, RasterComesInTheSameResolutionsWhateverItIsCalled) {
  const auto pwg = resolutions("pwg-raster-document-resolution-supported");
  EXPECT_EQ(urf().at("RS"), pwg);
  for (const std::int32_t dpi : resolutions("printer-resolution-supported")) EXPECT_TRUE(pwg.contains(dpi)) << dpi;
  const Words types = words("pwg-raster-document-type-supported");
  EXPECT_EQ(urf().contains("W"), holds(types, "sgray_8"));
  EXPECT_EQ(urf().contains("SRGB"), holds(types, "srgb_8"));
}

TEST_F(CoherenceTest, TheDeviceIdNamesTheFormats) {
  const std::string id = printer.text("printer-device-id").value_or("");
  const std::size_t from = id.find("CMD:") + 4;
  const std::string sets = "," + id.substr(from, id.find(';', from) - from) + ",";
  const std::pair<const char*, const char*> names[] = {
      {"application/pdf", "PDF"}, {"image/jpeg", "JPEG"}, {"image/pwg-raster", "PWGRaster"}, {"image/urf", "URF"}};
  for (const auto& [format, name] : names)
    EXPECT_EQ(sets.find("," + std::string(name) + ",") != std::string::npos,
              holds(words("document-format-supported"), format))
        << name;
  EXPECT_EQ(sets.find("PostScript"), std::string::npos);
}

}  // namespace
}  // namespace tsuke::ippdoor
