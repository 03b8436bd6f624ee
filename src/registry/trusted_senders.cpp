// Whose mail a person trusts.
#include <algorithm>

#include "registry/lookup.h"
#include "registry/mail_addresses.h"
#include "registry/people.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t address_bytes_max = 254;  // RFC 5321 §4.5.3.1.3, without the angle brackets

constexpr store::Query select_trusted_senders{
    "select_trusted_senders", "SELECT address, trusted_at FROM trusted_sender WHERE person_id = $1 ORDER BY address"};
constexpr store::Query select_trusted_sender{"select_trusted_sender",
                                             "SELECT 1 FROM trusted_sender WHERE person_id = $1 AND address = $2"};
constexpr store::Query count_trusted_senders{"count_trusted_senders",
                                             "SELECT COUNT(*) FROM trusted_sender WHERE person_id = $1"};
constexpr store::Query insert_trusted_sender{"insert_trusted_sender", R"sql(
    INSERT INTO trusted_sender (person_id, address, trusted_at) VALUES ($1, $2, $3)
    ON CONFLICT (person_id, address) DO NOTHING)sql"};
constexpr store::Query delete_trusted_sender{"delete_trusted_sender",
                                             "DELETE FROM trusted_sender WHERE person_id = $1 AND address = $2"};

// Printable ASCII with something on both sides of its last @.
bool is_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  const auto is_odd = [](unsigned char c) { return c <= 0x20 || c >= 0x7F || c == '<' || c == '>'; };
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.size() <= address_bytes_max &&
         std::none_of(text.begin(), text.end(), is_odd);
}

Result<bool> is_login_of(store::Reader& in, PersonId id, const std::string& address) {
  const std::string login = fold_case(TRY(person(in, id)).login);
  return is_mail_address(login) && login == address;
}

}  // namespace

Result<std::vector<TrustedSender>> trusted_senders(store::Reader& in, PersonId id) {
  std::vector<TrustedSender> all;
  const std::string login = fold_case(TRY(person(in, id)).login);
  if (is_mail_address(login)) all.push_back({login, true, {}});
  const auto read = [&](const store::Row& row) -> Result<void> {
    if (row.text(0) != login) all.push_back({row.text(0), false, row.instant(1)});
    return {};
  };
  TRY(in.each(select_trusted_senders, {id}, read));
  return all;
}

Result<bool> trusts_sender(store::Reader& in, PersonId id, std::string_view address) {
  const std::string folded = fold_case(address);
  if (TRY(is_login_of(in, id, folded))) return true;
  return TRY(in.integer(select_trusted_sender, {id, folded})).has_value();
}

Result<void> trust_sender(store::Transaction& in, PersonId id, std::string_view address, Instant now) {
  const std::string folded = fold_case(address);
  if (!is_mail_address(folded))
    return Error{Reason::malformed, "bad-sender", "this is no mail address; write it like name@example.com"};
  if (TRY(trusts_sender(in, id, folded))) return {};
  if (TRY(in.integer(count_trusted_senders, {id})).value_or(0) >= trusted_senders_max)
    return Error{Reason::limit_reached, "too-many-senders", "you trust 100 senders; take one off the list first"};
  return in.run(insert_trusted_sender, {id, folded, now});
}

Result<void> distrust_sender(store::Transaction& in, PersonId id, std::string_view address) {
  const std::string folded = fold_case(address);
  if (TRY(in.change(delete_trusted_sender, {id, folded})) > 0) return {};
  if (TRY(is_login_of(in, id, folded)))
    return Error{Reason::conflict, "sender-is-login", "your sign-in name is this address, so it is always trusted"};
  return no_such("sender");
}

}  // namespace tsuke::registry
