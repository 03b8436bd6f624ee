#include "platform/net/behind_tls.h"

#include <utility>

namespace tsuke::net {

namespace {

class BehindTls : public Stream {
 public:
  explicit BehindTls(std::unique_ptr<Stream> plain) : plain_(std::move(plain)) {}

  Task<Result<std::size_t>> read_some(std::span<char> into, Duration timeout) override {
    return plain_->read_some(into, timeout);
  }
  Task<Result<void>> write(std::string_view bytes, Duration timeout) override { return plain_->write(bytes, timeout); }
  Task<Result<void>> wait_readable(Duration timeout) override { return plain_->wait_readable(timeout); }
  void close() override { plain_->close(); }
  bool secure() const override { return true; }
  bool from_loopback() const override { return plain_->from_loopback(); }
  const std::string& peer_address() const override { return plain_->peer_address(); }
  bool peer_closed() const override { return plain_->peer_closed(); }
  void watch_closed(std::function<void()> on_closed) override { plain_->watch_closed(std::move(on_closed)); }
  void end_writing() override { plain_->end_writing(); }

 private:
  const std::unique_ptr<Stream> plain_;
};

}  // namespace

std::unique_ptr<Stream> behind_tls(std::unique_ptr<Stream> stream) {
  return std::make_unique<BehindTls>(std::move(stream));
}

}  // namespace tsuke::net
