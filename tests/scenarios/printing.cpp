// The lines in which documents come, are printed and are paid for.
#include <atomic>
#include <thread>

#include "commands.h"
#include "flow/acting.h"
#include "flow/charge/charge.h"
#include "flow/deliver/deliver.h"
#include "flow/distribute/distribute.h"
#include "flow/hold/hold.h"
#include "flow/quoted.h"
#include "flow/release/release.h"
#include "flow/report/report.h"
#include "flow/submit/submit.h"

namespace tsuke::scenarios {

namespace {

using store::Transaction;

// A job, and whoever acts on it: its owner unless "by <person>" says otherwise.
struct Acting {
  JobId job;
  PersonId person;
};
Result<Acting> take_acting(World& world, Words& words) {
  const NamedJob named = TRY(world.jobs.at(TRY(words.take("a job"))));
  Acting acting{named.id, named.person};
  if (words.accept("by")) acting.person = TRY(world.people.at(TRY(words.take("a person"))));
  return acting;
}

Result<pages::Summary> counted_pages(const WrittenSettings& written) {
  pages::Summary summary;
  const std::int64_t count = written.pages.value_or(0);
  for (std::int64_t page = 0; page < count; ++page)
    summary.pages.push_back({{21000, 29700}, page >= count - written.color_pages});
  return summary;
}

// submit <job> <person>[/<purpose>] [by <person>] <n> pages [<m> in colour] [settings] | uncounted | unreadable
Result<std::string> submit(World& world, Words& words) {
  const std::string name = TRY(words.take("a name for the job")), whose = TRY(words.take("a purpose"));
  if (world.jobs.ids.contains(name)) return mistake("there is a job called " + name + " already");
  flow::Submission submission;
  submission.person = TRY(world.people.at(whose.substr(0, whose.find('/'))));
  if (whose.find('/') != std::string::npos) submission.purpose = TRY(world.purposes.at(whose));
  if (words.accept("by")) submission.by = TRY(world.people.at(TRY(words.take("a person"))));
  submission.name = name;
  submission.channel = "web";
  const WrittenSettings written = TRY(take_settings(words));
  submission.settings = written.change;
  const bool uncounted = words.accept("uncounted"), unreadable = words.accept("unreadable");
  if (!written.pages && !uncounted && !unreadable) return mistake("say how many pages it has");
  const flow::StoredDocument document{{"document-of-" + name}, 20'000};
  const flow::Job job =
      TRY(world.write<flow::Job>([&](Transaction& in) { return flow::submit(in, submission, document, world.now()); }));
  world.jobs.ids[name] = {job.id, job.person};
  const Result<pages::Summary> counted =
      unreadable ? Error{Reason::malformed, "document-encrypted", "it needs a password"} : counted_pages(written);
  if (!uncounted)
    TRY(world.write<void>([&](Transaction& in) { return flow::record_pages(in, job.id, counted, world.now()); }));
  TRY(world.release_at_once());
  return job_state(world, job.id);
}

// change <job> [to <purpose>] [settings]
Result<std::string> change(World& world, Words& words) {
  const Acting acting = TRY(take_acting(world, words));
  flow::JobChange change;
  if (words.accept("to")) change.purpose = TRY(world.purposes.at(TRY(words.take("a purpose"))));
  change.settings = TRY(take_settings(words)).change;
  TRY(world.write<flow::Job>(
      [&](Transaction& in) { return flow::change_job(in, acting.person, acting.job, change, world.now()); }));
  return job_state(world, acting.job);
}

// comment <job> <one-word> | none
Result<std::string> comment(World& world, Words& words) {
  const Acting acting = TRY(take_acting(world, words));
  flow::JobChange change;
  change.comment = TRY(words.take("a comment"));
  if (*change.comment == "none") change.comment->clear();
  TRY(world.write<flow::Job>(
      [&](Transaction& in) { return flow::change_job(in, acting.person, acting.job, change, world.now()); }));
  return job_state(world, acting.job);
}

std::string text_of(const rules::Decision& decision) {
  std::string text;
  for (const rules::Reason& reason : decision.reasons) {
    text += (text.empty() ? "refused " : ", refused ") + reason.code + ":";
    for (const std::string& remedy : reason.remedies) text += " " + remedy;
  }
  return text;
}

std::string text_of(const rules::Output& most) {
  return std::to_string(most.impressions()) + " impressions, " + std::to_string(most.monochrome_impressions) +
         " monochrome, " + std::to_string(most.color_impressions) + " colour, " + std::to_string(most.sheets) +
         " sheets, " + std::to_string(most.finished_copies) + " finished";
}

std::string text_of(const flow::Refused& refused) {
  std::string text = text_of(refused.decision);
  for (const flow::Budget& budget : refused.without_room)
    text += ", no room for the " + std::string(to_string(budget.key.scope)) + " in " + budget.period;
  if (refused.overflow) text += ", privately " + yen_text(*refused.overflow);
  return text;
}

// As the doors do it: first whether whoever acts may see the job at all.
Result<flow::ReleaseOutcome> release_by(Transaction& in, const Acting& acting, PrinterId printer, Instant now,
                                        bool accept_overflow, const std::string& quote) {
  const flow::Job job = TRY(flow::job_seen_by(in, acting.person, acting.job, now));
  return flow::release(in, job.person, job.id, printer, now, {}, accept_overflow, quote, acting.person);
}

Result<std::string> try_release(World& world, const Acting& acting, PrinterId printer, bool accept_overflow = false,
                                const std::string& quote = {}) {
  const auto outcome = TRY(world.write<flow::ReleaseOutcome>(
      [&](Transaction& in) { return release_by(in, acting, printer, world.now(), accept_overflow, quote); }));
  if (const auto* refused = std::get_if<flow::Refused>(&outcome)) return text_of(*refused);
  const auto charge =
      TRY(world.read<std::optional<flow::Charge>>([&](store::Reader& in) { return flow::charge_of(in, acting.job); }));
  return "permitted, reserved " + yen_text(charge->authorised) + ", attempt " +
         std::to_string(std::get<flow::Attempt>(outcome).number);
}

// release <job> [by <person>] <printer> [as-quoted] [privately]: "privately" accepts that the person pays
Result<std::string> release(World& world, Words& words) {
  const Acting acting = TRY(take_acting(world, words));
  const PrinterId printer = TRY(world.printers.at(TRY(words.take("a printer"))));
  std::string quote;
  if (words.accept("as-quoted")) {
    quote = world.quotes[{acting.job, printer}];
    if (quote.empty()) return mistake("there is no quote for this job at this printer");
  }
  return try_release(world, acting, printer, words.accept("privately"), quote);
}

// quote <job> <printer>: a price that holds; the last one is kept for "as-quoted"
Result<std::string> quote(World& world, Words& words) {
  const Acting acting = TRY(take_acting(world, words));
  const PrinterId printer_id = TRY(world.printers.at(TRY(words.take("a printer"))));
  return world.read<std::string>([&](store::Reader& in) -> Result<std::string> {
    const flow::Job job = TRY(flow::job(in, acting.job));
    const registry::Printer printer = TRY(registry::printer(in, printer_id));
    const flow::Offer offer = TRY(flow::make_offer(in, job, printer, world.now()));
    const auto quoted = TRY(flow::quoted(in, job, offer, world.now()));
    if (!quoted) return "none"s;
    world.quotes[{acting.job, printer_id}] = quoted->token;
    return "price " + yen_text(offer.quote->total()) + ", until " + to_rfc3339(quoted->valid_until);
  });
}

// offer <job> <printer>: what a release would say, with its price
Result<std::string> offer(World& world, Words& words) {
  const Acting acting = TRY(take_acting(world, words));
  const PrinterId printer_id = TRY(world.printers.at(TRY(words.take("a printer"))));
  return world.read<std::string>([&](store::Reader& in) -> Result<std::string> {
    const registry::Printer printer = TRY(registry::printer(in, printer_id));
    const flow::Offer offer =
        TRY(flow::make_offer(in, TRY(flow::job_seen_by(in, acting.person, acting.job, world.now())), printer,
                             world.now(), {}, acting.person));
    std::string text = offer.decision.permitted() ? "permitted" : text_of(offer.decision);
    for (const std::string& change : offer.decision.changes) text += ", changed " + change;
    if (offer.decision.quote_as_wished) text += ", as wished " + yen_text(offer.decision.quote_as_wished->total());
    if (offer.quote)
      text += ", price " + yen_text(offer.quote->total()) + ", device " + yen_text(offer.quote->device_fee) +
              ", service " + yen_text(offer.quote->service_fee) + ", " + text_of(offer.quote->most);
    return text;
  });
}

// race <job> <printer> <job> <printer> …: all released at the same instant
Result<std::string> race(World& world, Words& words) {
  std::vector<std::pair<Acting, PrinterId>> runners;
  while (!words.empty()) {
    const Acting acting = TRY(take_acting(world, words));
    runners.emplace_back(acting, TRY(world.printers.at(TRY(words.take("a printer")))));
  }
  std::atomic<int> permitted = 0, refused = 0, failed = 0;
  std::vector<std::jthread> threads;
  for (const auto& runner : runners)
    threads.emplace_back([&world, &runner, &permitted, &refused, &failed] {
      const auto outcome = try_release(world, runner.first, runner.second);
      if (!outcome.ok())
        ++failed;
      else if (outcome.value().starts_with("permitted"))
        ++permitted;
      else
        ++refused;
    });
  threads.clear();
  return std::to_string(permitted) + " permitted, " + std::to_string(refused) + " refused, " + std::to_string(failed) +
         " failed";
}

// The attempt that a line is about: the job's latest, or "<job>#<number>"; and the device that speaks: its printer's,
// unless "at <printer>" says otherwise.
struct AtDevice {
  JobId job;
  PrinterId printer;
  std::int32_t number = 0;
};
Result<flow::Attempt> earlier_attempt(World& world, JobId job, const std::string& number) {
  for (const auto& [name, printer] : world.printers.ids) {
    const auto attempts = TRY(world.read<std::vector<flow::Attempt>>(
        [&](store::Reader& in) { return flow::attempts_at(in, printer, 1000); }));
    for (const flow::Attempt& attempt : attempts)
      if (attempt.job == job && std::to_string(attempt.number) == number) return attempt;
  }
  return mistake("there is no attempt " + number + " of this job");
}

Result<AtDevice> take_at_device(World& world, Words& words) {
  const std::string written = TRY(words.take("a job"));
  const std::size_t mark = written.find('#');
  const NamedJob named = TRY(world.jobs.at(written.substr(0, mark)));
  AtDevice at{named.id, {}, 0};
  const auto latest = TRY(
      world.read<std::optional<flow::Attempt>>([&](store::Reader& in) { return flow::latest_attempt(in, named.id); }));
  if (!latest) return mistake(written + " was never released");
  at.printer = latest->printer;
  at.number = latest->device_number;
  if (mark != std::string::npos) {
    const auto earlier = TRY(earlier_attempt(world, named.id, written.substr(mark + 1)));
    at.printer = earlier.printer;
    at.number = earlier.device_number;
  }
  if (words.accept("at")) at.printer = TRY(world.printers.at(TRY(words.take("a printer"))));
  return at;
}

Result<std::string> after(World& world, const AtDevice& at, const flow::Attempt& attempt) {
  TRY(world.settle());
  return TRY(job_state(world, at.job)) + ", " + std::string(to_string(attempt.state)) + ", result " +
         std::string(to_string(attempt.result));
}

Result<std::string> fetch(World& world, Words& words) {
  const AtDevice at = TRY(take_at_device(world, words));
  return after(world, at, TRY(world.write<flow::Attempt>([&](Transaction& in) {
                 return flow::fetch(in, at.printer, at.number, world.now());
               })));
}

Result<std::string> acknowledge(World& world, Words& words) {
  const AtDevice at = TRY(take_at_device(world, words));
  return after(world, at, TRY(world.write<flow::Attempt>([&](Transaction& in) {
                 return flow::acknowledge(in, at.printer, at.number, world.now());
               })));
}

// take <job>: fetch and acknowledge
Result<std::string> take(World& world, Words& words) {
  const AtDevice at = TRY(take_at_device(world, words));
  return after(world, at, TRY(world.write<flow::Attempt>([&](Transaction& in) -> Result<flow::Attempt> {
                 TRY(flow::fetch(in, at.printer, at.number, world.now()));
                 return flow::acknowledge(in, at.printer, at.number, world.now());
               })));
}

// read <job> [at <printer>]: the device asks for the document
Result<std::string> read_document(World& world, Words& words) {
  const AtDevice at = TRY(take_at_device(world, words));
  TRY(world.read<flow::Job>([&](store::Reader& in) { return flow::document_for(in, at.printer, at.number); }));
  return "given"s;
}

Result<flow::DeviceReport::State> take_report_state(Words& words) {
  using State = flow::DeviceReport::State;
  if (words.accept("completed")) return State::completed;
  if (words.accept("aborted")) return State::aborted;
  if (words.accept("cancelled")) return State::cancelled;
  if (words.accept("stopped")) return State::stopped;
  if (words.accept("working") || words.empty()) return State::working;
  return mistake("a report ends with working, stopped, completed, aborted or cancelled");
}

flow::DeviceReport take_counts(Words& words) {
  flow::DeviceReport report;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [word, count] :
         {std::pair{"impression", &report.impressions}, std::pair{"monochrome", &report.monochrome_impressions},
          std::pair{"colour", &report.color_impressions}, std::pair{"sheet", &report.sheets}})
      if (const auto given = words.accept_count(word)) {
        *count = given;
        more = true;
      }
  }
  return report;
}

// report <job> [at <printer>] [20 impressions] [4 monochrome] [6 colour] [10 sheets] [completed | aborted | …]
Result<std::string> report(World& world, Words& words) {
  const AtDevice at = TRY(take_at_device(world, words));
  flow::DeviceReport said = take_counts(words);
  said.state = TRY(take_report_state(words));
  return after(world, at, TRY(world.write<flow::Attempt>([&](Transaction& in) {
                 return flow::record_report(in, at.printer, at.number, said, world.now());
               })));
}

// counted <job> [impressions …]: the operator's word on an unconfirmed job
Result<std::string> count_by_hand(World& world, Words& words) {
  const Acting acting = TRY(take_acting(world, words));
  const flow::DeviceReport said = take_counts(words);
  flow::Usage counted{said.monochrome_impressions.value_or(0), said.color_impressions.value_or(0),
                      said.sheets.value_or(0)};
  TRY(world.write<void>([&](Transaction& in) {
    return flow::settle_by_hand(in, acting.job, counted, world.people.ids.begin()->second, world.now());
  }));
  return job_state(world, acting.job);
}

Result<std::string> cancel(World& world, Words& words) {
  const Acting acting = TRY(take_acting(world, words));
  TRY(world.write<flow::Job>(
      [&](Transaction& in) { return flow::cancel_job(in, acting.person, acting.job, world.now()); }));
  TRY(world.settle());
  return job_state(world, acting.job);
}

Result<std::string> wait(World& world, Words& words) {
  world.clock.advance(TRY(words.take_duration()));
  TRY(world.let_time_end_things());
  return "waited"s;
}

// pay <payer> [<amount>]
Result<std::string> pay(World& world, Words& words) {
  const registry::Payer payer = TRY(world.payer(TRY(words.take("a payer"))));
  std::optional<Money> expected;
  if (!words.empty()) expected = Money{TRY(words.take_number("an amount")), yen};
  const flow::Payment payment = TRY(world.write<flow::Payment>([&](Transaction& in) {
    return flow::mark_paid(in, payer, expected, world.people.ids.begin()->second, world.now());
  }));
  std::string text = "paid " + yen_text(payment.amount) + ", " + std::to_string(payment.charges) + " charges";
  for (const flow::Share& share : payment.distributed)
    text += ", to " + world.name_of(share.provider) + " " + yen_text(share.amount);
  return text + ", to operator " + yen_text(payment.operator_share);
}

}  // namespace

Commands printing_commands() {
  return {{"submit", submit},
          {"comment", comment},
          {"change", change},
          {"offer", offer},
          {"quote", quote},
          {"release", release},
          {"race", race},
          {"fetch", fetch},
          {"take", take},
          {"acknowledge", acknowledge},
          {"read", read_document},
          {"report", report},
          {"counted", count_by_hand},
          {"cancel", cancel},
          {"wait", wait},
          {"pay", pay}};
}

}  // namespace tsuke::scenarios
