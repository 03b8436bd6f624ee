// Purposes: what a person prints under, and who pays for it.
#include <algorithm>

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/overflow.h"
#include "flow/shares.h"
#include "registry/purpose_marks.h"

namespace tsuke::doors {

namespace {

// Only an organisation can be named; private use is always the caller's own.
Result<registry::Payer> payer_from(const Json& json, PersonId caller) {
  const std::string kind = TRY(text_member(json, "kind"));
  if (kind == "private") return registry::Payer{{}, caller};
  if (kind != "organisation") return Error{Reason::malformed, "bad-payer", "a payer's kind is private or organisation"};
  return registry::Payer{TRY(id_member<OrganisationId>(json, "organisation")), {}};
}

Result<std::optional<registry::PrintSettings>> defaults_from(const Json& body, const registry::PrintSettings& base) {
  if (body["defaults"].is_null()) return std::optional<registry::PrintSettings>{};
  const auto change = TRY(registry::settings_change_from_json(body["defaults"]));
  return std::optional<registry::PrintSettings>{TRY(registry::apply(base, change))};
}

// What does not fit an int stays out of range.
Result<std::optional<int>> hold_hours_from(const Json& body) {
  const auto hours = TRY(optional_integer(body, "hold_hours"));
  if (!hours) return std::optional<int>{};
  return std::optional<int>{static_cast<int>(std::clamp<std::int64_t>(*hours, 0, 1000))};
}

// {"printer":"<id>","jobs_per_day":50,"amount_per_day":Money}, the caps being optional.
Result<registry::AtOnce> at_once_from(const Json& json) {
  registry::AtOnce at_once{TRY(id_member<PrinterId>(json, "printer")), {}, {}};
  if (const auto jobs = TRY(optional_integer(json, "jobs_per_day")))
    at_once.jobs_per_day = static_cast<int>(std::clamp<std::int64_t>(*jobs, 0, 1'000'000));
  if (!json["amount_per_day"].is_null()) at_once.amount_per_day = TRY(money_from(json["amount_per_day"]));
  return at_once;
}

// Absent: as it is. Null: not any more.
Result<std::optional<std::optional<registry::AtOnce>>> at_once_change_from(const Json& body) {
  using Wish = std::optional<registry::AtOnce>;
  if (!body.has("at_once")) return std::optional<Wish>{};
  if (body["at_once"].is_null()) return std::optional<Wish>{Wish{}};
  return std::optional<Wish>{Wish{TRY(at_once_from(body["at_once"]))}};
}

// Whether what the payer's budget has no room for may fall to the person. Absent: as it is.
Result<void> take_overflow(store::Transaction& in, PurposeId purpose, const Json& body) {
  const auto pays = TRY(optional_boolean(body, "overflow"));
  return pays ? flow::set_pays_overflow(in, purpose, *pays) : Result<void>();
}

// Absent: as it is. Null: none in particular.
Result<std::optional<CostCentreId>> cost_centre_from(const Json& body) {
  if (!body.has("cost_centre")) return std::optional<CostCentreId>{};
  if (body["cost_centre"].is_null()) return std::optional<CostCentreId>{CostCentreId{}};
  return std::optional<CostCentreId>{TRY(id_member<CostCentreId>(body, "cost_centre"))};
}

// Absent: as it is. Null: none.
Result<void> read_word(const Json& body, std::string_view name, std::string& word) {
  if (body.has(name) && body[name].is_null()) word.clear();
  if (auto wanted = TRY(optional_text(body, name))) word = std::move(*wanted);
  return {};
}

// How the person wants it kept. What is absent stays.
Result<void> take_marks(store::Transaction& in, PersonId person, PurposeId purpose, const Json& body) {
  const registry::PurposeMarks before = TRY(registry::purpose_marks(in, purpose));
  registry::PurposeMarks marks = before;
  TRY(read_word(body, "color", marks.color));
  TRY(read_word(body, "icon", marks.icon));
  marks.favourite = TRY(optional_boolean(body, "favourite")).value_or(before.favourite);
  marks.is_default = TRY(optional_boolean(body, "is_default")).value_or(before.is_default);
  marks.comment_needed = TRY(optional_boolean(body, "comment_needed")).value_or(before.comment_needed);
  return marks == before ? Result<void>() : registry::mark_purpose(in, person, purpose, marks);
}

Result<Answer> list(store::Reader& in, const Caller& caller, const Call&) {
  Json items = Json::array();
  for (const PurposeId id : TRY(registry::purpose_order(in, caller.id())))
    items.push(TRY(purpose_json(in, TRY(registry::purpose(in, id)))));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> put_in_order(store::Transaction& in, const Caller& caller, const Call& call) {
  if (!call.body["purposes"].is_array())
    return Error{Reason::malformed, "bad-member", "send \"purposes\" as a list of ids"};
  std::vector<PurposeId> order;
  for (const Json& id : call.body["purposes"].items()) {
    if (!id.is_text()) return Error{Reason::malformed, "bad-member", "send \"purposes\" as a list of ids"};
    order.push_back(TRY(parse_id<PurposeId>(id.text())));
  }
  TRY(registry::order_purposes(in, caller.id(), order));
  return no_content();
}

Result<Answer> show(store::Reader& in, const Caller& caller, const Call& call) {
  return Answer{200,
                TRY(purpose_json(in, TRY(registry::purpose_of(in, caller.id(), TRY(call.id<PurposeId>("purpose"))))))};
}

Result<Answer> add(store::Transaction& in, const Caller& caller, const Call& call) {
  registry::Purpose wanted;
  wanted.person = caller.id();
  wanted.name = TRY(text_member(call.body, "name"));
  wanted.payer = TRY(payer_from(call.body["payer"], caller.id()));
  wanted.defaults = TRY(defaults_from(call.body, {})).value_or(registry::PrintSettings{});
  wanted.hold_hours = TRY(hold_hours_from(call.body)).value_or(wanted.hold_hours);
  wanted.at_once = TRY(at_once_change_from(call.body)).value_or(std::nullopt);
  wanted.cost_centre = TRY(cost_centre_from(call.body)).value_or(CostCentreId{});
  wanted.show_titles = TRY(optional_boolean(call.body, "show_titles")).value_or(false);
  const PurposeId id = TRY(registry::add_purpose(in, wanted));
  TRY(take_overflow(in, id, call.body));
  TRY(take_marks(in, caller.id(), id, call.body));
  return Answer{201, TRY(purpose_json(in, TRY(registry::purpose(in, id))))};
}

Error in_split() {
  return {Reason::conflict, "purpose-in-split", "another purpose shares its prints with it; change that first"};
}

Result<Answer> change(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<PurposeId>("purpose"));
  const registry::Purpose before = TRY(registry::purpose_of(in, caller.id(), id));
  registry::PurposeChange change;
  change.name = TRY(optional_text(call.body, "name"));
  if (!call.body["payer"].is_null()) change.payer = TRY(payer_from(call.body["payer"], caller.id()));
  const bool names_company = change.payer && !change.payer->is_private();
  if (names_company && TRY(flow::split_of_purpose(in, id)).exists()) return flow::purpose_is_shared();
  if (change.payer && *change.payer != before.payer && TRY(flow::is_part_of_split(in, id))) return in_split();
  change.defaults = TRY(defaults_from(call.body, before.defaults));
  change.hold_hours = TRY(hold_hours_from(call.body));
  change.switched_on = TRY(optional_boolean(call.body, "switched_on"));
  change.at_once = TRY(at_once_change_from(call.body));
  change.cost_centre = TRY(cost_centre_from(call.body));
  change.show_titles = TRY(optional_boolean(call.body, "show_titles"));
  TRY(registry::change_purpose(in, caller.id(), id, change));
  TRY(take_overflow(in, id, call.body));
  TRY(take_marks(in, caller.id(), id, call.body));
  return Answer{200, TRY(purpose_json(in, TRY(registry::purpose(in, id))))};
}

Result<Answer> remove(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<PurposeId>("purpose"));
  TRY(registry::purpose_of(in, caller.id(), id));
  if (TRY(flow::held_count(in, id)) > 0)
    return Error{Reason::conflict, "purpose-in-use",
                 "jobs are held under this purpose; print, move or delete them first"};
  if (TRY(flow::is_part_of_split(in, id))) return in_split();
  TRY(registry::remove_purpose(in, caller.id(), id));
  return no_content();
}

}  // namespace

void add_purpose_endpoints(Endpoints& endpoints) {
  endpoints.get("/purposes", list);
  endpoints.change("POST", "/purposes", add);
  endpoints.change("PUT", "/purpose-order", put_in_order);
  endpoints.get("/purposes/{purpose}", show);
  endpoints.change("PATCH", "/purposes/{purpose}", change);
  endpoints.change("DELETE", "/purposes/{purpose}", remove);
}

}  // namespace tsuke::doors
