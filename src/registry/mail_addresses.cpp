#include "registry/mail_addresses.h"

#include "base/bytes.h"
#include "registry/lookup.h"
#include "registry/purposes.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

// 32 signs: 5 bits each. Without 0 and o, 1 and l.
constexpr std::string_view signs = "abcdefghijkmnpqrstuvwxyz23456789";
constexpr std::size_t secret_length = 16;
constexpr std::size_t word_length_max = 40;  // of the 64 that RFC 5321 §4.5.3.1.1 allows

#define MAIL_ADDRESS_SELECT                                                                          \
  "SELECT mail_address.purpose_id, purpose.person_id, mail_address.local_part, mail_address.made_at" \
  "  FROM mail_address JOIN purpose ON purpose.id = mail_address.purpose_id AND purpose.removed = 0 "

constexpr store::Query select_mail_address{"select_mail_address",
                                           MAIL_ADDRESS_SELECT "WHERE mail_address.purpose_id = $1"};
constexpr store::Query select_mail_address_by_secret{"select_mail_address_by_secret",
                                                     MAIL_ADDRESS_SELECT "WHERE mail_address.secret_hash = $1"};
constexpr store::Query put_mail_address{"put_mail_address", R"sql(
    INSERT INTO mail_address (purpose_id, secret_hash, local_part, made_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (purpose_id) DO UPDATE SET
      secret_hash = excluded.secret_hash, local_part = excluded.local_part, made_at = excluded.made_at)sql"};
constexpr store::Query delete_mail_address{"delete_mail_address", "DELETE FROM mail_address WHERE purpose_id = $1"};

std::string make_mail_secret() {
  static_assert(256 % signs.size() == 0);  // so that every sign is as likely
  std::string secret;
  for (const char byte : random_bytes(secret_length))
    secret.push_back(signs[static_cast<unsigned char>(byte) % signs.size()]);
  return secret;
}

std::string word_of(const Purpose& purpose) {
  std::string word = purpose.slug.substr(0, word_length_max);
  while (word.ends_with('-')) word.pop_back();
  return word;
}

// What follows the last hyphen; the word before it may be anything.
store::Blob hash_of(std::string_view local_part) {
  const std::string small = fold_case(local_part);
  return {sha256("mail-address:" + small.substr(small.rfind('-') + 1))};
}

MailAddress mail_address_from(const store::Row& row) {
  return {row.id<PurposeId>(0), row.id<PersonId>(1), row.text(2), row.instant(3)};
}

}  // namespace

Result<std::optional<MailAddress>> mail_address_of(store::Reader& in, PurposeId purpose) {
  return in.find<MailAddress>(select_mail_address, {purpose}, mail_address_from);
}

Result<MailAddress> renew_mail_address(store::Transaction& in, PersonId person, PurposeId id, Instant now) {
  const Purpose purpose = TRY(purpose_of(in, person, id));
  const MailAddress made{id, person, word_of(purpose) + "-" + make_mail_secret(), now};
  TRY(in.run(put_mail_address, {id, hash_of(made.local_part), made.local_part, now}));
  return made;
}

Result<void> switch_off_mail_address(store::Transaction& in, PersonId person, PurposeId id) {
  TRY(purpose_of(in, person, id));
  return in.run(delete_mail_address, {id});
}

Result<std::optional<MailAddress>> find_mail_address(store::Reader& in, std::string_view local_part) {
  return in.find<MailAddress>(select_mail_address_by_secret, {hash_of(local_part)}, mail_address_from);
}

}  // namespace tsuke::registry
