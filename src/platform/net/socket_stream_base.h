// What plain and TLS streams share. Private to platform/net.
#pragma once

#include "platform/net/socket_stream.h"

namespace tsuke::net {

Error timed_out();
Error connection_lost();
Result<void> to_result(Outcome outcome);

class SocketStream : public Stream {
 public:
  SocketStream(std::shared_ptr<Core> core, std::shared_ptr<Descriptor> socket, Peer peer);
  ~SocketStream() override;

  Task<Result<void>> wait_readable(Duration timeout) override;
  void close() override { socket_->close(); }
  bool from_loopback() const override { return peer_.loopback; }
  const std::string& peer_address() const override { return peer_.address; }
  bool peer_closed() const override;
  void watch_closed(std::function<void()> on_closed) override;
  void end_writing() override;

 protected:
  virtual bool has_buffered() const = 0;  // bytes that the socket no longer holds

  std::shared_ptr<Core> core_;  // before the socket, which lives in it
  std::shared_ptr<Descriptor> socket_;
  Peer peer_;
};

}  // namespace tsuke::net
