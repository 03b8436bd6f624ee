// IPP over HTTP: reading a request's message from the body, checking what every request must carry, and answering.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/task.h"
#include "platform/http/http.h"
#include "platform/ipp/codes.h"
#include "platform/ipp/message.h"

namespace tsuke::ippdoor {

// A request whose message has been read; what follows it in the body is still to come.
struct Incoming {
  http::Request* http = nullptr;
  ipp::Message message;
  std::string rest;  // the first bytes of the document: they came together with the message's last ones

  const ipp::Group& operation() const { return message.operation(); }
  std::uint16_t code() const { return message.code; }
};

// Either the request, or the answer to give at once.
struct Received {
  std::optional<Incoming> incoming;
  http::Response refusal;
};

// Reads until the message is whole and checks it (check_message). Bytes that are no IPP are answered with HTTP 400 and,
// where a request-id is known, an IPP message in it; another content type with 415. The body may hold `body_bytes_max`.
Task<Received> receive(http::Request& request, std::int64_t body_bytes_max);

// What RFC 8011 §4.1 asks of every request: version 1.x or 2.x, a request-id, charset and language first and in this
// order, and one target ("printer-uri", or "job-uri"; "system-uri" at a system). The refusal, or nothing when it may go
// on.
std::optional<ipp::Message> check_message(const ipp::Message& message);

// Answers.
http::Response to_http(const ipp::Message& answer, int http_status = 200);
ipp::Message refuse(const ipp::Message& request, std::uint16_t status, std::string_view sentence);
ipp::Message refuse(const ipp::Message& request, const Error& error);
std::uint16_t status_of(const Error& error);

// An error that status_of() turns into exactly this status.
Error refusal(std::uint16_t status, std::string sentence);

// "Basic" challenge, before anything of the body is read.
http::Response challenge();

}  // namespace tsuke::ippdoor
