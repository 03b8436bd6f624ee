#include <utility>

#include "books/ledger/rows.h"

namespace tsuke::books {

namespace {
using store::Query;

constexpr Query account_named{"account_named",
                              "SELECT " TSUKE_ACCOUNT_COLUMNS " FROM account WHERE name = $1 AND unit = $2"};
constexpr Query account_with_id{"account_with_id", "SELECT " TSUKE_ACCOUNT_COLUMNS " FROM account WHERE id = $1"};
// By substr rather than a range: a database's collation need not order bytes.
constexpr Query accounts_prefixed{"accounts_prefixed", "SELECT " TSUKE_ACCOUNT_COLUMNS R"sql( FROM account
     WHERE substr(name, 1, length(CAST($1 AS TEXT))) = CAST($1 AS TEXT) ORDER BY unit, name)sql"};
constexpr Query insert_account{"insert_account", R"sql(
    INSERT INTO account (id, name, unit, limit_kind) VALUES ($1, $2, $3, $4) ON CONFLICT (name, unit) DO NOTHING)sql"};

constexpr std::pair<Limit, std::string_view> limit_words[] = {
    {Limit::none, "none"},
    {Limit::debits_must_not_exceed_credits, "debits-must-not-exceed-credits"},
    {Limit::credits_must_not_exceed_debits, "credits-must-not-exceed-debits"},
};

Result<AccountId> with_limit(const Account& account, Limit limit) {
  if (account.limit != limit)
    return Error{Reason::conflict, "limit-differs", "account " + account.name + " exists with another limit"};
  return account.id;
}
}  // namespace

std::string_view to_string(Limit limit) {
  for (const auto& [value, word] : limit_words)
    if (value == limit) return word;
  return "none";
}

Limit limit_of(std::string_view word) {
  for (const auto& [value, text] : limit_words)
    if (text == word) return value;
  assert(!"a limit that this program does not know");
  return Limit::none;
}

Account account_from(const store::Row& row) {
  return {row.id<AccountId>(0), row.text(1),    Unit{row.text(2)}, limit_of(row.text(3)),
          row.integer(4),       row.integer(5), row.integer(6),    row.integer(7)};
}

Unit money_unit(Currency currency) { return {std::string(currency.view())}; }
Unit budget_unit(Currency currency) { return {std::string(currency.view()) + ".budget"}; }

Result<AccountId> ensure_account(store::Transaction& in, const std::string& name, const Unit& unit, Limit limit) {
  if (const auto known = TRY(find_account(in, name, unit))) return with_limit(*known, limit);
  TRY(in.change(insert_account, {new_id<AccountId>(), name, unit.name, to_string(limit)}));
  // Read back rather than trusted: another node may have been first.
  const auto made = TRY(find_account(in, name, unit));
  if (!made)
    return Error{Reason::unavailable, "account-race", "another node is making account " + name + "; try again"};
  return with_limit(*made, limit);
}

Result<std::optional<Account>> find_account(store::Reader& in, const std::string& name, const Unit& unit) {
  return in.find<Account>(account_named, {name, unit.name}, account_from);
}

Result<std::vector<Account>> accounts(store::Reader& in, std::string_view name_prefix) {
  return in.list<Account>(accounts_prefixed, {name_prefix}, account_from);
}

Result<std::int64_t> room(store::Reader& in, const Account& account) {
  const auto now = TRY(in.find<Account>(account_with_id, {account.id}, account_from));
  if (!now) return Error{Reason::not_found, "account-missing", "there is no account " + account.name};
  if (now->limit != Limit::debits_must_not_exceed_credits)
    return Error{Reason::conflict, "no-limit", "account " + account.name + " has no limit on its debits"};
  return now->credits_posted - now->debits_posted - now->debits_pending;
}

}  // namespace tsuke::books
