// Hands one message to a mail server beside us, in blocking calls: for a program that another mail server runs.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::mail {

struct Handover {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  int port = 0;
  std::string sender;  // of the envelope; empty: none
  std::string recipient;
  Duration patience = minutes(5);  // for each answer
};

// The server's last word: "550 5.1.1 there is no such mail address here".
struct HandedOver {
  int code = 0;
  std::string text;  // without the code
  bool taken() const { return code / 100 == 2; }
  bool may_try_again() const { return code / 100 == 4; }
};

// Reads the message with `read` (0 at its end) as it goes; its lines may end with LF alone. A first line "From …", as
// mailboxes have it, is no part of it. Fails with unavailable ("server-away", "connection-lost", "timeout"): nothing
// is known to have been taken then, and the same may be tried again.
Result<HandedOver> hand_over(const Handover& to, const std::function<Result<std::size_t>(std::span<char>)>& read);

// What goes over the wire for the bytes of a message: lines end with CR LF, a dot at a line's beginning is doubled.
class DotStuffing {
 public:
  void append(std::string_view bytes, std::string& to);
  void finish(std::string& to);  // the line with the dot

 private:
  bool at_line_start_ = true;
  bool after_cr_ = false;
};

}  // namespace tsuke::mail
