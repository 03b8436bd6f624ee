// Byte streams, timers and TLS over one event loop. The only folder that sees Asio and OpenSSL's SSL.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/executor.h"
#include "base/result.h"
#include "base/task.h"
#include "base/time.h"

namespace tsuke::net {

// A connected byte pipe, plain or TLS. Used from the loop's thread only, by one reader and one writer at a time; it
// outlives what waits in it (close() ends that), except when the loop itself ends.
class Stream {
 public:
  virtual ~Stream() = default;  // closes
  // At least 1 byte, or 0 when the peer has ended. Fails with unavailable: "timeout", "connection-lost".
  virtual Task<Result<std::size_t>> read_some(std::span<char> into, Duration timeout) = 0;
  // Writes all of it. The bytes must live until then.
  virtual Task<Result<void>> write(std::string_view bytes, Duration timeout) = 0;
  // Resolves when readable or ended without holding a buffer: what an idle connection waits in.
  virtual Task<Result<void>> wait_readable(Duration timeout) = 0;
  // Ends what waits here with connection-lost. Safe to call twice.
  virtual void close() = 0;
  virtual bool secure() const = 0;  // TLS
  virtual bool from_loopback() const = 0;
  virtual const std::string& peer_address() const = 0;  // "192.0.2.7"

  // True once the peer has ended its side or vanished, even when bytes from it are still unread.
  virtual bool peer_closed() const { return false; }
  // Calls back once, on the loop, when the peer closes while nothing reads here; an empty callback ends the watch. A
  // peer that goes on sending meanwhile is no longer watched: its end shows at the next read or write.
  virtual void watch_closed(std::function<void()> on_closed) { (void)on_closed; }
  // Tells the peer that nothing more comes; reading goes on.
  virtual void end_writing() {}
};

// One thread's event loop. post() may be called from any thread; everything else from the loop's thread.
//
// At its destruction it runs what was posted, then destroys every coroutine still waiting in it (in a stream, a sleep
// or a signal) from its root: their locals are destroyed and they never go on. Streams, signals and listeners may be
// destroyed before or after it. What may still post() to it (pools, committers) must have stopped before.
class Loop : public Executor {
 public:
  static std::unique_ptr<Loop> create();
  virtual void run() = 0;   // until stop()
  virtual void stop() = 0;  // from any thread or a signal handler's thread; before run(), run() returns at once
  virtual Task<void> sleep(Duration how_long) = 0;
  // Calls back on the loop's thread for SIGINT and SIGTERM instead of the default action.
  virtual void on_signal(std::function<void(int)> callback) = 0;
};

struct TlsFiles {
  std::string certificate_file;  // PEM chain
  std::string key_file;          // PEM
};

struct ListenOptions {
  std::string address = "127.0.0.1";  // also "::", "0.0.0.0"
  int port = 0;                       // 0: any free one
  TlsFiles tls;                       // empty: plain only
  bool plain_from_anywhere = false;   // else plain connections are served from loopback only, and closed from elsewhere
  int connections_max = 20'000;
};

class Listener {
 public:
  virtual ~Listener() = default;
  virtual int port() const = 0;
  virtual void close() = 0;  // no new connections; open ones go on
};

// Listens; with TLS files one port serves both: a first byte 0x16 starts TLS (1.2 and up), anything else is plain.
// `serve` is called on the loop's thread once per connection. Fails with unavailable ("address-in-use", …), malformed
// for bad TLS files.
Result<std::unique_ptr<Listener>> listen(Loop& loop, ListenOptions options,
                                         std::function<Task<void>(std::unique_ptr<Stream>)> serve);

// Lets coroutines on one loop wait for something that others announce: a parked long poll, an event stream.
class Signal {
 public:
  explicit Signal(Loop& loop);
  ~Signal();
  void notify_all();  // from the loop's thread
  // True when notified; false at the timeout, when the Signal is destroyed, or as soon as the peer of `until_closed`
  // (which must outlive the wait) has closed.
  Task<bool> wait(Duration timeout, Stream* until_closed = nullptr);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// Makes a local certificate authority and a server certificate (ECDSA P-256) for these host names and addresses, in the
// folder, unless they are there and still valid for 30 days. Files: ca.pem, server.pem, server.key (mode 0600).
Result<TlsFiles> ensure_local_certificate(const std::string& folder, std::span<const std::string> hosts);

}  // namespace tsuke::net
