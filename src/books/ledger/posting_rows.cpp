// What a posting reads before it decides, and the rows that it writes after.
#include <array>

#include "base/bytes.h"
#include "books/ledger/posting.h"

namespace tsuke::books {

namespace {
using store::Blob;
using store::Query;

// Lists of any length are asked in fixed slots, so that each statement is prepared once.
constexpr std::size_t slots = 8;
#define TSUKE_SLOTS "($1, $2, $3, $4, $5, $6, $7, $8)"

constexpr Query transfers_with_ids{"transfers_with_ids",
                                   "SELECT " TSUKE_TRANSFER_COLUMNS " FROM transfer t WHERE t.id IN " TSUKE_SLOTS};
constexpr Query refusals_with_ids{"refusals_with_ids",
                                  "SELECT transfer_id, code, what FROM refusal WHERE transfer_id IN " TSUKE_SLOTS};
constexpr Query reservations_with_ids{"reservations_with_ids", "SELECT " TSUKE_TRANSFER_COLUMNS R"sql(, p.state
      FROM transfer t JOIN pending p ON p.transfer_id = t.id WHERE t.id IN )sql" TSUKE_SLOTS};
constexpr Query accounts_with_ids{"accounts_with_ids",
                                  "SELECT " TSUKE_ACCOUNT_COLUMNS " FROM account WHERE id IN " TSUKE_SLOTS};
constexpr Query ledger_head{"ledger_head", "SELECT seq, hash FROM ledger_head WHERE one = 1"};

constexpr Query insert_transfer{"insert_transfer", R"sql(
    INSERT INTO transfer (seq, id, chain_first, chain_size, kind, debit, credit, unit, amount, resolves,
                          what, reference, event_at, booked_at, hash_prev)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))sql"};
constexpr Query insert_pending{"insert_pending", "INSERT INTO pending (transfer_id, state) VALUES ($1, 'open')"};
constexpr Query resolve_pending{"resolve_pending", R"sql(
    UPDATE pending SET state = $2, resolved_by = $3 WHERE transfer_id = $1 AND state = 'open')sql"};
constexpr Query set_balances{"add_to_balances", R"sql(
    UPDATE account SET debits_posted = $2, credits_posted = $3, debits_pending = $4, credits_pending = $5
     WHERE id = $1)sql"};
constexpr Query move_head{"move_head", "UPDATE ledger_head SET seq = $1, hash = $2 WHERE one = 1"};
constexpr Query insert_refusal{"insert_refusal", R"sql(
    INSERT INTO refusal (transfer_id, code, what) VALUES ($1, $2, $3) ON CONFLICT (transfer_id) DO NOTHING)sql"};

Result<void> each_of(store::Reader& in, const Query& query, const store::Values& wanted,
                     const std::function<Result<void>(const store::Row&)>& row) {
  for (std::size_t at = 0; at < wanted.size(); at += slots) {
    store::Values some(wanted.begin() + static_cast<std::ptrdiff_t>(at),
                       wanted.begin() + static_cast<std::ptrdiff_t>(std::min(at + slots, wanted.size())));
    some.resize(slots, some.back());
    TRY(in.each(query, some, row));
  }
  return {};
}
}  // namespace

Result<void> Posting::load_known() {
  store::Values ids;
  for (const Transfer& asked : chain_)
    if (asked.id.bytes.size() == id_size) ids.emplace_back(Blob{asked.id.bytes});
  TRY(each_of(in_, transfers_with_ids, ids, [&](const store::Row& row) -> Result<void> {
    TransferRow known = transfer_from(row);
    posted_.emplace(known.transfer.id.bytes, std::move(known));
    return {};
  }));
  return each_of(in_, refusals_with_ids, ids, [&](const store::Row& row) -> Result<void> {
    burned_.emplace(row.blob(0), Refusal{row.text(1), row.text(2)});
    return {};
  });
}

Result<void> Posting::load_reservations() {
  store::Values ids;
  for (const Transfer& asked : chain_)
    if (asked.resolves) ids.emplace_back(Blob{asked.resolves->bytes});
  return each_of(in_, reservations_with_ids, ids, [&](const store::Row& row) -> Result<void> {
    const TransferRow known = transfer_from(row);
    reservations_[known.transfer.id.bytes] = {known.transfer, known.unit, row.text(15) == "open"};
    return {};
  });
}

Result<void> Posting::load_accounts() {
  store::Values ids;
  const auto want = [&](AccountId id) {
    if (id.exists() && accounts_.try_emplace(id.value).second) ids.emplace_back(id);
  };
  for (const Transfer& asked : chain_) want(asked.debit), want(asked.credit);
  for (const auto& [id, reservation] : reservations_)
    want(reservation.transfer.debit), want(reservation.transfer.credit);
  accounts_.clear();
  return each_of(in_, accounts_with_ids, ids, [&](const store::Row& row) -> Result<void> {
    Account account = account_from(row);
    accounts_.insert_or_assign(account.id.value, std::move(account));
    return {};
  });
}

Result<void> Posting::write() {
  TRY(in_.each(ledger_head, {}, [&](const store::Row& row) -> Result<void> {
    head_ = {row.integer(0), row.is_null(1) ? std::string(32, '\0') : row.blob(1)};
    return {};
  }));
  const std::int64_t first = head_.seq + 1;
  for (TransferRow& row : booked_) {
    row.seq = ++head_.seq;
    row.chain_first = first;
    row.hash_prev = std::move(head_.hash);
    head_.hash = hash_of(row);
    TRY(write_transfer(row));
    TRY(write_reservation(row.transfer));
  }
  TRY(write_balances());
  return in_.run(move_head, {head_.seq, Blob{head_.hash}});
}

Result<void> Posting::write_transfer(const TransferRow& row) {
  const Transfer& transfer = row.transfer;
  const store::Value resolves =
      transfer.resolves ? store::Value(Blob{transfer.resolves->bytes}) : store::Value(nullptr);
  return in_.run(insert_transfer,
                 {row.seq, Blob{transfer.id.bytes}, row.chain_first, row.chain_size, to_string(transfer.kind),
                  transfer.debit, transfer.credit, row.unit, transfer.amount, resolves, transfer.what,
                  transfer.reference, transfer.event_at, row.booked_at, Blob{row.hash_prev}});
}

Result<void> Posting::write_reservation(const Transfer& transfer) {
  if (transfer.kind == TransferKind::reserve) return in_.run(insert_pending, {Blob{transfer.id.bytes}});
  if (!transfer.resolves) return {};
  return in_.run(resolve_pending, {Blob{transfer.resolves->bytes},
                                   transfer.kind == TransferKind::post ? "posted" : "voided", Blob{transfer.id.bytes}});
}

// Only accounts of this chain are loaded, so each is written exactly once.
Result<void> Posting::write_balances() {
  for (const auto& [id, account] : accounts_)
    TRY(in_.run(set_balances, {account.id, account.debits_posted, account.credits_posted, account.debits_pending,
                               account.credits_pending}));
  return {};
}

Result<void> Posting::refuse(const Refusal& refusal) {
  for (const Transfer& asked : chain_) {
    if (asked.id.bytes.size() != id_size) continue;
    if (posted_.contains(asked.id.bytes) || burned_.contains(asked.id.bytes)) continue;
    TRY(in_.run(insert_refusal, {Blob{asked.id.bytes}, refusal.code, refusal.what}));
  }
  return to_error(refusal);
}

}  // namespace tsuke::books
