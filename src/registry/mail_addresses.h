// By e-mail: a secret address per purpose, and whose mail a person trusts. An address lets its holder hold jobs for its
// person and nothing more, so it is kept readable beside the hash it is found by: people look it up again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::registry {

// Before the @ stands "<word>-<secret>": the purpose's slug, for people, and 80 random bits as 16 small letters and
// digits without look-alikes, which alone count. Mail programs may change the case, which makes no difference.
struct MailAddress {
  PurposeId purpose;
  PersonId person;
  std::string local_part;
  Instant made_at{};
};

// The purpose's address; nothing when it has none (never had, switched off, or the purpose was removed).
Result<std::optional<MailAddress>> mail_address_of(store::Reader& in, PurposeId purpose);
// Makes the address, or a new one in its place: the one before is dead at once. Fails with not_found when the purpose
// is not this person's.
Result<MailAddress> renew_mail_address(store::Transaction& in, PersonId person, PurposeId purpose, Instant now);
// From here on nothing comes in. Switching off what is off changes nothing. Fails with not_found as above.
Result<void> switch_off_mail_address(store::Transaction& in, PersonId person, PurposeId purpose);
// Whose address this is; nothing when it is nobody's. One look-up by a hash, whatever the text, so that its time tells
// nothing of the secrets that there are.
Result<std::optional<MailAddress>> find_mail_address(store::Reader& in, std::string_view local_part);

// Senders whose authenticated mail needs no confirmation. A sign-in name that is a mail address is one by itself;
// others are added when their person confirms a job of theirs. Compared without the case of ASCII letters.
struct TrustedSender {
  std::string address;
  bool is_login = false;
  Instant since{};  // 0 of the sign-in name
};
inline constexpr int trusted_senders_max = 100;
Result<std::vector<TrustedSender>> trusted_senders(store::Reader& in, PersonId person);
Result<bool> trusts_sender(store::Reader& in, PersonId person, std::string_view address);
// Fails with malformed ("bad-sender": no mail address of at most 254 bytes), limit_reached ("too-many-senders"). The
// same again changes nothing.
Result<void> trust_sender(store::Transaction& in, PersonId person, std::string_view address, Instant now);
// Fails with not_found ("no-such-sender"); the sign-in name cannot be taken off: conflict ("sender-is-login").
Result<void> distrust_sender(store::Transaction& in, PersonId person, std::string_view address);

}  // namespace tsuke::registry
