// The mail door: SMTP in, held jobs out. It takes mail for addresses of purposes and for nothing else, passes nothing
// on, and never sends.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/task.h"
#include "doors/service.h"
#include "platform/net/net.h"

namespace tsuke::doors {

struct MailLimits {
  std::int64_t message_bytes = 64 << 20;
  int connections = 100;
  int commands = 1000;                  // of one connection
  int mistakes = 20;                    // of one connection, unknown recipients among them
  Duration silence = minutes(5);        // RFC 5321 §4.5.3.2.7
  Duration message_time = minutes(30);  // from DATA to the dot
};

struct MailOptions {
  std::string domain;       // what stands after the @ of our addresses
  std::string authserv_id;  // of the operator's receiving server; empty: no sender is known
  // Addresses of that server, from which what it says of senders is believed; loopback always is.
  std::vector<std::string> relays;
  MailLimits limits;
};

// Serves one connection until it ends. Options and service outlive it.
Task<void> serve_mail(Service& service, const MailOptions& options, std::unique_ptr<net::Stream> stream);

}  // namespace tsuke::doors
