#include "doors/mail/documents.h"

#include <algorithm>
#include <array>

#include "platform/mail/charset.h"

namespace tsuke::doors {

namespace {

using Place = mail::Part::Place;

constexpr std::size_t documents_max = 20;
constexpr std::size_t text_bytes_max = 512 << 10;
constexpr std::array signatures{"application/pgp-signature", "application/pkcs7-signature",
                                "application/x-pkcs7-signature", "application/pgp-encrypted"};

// The message's own words: the first of its views that is plain, or what stands between attachments.
bool is_own_text(const mail::Part& part) {
  return part.media_type == "text/plain" && !part.is_attachment && part.file_name.empty() &&
         part.place != Place::related_other;
}

bool is_document(const mail::Part& part) {
  if (part.is_attachment) return true;
  if (part.place == Place::alternative || part.place == Place::related_other) return false;
  const bool is_page = part.media_type == "text/html" && part.file_name.empty();
  return !is_page && std::find(signatures.begin(), signatures.end(), part.media_type) == signatures.end();
}

bool is_only_space(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Not printed here, or not what it says it is: the sender's matter, and no fault of ours.
bool is_about_format(const Error& error) {
  return error.reason == Reason::unsupported || error.reason == Reason::malformed;
}

}  // namespace

MailDocuments::~MailDocuments() { destroy_documents(service_, std::move(documents_)); }

Result<void> MailDocuments::begin_part(const mail::Part& part) {
  part_ = part;
  part_text_.clear();
  into_ = Into::nothing;
  if (is_own_text(part)) {
    // Of several views the first is enough.
    if (part.place != Place::alternative || text_.empty()) into_ = Into::text;
    return {};
  }
  if (!is_document(part)) return {};
  if (documents_.size() >= documents_max)
    return Error{Reason::limit_reached, "mail-too-many-documents",
                 "a message brings at most 20 documents; send the others in a message of their own"};
  if (!part.is_readable || !service_.formats.check(part.media_type).ok()) {
    leave_out();
    return {};
  }
  into_ = Into::document;
  intake_.emplace(service_, part.media_type);
  return {};
}

Result<void> MailDocuments::part_bytes(std::string_view piece) {
  if (into_ == Into::text) {
    text_too_long_ = text_too_long_ || text_.size() + part_text_.size() + piece.size() > text_bytes_max;
    if (!text_too_long_) part_text_ += piece;
    return {};
  }
  if (into_ == Into::nothing) return {};
  Result<void> appended = intake_->append(piece);
  if (appended.ok() || !is_about_format(appended.error())) return appended;
  leave_out();
  return {};
}

Result<void> MailDocuments::end_part() {
  if (into_ == Into::text && !is_only_space(part_text_)) {
    if (!text_.empty()) text_ += "\n\n";
    text_ += mail::to_utf8(part_.charset, part_text_).value_or(part_text_);
  }
  if (into_ != Into::document) return {};
  auto stored = intake_->finish();
  if (!stored.ok() && !is_about_format(stored.error())) return stored.error();
  if (!stored.ok()) {
    leave_out();
    return {};
  }
  documents_.push_back({part_.file_name, stored.value().document});
  into_ = Into::nothing;
  intake_.reset();
  return {};
}

Result<std::vector<flow::MailedDocument>> MailDocuments::take(const std::string& title) {
  if (documents_.empty()) TRY(store_text(title));
  for (flow::MailedDocument& document : documents_)
    if (document.name.empty()) document.name = title;
  return std::exchange(documents_, {});
}

Result<void> MailDocuments::store_text(const std::string& title) {
  if (text_too_long_)
    return Error{Reason::too_large, "mail-text-too-long",
                 "the text of the message has more than 512 KiB; attach it as a file"};
  Intake intake(service_, "text/plain");
  const bool is_printable =
      !is_only_space(text_) && service_.formats.check("text/plain").ok() && intake.append(text_).ok();
  auto stored = is_printable ? intake.finish() : Result<Stored>(Error{Reason::unsupported, "", ""});
  if (!stored.ok() && !is_about_format(stored.error())) return stored.error();
  if (!stored.ok())
    return Error{Reason::unsupported, "mail-nothing-to-print",
                 "the message holds nothing that is printed here; attach a PDF, a picture or a text"};
  documents_.push_back({title, stored.value().document});
  return {};
}

void MailDocuments::leave_out() {
  into_ = Into::nothing;
  intake_.reset();
  if (left_out_.size() < documents_max)
    left_out_.push_back(part_.file_name.empty() ? part_.media_type : part_.file_name);
}

void destroy_documents(Service& service, std::vector<flow::MailedDocument> documents) {
  for (flow::MailedDocument& document : documents)
    service.pool.post(
        [&vault = service.vault, location = std::move(document.document.location)] { (void)vault.destroy(location); });
}

}  // namespace tsuke::doors
