// An IPP client over libcups: what the agent, the demo and the tests speak with. Blocking: one client, one thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "platform/ipp/message.h"

namespace tsuke::ipp {

struct ClientOptions {
  std::string uri;   // ipp://host:port/path, ipps://…
  std::string user;  // with password: Basic
  std::string password;
  std::string ca_file;  // trust this authority for ipps; empty: the system's
  Duration timeout =
      seconds(60);  // longest silence while an answer is awaited, and the longest answer without document
  Duration connect_timeout = seconds(15);
  // When given, asked for each address that the host's name stands for, in figures ("192.0.2.9", "fe80::1%eth0"),
  // before each connection, which then goes to one of just these: what the name means a moment later is nothing to it.
  // One refusal refuses them all; send() fails with it, and nothing was sent.
  std::function<Result<void>(std::string_view address, int port)> check_address;
};

class Client {
 public:
  // Does not connect yet. Fails with malformed on a URI that is not ipp or ipps.
  static Result<std::unique_ptr<Client>> create(ClientOptions options);
  virtual ~Client() = default;

  const virtual std::string& uri() const = 0;
  // Sends a request and waits for the answer; connects, and reconnects once when a kept connection has gone.
  // `document` gives pieces until empty. `into` takes document data that follows the answer (Fetch-Document), possibly
  // before a failure is noticed: what it took counts only when send() succeeds. A request with a document is never sent
  // twice. Fails with unavailable (no connection, silence past the timeout, `cancel` set), not_authenticated (401),
  // malformed (the answer is no IPP, is another request's, or does not end). An IPP error status is an answer, not a
  // failure.
  using Source = std::function<Result<std::string_view>()>;
  using Sink = std::function<Result<void>(std::string_view)>;
  virtual Result<Message> send(const Message& request, Source document = {}, Sink into = {}) = 0;
  // From another thread: makes a waiting send() fail soon, and every later one at once.
  virtual void cancel() = 0;
};

}  // namespace tsuke::ipp
