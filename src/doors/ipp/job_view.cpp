#include "doors/ipp/job_view.h"

#include <algorithm>

#include "doors/ipp/job_template.h"
#include "doors/ipp/uris.h"
#include "flow/offer.h"
#include "platform/ipp/codes.h"
#include "rules/output.h"

namespace tsuke::ippdoor {
namespace {

std::int32_t unix_seconds(Instant at) { return static_cast<std::int32_t>(at.micros / 1'000'000); }

ipp::Attribute time_or_none(std::string name, Instant at) {
  return at.micros > 0 ? ipp::integer(std::move(name), unix_seconds(at)) : ipp::no_value(std::move(name));
}
ipp::Attribute date_or_none(std::string name, Instant at) {
  return at.micros > 0 ? ipp::date_time(std::move(name), at.micros) : ipp::no_value(std::move(name));
}

bool needs_attempt(const Requested& asked) {
  for (const std::string_view name :
       {"job-state", "job-state-reasons", "job-state-message", "job-impressions-completed",
        "job-media-sheets-completed", "time-at-processing", "date-time-at-processing"})
    if (asked.wants(name)) return true;
  return false;
}

void add_identity(const Queue& queue, const Owner& owner, const JobView& view, Picker& put) {
  const flow::Job& job = view.job;
  put.add(ipp::uri("job-printer-uri", queue.uri));
  if (put.wants("job-uuid")) put.add(ipp::uri("job-uuid", stable_uuid("job", job.id.value)));
  put.add(ipp::name("job-name", job.name));
  put.add(ipp::name("job-originating-user-name", owner.login));
  put.add(ipp::enumeration("job-state", job_state(job)));
  put.add(ipp::keywords("job-state-reasons", job_state_reasons(view)));
  if (const std::string message = job_state_message(view); !message.empty())
    put.add(ipp::text("job-state-message", message));
  put.add(ipp::strings("document-format", ipp::Tag::mime_type, {job.format}));
  put.add(ipp::integer("number-of-documents", job.document == flow::DocumentState::awaited ? 0 : 1));
}

void add_times(const JobView& view, Instant now, Picker& put) {
  const flow::Job& job = view.job;
  const Instant processing = view.attempt ? view.attempt->released_at : Instant{};
  put.add(ipp::integer("job-printer-up-time", unix_seconds(now)));
  put.add(time_or_none("time-at-creation", job.submitted_at));
  put.add(time_or_none("time-at-processing", processing));
  put.add(time_or_none("time-at-completed", job.ended_at));
  put.add(date_or_none("date-time-at-creation", job.submitted_at));
  put.add(date_or_none("date-time-at-processing", processing));
  put.add(date_or_none("date-time-at-completed", job.ended_at));
}

std::int32_t clamped(std::int64_t count) { return static_cast<std::int32_t>(std::min<std::int64_t>(count, INT32_MAX)); }

void add_counts(const JobView& view, Picker& put) {
  const flow::Job& job = view.job;
  put.add(ipp::integer("job-k-octets", clamped((job.size_bytes + 1023) / 1024)));
  if (job.pages > 0) {
    const rules::Output expected = rules::expected_output(flow::pages_of(job), job.settings);
    put.add(ipp::integer("job-impressions", clamped(expected.impressions())));
    put.add(ipp::integer("job-media-sheets", clamped(expected.sheets)));
  }
  put.add(ipp::integer("job-impressions-completed", clamped(view.usage.impressions())));
  put.add(ipp::integer("job-media-sheets-completed", clamped(view.usage.sheets)));
}

void add_settings(const JobView& view, Picker& put) {
  const Kind kind = Kind::job_template;
  add_job_settings(view.job.settings, put);
  put.add(ipp::keyword("job-hold-until", "indefinite"), kind);
  if (!view.account_word.empty()) put.add(ipp::name("job-account-id", view.account_word), kind);
}

Result<void> look_up_purpose(store::Reader& in, const Queue& queue, JobView& view) {
  const PurposeId id = view.job.purpose;
  if (!id.exists()) {
    view.account_word = view.job.account_word == "-" ? "" : view.job.account_word;
    return {};
  }
  const bool of_queue = queue.purpose && queue.purpose->id == id;
  const registry::Purpose purpose = of_queue ? *queue.purpose : TRY(registry::purpose(in, id));
  view.purpose = purpose.state;
  // A token learns nothing of the purpose to which its job was moved.
  if (of_queue || !queue.by_token()) view.account_word = purpose.slug;
  return {};
}

}  // namespace

Result<JobView> view_job(store::Reader& in, const Queue& queue, flow::Job job, const Requested& asked,
                         WithDecision decision, Instant now) {
  JobView view{std::move(job), {}, {}, {}, {}, {}};
  if (asked.wants_only({"job-id", "job-uri"})) return view;
  TRY(look_up_purpose(in, queue, view));
  if (flow::is_waiting(view.job.state)) {
    const bool asks_why = asked.wants("job-state-reasons") || asked.wants("job-state-message");
    if (decision == WithDecision::no || !asks_why) return view;
    const flow::Offer offer = TRY(flow::make_offer(in, view.job, std::nullopt, now));
    for (const rules::Reason& reason : offer.decision.reasons) view.hindrances.push_back(reason.code);
    return view;
  }
  if (!needs_attempt(asked)) return view;
  view.attempt = TRY(flow::latest_attempt(in, view.job.id));
  if (view.attempt) view.usage = TRY(flow::usage_of(in, view.attempt->id));
  return view;
}

JobView view_new_job(const Queue& queue, flow::Job job) {
  JobView view{std::move(job), {}, {}, {}, {}, {}};
  if (queue.purpose && view.job.purpose == queue.purpose->id) view.purpose = queue.purpose->state;
  return view;
}

void add_job_attributes(const Queue& queue, const Owner& owner, const JobView& view, const Requested& asked,
                        Instant now, ipp::Group& into) {
  Picker put(asked, into);
  put.add(ipp::integer("job-id", view.job.number));
  if (put.wants("job-uri")) put.add(ipp::uri("job-uri", job_uri(queue.uri, view.job.number)));
  if (asked.wants_only({"job-id", "job-uri"})) return;
  add_identity(queue, owner, view, put);
  add_times(view, now, put);
  add_counts(view, put);
  add_settings(view, put);
}

void add_new_job_attributes(const Queue& queue, const JobView& view, ipp::Group& into) {
  into.add(ipp::uri("job-uri", job_uri(queue.uri, view.job.number)));
  into.add(ipp::integer("job-id", view.job.number));
  into.add(ipp::uri("job-uuid", stable_uuid("job", view.job.id.value)));
  into.add(ipp::enumeration("job-state", job_state(view.job)));
  into.add(ipp::keywords("job-state-reasons", job_state_reasons(view)));
  if (const std::string message = job_state_message(view); !message.empty())
    into.add(ipp::text("job-state-message", message));
}

}  // namespace tsuke::ippdoor
