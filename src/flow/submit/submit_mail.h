// A message has come by e-mail: each of its documents becomes a job, all of them or none.
#pragma once

#include <string>
#include <vector>

#include "flow/submit/submit.h"

namespace tsuke::flow {

// Of one address, in any 24 hours that move along; and how long an unconfirmed job waits.
inline constexpr int mail_messages_per_day = 200;
inline constexpr std::int64_t mail_bytes_per_day = std::int64_t{1} << 30;
inline constexpr int unconfirmed_jobs_max = 50;
inline constexpr Duration unconfirmed_life = hours(24);

struct MailedDocument {
  std::string name;
  StoredDocument document;
};

struct MailedMessage {
  std::string recipient;       // what stood before the @
  std::string sender;          // the one address after From
  bool authenticated = false;  // see flow/mailed.h
  std::int64_t size_bytes = 0;
  std::string digest;  // of a message that names itself: the same again makes no second job; empty: it does
  std::vector<MailedDocument> documents;
  std::vector<std::string> left_out;
};

struct MailSubmitted {
  std::vector<JobId> jobs;
  bool repeated = false;   // these bytes came before: nothing was made, and the documents are to be destroyed
  bool confirmed = false;  // authenticated, and of a sender that the person trusts
};

// Whether the address may take a message of this size now. Fails with not_found ("no-such-mailbox"), limit_reached
// ("mail-limit-reached").
Result<void> check_mailbox(store::Reader& in, const std::string& recipient, std::int64_t size_bytes, Instant now);

// Makes held jobs in the address's purpose, by its defaults; held even where the purpose prints at once. Those of a
// sender that is not known to be trusted wait for confirmation, and not for long. Fails as check_mailbox and submit,
// and with limit_reached ("mail-unconfirmed-limit").
Result<MailSubmitted> submit_mail(store::Transaction& in, const MailedMessage& message, Instant now);

// Forgets what is no longer counted nor compared.
Result<void> forget_messages(store::Transaction& in, Instant now);

}  // namespace tsuke::flow
