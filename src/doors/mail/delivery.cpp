#include "doors/mail/delivery.h"

#include "base/log.h"
#include "platform/mail/authentication.h"
#include "platform/mail/encoded_words.h"

namespace tsuke::doors {

Delivery::Delivery(Service& service, const MailOptions& options, std::string recipient, bool vouched)
    : service_(service), options_(options), recipient_(std::move(recipient)), vouched_(vouched), documents_(service) {}

void Delivery::line(std::string_view line) {
  size_bytes_ += static_cast<std::int64_t>(line.size()) + 2;
  if (failure_) return;
  if (size_bytes_ > options_.limits.message_bytes) {
    failure_ = Error{Reason::too_large, "mail-too-large",
                     "a message has at most " + std::to_string(options_.limits.message_bytes >> 20) +
                         " MiB; submit the document on the web page"};
    return;
  }
  digest_.append(line);
  digest_.append("\r\n");
  const Result<void> taken = parser_.line(line);
  if (!taken.ok()) failure_ = taken.error();
}

Result<flow::MailedMessage> Delivery::message() {
  if (failure_) return *failure_;
  TRY(parser_.finish());
  const mail::Head& head = parser_.head();
  if (head.count("from") != 1)
    return Error{Reason::malformed, "mail-bad-sender", "the message has not exactly one From; send it with one"};
  flow::MailedMessage message;
  message.sender = TRY(mail::one_address(head.get("from")));
  message.recipient = recipient_;
  message.authenticated = vouched_ && mail::is_authenticated(head.all("authentication-results"), options_.authserv_id,
                                                             mail::domain_of(message.sender));
  message.size_bytes = size_bytes_;
  // A message that names itself is the same when it comes again; programs that name none may well mean two.
  if (!head.get("message-id").empty()) message.digest = digest_.value();
  message.documents = TRY(documents_.take(mail::decode_words(head.get("subject"))));
  message.left_out = documents_.left_out();
  return message;
}

Task<std::string> Delivery::finish() {
  const Result<flow::MailedMessage> made = message();
  if (!made.ok()) co_return reply_for(made.error());
  const auto submit = [message = made.value(), now = service_.now()](store::Transaction& in) {
    return flow::submit_mail(in, message, now);
  };
  const auto submitted = co_await service_.write<flow::MailSubmitted>(submit);
  if (!submitted.ok() || submitted.value().repeated) destroy_documents(service_, made.value().documents);
  if (!submitted.ok()) co_return reply_for(submitted.error());
  if (submitted.value().repeated) co_return "250 2.0.0 this message was held before";
  log::info("mail-held", {{"documents", submitted.value().jobs.size()},
                          {"left_out", made.value().left_out.size()},
                          {"confirmed", submitted.value().confirmed}});
  co_return "250 2.0.0 documents held: " + std::to_string(submitted.value().jobs.size());
}

std::string reply_for(const Error& error) {
  switch (error.reason) {
    case Reason::not_found: return "550 5.1.1 " + error.what;
    case Reason::too_large: return "552 5.3.4 " + error.what;
    case Reason::limit_reached: return "452 4.2.2 " + error.what;
    case Reason::malformed:
    case Reason::unsupported: return "554 5.6.0 " + error.what;
    default: break;
  }
  log::warning("mail-deferred", {{"code", error.code}, {"what", error.what}});
  return "451 4.3.0 the message cannot be taken at the moment; try again later";
}

}  // namespace tsuke::doors
