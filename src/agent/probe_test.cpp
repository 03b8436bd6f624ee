#include "agent/probe.h"

#include <gtest/gtest.h>

#include "platform/ipp/loopback_server_testing.h"
#include "printing/stand_in_testing.h"

namespace tsuke::agent {
namespace {

Probe of_answer(const std::string& answer) {
  ipp::LoopbackServer server({[&](ipp::LoopbackConnection& connection) {
    connection.read_until("\r\n\r\n");
    connection.write(answer);
  }});
  return probe("http://127.0.0.1:" + std::to_string(server.port()) + "/", "");
}

TEST(Probe, ReadsTheServersDate) {
  const Probe seen = of_answer("HTTP/1.1 200 OK\r\nDATE: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(seen.outcome, Probe::Outcome::answered);
  EXPECT_EQ(seen.date, (Instant{784'111'777'000'000}));
  EXPECT_FALSE(of_answer("HTTP/1.1 404 Not Found\r\nDate: tomorrow\r\nContent-Length: 0\r\n\r\n").date);
}

TEST(Probe, TellsNoConnectionFromAnOddServer) {
  EXPECT_EQ(of_answer("220 mail.example ESMTP\r\n").outcome, Probe::Outcome::no_http);
  EXPECT_EQ(probe("http://127.0.0.1:9/", "").outcome, Probe::Outcome::unreachable);
  EXPECT_EQ(probe("http://nowhere.invalid/", "").outcome, Probe::Outcome::name_unknown);
}

// The printer makes itself a certificate: its dates are read although nobody vouches for it.
TEST(Probe, ReadsTheDatesOfACertificateThatIsNotTrusted) {
  printing::StandIn printer;
  ASSERT_TRUE(printer.is_up());
  const std::string url = "https" + printer.uri().substr(3);
  const Probe stranger = probe(url, "");
  EXPECT_EQ(stranger.outcome, Probe::Outcome::not_trusted) << stranger.what;
  ASSERT_TRUE(stranger.valid_until && stranger.valid_from);
  EXPECT_GT(*stranger.valid_until, wall_clock().now());
  EXPECT_LT(*stranger.valid_from, wall_clock().now() + hours(1));
  const Probe known = probe(url, printer.certificate());
  EXPECT_EQ(known.outcome, Probe::Outcome::answered) << known.what;
  EXPECT_EQ(known.valid_until, stranger.valid_until);
}

}  // namespace
}  // namespace tsuke::agent
