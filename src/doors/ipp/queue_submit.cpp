// Print-Job, Validate-Job, Create-Job, Send-Document, Close-Job: how a document comes in.
#include "doors/ipp/document.h"
#include "doors/ipp/job_password.h"
#include "doors/ipp/job_view.h"
#include "doors/ipp/queue_call.h"
#include "doors/ipp/uris.h"
#include "doors/ipp/wishes.h"
#include "flow/submit/submit.h"

namespace tsuke::ippdoor {
namespace {

bool names_purpose(const std::string& word, const registry::Purpose& purpose) {
  return word == purpose.slug || word == purpose.name;
}

// Only where jobs print at once can one be let go without its owner.
void refuse_early_release(const QueueCall& call, Wishes& wishes) {
  if (wishes.release == release_at_once && !call.queue.prints_at_once())
    wishes.unsupported.push_back(ipp::keyword("job-release-action", wishes.release));
}

// On a purpose's own queue the payer is settled: another job-account-id or job-account-type is not honoured, and that
// is said.
Wishes wishes_of(const QueueCall& call) {
  Wishes wishes = read_wishes(call.request());
  refuse_early_release(call, wishes);
  if (!call.queue.purpose) return wishes;
  if (!wishes.account_type.empty() && wishes.account_type != account_type_of(*call.queue.purpose))
    wishes.unsupported.push_back(ipp::keyword("job-account-type", wishes.account_type));
  if (wishes.account_word.empty()) return wishes;
  if (!names_purpose(wishes.account_word, *call.queue.purpose))
    wishes.unsupported.push_back(ipp::name("job-account-id", wishes.account_word));
  wishes.account_word.clear();
  return wishes;
}

flow::Submission submission_of(const QueueCall& call, const Wishes& wishes) {
  flow::Submission submission;
  submission.person = call.queue.person();
  if (call.queue.purpose) submission.purpose = call.queue.purpose->id;
  submission.account_word = wishes.account_word;
  submission.name = wishes.name;
  submission.settings = wishes.settings;
  submission.channel = "ipp";
  submission.via = call.queue.credential.id;
  submission.hold = wishes.hold;
  if (auto password = job_password(call.operation()); password.ok()) submission.password = password.take();
  return submission;
}

// On /ipp/print the word names the purpose, if it names one of the person's own.
Result<void> choose_purpose(store::Reader& in, flow::Submission& submission) {
  if (submission.purpose.exists() || submission.account_word.empty()) return {};
  const auto found = TRY(registry::purpose_by_word(in, submission.person, submission.account_word));
  if (!found) return {};
  submission.purpose = found->id;
  submission.account_word.clear();
  return {};
}

ipp::Message refuse_wishes(const QueueCall& call, const Wishes& wishes) {
  ipp::Message answer = refuse(call.request(), ipp::status::attributes_or_values_not_supported,
                               "some attributes cannot be honoured, and the client asked for all or nothing");
  answer.add_group(ipp::Tag::unsupported_group).attributes = wishes.unsupported;
  return answer;
}

ipp::Message accept(const QueueCall& call, const Wishes& wishes) {
  const bool all = wishes.unsupported.empty();
  ipp::Message answer =
      ipp::make_response(call.request(), all ? ipp::status::ok : ipp::status::ok_ignored_or_substituted);
  if (!all) answer.add_group(ipp::Tag::unsupported_group).attributes = wishes.unsupported;
  return answer;
}

http::Response accepted_job(const QueueCall& call, const Wishes& wishes, flow::Job job) {
  ipp::Message answer = accept(call, wishes);
  const std::int32_t number = job.number;
  add_new_job_attributes(call.queue, view_new_job(call.queue, std::move(job)), answer.add_group(ipp::Tag::job));
  add_job_subscriptions(call, number, answer);
  return to_http(answer);
}

void note_client(const QueueCall& call) {
  if (call.queue.by_token())
    call.memory.names.note(call.queue.credential.id, call.operation().text("requesting-user-name").value_or(""));
}

// What is wrong before any document has come: the same for Print-Job, Validate-Job and Create-Job.
std::optional<http::Response> objection(const QueueCall& call, const Wishes& wishes) {
  if (auto wrong = check_document_attributes(call.service, call.incoming); !wrong.ok())
    return call.refuse(wrong.error());
  if (auto wrong = job_password(call.operation()); !wrong.ok()) return call.refuse(wrong.error());
  if (wishes.fidelity && !wishes.unsupported.empty()) return to_http(refuse_wishes(call, wishes));
  return std::nullopt;
}

// The vault must not keep what no row speaks of.
void drop_document(doors::Service& service, const vault::Location& location) {
  service.pool.post([&vault = service.vault, location] { (void)vault.destroy(location); });
}

Task<Result<flow::Job>> find_job(QueueCall& call) {
  CO_TRY(const std::int32_t number, target_job(call.operation()));
  std::function<Result<flow::Job>(store::Reader&)> look_up = [&call, number](store::Reader& in) {
    return job_in_queue(in, call.queue, number);
  };
  co_return co_await call.service.read<flow::Job>(look_up);
}

// The rest of Send-Document, once it is known that this job wants a document and one comes.
Task<Result<flow::Job>> attach(QueueCall& call, flow::Job job) {
  CO_TRY(const flow::StoredDocument document, co_await store_document(call.service, call.incoming));
  std::function<Result<flow::Job>(store::Transaction&)> change = [id = job.id, document,
                                                                  now = call.service.now()](store::Transaction& in) {
    return flow::attach_document(in, id, document, now);
  };
  Result<flow::Job> attached = co_await call.service.write<flow::Job>(change);
  if (!attached.ok()) drop_document(call.service, document.location);
  co_return attached;
}

}  // namespace

Task<http::Response> print_job(QueueCall& call) {
  const Wishes wishes = wishes_of(call);
  if (auto wrong = objection(call, wishes)) co_return std::move(*wrong);
  Result<flow::StoredDocument> stored = co_await store_document(call.service, call.incoming);
  if (!stored.ok()) co_return call.refuse(stored.error());
  std::function<Result<flow::Job>(store::Transaction&)> change =
      [submission = submission_of(call, wishes), document = stored.value(),
       now = call.service.now()](store::Transaction& in) -> Result<flow::Job> {
    flow::Submission chosen = submission;
    TRY(choose_purpose(in, chosen));
    return flow::submit(in, chosen, document, now);
  };
  Result<flow::Job> job = co_await call.service.write<flow::Job>(change);
  if (!job.ok()) {
    drop_document(call.service, stored.value().location);
    co_return call.refuse(job.error());
  }
  note_client(call);
  co_return accepted_job(call, wishes, job.take());
}

Task<http::Response> validate_job(QueueCall& call) {
  const Wishes wishes = wishes_of(call);
  if (auto wrong = objection(call, wishes)) co_return std::move(*wrong);
  co_return to_http(accept(call, wishes));
}

Task<http::Response> create_job(QueueCall& call) {
  const Wishes wishes = wishes_of(call);
  if (auto wrong = objection(call, wishes)) co_return std::move(*wrong);
  std::function<Result<flow::Job>(store::Transaction&)> change =
      [submission = submission_of(call, wishes),
       now = call.service.now()](store::Transaction& in) -> Result<flow::Job> {
    flow::Submission chosen = submission;
    TRY(choose_purpose(in, chosen));
    return flow::open_job(in, chosen, now);
  };
  Result<flow::Job> job = co_await call.service.write<flow::Job>(change);
  if (!job.ok()) co_return call.refuse(job.error());
  note_client(call);
  co_return accepted_job(call, wishes, job.take());
}

Task<http::Response> send_document(QueueCall& call) {
  const auto last = call.operation().boolean("last-document");
  if (!last) co_return call.refuse(ipp::status::bad_request, "last-document is missing");
  if (auto wrong = check_document_attributes(call.service, call.incoming); !wrong.ok())
    co_return call.refuse(wrong.error());
  Result<flow::Job> found = co_await find_job(call);
  if (!found.ok()) co_return call.refuse(found.error());
  if (!flow::is_open(found.value().state))
    co_return call.refuse(ipp::status::not_possible, "this job has ended; submit it again");
  const bool has_document = found.value().document != flow::DocumentState::awaited;
  if (has_document) {
    const Result<bool> nothing = co_await nothing_follows(call.incoming);
    if (!nothing.ok()) co_return call.refuse(nothing.error());
    if (!nothing.value() || !*last)
      co_return call.refuse(ipp::status::multiple_document_jobs_not_supported, "a job holds one document");
    co_return accepted_job(call, {}, found.take());
  }
  Result<flow::Job> job = co_await attach(call, found.take());
  if (!job.ok()) co_return call.refuse(job.error());
  co_return accepted_job(call, {}, job.take());
}

Task<http::Response> close_job(QueueCall& call) {
  Result<flow::Job> found = co_await find_job(call);
  if (!found.ok()) co_return call.refuse(found.error());
  if (!flow::is_open(found.value().state)) co_return call.refuse(ipp::status::not_possible, "this job has ended");
  if (found.value().document == flow::DocumentState::awaited)
    co_return call.refuse(ipp::status::not_possible, "send the document first, or cancel the job");
  co_return accepted_job(call, {}, found.take());
}

}  // namespace tsuke::ippdoor
