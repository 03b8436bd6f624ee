// Checking a chain: everything is known and tried in memory before the first row is written.
#include <unordered_set>

#include "books/ledger/posting.h"

namespace tsuke::books {

namespace {
using Wide = __int128;

constexpr Reason reason_of(std::string_view code) {
  if (code == "limit-exceeded") return Reason::limit_reached;
  return code == "bad-transfer" ? Reason::malformed : Reason::conflict;
}

bool is_resolution(TransferKind kind) { return kind == TransferKind::post || kind == TransferKind::release; }

// Whether the caller asks for what was booked. What it may leave out of a resolution, it may leave out again.
bool same(const Transfer& asked, const Transfer& booked) {
  const auto left_out_or = [&](auto given, auto stored, auto absent) {
    return given == stored || (is_resolution(asked.kind) && given == absent);
  };
  return asked.id == booked.id && asked.kind == booked.kind && asked.resolves == booked.resolves &&
         asked.what == booked.what && asked.reference == booked.reference && asked.event_at == booked.event_at &&
         left_out_or(asked.debit, booked.debit, AccountId{}) && left_out_or(asked.credit, booked.credit, AccountId{}) &&
         (asked.amount == booked.amount || (asked.kind == TransferKind::release && asked.amount == 0));
}

// False when the sum passes int64.
bool add(std::int64_t& balance, std::int64_t amount) { return !__builtin_add_overflow(balance, amount, &balance); }

bool within_limit(const Account& account) {
  const Wide debits = Wide{account.debits_posted} + account.debits_pending;
  const Wide credits = Wide{account.credits_posted} + account.credits_pending;
  switch (account.limit) {
    case Limit::none: return debits <= INT64_MAX && credits <= INT64_MAX;
    case Limit::debits_must_not_exceed_credits: return debits <= account.credits_posted && credits <= INT64_MAX;
    case Limit::credits_must_not_exceed_debits: return credits <= account.debits_posted && debits <= INT64_MAX;
  }
  return false;
}

Refusal bad(std::string what) { return {"bad-transfer", std::move(what)}; }
}  // namespace

Error to_error(const Refusal& refusal) { return {reason_of(refusal.code), refusal.code, refusal.what}; }

Result<void> post(store::Transaction& in, const std::vector<Transfer>& chain, Instant now) {
  return Posting(in, chain, now).apply();
}

Result<void> Posting::apply() {
  if (chain_.empty() || chain_.size() > chain_max) return to_error(bad("a chain has 1 to 1000 transfers"));
  TRY(load_known());
  if (is_replay()) return {};
  if (const Refused refused = check_ids()) return refuse(*refused);
  TRY(load_reservations());
  TRY(load_accounts());
  booked_.reserve(chain_.size());
  for (const Transfer& asked : chain_)
    if (const Refused refused = try_transfer(asked)) return refuse(*refused);
  return write();
}

// What was refused before is refused as before; only then is the chain looked at.
Posting::Refused Posting::check_ids() const {
  for (const Transfer& asked : chain_)
    if (const auto burned = burned_.find(asked.id.bytes); burned != burned_.end()) return burned->second;
  std::unordered_set<std::string_view> seen;
  for (const Transfer& asked : chain_) {
    if (asked.id.bytes.size() != id_size) return bad("a transfer's id has 16 bytes: use make_transfer_id");
    if (!seen.insert(asked.id.bytes).second) return bad("one id stands twice in the chain: each transfer has its own");
  }
  if (posted_.empty()) return {};
  return Refusal{"transfer-differs",
                 "an id of this chain is posted already with other content: a new attempt makes new ids"};
}

// Posted before as a whole, by itself, in this order, with this content.
bool Posting::is_replay() const {
  if (posted_.size() != chain_.size()) return false;
  const std::int64_t first = posted_.at(chain_.front().id.bytes).seq;
  for (std::size_t i = 0; i < chain_.size(); ++i) {
    const TransferRow& row = posted_.at(chain_[i].id.bytes);
    const bool in_place = row.chain_first == first && row.seq == first + static_cast<std::int64_t>(i);
    if (!in_place || row.chain_size != static_cast<std::int64_t>(chain_.size())) return false;
    if (!same(chain_[i], row.transfer)) return false;
  }
  return true;
}

Posting::Refused Posting::try_transfer(const Transfer& asked) {
  return is_resolution(asked.kind) ? try_resolution(asked) : try_movement(asked);
}

Posting::Refused Posting::try_movement(const Transfer& asked) {
  if (asked.amount <= 0) return bad("a transfer moves an amount above zero");
  if (asked.debit == asked.credit) return bad("a transfer has two different accounts");
  if (asked.resolves) return bad("only a post or a release resolves a reservation");
  const auto debit = accounts_.find(asked.debit.value), credit = accounts_.find(asked.credit.value);
  if (debit == accounts_.end() || credit == accounts_.end())
    return Refusal{"account-missing", "an account of this transfer does not exist: ensure_account makes it"};
  const std::string& unit = debit->second.unit.name;
  if (unit != credit->second.unit.name)
    return Refusal{"unit-differs", debit->second.name + " and " + credit->second.name + " are kept in different units"};
  if (Refused refused = move(asked, 0)) return refused;
  if (asked.kind == TransferKind::reserve) reservations_[asked.id.bytes] = {asked, unit, true};
  book(asked, unit);
  return {};
}

Posting::Refused Posting::try_resolution(const Transfer& asked) {
  if (!asked.resolves) return bad("a post or a release names the reservation that it resolves");
  const auto found = reservations_.find(asked.resolves->bytes);
  if (found == reservations_.end()) return Refusal{"reservation-missing", "there is no such reservation to resolve"};
  Reservation& reservation = found->second;
  const Transfer& reserved = reservation.transfer;
  if (!reservation.open) return Refusal{"already-resolved", "this reservation was posted or released before"};
  const auto differs = [](AccountId given, AccountId stored) { return given.exists() && given != stored; };
  if (differs(asked.debit, reserved.debit) || differs(asked.credit, reserved.credit))
    return bad("a reservation is resolved on its own accounts: leave them out");
  const bool is_release = asked.kind == TransferKind::release;
  if (is_release ? asked.amount != 0 && asked.amount != reserved.amount : asked.amount <= 0)
    return bad("a post moves an amount above zero, a release all that was reserved");
  if (asked.amount > reserved.amount)
    return Refusal{"amount-above-reserved", "a reservation of " + std::to_string(reserved.amount) + " cannot give " +
                                                std::to_string(asked.amount)};
  Transfer booked = asked;
  booked.debit = reserved.debit;
  booked.credit = reserved.credit;
  if (is_release) booked.amount = reserved.amount;
  if (Refused refused = move(booked, reserved.amount)) return refused;
  reservation.open = false;
  book(std::move(booked), reservation.unit);
  return {};
}

// Moves the balances of both accounts and holds them to their limits.
Posting::Refused Posting::move(const Transfer& booked, std::int64_t reserved) {
  Account& debit = accounts_.at(booked.debit.value);
  Account& credit = accounts_.at(booked.credit.value);
  const std::int64_t to_pending = booked.kind == TransferKind::reserve ? booked.amount : -reserved;
  const std::int64_t to_posted =
      booked.kind == TransferKind::direct || booked.kind == TransferKind::post ? booked.amount : 0;
  const bool fits = add(debit.debits_pending, to_pending) && add(debit.debits_posted, to_posted) &&
                    add(credit.credits_pending, to_pending) && add(credit.credits_posted, to_posted);
  assert(debit.debits_pending >= 0);
  assert(credit.credits_pending >= 0);
  for (const Account* account : {&debit, &credit})
    if (!fits || !within_limit(*account))
      return Refusal{"limit-exceeded", "no room on " + account->name + " for " + std::to_string(booked.amount)};
  return {};
}

void Posting::book(Transfer transfer, const std::string& unit) {
  TransferRow& row = booked_.emplace_back();
  row.transfer = std::move(transfer);
  row.unit = unit;
  row.chain_size = static_cast<std::int64_t>(chain_.size());
  row.booked_at = now_;
}

}  // namespace tsuke::books
