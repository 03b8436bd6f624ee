// A real server on loopback for this folder's tests: the loop runs in a thread of its own.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <utility>

#include "platform/http/client.h"
#include "platform/http/http.h"

namespace tsuke::http {

class TestServer {
 public:
  Router router;
  Limits limits;

  // Routes are added before; false when nothing could be listened on.
  void start() {
    auto made = net::listen(*loop_, {}, [this](std::unique_ptr<net::Stream> stream) {
      return serve_connection(*loop_, std::move(stream), router, limits);
    });
    ASSERT_TRUE(made.ok());
    listener_ = made.take();
    thread_ = std::thread([this] { loop_->run(); });
  }
  // Ends the loop with whatever is still going on in it.
  void stop() {
    loop_->stop();
    if (thread_.joinable()) thread_.join();
  }
  ~TestServer() {
    stop();
    loop_.reset();
  }

  net::Loop& loop() { return *loop_; }
  int port() const { return listener_->port(); }
  Client client() const { return Client("127.0.0.1", port()); }

  // Sends bytes on a connection of its own and returns all statuses answered until the server closes.
  std::string statuses(std::string_view bytes) const {
    Client raw = client();
    std::string seen;
    if (!raw.send_raw(bytes).ok()) return "unsent";
    while (true) {
      const auto response = raw.read_response();
      if (!response.ok()) return seen + (response.error().code == "timeout" ? " open" : " closed");
      seen += (seen.empty() ? "" : " ") + std::to_string(response.value().status);
      if (response.value().header("connection") == "close") return seen + " closed";
    }
  }

 private:
  std::unique_ptr<net::Loop> loop_ = net::Loop::create();
  std::unique_ptr<net::Listener> listener_;
  std::thread thread_;
};

}  // namespace tsuke::http
