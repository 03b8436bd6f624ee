#include "registry/purposes.h"

#include "registry/at_once.h"
#include "registry/departments.h"
#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/slug.h"
#include "registry/text.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Word<PurposeState> state_words[] = {
    {PurposeState::active, "active"}, {PurposeState::pending, "pending"}, {PurposeState::inactive, "inactive"}};

#define PURPOSE_SELECT                                                                                       \
  "SELECT u.id, u.person_id, u.name, u.slug, u.payer_organisation_id, u.payer_person_id, "                   \
  "       COALESCE(o.name, p.name), u.copies, u.sides, u.color_mode, u.media, u.hold_hours, u.switched_on, " \
  "       u.removed, m.state, m.was_accepted, u.rest_of_settings, u.at_once_printer_id, "                    \
  "       u.at_once_jobs_per_day, u.at_once_amount_per_day, u.at_once_currency, u.cost_centre_id, "          \
  "       u.show_titles "                                                                                    \
  "FROM purpose u JOIN person p ON p.id = u.person_id "                                                      \
  "LEFT JOIN organisation o ON o.id = u.payer_organisation_id "                                              \
  "LEFT JOIN membership m ON m.person_id = u.person_id AND m.organisation_id = u.payer_organisation_id "

constexpr store::Query select_purpose{"select_purpose", PURPOSE_SELECT "WHERE u.id = $1"};
constexpr store::Query select_purpose_of{"select_purpose_of",
                                         PURPOSE_SELECT "WHERE u.id = $1 AND u.person_id = $2 AND u.removed = 0"};
constexpr store::Query select_purpose_by_slug{
    "select_purpose_by_slug", PURPOSE_SELECT "WHERE u.person_id = $1 AND u.slug = $2 AND u.removed = 0"};
constexpr store::Query select_purpose_by_name{
    "select_purpose_by_name", PURPOSE_SELECT "WHERE u.person_id = $1 AND u.name = $2 AND u.removed = 0"};
constexpr store::Query select_purposes{"select_purposes",
                                       PURPOSE_SELECT "WHERE u.person_id = $1 AND u.removed = 0 ORDER BY u.id"};
// A slug is never given out again, not even after removal: a printer queue that some computer still has must not
// begin to charge another payer.
constexpr store::Query purpose_slug_taken{"purpose_slug_taken",
                                          "SELECT id FROM purpose WHERE slug = $1 AND person_id = $2"};
constexpr store::Query insert_purpose{"insert_purpose", R"sql(
    INSERT INTO purpose (id, person_id, name, slug, payer_organisation_id, payer_person_id, copies, sides, color_mode,
                         media, hold_hours, switched_on, removed, rest_of_settings, at_once_printer_id,
                         at_once_jobs_per_day, at_once_amount_per_day, at_once_currency, cost_centre_id,
                         show_titles)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16, $17, $18, $19))sql"};
constexpr store::Query update_purpose{"update_purpose", R"sql(
    UPDATE purpose
       SET name = $3, payer_organisation_id = $4, payer_person_id = $5, copies = $6, sides = $7, color_mode = $8,
           media = $9, hold_hours = $10, switched_on = $11, rest_of_settings = $12, at_once_printer_id = $13,
           at_once_jobs_per_day = $14, at_once_amount_per_day = $15, at_once_currency = $16,
           cost_centre_id = $17, show_titles = $18
     WHERE id = $1 AND person_id = $2 AND removed = 0)sql"};
constexpr store::Query mark_purpose_removed{"mark_purpose_removed", R"sql(
    UPDATE purpose SET removed = 1 WHERE id = $1 AND person_id = $2 AND removed = 0)sql"};
constexpr store::Query revoke_queue_tokens{"revoke_queue_tokens",
                                           "UPDATE credential SET revoked = 1 WHERE purpose_id = $1"};

constexpr std::string_view name_taken = "purpose-name-taken";
constexpr std::string_view choose_other_name = "choose another name: one of your purposes has this one";

Error bad_purpose(std::string what) { return {Reason::malformed, "bad-purpose", std::move(what)}; }

PurposeState derived_state(const Purpose& purpose, const std::string& membership) {
  if (purpose.removed || !purpose.switched_on) return PurposeState::inactive;
  if (purpose.payer.is_private() || membership == "accepted") return PurposeState::active;
  return PurposeState::pending;
}

Purpose make_purpose(const store::Row& row) {
  Purpose purpose;
  purpose.id = row.id<PurposeId>(0);
  purpose.person = row.id<PersonId>(1);
  purpose.name = row.text(2);
  purpose.slug = row.text(3);
  purpose.payer = {row.id<OrganisationId>(4), row.id<PersonId>(5)};
  purpose.payer_name = row.text(6);
  purpose.defaults =
      settings_from_row(static_cast<int>(row.integer(7)), row.text(8), row.text(9), row.text(10), row.text(16));
  purpose.hold_hours = static_cast<int>(row.integer(11));
  purpose.switched_on = row.boolean(12);
  purpose.removed = row.boolean(13);
  purpose.at_once = at_once_from_row(row, 17);
  purpose.cost_centre = row.id<CostCentreId>(21);
  purpose.show_titles = row.boolean(22);
  const std::string membership = row.text(14);
  purpose.state = derived_state(purpose, membership);
  purpose.membership_was_accepted_once = membership == "ended" && row.boolean(15);
  return purpose;
}

// The purpose with its texts trimmed and its values in range.
Result<Purpose> checked(Purpose purpose) {
  purpose.name = TRY(checked_text(purpose.name, "bad-purpose", "the name"));
  if (purpose.hold_hours < 1 || purpose.hold_hours > 168) return bad_purpose("hold jobs for 1 to 168 hours");
  purpose.defaults = TRY(apply(purpose.defaults, {}));
  return purpose;
}

// Nobody can charge another person, and an organisation hears of it when somebody wants to charge it.
Result<void> settle_payer(store::Transaction& in, PersonId owner, const Payer& payer) {
  if (payer.organisation.exists() == payer.person.exists())
    return bad_purpose("name exactly one payer: an organisation or yourself");
  if (payer.is_private()) {
    if (payer.person != owner) return no_such("person");
    return {};
  }
  TRY(organisation(in, payer.organisation));
  TRY(request_membership(in, payer.organisation, owner));
  return {};
}

Result<void> check_cost_centre(store::Reader& in, const Purpose& purpose) {
  if (!purpose.cost_centre.exists()) return {};
  if (purpose.payer.is_private()) return bad_purpose("only an organisation has cost centres");
  const CostCentre found = TRY(cost_centre(in, purpose.payer.organisation, purpose.cost_centre));
  if (!found.in_use) return bad_purpose("choose another cost centre: this one is not in use any more");
  return {};
}

Result<std::string> chosen_slug(store::Reader& in, const Purpose& purpose, PurposeId id) {
  if (!purpose.slug.empty()) TRY(check_slug(purpose.slug));
  const std::string wished = purpose.slug.empty() ? make_slug(purpose.name, "purpose") : purpose.slug;
  return free_slug(in, purpose_slug_taken, wished, id.value, {purpose.person});
}

Purpose changed(Purpose purpose, const PurposeChange& change) {
  if (change.name) purpose.name = *change.name;
  if (change.payer && *change.payer != purpose.payer) purpose.cost_centre = {};
  if (change.payer) purpose.payer = *change.payer;
  if (change.cost_centre) purpose.cost_centre = *change.cost_centre;
  if (change.defaults) purpose.defaults = *change.defaults;
  if (change.hold_hours) purpose.hold_hours = *change.hold_hours;
  if (change.switched_on) purpose.switched_on = *change.switched_on;
  if (change.at_once) purpose.at_once = *change.at_once;
  if (change.show_titles) purpose.show_titles = *change.show_titles;
  return purpose;
}

}  // namespace

std::string payer_key(const Payer& payer) {
  return payer.is_private() ? "person:" + to_string(payer.person) : "organisation:" + to_string(payer.organisation);
}

Result<Payer> parse_payer_key(std::string_view key) {
  constexpr std::string_view person = "person:";
  constexpr std::string_view organisation = "organisation:";
  if (key.starts_with(person)) return Payer{{}, TRY(parse_id<PersonId>(key.substr(person.size())))};
  if (key.starts_with(organisation)) return Payer{TRY(parse_id<OrganisationId>(key.substr(organisation.size()))), {}};
  return Error{Reason::malformed, "bad-payer", "write the payer as organisation:12 or person:7"};
}

std::string_view to_string(PurposeState state) { return word_of(state_words, state); }

Result<PurposeId> add_purpose(store::Transaction& in, const Purpose& wished) {
  const Purpose purpose = TRY(checked(wished));
  TRY(person(in, purpose.person));
  TRY(settle_payer(in, purpose.person, purpose.payer));
  TRY(check_cost_centre(in, purpose));
  TRY(check_at_once(in, purpose.person, purpose.at_once));
  const PurposeId id = new_id<PurposeId>();
  const std::string slug = TRY(chosen_slug(in, purpose, id));
  const AtOnceColumns at_once = columns_of(purpose.at_once);
  TRY(or_taken(in.change(insert_purpose,
                         {id, purpose.person, purpose.name, slug, purpose.payer.organisation, purpose.payer.person,
                          purpose.defaults.copies, to_keyword(purpose.defaults.sides),
                          to_keyword(purpose.defaults.color_mode), purpose.defaults.media, purpose.hold_hours,
                          purpose.switched_on, rest_to_text(purpose.defaults), at_once.printer, at_once.jobs_per_day,
                          at_once.amount_per_day, at_once.currency, purpose.cost_centre, purpose.show_titles}),
               name_taken, choose_other_name));
  return id;
}

Result<void> change_purpose(store::Transaction& in, PersonId person, PurposeId id, const PurposeChange& change) {
  const Purpose purpose = TRY(checked(changed(TRY(purpose_of(in, person, id)), change)));
  if (change.payer) TRY(settle_payer(in, person, purpose.payer));
  if (change.cost_centre) TRY(check_cost_centre(in, purpose));
  if (change.at_once) TRY(check_at_once(in, person, purpose.at_once));
  const AtOnceColumns at_once = columns_of(purpose.at_once);
  TRY(or_taken(in.change(update_purpose,
                         {id, person, purpose.name, purpose.payer.organisation, purpose.payer.person,
                          purpose.defaults.copies, to_keyword(purpose.defaults.sides),
                          to_keyword(purpose.defaults.color_mode), purpose.defaults.media, purpose.hold_hours,
                          purpose.switched_on, rest_to_text(purpose.defaults), at_once.printer, at_once.jobs_per_day,
                          at_once.amount_per_day, at_once.currency, purpose.cost_centre, purpose.show_titles}),
               name_taken, choose_other_name));
  return {};
}

Result<void> remove_purpose(store::Transaction& in, PersonId person, PurposeId id) {
  if (TRY(in.change(mark_purpose_removed, {id, person})) == 0) return no_such("purpose");
  return in.run(revoke_queue_tokens, {id});
}

Result<Purpose> purpose(store::Reader& in, PurposeId id) {
  return must_find(in.find<Purpose>(select_purpose, {id}, make_purpose), "purpose");
}

Result<Purpose> purpose_of(store::Reader& in, PersonId person, PurposeId id) {
  return must_find(in.find<Purpose>(select_purpose_of, {id, person}, make_purpose), "purpose");
}

Result<std::optional<Purpose>> purpose_by_slug(store::Reader& in, PersonId person, std::string_view slug) {
  if (!check_slug(slug).ok()) return std::optional<Purpose>{};
  return in.find<Purpose>(select_purpose_by_slug, {person, slug}, make_purpose);
}

Result<std::optional<Purpose>> purpose_by_word(store::Reader& in, PersonId person, std::string_view word) {
  const Result<std::string> clean = checked_text(word, "bad-purpose", "the purpose");
  if (!clean.ok()) return std::optional<Purpose>{};  // no purpose can have such a name
  auto by_slug = TRY(purpose_by_slug(in, person, clean.value()));
  if (by_slug) return by_slug;
  return in.find<Purpose>(select_purpose_by_name, {person, clean.value()}, make_purpose);
}

Result<std::vector<Purpose>> purposes(store::Reader& in, PersonId person) {
  return in.list<Purpose>(select_purposes, {person}, make_purpose);
}

}  // namespace tsuke::registry
