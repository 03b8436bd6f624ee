// One HTTP connection of libcups, for the client alone: a POST is begun, written, answered, read.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "platform/ipp/client.h"

typedef struct _http_s http_t;  // as CUPS calls it

namespace tsuke::ipp {

struct Target {
  std::string host;
  int port = 631;
  std::string path;
  bool secure = false;

  // Fails with malformed on anything but ipp://host… and ipps://host….
  static Result<Target> parse(const std::string& uri);
};

// What another thread needs to end a wait. It outlives the connections that use it.
class Cancellation {
 public:
  void cancel();
  bool cancelled() const { return cancelled_; }

 private:
  friend class Transport;
  void watch(int socket);  // -1: none
  std::atomic<bool> cancelled_ = false;
  int connect_flag_ = 0;  // libcups looks at a plain int while it connects
  std::mutex mutex_;
  int socket_ = -1;
};

class Transport {
 public:
  // Connects; for ipps the server is checked as in check_server. Fails with unavailable, and as options.check_address.
  static Result<std::unique_ptr<Transport>> open(const Target& target, const ClientOptions& options,
                                                 Cancellation& cancellation);
  ~Transport();

  // True when an idle connection has been closed (or spoken to) by the other side: it must not be used again.
  bool is_stale() const;
  // Sends the head. Without `length` the body is chunked.
  bool begin(const Target& target, const std::string& authorization, std::optional<std::size_t> length);
  bool write(std::string_view piece);
  bool answer_is_waiting() const;
  bool finish();  // ends a chunked body
  // The HTTP status, past any "100 Continue"; nothing when the connection broke or stayed silent.
  std::optional<int> status();
  // The next piece of the answer's body, empty at its proper end. Fails with unavailable when it is cut short.
  Result<std::string_view> read();
  bool timed_out() const { return timed_out_; }

 private:
  Transport(http_t* http, Duration silence, Cancellation& cancellation);
  static int on_silence(http_t* http, void* self);
  void progress() { heard_at_ = monotonic_now(); }

  http_t* http_;
  Duration silence_;
  Cancellation& cancellation_;
  Duration heard_at_;
  bool timed_out_ = false;
  std::string buffer_;
};

}  // namespace tsuke::ipp
