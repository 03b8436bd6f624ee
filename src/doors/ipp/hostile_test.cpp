// Bytes as they should not come: split, cut off, damaged, from another protocol. Never a crash, always the standard's
// status.
#include <random>

#include "doors/ipp/test_server.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::ippdoor {
namespace {

class HostileTest : public IppDoorTest {
 protected:
  const std::string pdf = pages::make_pdf(1);

  std::string print_bytes() { return ipp::encode(request(ipp::op::print_job, token_path)) + pdf; }
  static ipp::Message message_in(const Result<http::ClientResponse>& answer) {
    if (!answer.ok()) {
      ADD_FAILURE() << answer.error().what;
      return {};
    }
    const auto decoded = ipp::decode(answer.value().body);
    if (!decoded.ok() || !decoded.value()) {
      ADD_FAILURE() << "no IPP: " << answer.value().status << " " << answer.value().body;
      return {};
    }
    return decoded.value()->message;
  }
  Result<http::ClientResponse> post(std::string_view bytes, const std::string& type = "application/ipp") {
    http::Client client = server.http();
    return client.request("POST", token_path, bytes, {{"Content-Type", type}});
  }
  std::string status_for(const ipp::Message& message) {
    const auto answer = post(ipp::encode(message));
    EXPECT_TRUE(answer.ok() && answer.value().status == 200);
    return status(message_in(answer));
  }
  bool alive() { return print(token_path, pdf) > 0; }
};

TEST_F(HostileTest, WhatEveryRequestMustCarry) {
  const auto good = [&] { return request(ipp::op::get_printer_attributes, token_path); };
  EXPECT_EQ(status_for(good()), "successful-ok");
  ipp::Message message = good();
  message.request_id = 0;
  EXPECT_EQ(status_for(message), "client-error-bad-request");
  message = good();
  message.version_major = 3;
  EXPECT_EQ(status_for(message), "server-error-version-not-supported");
  message = good();
  message.version_major = 0;
  EXPECT_EQ(status_for(message), "server-error-version-not-supported");
  message = good();
  message.version_major = 1;
  message.version_minor = 1;
  EXPECT_EQ(status_for(message), "successful-ok");
  message = good();
  message.code = 0x3FFF;
  EXPECT_EQ(status_for(message), "server-error-operation-not-supported");
  message = good();
  std::swap(message.groups.front().attributes[0], message.groups.front().attributes[1]);
  EXPECT_EQ(status_for(message), "client-error-bad-request");
  message = good();
  message.groups.front().attributes.erase(message.groups.front().attributes.begin() + 2);
  EXPECT_EQ(status_for(message), "client-error-bad-request");
  message = good();
  message.groups.front().attributes[0] = ipp::strings("attributes-charset", ipp::Tag::charset, {"iso-8859-1"});
  EXPECT_EQ(status_for(message), "client-error-charset-not-supported");
  message = good();
  message.groups.clear();
  EXPECT_EQ(status_for(message), "client-error-bad-request");
}

TEST_F(HostileTest, TruncatedAtEveryPlace) {
  const std::string bytes = ipp::encode(request(ipp::op::get_printer_attributes, token_path));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto answer = post(bytes.substr(0, length));
    ASSERT_TRUE(answer.ok()) << length;
    EXPECT_EQ(answer.value().status, 400) << length;
    if (length < 8) continue;
    EXPECT_EQ(message_in(answer).code, ipp::status::bad_request) << length;
  }
  EXPECT_TRUE(alive());
}

TEST_F(HostileTest, ManglednessIsSurvived) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  ipp::Message message = request(ipp::op::print_job, token_path);
  message.add_group(ipp::Tag::job)
      .add(ipp::integer("copies", 2))
      .add(ipp::collection("media-col", {ipp::collection("media-size", {ipp::integer("x-dimension", 21000)})}));
  const std::string bytes = ipp::encode(message) + pdf;
  for (int round = 0; round < 300; ++round) {
    std::string mangled = bytes;
    for (int i = 0; i < 3; ++i) mangled[random() % 300] = static_cast<char>(random());
    const auto answer = post(mangled);
    ASSERT_TRUE(answer.ok()) << round;
    EXPECT_NE(answer.value().status, 500) << round;
  }
  EXPECT_TRUE(alive());
}

TEST_F(HostileTest, SplitIntoSingleBytes) {
  http::Client client = server.http();
  const std::string all = http_post(token_path, print_bytes().substr(0, 2000 + pdf.size()));
  for (std::size_t at = 0; at < all.size(); at += at < 700 ? 1 : 64)
    ASSERT_TRUE(client.send_raw(std::string_view(all).substr(at, at < 700 ? 1 : 64)).ok());
  EXPECT_EQ(status(message_in(client.read_response())), "successful-ok");
}

TEST_F(HostileTest, ChunkedWithExpectation) {
  http::Client client = server.http();
  ASSERT_TRUE(client
                  .send_raw("POST " + token_path +
                            " HTTP/1.1\r\nHost: x\r\nContent-Type: application/ipp\r\nTransfer-Encoding: "
                            "chunked\r\nExpect: 100-continue\r\n\r\n")
                  .ok());
  const std::string body = print_bytes();
  for (std::size_t at = 0; at < body.size(); at += 7) {
    const std::string piece = body.substr(at, 7);
    ASSERT_TRUE(client.send_raw(std::string(1, "01234567"[piece.size()]) + "\r\n" + piece + "\r\n").ok());
  }
  ASSERT_TRUE(client.send_raw("0\r\n\r\n").ok());
  EXPECT_EQ(status(message_in(client.read_response())), "successful-ok");
}

TEST_F(HostileTest, ADocumentCutOffLeavesNothing) {
  const std::string all = http_post(token_path, print_bytes());
  {
    http::Client client = server.http();
    ASSERT_TRUE(client.send_raw(all.substr(0, all.size() - 10)).ok());
  }
  EXPECT_TRUE(alive());
  EXPECT_EQ(job_by_number(mika, 1).name, "report.pdf");  // the first job is the one just printed
}

TEST_F(HostileTest, OtherContentIsRefused) {
  EXPECT_EQ(post(print_bytes(), "text/plain").value().status, 415);
  EXPECT_EQ(post(print_bytes(), "application/ipp; charset=utf-8").value().status, 200);
  http::Client client = server.http();
  EXPECT_EQ(client.get(token_path).value().status, 405);
}

TEST_F(HostileTest, TooManyAttributes) {
  ipp::Message message = request(ipp::op::get_printer_attributes, token_path);
  for (int i = 0; i < 5000; ++i) message.groups.front().add(ipp::integer("x" + std::to_string(i), i));
  const auto answer = post(ipp::encode(message));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer.value().status, 413);
  EXPECT_EQ(message_in(answer).code, ipp::status::request_entity_too_large);
}

}  // namespace
}  // namespace tsuke::ippdoor
