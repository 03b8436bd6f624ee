#include "doors/ipp/job_view.h"

#include <algorithm>

#include "doors/ipp/job_template.h"
#include "doors/ipp/uris.h"
#include "doors/ipp/wishes.h"
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
        "job-media-sheets-completed", "time-at-processing", "date-time-at-processing", "copies-actual", "sides-actual",
        "print-color-mode-actual", "media-actual", "job-account-id-actual", "job-account-type-actual",
        "job-accounting-user-id-actual"})
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

void add_settings(const Owner& owner, const JobView& view, Picker& put) {
  const Kind kind = Kind::job_template;
  add_job_settings(view.job.settings, put);
  const bool held = flow::is_waiting(view.job.state) && !view.job.at_once;
  put.add(ipp::keyword("job-hold-until", held ? hold_until_released : no_hold), kind);
  put.add(ipp::keyword("job-release-action", held ? release_by_owner : release_at_once), kind);
  if (!view.account_word.empty()) put.add(ipp::name("job-account-id", view.account_word), kind);
  if (!view.account_type.empty()) put.add(ipp::keyword("job-account-type", view.account_type), kind);
  put.add(ipp::name("job-accounting-user-id", owner.login), kind);
}

// What was really done (PWG 5100.8), of jobs that have come out: as it was fixed at release.
void add_actual(const Owner& owner, const JobView& view, Picker& put) {
  if (flow::is_open(view.job.state) || !view.attempt || view.usage.impressions() == 0) return;
  const registry::PrintSettings& settings = view.attempt->settings;
  put.add(ipp::integer("copies-actual", settings.copies));
  put.add(ipp::keyword("sides-actual", std::string(registry::to_keyword(settings.sides))));
  put.add(ipp::keyword("print-color-mode-actual", std::string(registry::to_keyword(settings.color_mode))));
  put.add(ipp::keyword("media-actual", settings.media));
  if (!view.account_word.empty()) put.add(ipp::name("job-account-id-actual", view.account_word));
  if (!view.account_type.empty()) put.add(ipp::keyword("job-account-type-actual", view.account_type));
  put.add(ipp::name("job-accounting-user-id-actual", owner.login));
}

// The price once it is fixed; before, what is set aside at most. Of a print in a trial, that it is not charged.
void add_charge(const JobView& view, Picker& put) {
  if (!view.charge) return;
  const flow::Charge& charge = *view.charge;
  if (charge.would_be) {
    const bool is_known = charge.state == flow::ChargeState::metered;
    const std::string would = is_known ? "; it would have been " + format_money(charge.would_be->captured) : "";
    return put.add(ipp::text("job-charge-info", "trial: not charged" + would));
  }
  if (charge.state == flow::ChargeState::captured) put.add(ipp::text("job-charge-info", format_money(charge.captured)));
  if (charge.state == flow::ChargeState::reserved)
    put.add(ipp::text("job-charge-info", "at most " + format_money(charge.authorised)));
}

Result<void> look_up_purpose(store::Reader& in, const Queue& queue, JobView& view) {
  const PurposeId id = view.job.purpose;
  if (!id.exists()) {
    view.account_word = view.job.account_word == "-" ? "" : view.job.account_word;
    view.lost = TRY(flow::purpose_lost(in, view.job));
    return {};
  }
  const bool of_queue = queue.purpose && queue.purpose->id == id;
  const registry::Purpose purpose = of_queue ? *queue.purpose : TRY(registry::purpose(in, id));
  view.purpose = purpose.state;
  // A token learns nothing of the purpose to which its job was moved.
  if (of_queue || !queue.by_token()) {
    view.account_word = purpose.slug;
    view.account_type = account_type_of(purpose);
  }
  return {};
}

}  // namespace

Result<JobView> view_job(store::Reader& in, const Queue& queue, flow::Job job, const Requested& asked,
                         WithDecision decision, Instant now) {
  JobView view;
  view.job = std::move(job);
  if (asked.wants_only({"job-id", "job-uri"})) return view;
  TRY(look_up_purpose(in, queue, view));
  if (flow::is_waiting(view.job.state)) {
    const bool asks_why = asked.wants("job-state-reasons") || asked.wants("job-state-message");
    if (decision == WithDecision::no || !asks_why) return view;
    const flow::Offer offer = TRY(flow::make_offer(in, view.job, std::nullopt, now));
    for (const rules::Reason& reason : offer.decision.reasons) view.hindrances.push_back(reason.code);
    return view;
  }
  if (decision == WithDecision::yes && asked.wants("job-charge-info"))
    view.charge = TRY(flow::charge_of(in, view.job.id));
  if (!needs_attempt(asked)) return view;
  view.attempt = TRY(flow::latest_attempt(in, view.job.id));
  if (view.attempt) view.usage = TRY(flow::usage_of(in, view.attempt->id));
  return view;
}

JobView view_new_job(const Queue& queue, flow::Job job) {
  JobView view;
  view.job = std::move(job);
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
  add_settings(owner, view, put);
  add_actual(owner, view, put);
  add_charge(view, put);
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
