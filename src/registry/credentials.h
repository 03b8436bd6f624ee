// Every secret that proves who is calling. Only hashes are kept; a secret is shown once, when it is made.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"
#include "registry/printers.h"
#include "registry/purposes.h"

namespace tsuke::registry {

// Passwords: argon2id. Both take about 50 ms and 64 MiB: never on the network thread, never inside a write.
Result<std::string> hash_password(
    std::string_view password);  // malformed "weak-password": under 8 letters, or over 1024 bytes
bool verify_password(std::string_view password, std::string_view hash);
Result<void> set_password(store::Transaction& in, PersonId person, const std::string& hash);  // not_found
// False for those who were made without one and sign in by a link to set it.
Result<bool> has_password(store::Reader& in, PersonId person);
// The hash to verify against; a fixed hash of nothing for an unknown login, so that both take the same time.
struct PasswordRecord {
  PersonId person;  // does not exist when the login is unknown
  std::string hash;
};
Result<PasswordRecord> password_record(store::Reader& in, std::string_view login);

// The other secrets are 256 random bits, kept as SHA-256 and compared by look-up: fast enough for every request.
enum class CredentialKind {
  app_password,  // Basic auth at /ipp/print: person, per device
  queue_token,   // /ipp/p/<token>: purpose, submit only
  session,       // browser cookie: person
  api_token,     // Bearer: person
  sign_in_link,  // single use, short-lived: person
  device,        // an agent's password: printer
  enrolment,     // single use, 15 minutes: printer
};
std::string_view to_string(CredentialKind kind);

// What a queue token was made for, as its person said.
enum class DeviceKind { unsaid, gnu_linux, windows, macos, ios, android, chromeos, other };
std::string_view to_string(DeviceKind kind);                      // "linux"; empty when unsaid
Result<DeviceKind> device_kind_from_text(std::string_view text);  // malformed ("bad-device")

struct Credential {
  CredentialId id;
  CredentialKind kind = CredentialKind::session;
  PersonId person;    // of app_password, queue_token, session, api_token, sign_in_link
  PurposeId purpose;  // of queue_token
  PrinterId printer;  // of device, enrolment
  std::string label;  // "MacBook"
  Instant created_at{};
  Instant expires_at{};                    // 0: never
  Instant used_at{};                       // to the hour; 0: never
  DeviceKind device = DeviceKind::unsaid;  // of queue_token
};

struct NewCredential {
  Credential credential;
  std::string secret;  // shown once
};
// Secrets begin with a word that tells what they are: tsuke_app_, tsuke_q_, tsuke_s_, tsuke_api_, tsuke_link_,
// tsuke_dev_; enrolment codes are 8 letters and digits without look-alikes, in two groups ("K7QF-9XWD"), easy to type:
// small letters, spaces and missing hyphens are understood. Of `credential` it takes kind, owner, label, device and
// expires_at; 0 means never, but 15 minutes for enrolment (which never lasts longer) and an hour for a sign-in link. A
// queue token's person is its purpose's. Fails with malformed ("bad-credential": not exactly the owner that its kind
// has, or a bad label), not_found (the owner).
Result<NewCredential> add_credential(store::Transaction& in, const Credential& credential, Instant now);
// The live credential with this secret and kind: not revoked, not expired, not used up. Otherwise nothing.
Result<std::optional<Credential>> find_credential(store::Reader& in, CredentialKind kind, std::string_view secret,
                                                  Instant now);
// Uses up a single-use one (sign_in_link, enrolment): succeeds once. Fails with not_authenticated
// ("code-used-or-expired").
Result<Credential> use_once(store::Transaction& in, CredentialKind kind, std::string_view secret, Instant now);
// Notes the hour of use; writes nothing when it is noted already.
Result<void> touch_credential(store::Transaction& in, CredentialId id, Instant now);
// Theirs: the person's own, or of a printer that they administer. Fails with not_found when it is not theirs.
Result<void> revoke_credential(store::Transaction& in, PersonId owner, CredentialId id);
// Of the session with this secret; an unknown one is no failure.
Result<void> revoke_session(store::Transaction& in, std::string_view secret);
// Those not revoked and not used up, oldest first; expired ones are among them.
Result<std::vector<Credential>> credentials_of(store::Reader& in, PersonId person, CredentialKind kind);
Result<std::vector<Credential>> queue_tokens_of(store::Reader& in, PurposeId purpose);

// Forgets those that were revoked, used up or expired, and made more than a day ago.
Result<void> forget_dead_credentials(store::Transaction& in, Instant now);

// An agent trades its code for a device credential; an earlier device credential of that printer is revoked. The
// device's user name is "device-<printer id>". Publishes a "printer" event. Fails with not_authenticated
// ("code-used-or-expired").
Result<NewCredential> enrol(store::Transaction& in, std::string_view code, Instant now);
std::string device_user(PrinterId printer);

}  // namespace tsuke::registry
