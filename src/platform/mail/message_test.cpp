#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/time.h"
#include "platform/mail/charset.h"
#include "platform/mail/encoded_words.h"
#include "platform/mail/message_testing.h"

namespace tsuke::mail {
namespace {

using Place = Part::Place;

TEST(Message, WithoutPartsIsOneText) {
  Taken taken;
  take_apart("From: a@b\nSubject: Hi\n\nOne\n\nTwo\n", taken);
  ASSERT_EQ(taken.sink.parts.size(), 1U);
  EXPECT_EQ(taken.part(0).part.media_type, "text/plain");
  EXPECT_EQ(taken.part(0).part.place, Place::alone);
  EXPECT_EQ(taken.part(0).bytes, "One\r\n\r\nTwo");
  EXPECT_EQ(taken.parser.head().get("subject"), "Hi");
}

TEST(Message, WithNoBodyHasAnEmptyPart) {
  for (const char* text : {"From: a@b\n", "From: a@b\n\n", ""}) {
    Taken taken;
    take_apart(text, taken);
    ASSERT_EQ(taken.sink.parts.size(), 1U) << text;
    EXPECT_EQ(taken.part(0).bytes, "");
    EXPECT_TRUE(taken.part(0).ended);
  }
}

TEST(Message, PartsComeDecodedAndInPlace) {
  Taken taken;
  take_apart(R"(Content-Type: multipart/mixed; boundary="=_1"

This is a message in parts.
--=_1
Content-Type: multipart/alternative; boundary=two

--two
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable

caf=C3=A9 is=20
long=
er
--two
Content-Type: text/html

<p>
--two--
not a part
--=_1
Content-Type: Application/PDF; name="x.pdf"
Content-Disposition: attachment; filename="C:\\papers\\plan.pdf"
Content-Transfer-Encoding: BASE64

JVBE
Ri0=
ignored
--=_1--
epilogue
)",
             taken);
  ASSERT_EQ(taken.sink.parts.size(), 3U);
  EXPECT_EQ(taken.part(0).bytes, "caf\xC3\xA9 is \r\nlonger");
  EXPECT_EQ(taken.part(0).part.place, Place::alternative);
  EXPECT_EQ(taken.part(1).bytes, "<p>");
  EXPECT_EQ(taken.part(2).bytes, "%PDF-");
  EXPECT_EQ(taken.part(2).part.media_type, "application/pdf");
  EXPECT_EQ(taken.part(2).part.file_name, "plan.pdf");
  EXPECT_TRUE(taken.part(2).part.is_attachment);
  EXPECT_EQ(taken.part(2).part.place, Place::mixed);
}

TEST(Message, RelatedPartsKnowTheirRoot) {
  Taken taken;
  take_apart(
      "Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\nx\n--r\nContent-Type: image/png\n"
      "\ny\n--r--\n",
      taken);
  ASSERT_EQ(taken.sink.parts.size(), 2U);
  EXPECT_EQ(taken.part(0).part.place, Place::related_root);
  EXPECT_EQ(taken.part(1).part.place, Place::related_other);
}

TEST(Message, AnOuterBoundaryEndsWhatIsWithin) {
  Taken taken;
  take_apart(
      "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ninner\n"
      "--o\n\nouter\n--i\nstill outer\n",
      taken);
  ASSERT_EQ(taken.sink.parts.size(), 2U);
  EXPECT_EQ(taken.part(0).bytes, "inner");
  EXPECT_EQ(taken.part(1).bytes, "outer\r\n--i\r\nstill outer") << "the inner multipart is over";
}

TEST(Message, ABoundaryThatAnotherBeginsWithIsNotIt) {
  Taken taken;
  take_apart("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--bc\ntwo\n--b  \n\nthree\n--b-- \nover\n",
             taken);
  ASSERT_EQ(taken.sink.parts.size(), 2U);
  EXPECT_EQ(taken.part(0).bytes, "one\r\n--bc\r\ntwo");
  EXPECT_EQ(taken.part(1).bytes, "three");
}

TEST(Message, NastyOnesAreRefusedOrHarmless) {
  const auto problem_of = [](const std::string& text) {
    Taken taken;
    take_apart(text, taken);
    return taken.problem;
  };
  EXPECT_EQ(problem_of("Content-Type: multipart/mixed\n\nx\n"), "mail-malformed");
  EXPECT_EQ(problem_of("Content-Type: multipart/mixed; boundary=" + std::string(71, 'b') + "\n\n"), "mail-malformed");
  std::string deep;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "b" + std::to_string(i) + "x";
    deep += "Content-Type: multipart/mixed; boundary=" + name + "\n\n--" + name + "\n";
  }
  EXPECT_EQ(problem_of(deep), "mail-malformed");
  std::string many = "Content-Type: multipart/mixed; boundary=b\n\n";
  for (int i = 0; i < 300; ++i) many += "--b\n\nx\n";
  EXPECT_EQ(problem_of(many), "mail-malformed");
  std::string bomb;
  for (int i = 0; i < 5000; ++i) bomb += "X-" + std::to_string(i) + ": " + std::string(100, 'x') + "\n";
  EXPECT_EQ(problem_of(bomb), "mail-head-too-large");
  EXPECT_EQ(problem_of(" folded first\n: nameless\nno colon\nFrom : spaced\n\n"), "");
}

TEST(Message, AnUnknownTransferCodingIsToldAndNothingOfItComes) {
  Taken taken;
  take_apart("Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n", taken);
  EXPECT_FALSE(taken.part(0).part.is_readable);
  EXPECT_EQ(taken.part(0).bytes, "");
}

TEST(FileNames, AreReadHoweverTheyAreWritten) {
  const auto name_of = [](const std::string& fields) {
    Taken taken;
    take_apart(fields + "\n\nx\n", taken);
    return taken.part(0).part.file_name;
  };
  EXPECT_EQ(name_of("Content-Disposition: attachment; filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8.pdf"), "請求書.pdf");
  EXPECT_EQ(name_of("Content-Disposition: attachment; filename*0*=iso-2022-jp'ja'%1B%24%42%40%41%35%61%3D%71%1B%28%42;"
                    " filename*1=\".pdf\""),
            "請求書.pdf");
  EXPECT_EQ(name_of("Content-Disposition: attachment; filename*1=b.pdf; filename*0=a"), "ab.pdf");
  EXPECT_EQ(name_of("Content-Disposition: attachment; filename=plain.pdf; filename*=utf-8''better.pdf"), "better.pdf");
  EXPECT_EQ(name_of("Content-Disposition: attachment; filename=\"=?UTF-8?B?6KuL5rGC5pu4LnBkZg==?=\""), "請求書.pdf");
  EXPECT_EQ(name_of("Content-Type: application/pdf; name=\"a \\\"b\\\".pdf\""), "a \"b\".pdf");
  EXPECT_EQ(name_of("Content-Disposition: attachment; filename=\"../../etc/passwd\""), "passwd");
  EXPECT_EQ(name_of("Content-Disposition: attachment; filename*=utf-8''%ff; filename=good.pdf"), "good.pdf");
  EXPECT_EQ(name_of("Content-Disposition: attachment; filename*999999=x; filename*=; =; ;;"), "");
}

TEST(EncodedWords, AreDecoded) {
  EXPECT_EQ(decode_words("=?utf-8?Q?caf=C3=A9_au_lait?= please"), "café au lait please");
  EXPECT_EQ(decode_words("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?="), "日本");
  EXPECT_EQ(decode_words("=?utf-8?B?6KuL5g==?= \t=?utf-8*ja?B?sYLmm7g=?="), "請求書") << "a letter cut in two";
  EXPECT_EQ(decode_words("=?utf-8?Q?a?= =?iso-8859-1?Q?=E9?= b"), "aé b");
  for (const char* left : {"plain", "=?utf-8?X?a?=", "=?utf-8?Q?a", "=?no-such?Q?a?=", "=?", "a=?b", "=?utf-8?Q?=FF?="})
    EXPECT_EQ(decode_words(left), left);
}

TEST(EncodedWords, ManyOfThemTakeNoTime) {
  std::string beginnings, mixed;
  for (int i = 0; i < 40'000; ++i) beginnings += "=?a?Q?";
  for (int i = 0; i < 4'000; ++i) mixed += i % 2 == 0 ? "=?euc-kr?Q?a?= " : "=?iso-2022-jp?Q?b?= ";
  const Duration began = monotonic_now();
  EXPECT_EQ(decode_words(beginnings), beginnings);
  EXPECT_EQ(decode_words(mixed).substr(0, 4), "abab");
  EXPECT_LT((monotonic_now() - began).micros, seconds(2).micros) << "not seconds for one head";
}

TEST(Charsets, AreAClosedList) {
  EXPECT_EQ(to_utf8("Shift_JIS", "\x93\xFA\x96\x7B"), "日本");
  EXPECT_EQ(to_utf8("ISO-2022-JP", "\x1B$BF|K\\\x1B(B"), "日本");
  EXPECT_EQ(to_utf8("", "\xFF"), std::nullopt);
  EXPECT_EQ(to_utf8("iso-2022-cn-ext", "a"), std::nullopt);
  EXPECT_EQ(to_utf8("utf-7", "a"), std::nullopt);
  EXPECT_EQ(to_utf8("euc-jp", "\x8F"), std::nullopt);
}

TEST(Senders, AreOnePlainAddress) {
  const auto sender = [](std::string_view from) {
    const auto address = one_address(from);
    return address.ok() ? address.value() : address.error().code;
  };
  EXPECT_EQ(sender("mika@example.com"), "mika@example.com");
  EXPECT_EQ(sender("Mika <Mika@Example.com>"), "Mika@Example.com");
  EXPECT_EQ(sender("\"Boss <boss@example.org>\" (really) <evil@example.net> (yes)"), "evil@example.net");
  EXPECT_EQ(sender("=?utf-8?B?44GC?= <a@b>"), "a@b");
  EXPECT_EQ(sender("boss@example.org <evil@example.net>"), "evil@example.net");
  for (const char* bad : {"", "Mika", "a@b, c@d", "<a@b> <c@d>", "<a@b>, c@d", "group: a@b;", "<a@b", "a@", "@b",
                          "\"a b\"@c", "a@b@c", "<a b@c>", "\xE3\x81\x82@b", "<>", "a@b;"})
    EXPECT_EQ(sender(bad), "mail-bad-sender") << bad;
}

// Whatever a part holds comes out as it went in.
RC_GTEST_PROP(Message, Base64ComesBack, (const std::string& bytes)) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string coded;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t bits = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) coded += i <= count ? alphabet[bits >> (18 - 6 * i) & 63] : '=';
    if (at % 9 == 6) coded += '\n';
  }
  Taken taken;
  take_apart(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\n" + coded + "\n--b--",
      taken);
  RC_ASSERT(taken.part(0).bytes == bytes);
}

// Every part that begins ends, and never is there more of them than there were bytes.
RC_GTEST_PROP(Message, AnyLinesAreTaken, (const std::vector<std::string>& lines)) {
  CollectingSink sink;
  MessageParser parser(sink);
  std::size_t in = 0, out = 0;
  RC_ASSERT(parser.line("Content-Type: multipart/mixed; boundary=b").ok());
  RC_ASSERT(parser.line("").ok());
  for (const std::string& line : lines) {
    const std::string either = *rc::gen::elementOf(std::vector<std::string>{line, "--b", "--b--", ""});
    if (!parser.line(either).ok()) return;
    in += either.size() + 2;
  }
  RC_ASSERT(parser.finish().ok());
  for (const auto& part : sink.parts) out += part.bytes.size();
  for (const auto& part : sink.parts) RC_ASSERT(part.ended);
  RC_ASSERT(out <= in);
}

}  // namespace
}  // namespace tsuke::mail
