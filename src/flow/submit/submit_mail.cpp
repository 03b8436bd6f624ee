#include "flow/submit/submit_mail.h"

#include <algorithm>

#include "base/json.h"
#include "flow/mailed.h"
#include "registry/mail_addresses.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Duration day = hours(24);
constexpr Duration messages_kept = hours(std::int64_t{7} * 24);  // mail servers try again for five days

constexpr Query mail_of_a_day{"mail_of_a_day", R"sql(
    SELECT COUNT(*), COALESCE(SUM(size_bytes), 0) FROM mail_message WHERE purpose_id = $1 AND received_at > $2)sql"};
constexpr Query message_before{"message_before",
                               "SELECT COUNT(*) FROM mail_message WHERE purpose_id = $1 AND digest = $2"};
constexpr Query unconfirmed_of_purpose{"unconfirmed_of_purpose", R"sql(
    SELECT COUNT(*) FROM mailed_job JOIN job ON job.id = mailed_job.job_id AND job.is_open = 1
     WHERE mailed_job.purpose_id = $1 AND mailed_job.received_at > $2 AND mailed_job.is_confirmed = 0)sql"};
constexpr Query insert_message{"insert_message", R"sql(
    INSERT INTO mail_message (id, purpose_id, received_at, size_bytes, digest) VALUES ($1, $2, $3, $4, $5))sql"};
constexpr Query insert_mailed_job{"insert_mailed_job", R"sql(
    INSERT INTO mailed_job (job_id, message_id, purpose_id, received_at, sender, is_authenticated, is_confirmed,
                            left_out)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
constexpr Query shorten_wait{"shorten_wait", "UPDATE job SET expires_at = $2 WHERE id = $1 AND expires_at > $2"};
constexpr Query forget_old_messages{"forget_old_messages", "DELETE FROM mail_message WHERE received_at <= $1"};

Result<registry::MailAddress> must_find(store::Reader& in, const std::string& recipient) {
  const auto found = TRY(registry::find_mail_address(in, recipient));
  if (!found) return Error{Reason::not_found, "no-such-mailbox", "there is no such mail address here"};
  return *found;
}

Result<void> check_day(store::Reader& in, PurposeId purpose, std::int64_t size_bytes, Instant now) {
  std::int64_t messages = 0;
  std::int64_t bytes = size_bytes;
  TRY(in.each(mail_of_a_day, {purpose, now - day}, [&](const store::Row& row) -> Result<void> {
    messages = row.integer(0);
    bytes += row.integer(1);
    return {};
  }));
  if (messages >= mail_messages_per_day || bytes > mail_bytes_per_day)
    return Error{Reason::limit_reached, "mail-limit-reached",
                 "this address has taken all that it takes in a day; try again tomorrow, or submit on the web page"};
  return {};
}

Result<void> check_unconfirmed(store::Reader& in, PurposeId purpose, std::size_t more, Instant now) {
  const auto waiting = TRY(in.integer(unconfirmed_of_purpose, {purpose, now - day})).value_or(0);
  if (waiting + static_cast<std::int64_t>(more) > unconfirmed_jobs_max)
    return Error{Reason::limit_reached, "mail-unconfirmed-limit",
                 "too many documents wait for their person's confirmation; try again tomorrow"};
  return {};
}

Result<JobId> make_job(store::Transaction& in, const registry::MailAddress& to, const MailedDocument& mailed,
                       bool confirmed, Instant now) {
  Submission submission;
  submission.person = to.person;
  submission.purpose = to.purpose;
  submission.name = mailed.name;
  submission.channel = mail_channel;
  submission.hold = true;  // a mail address is passed on more lightly than a printer's
  const Job made = TRY(submit(in, submission, mailed.document, now));
  if (!confirmed) TRY(in.run(shorten_wait, {made.id, now + unconfirmed_life}));
  return made.id;
}

}  // namespace

Result<void> check_mailbox(store::Reader& in, const std::string& recipient, std::int64_t size_bytes, Instant now) {
  return check_day(in, TRY(must_find(in, recipient)).purpose, size_bytes, now);
}

Result<MailSubmitted> submit_mail(store::Transaction& in, const MailedMessage& message, Instant now) {
  const registry::MailAddress to = TRY(must_find(in, message.recipient));
  const store::Blob digest{message.digest};
  MailSubmitted submitted;
  if (!message.digest.empty() && TRY(in.integer(message_before, {to.purpose, digest})).value_or(0) > 0) {
    submitted.repeated = true;
    return submitted;
  }
  TRY(check_day(in, to.purpose, message.size_bytes, now));
  submitted.confirmed = message.authenticated && TRY(registry::trusts_sender(in, to.person, message.sender));
  if (!submitted.confirmed) TRY(check_unconfirmed(in, to.purpose, message.documents.size(), now));
  const std::int64_t id = next_id_value();
  TRY(in.run(insert_message, {id, to.purpose, now, message.size_bytes,
                              message.digest.empty() ? store::Value(nullptr) : store::Value(digest)}));
  Json left_out = Json::array();
  for (const std::string& name : message.left_out) left_out.push(name);
  for (const MailedDocument& document : message.documents) {
    const JobId job = TRY(make_job(in, to, document, submitted.confirmed, now));
    TRY(in.run(insert_mailed_job, {job, id, to.purpose, now, message.sender, message.authenticated, submitted.confirmed,
                                   left_out.dump()}));
    submitted.jobs.push_back(job);
  }
  return submitted;
}

Result<void> forget_messages(store::Transaction& in, Instant now) {
  return in.run(forget_old_messages, {now - messages_kept});
}

}  // namespace tsuke::flow
