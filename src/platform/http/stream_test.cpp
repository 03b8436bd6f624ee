// Event streams and long polls: waiting for something on the server while the client stays or goes.
#include <gtest/gtest.h>

#include <future>

#include "platform/http/test_server.h"

namespace tsuke::http {
namespace {

class Streams : public ::testing::Test {
 protected:
  // Runs on the server's loop, and waits until it has.
  void on_loop(std::function<void()> work) {
    std::promise<void> done;
    server.loop().post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

  static bool soon(std::future<bool>& what) {
    return what.wait_for(std::chrono::seconds(10)) == std::future_status::ready && what.get();
  }

  TestServer server;
  net::Signal changed{server.loop()};
  std::promise<void> parked;
  std::promise<bool> ended;
  int events = 0;

  Task<Result<void>> write_events(Request& request, BodyWriter& writer) {
    CO_TRY_VOID(co_await writer.write("data: begin\n\n"));
    parked.set_value();
    int sent = 0;
    while (!writer.closed()) {
      const bool notified = co_await changed.wait(hours(1), request.connection);
      if (!notified) break;
      for (; sent < events; ++sent) CO_TRY_VOID(co_await writer.write("data: event\n\n"));
    }
    ended.set_value(writer.closed());
    co_return Result<void>{};
  }

  Task<Response> events_route(Request& request) {
    Response response;
    response.headers.set("Content-Type", "text/event-stream");
    response.stream = [this, &request](BodyWriter& writer) { return write_events(request, writer); };
    co_return response;
  }

  Task<Response> poll_route(Request& request) {
    parked.set_value();
    const bool notified = co_await changed.wait(hours(1), request.connection);
    if (!notified) ended.set_value(request.client_gone());
    co_return empty_response(notified ? 200 : 204);
  }

  void TearDown() override { server.stop(); }
  void SetUp() override {
    server.router.add("GET", "/events", Access::open, [this](Request& request) { return events_route(request); });
    server.router.add("GET", "/poll", Access::open, [this](Request& request) { return poll_route(request); });
    server.start();
  }
};

TEST_F(Streams, EventsArriveAsTheyHappen) {
  Client client = server.client();
  ASSERT_EQ(200, client.open_stream("/events").value().status);
  EXPECT_EQ("data: begin", *client.next_line(seconds(10)).take());
  EXPECT_EQ("", *client.next_line(seconds(10)).take());
  parked.get_future().wait();
  for (int i = 1; i <= 3; ++i) {
    on_loop([&] {
      events = i;
      changed.notify_all();
    });
    EXPECT_EQ("data: event", *client.next_line(seconds(10)).take());
    EXPECT_EQ("", *client.next_line(seconds(10)).take());
  }
  EXPECT_EQ("timeout", client.next_line(milliseconds(1)).error().code);
}

TEST_F(Streams, AClientThatGoesEndsTheStreamAtOnce) {
  Client client = server.client();
  ASSERT_EQ(200, client.open_stream("/events").value().status);
  parked.get_future().wait();
  client.close();
  auto gone = ended.get_future();
  EXPECT_TRUE(soon(gone));
}

TEST_F(Streams, AClientThatGoesEndsTheLongPollAtOnce) {
  Client client = server.client();
  ASSERT_TRUE(client.send_raw("GET /poll HTTP/1.1\r\nHost: a\r\n\r\n").ok());
  parked.get_future().wait();
  client.close();
  auto gone = ended.get_future();
  EXPECT_TRUE(soon(gone));
}

TEST_F(Streams, APipelinedRequestDoesNotEndTheLongPoll) {
  Client client = server.client();
  ASSERT_TRUE(client.send_raw("GET /poll HTTP/1.1\r\nHost: a\r\n\r\n").ok());
  parked.get_future().wait();
  ASSERT_TRUE(client.send_raw("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n").ok());
  EXPECT_FALSE(client.closed_by_server(milliseconds(20)));
  on_loop([&] { changed.notify_all(); });
  EXPECT_EQ(200, client.read_response().value().status);
  EXPECT_EQ(404, client.read_response().value().status);
}

TEST_F(Streams, TheServerEndsCleanlyUnderParkedRequests) {
  Client client = server.client();
  ASSERT_TRUE(client.send_raw("GET /poll HTTP/1.1\r\nHost: a\r\n\r\n").ok());
  parked.get_future().wait();
  server.stop();  // the fixture then destroys everything with the request still parked
}

}  // namespace
}  // namespace tsuke::http
