// One message, from DATA to the answer after the dot.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "doors/block_digest.h"
#include "doors/mail/documents.h"
#include "doors/mail/mail.h"

namespace tsuke::doors {

class Delivery {
 public:
  // `vouched`: what the message says of its sender's authentication comes from the operator's own mail server.
  Delivery(Service& service, const MailOptions& options, std::string recipient, bool vouched);

  // The next line of the message, its doubled dot undone. After something has gone wrong the rest is only counted.
  void line(std::string_view line);
  std::int64_t size_bytes() const { return size_bytes_; }

  // The message has ended: makes its jobs, and gives the reply. A good one comes only when they are on the disk.
  Task<std::string> finish();

 private:
  Result<flow::MailedMessage> message();

  Service& service_;
  const MailOptions& options_;
  const std::string recipient_;
  const bool vouched_;
  std::int64_t size_bytes_ = 0;
  std::optional<Error> failure_;
  BlockDigest digest_;
  MailDocuments documents_;
  mail::MessageParser parser_{documents_};
};

// "550 5.1.1 there is no such mail address here": what went wrong, as SMTP says it.
std::string reply_for(const Error& error);

}  // namespace tsuke::doors
