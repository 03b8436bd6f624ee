// First stage: a document has come through a door. The door has streamed it into the vault; this makes the job, durable
// in the same group commit, and lets the pages be counted off the request path.
#pragma once

#include <optional>
#include <string>

#include "flow/job.h"
#include "platform/pages/pages.h"

namespace tsuke::flow {

inline constexpr std::int64_t document_bytes_max = std::int64_t{1} << 30;
inline constexpr Duration document_patience = minutes(5);  // between Create-Job and Send-Document

struct Submission {
  PersonId person;
  PurposeId purpose;         // none: the job is held as purpose-needed
  std::string account_word;  // what the client called the purpose, when that named none
  std::string name;          // made safe: clean UTF-8 without controls, at most 600 bytes, "untitled" when empty
  registry::SettingsChange settings;  // against the purpose's defaults (or the built-in ones)
  std::string channel;
  CredentialId via;
  std::string comment;   // flow/comment.h
  PersonId by;           // who submits it for the person; none: they do
  bool hold = false;     // wait for its person even where the purpose prints at once
  std::string password;  // as flow::keep_password() made it
};
struct StoredDocument {
  vault::Location location;
  std::int64_t size_bytes = 0;
  std::string format = "application/pdf";
};

// Makes the job. Fails as check_may_submit() does (flow/acting.h), not_found when the purpose is not this person's,
// malformed for settings; limit_reached
// ("too-many-jobs") past 5,000,000 open jobs of one person. A pending or inactive purpose still holds the job: the
// decision says why it cannot print. Under a purpose that is lost (flow/purpose_lost.h) the job becomes purpose-needed.
Result<Job> submit(store::Transaction& in, const Submission& submission, const StoredDocument& document, Instant now);
// Create-Job: a job that waits for its document until document_patience has passed.
Result<Job> open_job(store::Transaction& in, const Submission& submission, Instant now);
// Fails with not_found, conflict ("document-there": it has one, "job-not-open").
Result<Job> attach_document(store::Transaction& in, JobId job, const StoredDocument& document, Instant now);

// Preparation, woken by the event of submission, and at start by the rows: what is no PDF becomes one, and its pages
// are counted. A job whose document cannot be made ready ends as failed.
//
// The open jobs of one format that wait for it, so that slow formats hold up no others.
Result<std::vector<Job>> jobs_to_count(store::Reader& in, const std::string& format, int limit);
// The document itself was counted. Nothing changes when the job does not wait for that any more.
Result<void> record_pages(store::Transaction& in, JobId job, const Result<pages::Summary>& counted, Instant now);

// The PDF that `job` as it was read was turned into takes the place of what was submitted; job.format goes on saying
// what that was. True: the original is to be destroyed, once this is committed. False: the job has ended meanwhile or
// has been prepared already, nothing has changed, and the PDF is to be destroyed. A crash in between leaves only
// documents that no row speaks of, which the vault drops at start.
Result<bool> record_pdf(store::Transaction& in, const Job& job, const StoredDocument& pdf,
                        const pages::Summary& counted, Instant now);

}  // namespace tsuke::flow
