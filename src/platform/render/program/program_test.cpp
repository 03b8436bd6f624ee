// The parts that need no document.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "platform/jail/jail.h"
#include "platform/render/program/encoder.h"
#include "platform/render/program/encoding.h"
#include "platform/render/program/lines.h"
#include "platform/render/program/packbits.h"
#include "platform/render/program/raster.h"
#include "platform/render/program/run.h"
#include "platform/render/raster_testing.h"
#include "platform/render/request.h"

namespace tsuke::render {
namespace {

std::string coded(std::string_view line, std::size_t octets) {
  std::string out;
  encode_line(out, line, octets);
  return out;
}

TEST(PackBits, KnownLines) {
  using namespace std::string_literals;
  EXPECT_EQ(coded("\xFF\xFF\xFF\xFF", 1), "\x03\xFF"s);
  EXPECT_EQ(coded("abc", 1), "\xFE"s + "abc");
  EXPECT_EQ(coded("abcc", 1), "\xFF"s + "ab" + "\x01" + "c");
  EXPECT_EQ(coded("a", 1), "\0a"s);
  EXPECT_EQ(coded("WWWRRRRRRYYY", 3), "\0WWW\x01RRR\0YYY"s);
  EXPECT_EQ(coded(std::string(300, 'x'), 1), "\x7Fx\x7Fx\x2Bx"s);
}

TEST(PackBits, EveryLineComesBack) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    const std::size_t octets = round % 2 == 0 ? 1 : 3;
    const auto width = static_cast<int>(1 + random() % 700), height = static_cast<int>(1 + random() % 600);
    std::string header(32, '\0'), stream("UNIRAST\0\0\0\0\1", 12), pixels;
    header[0] = static_cast<char>(8 * octets);
    for (int i = 0; i < 4; ++i) {
      header[12 + i] = static_cast<char>(width >> (24 - 8 * i));
      header[16 + i] = static_cast<char>(height >> (24 - 8 * i));
    }
    stream += header;
    LineGroups groups(octets);
    std::string line(octets * static_cast<std::size_t>(width), '\xFF');
    for (int y = 0; y < height; ++y) {
      if (random() % 8 == 0)
        for (char& octet : line)
          if (random() % 3 == 0) octet = static_cast<char>(random() % 2 == 0 ? 0 : random());
      groups.add(line, stream);
      pixels += line;
    }
    groups.finish(stream);
    std::uint32_t announced = 0;
    const auto pages = testing::RasterReader(stream).urf(announced);
    ASSERT_TRUE(pages.has_value());
    ASSERT_EQ(pages->size(), 1u);
    EXPECT_TRUE(std::equal(pixels.begin(), pixels.end(), pages->front().pixels.begin(), pages->front().pixels.end(),
                           [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }));
  }
}

TEST(Placement, OfPagesOnSheets) {
  const PagePoints a4{595.276, 841.89};
  const cairo_matrix_t same = placement({595, 842}, a4);
  EXPECT_EQ(same.xx, 1);
  EXPECT_NEAR(same.x0, 0.138, 0.01) << "in the middle";
  const cairo_matrix_t half = placement({297.638, 420.945}, a4);
  EXPECT_NEAR(half.xx, 2, 1e-4);
  double x = 0, y = 0;
  const cairo_matrix_t turned = placement({842, 595}, a4);
  cairo_matrix_transform_point(&turned, &x, &y);
  EXPECT_NEAR(x, 0, 1);
  EXPECT_NEAR(y, 842, 1) << "the page's top left is the sheet's bottom left";
}

TEST(Requests, GoThereAndBack) {
  Request request;
  request.ticket.format = RasterFormat::urf;
  request.ticket.media = "na_letter_8.5x11in";
  request.ticket.sides = "two-sided-short-edge";
  request.ticket.sheet_back = "manual-tumble";
  request.ticket.copies = 7;
  const auto arguments = to_arguments(request);
  const auto back = from_arguments(arguments);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(to_arguments(back.value()), arguments);
  for (std::vector<std::string> wrong : {std::vector<std::string>{},
                                         {"thumbnail"},
                                         {"thumbnail", "1", "9999"},
                                         {"thumbnail", "0", "100"},
                                         {"text", "1", "1"},
                                         {"text", "21000", "29700", "x"},
                                         {"paint", "1", "100"},
                                         {"thumbnail", "1x", "100"}})
    EXPECT_FALSE(from_arguments(wrong).ok());
}

TEST(Errors, GoThereAndBack) {
  for (const Error& error : {damaged(), encrypted(), timed_out(), takes_too_much(), more_than_one_page(),
                             no_such_page(), no_text(), failed()})
    EXPECT_EQ(error_of(exit_status_of(error)).code, error.code);
  EXPECT_EQ(error_of(3).code, "render-failed");
}

int one_cell(char32_t letter) { return letter > 0x2FFF ? 2 : 1; }
std::vector<Lines> set(const std::u32string& text, int columns = 10, int lines = 3) {
  return set_pages(text, one_cell, columns, lines);
}

TEST(TextLines, AreBrokenWhereTheyMayBe) {
  EXPECT_EQ(set(U"one two three"), (std::vector<Lines>{{U"one two", U"three"}}));
  EXPECT_EQ(set(U"abcdefghijklm"), (std::vector<Lines>{{U"abcdefghij", U"klm"}}));
  EXPECT_EQ(set(U"印刷の課金先、です"), (std::vector<Lines>{{U"印刷の課金", U"先、です"}}));
  EXPECT_EQ(set(U"印刷課金先、です"), (std::vector<Lines>{{U"印刷課金先、", U"です"}})) << "a comma begins no line";
  EXPECT_EQ(set(U"a\tb"), (std::vector<Lines>{{U"a       b"}}));
  EXPECT_EQ(set(U"a\r\nb\rc\nd"), (std::vector<Lines>{{U"a", U"b", U"c"}, {U"d"}}));
  EXPECT_EQ(set(U"a\fb\f"), (std::vector<Lines>{{U"a"}, {U"b"}})) << "the last form feed begins no page";
  EXPECT_EQ(set(U""), (std::vector<Lines>{{}}));
}

// What a document that took over the program would try. Bits of the result name what it got.
int break_out() {
  int got = 0;
  if (::open("/etc/passwd", O_RDONLY) >= 0) got |= 1;
  if (::open("/usr/share/fonts/tsuke-break-out", O_WRONLY | O_CREAT, 0600) >= 0) got |= 2;
  if (::socket(AF_INET, SOCK_STREAM, 0) >= 0 || ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0) got |= 4;
  if (::open("/proc/self/environ", O_RDONLY) >= 0) got |= 8;
  if (const pid_t child = ::fork(); child >= 0) {
    if (child == 0) ::_exit(0);
    got |= 16;
  }
  if (::kill(::getppid(), 0) == 0) got |= 32;
  char* const arguments[] = {nullptr};
  if (::execve("/bin/true", arguments, arguments) == 0) got |= 64;
  if (::open("/etc/fonts/fonts.conf", O_RDONLY) < 0) got |= 128;  // the one thing that it may
  return got;
}

TEST(Jail, LeavesFontsAndNothingElse) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(jail::enter(terms_for(Request{})) ? break_out() : 255);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status)) << status;
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace tsuke::render
