// How a purpose looks in JSON, to its own person.
#include "doors/rest/shapes.h"
#include "doors/rest/split_shapes.h"
#include "flow/overflow.h"
#include "registry/purpose_marks.h"

namespace tsuke::doors {

namespace {

Result<Json> at_once_json(store::Reader& in, const registry::AtOnce& at_once) {
  const registry::Printer printer = TRY(registry::printer(in, at_once.printer));
  return Json::object({{"printer", place_json(printer.id, printer.name, printer.site_name)},
                       {"jobs_per_day", at_once.jobs_per_day ? Json(*at_once.jobs_per_day) : Json()},
                       {"amount_per_day", at_once.amount_per_day ? to_json(*at_once.amount_per_day) : Json()}});
}

Json word_or_null(const std::string& word) { return word.empty() ? Json() : Json(word); }
}  // namespace

Result<Json> purpose_json(store::Reader& in, const registry::Purpose& purpose) {
  Json at_once;
  if (purpose.at_once) at_once = TRY(at_once_json(in, *purpose.at_once));
  const std::int64_t held_jobs = TRY(flow::held_count(in, purpose.id));
  const bool overflow = TRY(flow::pays_overflow(in, purpose.id));
  Json split = TRY(split_json(in, TRY(flow::split_of_purpose(in, purpose.id))));
  const registry::PurposeMarks marks = TRY(registry::purpose_marks(in, purpose.id));
  return Json::object({{"id", to_string(purpose.id)},
                       {"name", purpose.name},
                       {"slug", purpose.slug},
                       {"payer", payer_json(purpose.payer, purpose.payer_name)},
                       {"cost_centre", id_json(purpose.cost_centre)},
                       {"defaults", registry::to_json(purpose.defaults)},
                       {"hold_hours", purpose.hold_hours},
                       {"switched_on", purpose.switched_on},
                       {"at_once", std::move(at_once)},
                       {"show_titles", purpose.show_titles},
                       {"color", word_or_null(marks.color)},
                       {"icon", word_or_null(marks.icon)},
                       {"favourite", marks.favourite},
                       {"is_default", marks.is_default},
                       {"comment_needed", marks.comment_needed},
                       {"overflow", overflow},
                       {"split", std::move(split)},
                       {"state", registry::to_string(purpose.state)},
                       {"membership_ended", purpose.membership_was_accepted_once},
                       {"held_jobs", held_jobs}});
}

}  // namespace tsuke::doors
