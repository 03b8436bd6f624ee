#include "registry/credentials.h"

#include <algorithm>

#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/printer_events.h"
#include "registry/secrets.h"
#include "registry/setup_links.h"
#include "registry/text.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Word<CredentialKind> kind_words[] = {
    {CredentialKind::app_password, "app-password"}, {CredentialKind::queue_token, "queue-token"},
    {CredentialKind::session, "session"},           {CredentialKind::api_token, "api-token"},
    {CredentialKind::sign_in_link, "sign-in-link"}, {CredentialKind::device, "device"},
    {CredentialKind::enrolment, "enrolment"},
};
constexpr Word<DeviceKind> device_words[] = {
    {DeviceKind::gnu_linux, "linux"}, {DeviceKind::windows, "windows"}, {DeviceKind::macos, "macos"},
    {DeviceKind::ios, "ios"},         {DeviceKind::android, "android"}, {DeviceKind::chromeos, "chromeos"},
    {DeviceKind::other, "other"},     {DeviceKind::unsaid, ""},
};
constexpr Duration enrolment_lasts = minutes(15);
constexpr Duration sign_in_link_lasts = hours(1);
constexpr Duration dead_ones_kept = hours(24);

#define CREDENTIAL_SELECT                                                                        \
  "SELECT id, kind, person_id, purpose_id, printer_id, label, created_at, expires_at, used_at, " \
  "device_kind FROM credential "

constexpr store::Query insert_credential{"insert_credential", R"sql(
    INSERT INTO credential (id, kind, secret_hash, person_id, purpose_id, printer_id, label, created_at, expires_at,
                            used_at, used, revoked, device_kind)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, $10))sql"};
constexpr store::Query select_live_credential{"select_live_credential", CREDENTIAL_SELECT R"sql(
     WHERE secret_hash = $1 AND kind = $2 AND used = 0 AND revoked = 0 AND (expires_at = 0 OR expires_at > $3))sql"};
constexpr store::Query select_credential{"select_credential", CREDENTIAL_SELECT "WHERE id = $1"};
constexpr store::Query select_credential_by_secret{"select_credential_by_secret",
                                                   CREDENTIAL_SELECT "WHERE secret_hash = $1"};
constexpr store::Query select_credentials_of{"select_credentials_of", CREDENTIAL_SELECT R"sql(
     WHERE person_id = $1 AND kind = $2 AND used = 0 AND revoked = 0 ORDER BY id)sql"};
constexpr store::Query select_queue_tokens_of{"select_queue_tokens_of", CREDENTIAL_SELECT R"sql(
     WHERE purpose_id = $1 AND kind = 'queue-token' AND revoked = 0 ORDER BY id)sql"};
// Of two that use a secret at once, the row lets the first through and the second changes nothing.
constexpr store::Query use_up_credential{"use_up_credential", R"sql(
    UPDATE credential SET used = 1, used_at = $3
     WHERE secret_hash = $1 AND kind = $2 AND used = 0 AND revoked = 0 AND expires_at > $4)sql"};
constexpr store::Query note_use{"note_use", "UPDATE credential SET used_at = $2 WHERE id = $1 AND used_at < $2"};
constexpr store::Query revoke_by_id{"revoke_by_id", "UPDATE credential SET revoked = 1 WHERE id = $1"};
constexpr store::Query revoke_by_secret{"revoke_by_secret", R"sql(
    UPDATE credential SET revoked = 1 WHERE secret_hash = $1 AND kind = $2)sql"};
constexpr store::Query revoke_devices{"revoke_devices", R"sql(
    UPDATE credential SET revoked = 1 WHERE printer_id = $1 AND kind = 'device')sql"};
constexpr store::Query forget_dead{"forget_dead", R"sql(
    DELETE FROM credential
     WHERE created_at < $2 AND (used = 1 OR revoked = 1 OR (expires_at > 0 AND expires_at <= $1)))sql"};

Credential make_credential(const store::Row& row) {
  return {row.id<CredentialId>(0), stored_value(kind_words, row.text(1)),
          row.id<PersonId>(2),     row.id<PurposeId>(3),
          row.id<PrinterId>(4),    row.text(5),
          row.instant(6),          row.instant(7),
          row.instant(8),          stored_value(device_words, row.text(9))};
}

Instant hour_of(Instant at) { return {at.micros - at.micros % hours(1).micros}; }

bool is_single_use(CredentialKind kind) {
  return kind == CredentialKind::sign_in_link || kind == CredentialKind::enrolment;
}

bool belongs_to_printer(CredentialKind kind) {
  return kind == CredentialKind::device || kind == CredentialKind::enrolment;
}

Error bad_credential(std::string what) { return {Reason::malformed, "bad-credential", std::move(what)}; }

// The credential with the owner that its kind has, who exists.
Result<Credential> with_owner(store::Reader& in, Credential wished) {
  const bool of_purpose = wished.kind == CredentialKind::queue_token;
  const bool of_printer = belongs_to_printer(wished.kind);
  if (wished.purpose.exists() != of_purpose) return bad_credential("name a purpose for a queue token, and only for it");
  if (wished.printer.exists() != of_printer)
    return bad_credential("name a printer for an enrolment or a device, and only for them");
  if (of_printer) {
    if (wished.person.exists()) return bad_credential("name the printer alone");
    TRY(printer(in, wished.printer));
  } else if (of_purpose) {
    const Purpose found = TRY(purpose(in, wished.purpose));
    const bool of_another = wished.person.exists() && wished.person != found.person;
    if (found.removed || of_another) return no_such("purpose");
    wished.person = found.person;
  } else {
    if (!wished.person.exists()) return bad_credential("name the person");
    TRY(person(in, wished.person));
  }
  return wished;
}

Instant chosen_expiry(const Credential& wished, Instant now) {
  const bool given = wished.expires_at != Instant{};
  if (wished.kind == CredentialKind::enrolment)
    return given ? std::min(wished.expires_at, now + enrolment_lasts) : now + enrolment_lasts;
  if (wished.kind == CredentialKind::sign_in_link && !given) return now + sign_in_link_lasts;
  return wished.expires_at;
}

Result<void> check_owner(store::Reader& in, PersonId owner, const Credential& credential) {
  if (!belongs_to_printer(credential.kind)) {
    if (credential.person != owner) return no_such("credential");
    return {};
  }
  const Printer of = TRY(printer(in, credential.printer));
  return or_hidden(require_provider_admin(in, owner, of.provider), no_such("credential"));
}

}  // namespace

std::string_view to_string(CredentialKind kind) { return word_of(kind_words, kind); }
std::string_view to_string(DeviceKind kind) { return word_of(device_words, kind); }
Result<DeviceKind> device_kind_from_text(std::string_view text) { return value_of(device_words, text, "bad-device"); }

Result<NewCredential> add_credential(store::Transaction& in, const Credential& wished, Instant now) {
  Credential made = TRY(with_owner(in, wished));
  if (!made.label.empty()) made.label = TRY(checked_text(made.label, "bad-credential", "the label"));
  made.id = new_id<CredentialId>();
  made.created_at = now;
  made.expires_at = chosen_expiry(wished, now);
  made.used_at = {};
  const std::string secret = make_secret(made.kind);
  TRY(in.change(insert_credential,
                {made.id, to_string(made.kind), secret_hash(made.kind, secret), made.person, made.purpose, made.printer,
                 made.label, made.created_at, made.expires_at, to_string(made.device)}));
  return NewCredential{made, secret};
}

Result<std::optional<Credential>> find_credential(store::Reader& in, CredentialKind kind, std::string_view secret,
                                                  Instant now) {
  return in.find<Credential>(select_live_credential, {secret_hash(kind, secret), to_string(kind), now},
                             make_credential);
}

Result<Credential> use_once(store::Transaction& in, CredentialKind kind, std::string_view secret, Instant now) {
  assert(is_single_use(kind));
  const store::Blob hash = secret_hash(kind, secret);
  if (TRY(in.change(use_up_credential, {hash, to_string(kind), hour_of(now), now})) != 1)
    return Error{Reason::not_authenticated, "code-used-or-expired", "ask for a new one: this one is used or too old"};
  return must_find(in.find<Credential>(select_credential_by_secret, {hash}, make_credential), "credential");
}

Result<void> touch_credential(store::Transaction& in, CredentialId id, Instant now) {
  return in.run(note_use, {id, hour_of(now)});
}

Result<void> revoke_credential(store::Transaction& in, PersonId owner, CredentialId id) {
  const Credential found = TRY(must_find(in.find<Credential>(select_credential, {id}, make_credential), "credential"));
  TRY(check_owner(in, owner, found));
  TRY(in.run(revoke_by_id, {id}));
  if (found.kind == CredentialKind::device) publish_printer(in, TRY(printer(in, found.printer)));
  return {};
}

Result<void> revoke_session(store::Transaction& in, std::string_view secret) {
  return in.run(revoke_by_secret, {secret_hash(CredentialKind::session, secret), to_string(CredentialKind::session)});
}

Result<std::vector<Credential>> credentials_of(store::Reader& in, PersonId person, CredentialKind kind) {
  return in.list<Credential>(select_credentials_of, {person, to_string(kind)}, make_credential);
}

Result<std::vector<Credential>> queue_tokens_of(store::Reader& in, PurposeId purpose) {
  return in.list<Credential>(select_queue_tokens_of, {purpose}, make_credential);
}

Result<void> forget_dead_credentials(store::Transaction& in, Instant now) {
  TRY(forget_setup_links(in, now));
  return in.run(forget_dead, {now, now - dead_ones_kept});
}

Result<NewCredential> enrol(store::Transaction& in, std::string_view code, Instant now) {
  const Credential used = TRY(use_once(in, CredentialKind::enrolment, code, now));
  TRY(in.run(revoke_devices, {used.printer}));
  Credential device;
  device.kind = CredentialKind::device;
  device.printer = used.printer;
  device.label = used.label;
  NewCredential made = TRY(add_credential(in, device, now));
  publish_printer(in, TRY(printer(in, used.printer)));
  return made;
}

std::string device_user(PrinterId printer) { return "device-" + to_string(printer); }

}  // namespace tsuke::registry
