// One SMTP connection (RFC 5321, with PIPELINING, 8BITMIME, SIZE and ENHANCEDSTATUSCODES): one recipient for each
// message, so that the one answer after the dot is the answer for it.
#include <algorithm>

#include "doors/mail/delivery.h"
#include "doors/mail/mail.h"
#include "platform/http/input.h"
#include "platform/mail/smtp.h"

namespace tsuke::doors {

namespace {

using mail::LineScan;
using mail::Verb;

constexpr std::size_t buffer_bytes = 16 << 10;
constexpr std::int64_t overlong_factor = 2;  // how much more than a message may have is read before we hang up

constexpr std::size_t lingering_bytes_max = 256 << 10;
constexpr Duration lingering_silence = seconds(2);

constexpr std::string_view bare_break = "521 5.5.2 a line ends with CR LF and nothing else; goodbye";
constexpr std::string_view too_long = "500 5.5.2 the line is too long; goodbye";
constexpr std::string_view out_of_order = "503 5.5.1 that comes in another order: EHLO, MAIL, RCPT, DATA";
constexpr std::string_view one_at_a_time = "452 4.5.3 one recipient for each message; send it again for the others";
constexpr std::string_view not_here = "550 5.7.1 nothing is passed on from here";
constexpr std::string_view overlong_message = "552 5.3.4 the message is too large; goodbye";
constexpr std::string_view too_slow = "421 4.4.2 it takes too long; goodbye";
constexpr std::string_view silent = "421 4.4.2 nothing came for too long; goodbye";
constexpr std::string_view goodbye = "221 2.0.0 goodbye";
constexpr std::string_view had_enough = "421 4.7.0 too many mistakes; goodbye";
constexpr std::string_view ok = "250 2.0.0 ok";

class Session {
 public:
  Session(Service& service, const MailOptions& options, std::unique_ptr<net::Stream> stream)
      : service_(service), options_(options), limits_(options.limits), stream_(std::move(stream)), input_(*stream_) {}

  Task<void> serve() {
    const std::string greeting = "220 " + options_.domain + " ESMTP Tsuke";
    co_await say(greeting);
    for (int commands = 0; open_ && commands < limits_.commands; ++commands) {
      const auto line = co_await next_line();
      if (!line.ok()) break;
      const mail::Command command = mail::parse_command(line.value());
      if (!command.problem.empty()) {
        co_await complain(command.problem);
      } else {
        co_await obey(command);
      }
    }
    if (open_) co_await say("421 4.7.0 too many commands; goodbye");
  }

 private:
  // The next line; fails when the connection is over.
  Task<Result<std::string>> next_line() {
    for (;;) {
      const LineScan scan = mail::scan_line(input_.bytes(), mail::command_bytes_max);
      if (scan.found == LineScan::Found::line) {
        std::string line(input_.bytes().substr(0, scan.length));
        input_.take(scan.length + 2);
        co_return line;
      }
      if (scan.found != LineScan::Found::more_needed) {
        co_await hang_up(scan.found);
        co_return Error{Reason::malformed, "mail-line", "a line that SMTP does not have"};
      }
      CO_TRY_VOID(co_await receive(limits_.silence));
    }
  }

  Task<Result<void>> receive(Duration patience) {
    input_.release_if_empty();
    const auto count = co_await input_.receive(buffer_bytes, patience);
    if (count.ok() && count.value() > 0) co_return Result<void>();
    if (!count.ok() && count.error().code == "timeout") co_await say(silent);
    open_ = false;
    co_return Error{Reason::unavailable, "connection-lost", "the client has gone"};
  }

  // What follows is not looked at: it may be commands that were hidden in a message.
  Task<void> hang_up(LineScan::Found found) {
    co_await say(found == LineScan::Found::bare_break ? bare_break : too_long);
    open_ = false;
    co_await linger();
  }

  // Closing at once would destroy a reply that the client has not read yet while it still sends.
  Task<void> linger() {
    stream_->end_writing();
    for (std::size_t seen = 0; seen < lingering_bytes_max;) {
      input_.take(input_.bytes().size());
      const auto count = co_await input_.receive(buffer_bytes, lingering_silence);
      if (!count.ok() || count.value() == 0) break;
      seen += count.value();
    }
  }

  Task<void> say(std::string_view reply) {
    const std::string bytes = std::string(reply) + "\r\n";
    const auto written = co_await stream_->write(bytes, limits_.silence);
    if (!written.ok()) open_ = false;
  }

  // Guessing addresses is a mistake, too.
  Task<void> complain(std::string_view reply) {
    if (++mistakes_ < limits_.mistakes) {
      co_await say(reply);
      co_return;
    }
    co_await say(had_enough);
    open_ = false;
  }

  Task<void> obey(const mail::Command& command) {
    switch (command.verb) {
      case Verb::ehlo: co_await greet(true); break;
      case Verb::helo: co_await greet(false); break;
      case Verb::mail: co_await take_sender(command); break;
      case Verb::rcpt: co_await take_recipient(command); break;
      case Verb::data: co_await take_message(); break;
      case Verb::rset:
        start_over();
        co_await say(ok);
        break;
      case Verb::vrfy: co_await say("252 2.5.0 try, and see"); break;
      case Verb::quit:
        co_await say(goodbye);
        open_ = false;
        break;
      default: co_await say(ok);
    }
  }

  void start_over() {
    has_sender_ = false;
    recipient_.clear();
    announced_bytes_ = 0;
  }

  Task<void> greet(bool extended) {
    start_over();
    greeted_ = true;
    std::string reply = "250 " + options_.domain;
    if (extended)
      reply = "250-" + options_.domain + "\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE " +
              std::to_string(limits_.message_bytes);
    co_await say(reply);
  }

  // Whoever the envelope names as sender counts for nothing: anybody can write it.
  Task<void> take_sender(const mail::Command& command) {
    if (!greeted_ || has_sender_) {
      co_await complain(out_of_order);
      co_return;
    }
    announced_bytes_ = command.size_bytes.value_or(0);
    if (announced_bytes_ > limits_.message_bytes) {
      const std::string reply = "552 5.3.4 a message has at most " + std::to_string(limits_.message_bytes) + " bytes";
      co_await complain(reply);
      co_return;
    }
    has_sender_ = true;
    co_await say(ok);
  }

  Task<void> take_recipient(const mail::Command& command) {
    if (!has_sender_) {
      co_await complain(out_of_order);
    } else if (command.domain != options_.domain) {
      co_await complain(not_here);
    } else if (!recipient_.empty() && recipient_ != command.local_part) {
      co_await say(one_at_a_time);
    } else {
      co_await look_up(command.local_part);
    }
  }

  Task<void> look_up(const std::string& local_part) {
    const std::function<Result<bool>(store::Reader&)> check = [&](store::Reader& in) -> Result<bool> {
      TRY(flow::check_mailbox(in, local_part, announced_bytes_, service_.now()));
      return true;
    };
    const auto checked = co_await service_.read<bool>(check);
    if (!checked.ok()) {
      const std::string reply = reply_for(checked.error());
      co_await complain(reply);
      co_return;
    }
    recipient_ = local_part;
    co_await say("250 2.1.5 ok");
  }

  Task<void> take_message() {
    if (recipient_.empty()) {
      co_await complain(out_of_order);
      co_return;
    }
    co_await say("354 go on, and end with a dot on a line of its own");
    Delivery delivery(service_, options_, recipient_, comes_from_relay());
    start_over();
    const bool whole = co_await receive_message(delivery);
    if (!whole) co_return;
    const std::string reply = co_await delivery.finish();
    co_await say(reply);
  }

  bool comes_from_relay() const {
    const auto& relays = options_.relays;
    return stream_->from_loopback() || std::find(relays.begin(), relays.end(), stream_->peer_address()) != relays.end();
  }

  // True at the dot; false when the connection has ended before.
  Task<bool> receive_message(Delivery& delivery) {
    const Duration began = monotonic_now();
    for (;;) {
      const LineScan::Found stopped = take_lines(delivery);
      if (stopped == LineScan::Found::line) co_return true;
      if (stopped != LineScan::Found::more_needed) {
        co_await hang_up(stopped);
        co_return false;
      }
      const Duration left = limits_.message_time - (monotonic_now() - began);
      const bool overlong = delivery.size_bytes() > overlong_factor * limits_.message_bytes;
      if (left.micros <= 0 || overlong) {
        co_await say(overlong ? overlong_message : too_slow);
        open_ = false;
        co_await linger();
        co_return false;
      }
      const auto received = co_await receive(std::min(left, limits_.silence));
      if (!received.ok()) co_return false;
    }
  }

  // Hands over the lines that are there: `line` at the dot, else what stopped it.
  LineScan::Found take_lines(Delivery& delivery) {
    for (;;) {
      const LineScan scan = mail::scan_line(input_.bytes(), mail::text_line_bytes_max);
      if (scan.found != LineScan::Found::line) return scan.found;
      std::string_view line = input_.bytes().substr(0, scan.length);
      const bool is_end = line == ".";
      if (line.starts_with('.')) line.remove_prefix(1);
      if (!is_end) delivery.line(line);
      input_.take(scan.length + 2);
      if (is_end) return LineScan::Found::line;
    }
  }

  Service& service_;
  const MailOptions& options_;
  const MailLimits& limits_;
  std::unique_ptr<net::Stream> stream_;
  http::Input input_;
  bool open_ = true;
  bool greeted_ = false;
  bool has_sender_ = false;
  std::string recipient_;  // what stands before the @; empty: none yet
  std::int64_t announced_bytes_ = 0;
  int mistakes_ = 0;
};

}  // namespace

Task<void> serve_mail(Service& service, const MailOptions& options, std::unique_ptr<net::Stream> stream) {
  Session session(service, options, std::move(stream));
  co_await session.serve();
}

}  // namespace tsuke::doors
