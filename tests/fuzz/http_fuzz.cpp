// A connection's bytes from a hostile client, against the whole of serve_connection.
//
// The first byte of the input says in what pieces the rest arrives; the same bytes then arrive at once. What is served
// must not depend on it: where a request ends is a matter of its bytes alone.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "platform/http/http.h"

namespace {

using namespace tsuke;

// Gives the input in pieces and never waits.
class FakeStream final : public net::Stream {
 public:
  FakeStream(std::string_view input, std::size_t piece, std::string& output)
      : input_(input), piece_(piece), output_(output) {}
  Task<Result<std::size_t>> read_some(std::span<char> into, Duration) override {
    const std::size_t count = std::min({into.size(), piece_, input_.size()});
    input_.copy(into.data(), count);
    input_.remove_prefix(count);
    co_return count;
  }
  Task<Result<void>> write(std::string_view bytes, Duration) override {
    output_.append(bytes);
    co_return Result<void>{};
  }
  Task<Result<void>> wait_readable(Duration) override { co_return Result<void>{}; }
  void close() override {}
  bool secure() const override { return false; }
  bool from_loopback() const override { return true; }
  const std::string& peer_address() const override { return address_; }

 private:
  std::string_view input_;
  std::size_t piece_;
  std::string& output_;
  std::string address_ = "127.0.0.1";
};

Task<http::Response> measure(http::Request& request) {
  const auto body = co_await request.body->read_all(64 << 10);
  if (!body.ok()) co_return http::problem_response(body.error());
  http::Response response;
  response.headers.set("X-Query", std::string(request.query_value("q")));
  response.body = std::to_string(body.value().size());
  co_return response;
}

Task<http::Response> read_form(http::Request& request) {
  auto reader = http::MultipartReader::create(request.headers.get("content-type"), *request.body);
  if (!reader.ok()) co_return http::problem_response(reader.error());
  std::size_t count = 0;
  while (true) {
    auto part = co_await reader.value()->next();
    if (!part.ok()) co_return http::problem_response(part.error());
    if (!part.value()) break;
    count += part.value()->name.size() + part.value()->file_name.size();
    while (true) {
      auto piece = co_await reader.value()->read();
      if (!piece.ok()) co_return http::problem_response(piece.error());
      if (piece.value().empty()) break;
      count += piece.value().size();
    }
  }
  http::Response response;
  response.body = std::to_string(count);
  co_return response;
}

Task<http::Response> stream_cookie(http::Request& request) {
  http::basic_credentials(request.headers);
  http::Response response;
  response.stream = [&request](http::BodyWriter& writer) { return writer.write(request.cookie("c")); };
  co_return response;
}

http::Router make_router() {
  http::Router router;
  router.add("POST", "/m", http::Access::open, measure);
  router.add("POST", "/f", http::Access::open, read_form);
  router.add("GET", "/s/{id}", http::Access::open, stream_cookie);
  router.add("GET", "/r/{rest*}", http::Access::open, measure);
  return router;
}

std::string serve(std::string_view input, std::size_t piece) {
  static const std::unique_ptr<net::Loop> loop = net::Loop::create();
  static const http::Router router = make_router();
  std::string output;
  bool ended = false;
  spawn(http::serve_connection(*loop, std::make_unique<FakeStream>(input, piece, output), router),
        [&ended] { ended = true; });
  if (!ended) std::abort();
  return output;
}

// The statuses of the answers, without interim ones; which limit a hostile head meets first may differ.
std::vector<std::string> statuses(std::string_view output) {
  if (!output.empty() && !output.starts_with("HTTP/1.1 ")) std::abort();
  std::vector<std::string> found;
  for (std::size_t at = 0; (at = output.find("HTTP/1.1 ", at)) != std::string_view::npos; ++at) {
    const std::string status(output.substr(at + 9, 3));
    if (status != "100") found.push_back(status == "414" || status == "431" ? "400" : status);
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  log::set_level(log::Level::off);
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string pieces = serve(input, data[0] + std::size_t{1});
  const std::string whole = serve(input, size);
  // After a body that is too large it depends on the pieces whether little enough is left to go on.
  if (whole.find("HTTP/1.1 413") != std::string::npos || pieces.find("HTTP/1.1 413") != std::string::npos) return 0;
  if (statuses(pieces) != statuses(whole)) std::abort();
  return 0;
}
