// Double entry: accounts and immutable transfers, in the same transaction as the business rows.
//
// A transfer moves a positive amount of one unit: it adds to the debit account's debits and to the credit account's
// credits. A *pending* transfer reserves; it is resolved at most once, by a post (of at most its amount; the rest falls
// back) or by a void. Transfers of a chain succeed or fail as one.
//
// Promises:
//   1. Nothing is ever edited: corrections are new transfers.
//   2. The id a caller makes is the idempotency key. Posting the same chain again changes nothing and succeeds;
//      posting other content under a known id fails with conflict ("transfer-differs").
//   3. A refused chain burns its ids: the same ids are refused again, with the same reason, whatever has changed since
//      (a replay that later succeeds would be a double spend). A new attempt makes new ids.
//   4. Account limits hold after every transfer, reservations counted: debits_must_not_exceed_credits means
//      debits posted + debits pending <= credits posted.
//   5. seq has no gaps; each transfer carries the hash of the one before it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/money.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::books {

// "JPY", or a unit that is not money, such as "JPY.budget". Only accounts of one unit may transact.
struct Unit {
  std::string name;
  friend bool operator==(const Unit&, const Unit&) = default;
};
Unit money_unit(Currency currency);   // "JPY"
Unit budget_unit(Currency currency);  // "JPY.budget"

enum class Limit {
  none,
  debits_must_not_exceed_credits,  // prepaid, budget
  credits_must_not_exceed_debits,  // a receivable that may not go negative
};

struct Account {
  AccountId id;
  std::string name;  // unique within its unit: "payer:organisation:12:unbilled"
  Unit unit;
  Limit limit = Limit::none;
  std::int64_t debits_posted = 0, credits_posted = 0, debits_pending = 0, credits_pending = 0;
  std::int64_t debit_balance() const { return debits_posted - credits_posted; }   // of assets and expenses
  std::int64_t credit_balance() const { return credits_posted - debits_posted; }  // of liabilities and income
};

// The account of that name, made when absent. An existing one with another limit is a conflict.
Result<AccountId> ensure_account(store::Transaction& in, const std::string& name, const Unit& unit,
                                 Limit limit = Limit::none);
Result<std::optional<Account>> find_account(store::Reader& in, const std::string& name, const Unit& unit);
// By unit and name.
Result<std::vector<Account>> accounts(store::Reader& in, std::string_view name_prefix = {});

// 16 bytes: 48 bits of time, then 80 bits of a digest of (kind, reference, number). The same arguments give the same
// id, and ids made later sort later.
struct TransferId {
  std::string bytes;
  friend bool operator==(const TransferId&, const TransferId&) = default;
};
TransferId make_transfer_id(Instant event_at, std::string_view kind, std::int64_t reference, std::int64_t number);

enum class TransferKind { direct, reserve, post, release };  // release = void of a reservation

struct Transfer {
  TransferId id;
  TransferKind kind = TransferKind::direct;
  AccountId debit;  // of direct and reserve; of post and release it may be left out: it is the reservation's
  AccountId credit;
  std::int64_t amount = 0;  // > 0; of a post: at most the reserved amount; of a release: left out, or all of it
  std::optional<TransferId> resolves;  // of post and release: a reservation, of this chain or an earlier one
  std::string what;                    // "device-fee", "service-fee", "commission", "reserve-budget", …
  std::int64_t reference = 0;          // the charge's job, the payment, the budget…
  Instant event_at{};
};

inline constexpr std::size_t chain_max = 1000;  // transfers in one chain

// Applies the chain, all of it or nothing; nothing is written before the whole chain has been checked, limits after
// every step. `now` is the time of booking.
//
// The same chain is: the same ids in the same order with the same content (event_at too, booking time not).
// Fails: limit_reached ("limit-exceeded": a balance limit, or a balance past int64); conflict ("transfer-differs",
//   "already-resolved", "account-missing", "reservation-missing", "unit-differs", "amount-above-reserved");
//   malformed ("bad-transfer": empty or too long a chain, an id twice or not of 16 bytes, a wrong amount or account).
// A refusal is rows too, one for each id of the chain that was not posted before. They stay when the caller's write
//   goes on: return this error from the write, or wrap post() in attempt(), and they are undone with the rest.
Result<void> post(store::Transaction& in, const std::vector<Transfer>& chain, Instant now);

// What a debits_must_not_exceed_credits account can still give, open reservations counted. Read anew from the rows;
// fails with not_found, and with conflict ("no-limit") for an account without that limit.
Result<std::int64_t> room(store::Reader& in, const Account& account);

struct PostedTransfer {
  Transfer transfer;
  std::int64_t seq = 0;
  std::string unit;
  std::string debit_name, credit_name;
  Instant booked_at{};
};
// In the order of booking. The amount of a post is what was posted, of a release what was released.
Result<std::vector<PostedTransfer>> transfers_about(store::Reader& in, std::int64_t reference);

// Migration 3.
std::vector<store::Migration> migrations();

}  // namespace tsuke::books
