// The documents of one message, on their way into the vault.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "doors/intake.h"
#include "flow/submit/submit_mail.h"
#include "platform/mail/message_parser.h"

namespace tsuke::doors {

// Each printable attachment is a document; without one, the message's own text is. What is embedded in a page (pictures
// of a signature), other views of the same text and signatures are none. Documents that are not given away by take()
// are destroyed with this object.
class MailDocuments final : public mail::PartSink {
 public:
  explicit MailDocuments(Service& service) : service_(service) {}
  ~MailDocuments() override;
  MailDocuments(const MailDocuments&) = delete;
  MailDocuments& operator=(const MailDocuments&) = delete;

  // Fails with limit_reached ("mail-too-many-documents"), and as Intake does but for what is not printable: that is
  // left out.
  Result<void> begin_part(const mail::Part& part) override;
  Result<void> part_bytes(std::string_view piece) override;
  Result<void> end_part() override;

  // After the last part; `title` is for what has no name of its own. Fails with unsupported ("mail-nothing-to-print"),
  // too_large ("mail-text-too-long").
  Result<std::vector<flow::MailedDocument>> take(const std::string& title);
  const std::vector<std::string>& left_out() const { return left_out_; }

 private:
  void leave_out();
  Result<void> store_text(const std::string& title);

  Service& service_;
  enum class Into { nothing, text, document } into_ = Into::nothing;
  mail::Part part_;
  std::optional<Intake> intake_;
  std::string part_text_;  // of the part that is read
  std::string text_;       // the message's own, as UTF-8 where its character set is known
  bool text_too_long_ = false;
  std::vector<flow::MailedDocument> documents_;
  std::vector<std::string> left_out_;
};

// Destroys what was stored for nothing, off the network thread.
void destroy_documents(Service& service, std::vector<flow::MailedDocument> documents);

}  // namespace tsuke::doors
