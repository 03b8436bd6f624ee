#include "registry/text.h"

#include <gtest/gtest.h>

#include "registry/people.h"
#include "registry/slug.h"

namespace tsuke::registry {
namespace {

std::string checked(std::string_view text) {
  const auto result = checked_text(text, "bad-name", "the name");
  return result.ok() ? result.value() : result.error().code;
}

TEST(Text, IsTrimmedOfAsciiAndIdeographicSpaces) {
  EXPECT_EQ(checked(" \t私用\u3000 \n"), "私用");
  EXPECT_EQ(checked("a b"), "a b");
}

TEST(Text, HasOneToTwoHundredCharactersHoweverManyBytes) {
  std::string japanese;
  for (int i = 0; i < 200; ++i) japanese += "用";
  EXPECT_EQ(checked(japanese), japanese);
  EXPECT_EQ(checked(japanese + "途"), "bad-name");
  EXPECT_EQ(checked(""), "bad-name");
  EXPECT_EQ(checked(" \u3000 "), "bad-name");
}

TEST(Text, RefusesWhatIsNotCleanUtf8) {
  EXPECT_EQ(checked("\xff"), "bad-name");
  EXPECT_EQ(checked("\xc0\xaf"), "bad-name");      // overlong
  EXPECT_EQ(checked("\xed\xa0\x80"), "bad-name");  // half a surrogate pair
  EXPECT_EQ(checked("\xe7\x94"), "bad-name");      // cut off
  EXPECT_EQ(checked(std::string("a\0b", 3)), "bad-name");
}

TEST(Text, RefusesCharactersThatDeceive) {
  for (const char* text : {"a\nb", "a\x1b[31m", "a\x7f", "a\u0085b", "a\u202Egpj.exe", "a\u2066b", "a\u200Bb", "\uFEFF",
                           "a\u2028b", "a\u00ADb"})
    EXPECT_EQ(checked(text), "bad-name") << text;
  EXPECT_EQ(checked("family 👨‍👩‍👧"), "family 👨‍👩‍👧");  // joined by U+200D, which stays
}

TEST(Text, ANoteMayHaveLinesAndIsLonger) {
  const auto note = [](std::string_view text) {
    const auto result = checked_note(text, "bad-note", "the note");
    return result.ok() ? result.value() : result.error().code;
  };
  EXPECT_EQ(note(" for the fair,\r\nten visitors\n"), "for the fair,  ten visitors");
  std::string japanese;
  for (int i = 0; i < 500; ++i) japanese += "用";
  EXPECT_EQ(note(japanese), japanese);
  EXPECT_EQ(note(japanese + "途"), "bad-note");
  EXPECT_EQ(note("\n\n"), "bad-note");
  EXPECT_EQ(note("a\x1b[31m"), "bad-note");
  EXPECT_EQ(checked_note(japanese + "途", "bad-note", "the note").error().what,
            "write the note with at most 500 characters");
}

TEST(Text, SaysWhatToDo) {
  EXPECT_EQ(checked_text("", "bad-name", "the name").error().what, "write the name with at least one character");
}

TEST(Text, FoldsAsciiLettersAlone) { EXPECT_EQ(fold_case("MiKa Ä用"), "mika Ä用"); }

TEST(Text, KnowsKeywords) {
  EXPECT_TRUE(is_keyword("media-empty-warning"));
  EXPECT_TRUE(is_keyword("na_letter_8.5x11in"));
  EXPECT_TRUE(is_keyword(std::string(127, 'a')));
  for (const std::string& text : {std::string(), std::string("Media"), std::string("a b"), std::string(128, 'a')})
    EXPECT_FALSE(is_keyword(text)) << text;
}

TEST(Slug, KeepsLettersAndDigits) {
  EXPECT_EQ(make_slug("Company A, Inc.", "x"), "company-a-inc");
  EXPECT_EQ(make_slug("--a__b--", "x"), "a-b");
  EXPECT_EQ(make_slug("株式会社", "organisation"), "organisation");
  EXPECT_EQ(make_slug("株式会社 Tsuke 2", "organisation"), "tsuke-2");
  EXPECT_EQ(make_slug("", "purpose"), "purpose");
}

TEST(Slug, IsBoundedAndValid) {
  const std::string slug = make_slug(std::string(59, 'a') + " " + std::string(200, 'b'), "x");
  EXPECT_EQ(slug, std::string(59, 'a'));
  EXPECT_TRUE(check_slug(slug).ok());
  for (const char* text : {"", "A", "a--b", "-a", "a-", "a/b", "用"}) EXPECT_FALSE(check_slug(text).ok()) << text;
  EXPECT_FALSE(check_slug(std::string(61, 'a')).ok());
}

}  // namespace
}  // namespace tsuke::registry
