// Documents that come by mail, and those that come in crowds.
#include "commands.h"
#include "flow/hold/confirm_sender.h"
#include "flow/submit/submit_mail.h"
#include "registry/mail_addresses.h"

namespace tsuke::scenarios {

namespace {

using store::Transaction;

// mailed <job> <purpose> from <sender> [vouched] <n> pages: vouched for by the operator's mail server
Result<std::string> mailed(World& world, Words& words) {
  const std::string name = TRY(words.take("a name for the job")), whose = TRY(words.take("a purpose"));
  const PersonId person = TRY(world.people.at(whose.substr(0, whose.find('/'))));
  const PurposeId purpose = TRY(world.purposes.at(whose));
  if (!words.accept("from")) return mistake("say who sent it: from <sender>");
  flow::MailedMessage message;
  message.sender = TRY(words.take("a sender"));
  message.authenticated = words.accept("vouched");
  message.documents.push_back({name, {{"document-of-" + name}, 20'000}});
  pages::Summary counted;
  counted.pages.resize(static_cast<std::size_t>(words.accept_count("pages").value_or(1)), {{21000, 29700}, false});
  const JobId job = TRY(world.write<JobId>([&](Transaction& in) -> Result<JobId> {
    message.recipient = TRY(registry::renew_mail_address(in, person, purpose, world.now())).local_part;
    const flow::MailSubmitted made = TRY(flow::submit_mail(in, message, world.now()));
    TRY(flow::record_pages(in, made.jobs.front(), counted, world.now()));
    return made.jobs.front();
  }));
  world.jobs.ids[name] = {job, person};
  return job_state(world, job);
}

// confirm <job> [always]: its person says that they sent it
Result<std::string> confirm(World& world, Words& words) {
  const NamedJob job = TRY(world.jobs.at(TRY(words.take("a job"))));
  const flow::Trust trust = words.accept("always") ? flow::Trust::always : flow::Trust::this_once;
  TRY(world.write<flow::Job>(
      [&](Transaction& in) { return flow::confirm_sender(in, job.person, job.id, trust, world.now()); }));
  return job_state(world, job.id);
}

// crowd <purpose> <n> jobs: without names, of a page each
Result<std::string> crowd(World& world, Words& words) {
  const std::string whose = TRY(words.take("a purpose"));
  flow::Submission submission;
  submission.person = TRY(world.people.at(whose.substr(0, whose.find('/'))));
  submission.purpose = TRY(world.purposes.at(whose));
  submission.channel = "web";
  const std::int64_t count = words.accept_count("jobs").value_or(1);
  TRY(world.write<void>([&](Transaction& in) -> Result<void> {
    for (std::int64_t each = 0; each < count; ++each)
      TRY(flow::submit(in, submission, {{"document-of-a-crowd"}, 20'000}, world.now()));
    return {};
  }));
  return std::to_string(count) + " jobs";
}

}  // namespace

Commands mailing_commands() { return {{"mailed", mailed}, {"confirm", confirm}, {"crowd", crowd}}; }

}  // namespace tsuke::scenarios
