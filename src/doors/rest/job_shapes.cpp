// How a job looks in JSON: to its owner, and to whoever acts for them.
#include "doors/rest/job_reasons.h"
#include "doors/rest/shapes.h"
#include "doors/rest/split_shapes.h"
#include "flow/acting.h"
#include "flow/comment.h"

namespace tsuke::doors {

namespace {

Result<Json> attempt_json(store::Reader& in, const flow::Attempt& attempt) {
  const registry::Printer printer = TRY(registry::printer(in, attempt.printer));
  const flow::Usage usage = TRY(flow::usage_of(in, attempt.id));
  const bool ended = attempt.result != flow::AttemptResult::none;
  return Json::object({{"id", to_string(attempt.id)},
                       {"number", attempt.number},
                       {"printer", place_json(printer.id, printer.name, printer.site_name)},
                       {"state", flow::to_string(attempt.state)},
                       {"result", ended ? Json(flow::to_string(attempt.result)) : Json()},
                       {"device_reasons", attempt.device_reasons},
                       {"released_at", to_rfc3339(attempt.released_at)},
                       {"settings", registry::to_json(attempt.settings)},
                       {"impressions", usage.impressions()},
                       {"sheets", usage.sheets},
                       {"expected_impressions", attempt.expected_impressions},
                       {"expected_sheets", attempt.expected_sheets}});
}

// Null for nobody but the owner.
Result<Json> person_json(store::Reader& in, PersonId person) {
  if (!person.exists()) return Json();
  return named(person, TRY(registry::person(in, person)).name);
}

}  // namespace

Result<Json> job_json(store::Reader& in, const flow::Job& job, PersonId viewer) {
  const bool own = !viewer.exists() || viewer == job.person;
  const PersonId submitter = TRY(flow::submitted_by(in, job.id)), releaser = TRY(flow::released_by(in, job.id));
  Json purpose, payer;
  if (job.purpose.exists()) {
    const registry::Purpose found = TRY(registry::purpose(in, job.purpose));
    purpose = named(found.id, found.name);
    payer = payer_json(found.payer, found.payer_name);
  }
  auto attempt = TRY(flow::latest_attempt(in, job.id));
  auto charge = TRY(flow::charge_of(in, job.id));
  auto mailed = TRY(flow::mailed(in, job));
  auto lost = TRY(flow::purpose_lost(in, job));
  // Where else it was printed, under what it may stand by now and who sent it is the owner's own business.
  if (!own && releaser != viewer) attempt.reset();
  if (!own) charge.reset(), mailed.reset(), lost.reset();
  const std::string comment = TRY(flow::comment_of(in, job));
  const bool misses_comment = TRY(flow::misses_comment(in, job));
  Json person = TRY(person_json(in, job.person)), submitted_by = TRY(person_json(in, submitter));
  Json released_by = TRY(person_json(in, releaser));
  Json attempt_shown, charge_shown, split;
  if (own) split = TRY(split_json(in, TRY(flow::split_of(in, job))));
  if (attempt) attempt_shown = TRY(attempt_json(in, *attempt));
  if (charge) charge_shown = TRY(charge_json(in, *charge, Eyes::owner));
  // A released job pays as it was at release, whatever its purpose says today.
  if (charge && charge->state != flow::ChargeState::voided) payer = payer_json(charge->payer, charge->payer_name);
  // One that was moved to another payer stands under that payer's purpose.
  if (charge && charge->reassignments > 0) purpose = named(charge->purpose, charge->purpose_name);
  return Json::object({{"id", to_string(job.id)},
                       {"number", std::int64_t{job.number}},
                       {"person", std::move(person)},
                       {"submitted_by", std::move(submitted_by)},
                       {"released_by", std::move(released_by)},
                       {"name", job.name},
                       {"state", flow::to_string(job.state)},
                       {"state_reasons", state_reasons(job, mailed, lost, misses_comment)},
                       {"purpose", std::move(purpose)},
                       {"purpose_lost", lost_json(lost)},
                       {"payer", std::move(payer)},
                       {"split", std::move(split)},
                       {"comment", comment.empty() ? Json() : Json(comment)},
                       {"settings", registry::to_json(job.settings)},
                       {"size_bytes", job.size_bytes},
                       {"pages", job.pages > 0 ? Json(job.pages) : Json()},
                       {"document", flow::to_string(job.document)},
                       {"submitted_at", to_rfc3339(job.submitted_at)},
                       {"expires_at", to_rfc3339(job.expires_at)},
                       {"channel", job.channel},
                       {"mail", mailed_json(mailed)},
                       {"has_password", !job.password.empty()},
                       {"attempt", std::move(attempt_shown)},
                       {"charge", std::move(charge_shown)}});
}

}  // namespace tsuke::doors
