#include "registry/people.h"

#include "registry/lookup.h"
#include "registry/purposes.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

#define PERSON_SELECT "SELECT id, name, login, language, is_operator, created_at FROM person "

constexpr store::Query insert_person{"insert_person", R"sql(
    INSERT INTO person (id, name, login, login_folded, language, is_operator, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
constexpr store::Query select_person{"select_person", PERSON_SELECT "WHERE id = $1"};
constexpr store::Query select_person_by_login{"select_person_by_login", PERSON_SELECT "WHERE login_folded = $1"};
constexpr store::Query select_people{"select_people", PERSON_SELECT "ORDER BY id"};
constexpr store::Query update_language{"update_language", "UPDATE person SET language = $2 WHERE id = $1"};

Person make_person(const store::Row& row) {
  return {row.id<PersonId>(0), row.text(1), row.text(2), row.text(3), row.boolean(4), row.instant(5)};
}

Result<void> check_language(std::string_view language) {
  if (language != "en" && language != "ja")
    return Error{Reason::malformed, "bad-language", "choose the language en or ja"};
  return {};
}

// Basic authentication ends a user name at the first colon, and device users have names of their own.
Result<std::string> checked_login(std::string_view login) {
  std::string clean = TRY(checked_text(login, "bad-login", "the sign-in name"));
  if (clean.find(':') != std::string::npos || fold_case(clean).starts_with("device-"))
    return Error{Reason::malformed, "bad-login",
                 "choose a sign-in name without a colon and not beginning with device-"};
  return clean;
}

Result<void> add_private_purpose(store::Transaction& in, PersonId person, std::string_view language) {
  Purpose purpose;
  purpose.person = person;
  purpose.name = language == "ja" ? "私用" : "Private";
  purpose.slug = "private";
  purpose.payer.person = person;
  TRY(add_purpose(in, purpose));
  return {};
}

}  // namespace

Result<PersonId> add_person(store::Transaction& in, const Person& person) {
  const std::string name = TRY(checked_text(person.name, "bad-name", "the name"));
  const std::string login = TRY(checked_login(person.login));
  TRY(check_language(person.language));
  const PersonId id = new_id<PersonId>();
  TRY(or_taken(in.change(insert_person,
                         {id, name, login, fold_case(login), person.language, person.is_operator, person.created_at}),
               "login-taken", "choose another sign-in name: this one is taken"));
  TRY(add_private_purpose(in, id, person.language));
  return id;
}

Result<Person> person(store::Reader& in, PersonId id) {
  return must_find(in.find<Person>(select_person, {id}, make_person), "person");
}

Result<std::optional<Person>> person_by_login(store::Reader& in, std::string_view login) {
  const Result<std::string> clean = checked_login(login);
  if (!clean.ok()) return std::optional<Person>{};  // nobody can have such a name
  return in.find<Person>(select_person_by_login, {fold_case(clean.value())}, make_person);
}

Result<std::vector<Person>> people(store::Reader& in) { return in.list<Person>(select_people, {}, make_person); }

Result<void> set_language(store::Transaction& in, PersonId id, std::string_view language) {
  TRY(check_language(language));
  if (TRY(in.change(update_language, {id, language})) == 0) return no_such("person");
  return {};
}

}  // namespace tsuke::registry
