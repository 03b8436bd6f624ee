// The ledger's rows as posting reads and writes them. Not for other folders: ledger.h is the door.
#pragma once

#include <cstdint>
#include <string>

#include "books/ledger/ledger.h"

namespace tsuke::books {

inline constexpr std::size_t id_size = 16;

struct Head {
  std::int64_t seq = 0;  // of the last transfer; 0 when there is none
  std::string hash;      // of the last transfer; 32 zero bytes when there is none
};

struct TransferRow {
  Transfer transfer;
  std::int64_t seq = 0;
  std::int64_t chain_first = 0;  // seq of the chain's first transfer
  std::int64_t chain_size = 0;
  std::string unit;
  Instant booked_at{};
  std::string hash_prev;
};

std::string_view to_string(TransferKind kind);
TransferKind transfer_kind(std::string_view word);
std::string_view to_string(Limit limit);
Limit limit_of(std::string_view word);

// SHA-256 over
//   seq|id|chain_first|chain_size|kind|debit|credit|unit|amount|resolves|reference|event_at|booked_at|hash_prev|what
// numbers in decimal, bytes in hex, absent resolves empty. `what` stands last, so that no text in it can pass for a
// field.
std::string hash_of(const TransferRow& row);

// Columns of a SELECT from account (unaliased) and of one from transfer (as t), in the order in which the functions
// read.
#define TSUKE_ACCOUNT_COLUMNS \
  "id, name, unit, limit_kind, debits_posted, credits_posted, debits_pending, credits_pending"
#define TSUKE_TRANSFER_COLUMNS                                                                                  \
  "t.seq, t.id, t.chain_first, t.chain_size, t.kind, t.debit, t.credit, t.unit, t.amount, t.resolves, t.what, " \
  "t.reference, t.event_at, t.booked_at, t.hash_prev"
Account account_from(const store::Row& row);
TransferRow transfer_from(const store::Row& row);

}  // namespace tsuke::books
